/// A scalar that stands for itself.
enum Literal: Sendable, Hashable {
  case integer(Int)
  /// An integer beyond `Int.max`, up to 2^64 − 1: a seed.
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case flag(Bool)

  /// What a number's text means: an integer where it is written as one and fits, else a number; nil where there is no such
  /// number, or none so large. Whole numbers that a number can't hold to the last digit are integers however they are
  /// written.
  init?(number text: String) {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard text.utf8.contains(where: isDigit), text.utf8.allSatisfy({ isDigit($0) || "+-.eE".utf8.contains($0) }) else {
      return nil
    }
    if let integer = Int(text) {
      self = .integer(integer)
    } else if let integer = UInt64(text) {
      self = .unsigned(integer)
    } else if let number = Double(text), number.isFinite {
      self = .number(number)
      if abs(number) >= Literal.exact, let whole = Literal.integer(decimal: text) { self = whole }
    } else {
      return nil
    }
  }

  /// From here on not every integer is a `Double`.
  private static let exact = 0x1p53

  /// The integer that a text such as `1.5e19` is to the last digit, or nil where it is none or doesn't fit.
  private static func integer(decimal text: String) -> Literal? {
    let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let fraction = mantissa.count == 2 ? mantissa[1] : ""
    guard let exponent = parts.count == 2 ? Int(parts[1]) : 0, mantissa.count <= 2 else { return nil }
    var digits = mantissa[0] + fraction
    var power = exponent - fraction.count
    while power < 0, digits.last == "0" {
      digits.removeLast()
      power += 1
    }
    guard (0...20).contains(power) else { return nil }
    let integer = digits + String(repeating: "0", count: power)
    return Int(integer).map(Literal.integer) ?? UInt64(integer).map(Literal.unsigned)
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
  var text: String {
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
  var whole: Literal? {
    switch self {
    case .integer, .unsigned: self
    case .number(let number): abs(number) < Literal.exact ? Int(exactly: number).map(Literal.integer) : nil
    case .text, .flag: nil
    }
  }

  /// The same as a number; nil for text and flags.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    case .text, .flag: nil
    }
  }
}
