import Basics
import Tensors

/// A text with values in it: `x-{seed:04}.png`.
package struct TextTemplate: Sendable {
  /// Literal text, or a value with the number of digits that it has at least.
  enum Piece: Sendable {
    case literal(String)
    case value(Binding, digits: Int)
  }

  let pieces: [Piece]
  /// The literal bytes and the number of values in it, those of texts that are its values included.
  let size: Int

  init(pieces: [Piece]) {
    self.pieces = pieces
    size = pieces.reduce(0) { sum, piece in
      switch piece {
      case .literal(let text): sum + text.utf8.count
      case .value(.text(let template), _): sum + template.size
      case .value: sum + 1
      }
    }
  }

  /// The slots whose values stand in it.
  var slots: [Slot] {
    pieces.flatMap { piece -> [Slot] in
      if case .value(let binding, _) = piece { binding.slots } else { [] }
    }
  }

  /// The most bytes of a text with values in it, and the largest `size`: parts or loops that double a text would soon fill
  /// any memory.
  static let longest = 1 << 16

  /// The text, given what bindings hold; nil where one holds nothing, or what can't stand in a text. Throws for a text that
  /// is longer than `longest`.
  func text(_ value: (Binding) throws -> Value?) throws -> String? {
    var text = ""
    for piece in pieces {
      switch piece {
      case .literal(let literal): text += literal
      case .value(let binding, let digits):
        guard let words = try value(binding).flatMap(TextTemplate.words) else { return nil }
        text += TextTemplate.padded(words, digits)
      }
      if text.utf8.count > TextTemplate.longest { throw TextFault(limit: TextTemplate.longest) }
    }
    return text
  }

  /// The same with bindings replaced.
  func map(_ change: (Binding) -> Binding) -> TextTemplate {
    TextTemplate(
      pieces: pieces.map { piece in
        if case .value(let binding, let digits) = piece { .value(change(binding), digits: digits) } else { piece }
      })
  }

  /// Whether values of a kind can stand in a text.
  static func takes(_ kind: Kind) -> Bool {
    kind == .oneOf([]) || Kind.oneOf([.number, .text, .flag, .timestep]).accepts(kind)
  }

  /// A value as it stands in a text: a whole number without a point, a timestep as its number.
  private static func words(_ value: Value) -> String? {
    switch value {
    case .integer(let integer): String(integer)
    case .unsigned(let integer): String(integer)
    case .number(let number): number == number.rounded() && abs(number) < 0x1p53 ? String(Int(number)) : String(number)
    case .text(let text): text
    case .path(let path): path.text
    case .flag(let flag): String(flag)
    case .timestep(let timestep): timestep.text
    default: nil
    }
  }

  /// A whole number with zeros before it; anything else as it is.
  package static func padded(_ words: String, _ digits: Int) -> String {
    let isNegative = words.hasPrefix("-")
    let number = isNegative ? words.dropFirst() : words[...]
    guard number.count < digits, !number.isEmpty, number.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return words
    }
    return (isNegative ? "-" : "") + String(repeating: "0", count: digits - number.count) + number
  }
}

/// A text that values make too long.
struct TextFault: Fault {
  /// Bytes.
  let limit: Int

  var cause: FaultCause { .data }

  var description: String { "with the values in it, a text is longer than \(limit) bytes, which is the limit" }
}

extension TextTemplate {
  /// What may be a value in a text: `{name}` or `{name:04}`, and the same in double braces, which means itself.
  package struct Place {
    /// From the first brace to behind the last.
    package var range: Range<String.Index>
    package var name: String
    package var digits: Int
    /// Whether it stands in double braces.
    package var isEscaped: Bool
    /// Whether it has one of those forms, and not, say, `{ name }` or `{name:04x}`.
    package var isWellFormed: Bool

    /// Whether it can be meant for a name: there is more than digits and points in it.
    package var isNameLike: Bool { name.contains { $0.isLetter || $0 == "_" } }

    /// The form that it should have.
    package var corrected: String { "{\(name)\(digits > 0 ? ":0\(digits)" : "")}" }
  }

  /// The places of a text, in its order.
  package static func places(in text: String) -> [Place] {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
    return text.matches(of: /\{(\{?)(\s*)([\p{L}\p{N}_.-]+)(\s*)(?::([^{}]*))?\}(\}?)/).map { match in
      let (opened, closed) = (!match.1.isEmpty, !match.6.isEmpty)
      var range = match.range
      // A brace on one side alone is a literal brace beside the place.
      if opened, !closed { range = text.index(after: range.lowerBound)..<range.upperBound }
      if closed, !opened { range = range.lowerBound..<text.index(before: range.upperBound) }
      let digits = match.5.map { $0.wholeMatch(of: /0?([0-9]{1,2})/) }
      let number = match.5.flatMap { $0.firstMatch(of: /[0-9]{1,2}/) }.flatMap { Int($0.0) }
      return Place(
        range: range, name: String(match.3), digits: number ?? 0, isEscaped: opened && closed,
        isWellFormed: match.2.isEmpty && match.4.isEmpty && (digits.map { $0 != nil } ?? true))
    }
  }
}
