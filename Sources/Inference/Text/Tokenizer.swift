import Tensors

/// A prompt as the text encoder reads it.
public struct Tokens: Sendable, Equatable {
  /// `Tokenizer.length` numbers of pieces: the prompt's, the end mark, then padding.
  public let ids: [Int]
  /// 1 where there is a piece or the end mark, 0 for padding.
  public let mask: [Int]

  /// Traps unless both have the same length.
  public init(ids: [Int], mask: [Int]) {
    precondition(ids.count == mask.count, "\(ids.count) tokens under a mask of \(mask.count)")
    self.ids = ids
    self.mask = mask
  }
}

/// Prompts to tokens, as DeepFloyd does it: lower-cased and stripped, split by SentencePiece, cut to 76 pieces and the
/// end mark, padded to 77.
public struct Tokenizer: Sendable {
  /// The number of tokens of every prompt.
  public static let length = 77
  static let end = 1
  static let padding = 0

  private let model: SentencePiece
  private let path: String

  /// Reads a `spiece.model`.
  public init(path: String) throws {
    self.path = path
    model = try SentencePiece(path: path)
  }

  /// The size of the vocabulary: every token is below it.
  public var vocabularySize: Int { model.count }

  public func callAsFunction(_ prompt: String) throws -> Tokens {
    guard let pieces = model.encode(Self.normalised(prompt), limit: Self.length - 1) else {
      throw TokenizerFault.failed(path: path, prompt: prompt)
    }
    let ids = pieces + [Self.end]
    let rest = Self.length - ids.count
    return Tokens(
      ids: ids + [Int](repeating: Self.padding, count: rest),
      mask: [Int](repeating: 1, count: ids.count) + [Int](repeating: 0, count: rest))
  }

  /// What Python's `text.lower().strip()` gives, which every reference implementation applies to prompts.
  public static func normalised(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var lower = String.UnicodeScalarView()
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
    return String(stripped[...last])
  }
}

/// What can be wrong with a tokenizer.
public enum TokenizerFault: Fault {
  case damaged(path: String, reason: String)
  case failed(path: String, prompt: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .damaged(let path, let reason):
      // The library tells its own source lines, which help nobody who has the wrong file.
      reason.isEmpty || reason.hasPrefix("Internal")
        ? "\(path): expected a SentencePiece model, found another or a damaged file"
        : "\(path): expected a SentencePiece model: \(reason)"
    case .failed(let path, let prompt): "\(path): can't split the prompt '\(prompt)'"
    }
  }
}
