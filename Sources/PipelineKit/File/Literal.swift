/// A scalar that stands for itself.
package enum Literal: Sendable, Hashable {
  case integer(Int)
  /// An integer beyond `Int.max`, up to 2^64 − 1: a seed.
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case flag(Bool)

  /// What a number's text means: an integer where it is written as one and fits, else a number; nil where there is no such
  /// number, or none so large. Whole numbers that a number can't hold to the last digit are integers however they are
  /// written, and no other number becomes a whole one by rounding.
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

  /// From here on not every integer is a `Double`.
  private static let exact = 0x1p53

  /// What is written in a number's text, exactly: digits · 10^power, without zeros at either end.
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
      // An exponent beyond Int's is beyond all digits that a file can hold.
      power = Int(exponent) ?? (exponent.hasPrefix("-") ? Int.min / 2 : Int.max / 2)
      power = max(Int.min / 2, min(power, Int.max / 2)) - (point.map { mantissa.count - 1 - $0 } ?? 0)
      digits = Array(digits.drop { $0 == UInt8(ascii: "0") })
      while digits.last == UInt8(ascii: "0") {
        digits.removeLast()
        power += 1
      }
    }

    var isWhole: Bool { digits.isEmpty || power >= 0 }

    /// Whether the nearest whole number is farther from zero, for what is none.
    var roundsUp: Bool {
      let first = digits.count + power
      return digits.indices.contains(first) && digits[first] >= UInt8(ascii: "5")
    }

    /// The integer that it is, or nil where it is none or doesn't fit.
    var integer: Literal? {
      guard (0...20).contains(power), digits.count <= 20 else { return nil }
      let text =
        (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: power)
      return Int(text).map(Literal.integer) ?? UInt64(text).map(Literal.unsigned)
    }
  }

  /// What a word means that stands without quotes: a number, true or false; nil for anything else.
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

  /// As a person would write it.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .number(let value): String(value)
    case .text(let value): "'\(value)'"
    case .flag(let value): String(value)
    }
  }

  /// The same as an integer where it is a whole number, such as 1e3 or 1.0; nil where it isn't, or is none that an integer
  /// can be.
  package var whole: Literal? {
    switch self {
    case .integer, .unsigned: self
    case .number(let number): abs(number) < Literal.exact ? Int(exactly: number).map(Literal.integer) : nil
    case .text, .flag: nil
    }
  }

  /// The same as a number; nil for text and flags.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    case .text, .flag: nil
    }
  }
}
