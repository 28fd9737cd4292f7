/// A number, text or flag written directly.
package enum Literal: Sendable, Hashable {
  case integer(Int)
  /// An integer above `Int.max`, up to 2^64 − 1, such as a seed.
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case flag(Bool)

  /// The value of a number's text: an integer if it is written as one and fits, otherwise a floating-point number; nil
  /// if it is no number or too large. A whole number that a `Double` can't hold exactly becomes an integer in any
  /// notation, and rounding never turns another number into a whole one.
  init?(number text: String) {
    guard Literal.isNumber(text) else { return nil }
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let integer = UInt64(text) {
      self = .unsigned(integer)
    } else if let number = Double(text), number.isFinite {
      guard number == number.rounded() else {
        self = .number(number)
        return
      }
      let decimal = Decimal(text)
      if decimal.isWhole {
        self = abs(number) < Literal.exact ? .number(number) : decimal.integer ?? .number(number)
      } else if abs(number) < 0x1p52 {
        let magnitude = decimal.roundsUp ? abs(number).nextDown : abs(number).nextUp
        self = .number(decimal.isNegative ? -magnitude : magnitude)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// Whether a text is written as a number, however large.
  static func isNumber(_ text: String) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    return text.utf8.contains(where: isDigit) && text.utf8.allSatisfy { isDigit($0) || "+-.eE".utf8.contains($0) }
      && Double(text) != nil
  }

  /// Above this, `Double` can't hold every integer.
  private static let exact = 0x1p53

  /// A number's text, exactly: digits · 10^power, without leading or trailing zeros.
  private struct Decimal {
    var isNegative: Bool
    private var digits: [UInt8]
    private var power: Int

    init(_ text: String) {
      let parts = text.split { $0 == "e" || $0 == "E" }
      let mantissa = parts[0].utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
      let point = mantissa.firstIndex(of: UInt8(ascii: "."))
      isNegative = text.hasPrefix("-")
      digits = mantissa.filter { $0 != UInt8(ascii: ".") }
      let exponent = parts.count > 1 ? String(parts[1]) : "0"
      // An exponent outside of Int's range exceeds all digits that a file can hold.
      power = Int(exponent) ?? (exponent.hasPrefix("-") ? Int.min / 2 : Int.max / 2)
      power = max(Int.min / 2, min(power, Int.max / 2)) - (point.map { mantissa.count - 1 - $0 } ?? 0)
      digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
      while digits.last == UInt8(ascii: "0") {
        digits.removeLast()
        power += 1
      }
    }

    var isWhole: Bool { digits.isEmpty || power >= 0 }

    /// For a number that isn't whole: whether the nearest whole number is farther from zero.
    var roundsUp: Bool {
      let first = digits.count + power
      return digits.indices.contains(first) && digits[first] >= UInt8(ascii: "5")
    }

    /// The number as an integer; nil if it isn't whole or doesn't fit.
    var integer: Literal? {
      guard (0...20).contains(power), digits.count <= 20 else { return nil }
      let text =
        (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: power)
      return Int(text).map(Literal.integer) ?? UInt64(text).map(Literal.unsigned)
    }
  }

  /// The value of an unquoted word: a number, true or false; nil for other words.
  init?(word: String) {
    switch word {
    case "true": self = .flag(true)
    case "false": self = .flag(false)
    default: self.init(number: word)
    }
  }

  var kind: Kind {
    switch self {
    case .integer, .unsigned: .integer
    case .number: .number
    case .text: .text
    case .flag: .flag
    }
  }

  /// The literal as a person would write it.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): "'\(value)'"
    case .flag(let value): String(value)
    }
  }

  /// As a command line has it: a text without quotes.
  var word: String { if case .text(let text) = self { text } else { text } }

  /// The literal as an integer if it is a whole number, such as 1e3 or 1.0; nil if it isn't, or doesn't fit.
  package var whole: Literal? {
    switch self {
    case .integer, .unsigned: self
    case .number(let number): abs(number) < Literal.exact ? Int(exactly: number).map(Literal.integer) : nil
    case .text, .flag: nil
    }
  }

  /// The literal as a floating-point number; nil for text and flags.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    case .text, .flag: nil
    }
  }
}
