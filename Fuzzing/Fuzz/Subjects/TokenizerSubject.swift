import Inference

/// SentencePiece models: reading, and splitting prompts with them.
struct TokenizerSubject: Subject {
  static let name = "tokenizer"
  static let longest = 8192
  private let file: InputFile

  init(in scratch: Scratch) throws { file = try scratch.file("tokenizer/spiece.model") }

  func read(_ bytes: [UInt8]) {
    file.hold(bytes)
    if let tokenizer = attempt({ try Tokenizer(path: file.path) }) { TokenizerSubject.split(tokenizer) }
  }

  static let prompts = [
    "", "a red fox", "A Castle, in the STYLE of <extra_id_7> </s> x<pad>", "éß 猫 😀 \u{0} e\u{301} ﬁ",
    String(repeating: "ab ", count: 50),
  ]

  /// Splits prompts, which gives as many numbers as every prompt has.
  static func split(_ tokenizer: Tokenizer) {
    for prompt in prompts {
      guard let tokens = attempt({ try tokenizer(prompt) }) else { continue }
      precondition(tokens.ids.count == Tokenizer.length && tokens.mask.count == Tokenizer.length)
      _ = tokens.notice("the model")
    }
  }
}
