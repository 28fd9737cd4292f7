public import Basics
import Tensors

/// A prompt as tokens for the text encoder.
public struct Tokens: Sendable, Equatable {
  /// `Tokenizer.length` numbers of pieces: those of the prompt, the end mark, then padding.
  public let ids: [Int]
  /// 1 where there is a piece or the end mark, 0 for padding.
  public let mask: [Int]
  /// The normalised end of the prompt that did not fit; empty where all of it did.
  public let unread: String

  /// Makes tokens from given numbers; traps unless `ids` and `mask` have the same length.
  public init(ids: [Int], mask: [Int], unread: String = "") {
    precondition(ids.count == mask.count, "\(ids.count) tokens under a mask of \(mask.count)")
    self.ids = ids
    self.mask = mask
    self.unread = unread
  }
}

/// Turns prompts into tokens, as DeepFloyd does: lower-cased, stripped, cut at special tokens, split by SentencePiece
/// between them, cut to 76 pieces and the end mark, padded to 77.
public struct Tokenizer: Sendable {
  /// The number of tokens of every prompt.
  public static let length = 77
  static let end = 1
  static let padding = 0

  private let model: SentencePiece
  private let special: SpecialTokens
  private let path: String

  /// Reads a `spiece.model`, and the special tokens of the files beside it.
  public init(path: String) throws {
    self.path = path
    model = try SentencePiece(path: path)
    special = try SpecialTokens(folder: FileName.folder(of: path), pieces: model)
  }

  /// The size of the vocabulary: every token is below it.
  public var vocabularySize: Int { model.count }

  /// The tokens of a prompt; throws where SentencePiece fails.
  public func callAsFunction(_ prompt: String) throws -> Tokens {
    var ids: [Int] = []
    var unread = ""
    for part in special.split(Self.normalised(prompt)) {
      let room = Self.length - 1 - ids.count
      switch part {
      case .token(let id, _) where room > 0: ids.append(id)
      case .token(_, let text): unread += " " + text
      case .text(let text):
        guard let pieces = model.encode(text, limit: room),
          let rest = pieces.count > room ? model.rest(of: text, after: room) : ""
        else { throw TokenizerFault.failed(path: path, prompt: prompt) }
        ids += pieces.ids
        unread += rest
      }
    }
    ids.append(Self.end)
    let rest = Self.length - ids.count
    return Tokens(
      ids: ids + [Int](repeating: Self.padding, count: rest),
      mask: [Int](repeating: 1, count: ids.count) + [Int](repeating: 0, count: rest),
      unread: String(unread.drop { $0 == " " }))
  }

  /// The result of Python's `text.lower().strip()`, which every reference implementation applies to prompts.
  public static func normalised(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var lower: [Unicode.Scalar] = []
    for (i, scalar) in scalars.enumerated() {
      // Σ at the end of a word is ς (Unicode's Final_Sigma); the only rule here that looks at neighbours.
      if scalar == "\u{3A3}" {
        func cased(_ neighbours: some Sequence<Unicode.Scalar>) -> Bool {
          neighbours.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
        }
        lower.append(cased(scalars[..<i].reversed()) && !cased(scalars[(i + 1)...]) ? "\u{3C2}" : "\u{3C3}")
      } else {
        lower.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
    let stripped = lower.drop(while: isSpace)
    guard let last = stripped.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(scalars: stripped[...last])
  }
}

extension Tokens {
  /// What to tell a user whose prompt was not read to its end, or nil where it was. `reader` is who reads it: "the
  /// model".
  public func notice(_ reader: String) -> String? {
    if unread.isEmpty { return nil }
    // Both ends of a long text are shown, so that texts with the same beginning can be told apart.
    let (head, tail) = (200, 80)
    let shown = unread.count > head + tail + 20 ? "\(unread.prefix(head)) … \(unread.suffix(tail))" : unread
    return "\(reader) reads \(ids.count) tokens of a prompt; not read: '\(shown)'"
  }
}

/// An error in a tokenizer.
public enum TokenizerFault: Fault {
  /// The file is not a SentencePiece model; `reason` is the library's message.
  case damaged(path: String, reason: String)
  /// SentencePiece fails on the prompt.
  case failed(path: String, prompt: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .damaged(let path, let reason):
      // The library's own source lines would not help a user who has the wrong file.
      reason.isEmpty || reason.hasPrefix("Internal")
        ? "\(path): expected a SentencePiece model, found another or a damaged file"
        : "\(path): expected a SentencePiece model: \(reason)"
    case .failed(let path, let prompt): "\(path): can't split the prompt '\(prompt)'"
    }
  }
}
