/// Reads JSON (RFC 8259) in one pass, without recursion.
struct JSONReader {
  private let bytes: [UInt8]
  private let extensions: Set<JSON.Extension>
  private var index = 0
  private var here = TextPlace()
  private var previous: UInt8 = 0

  init(_ text: String, _ extensions: Set<JSON.Extension>) {
    bytes = Array(text.utf8)
    self.extensions = extensions
  }

  /// A list or an object that is being read.
  private struct Frame {
    var place: TextPlace
    var isObject: Bool
    var elements: [JSON] = []
    var members: [JSON.Member] = []
    var key = (name: "", place: TextPlace())

    mutating func add(_ value: JSON) {
      if isObject {
        members.append(JSON.Member(name: key.name, place: key.place, value: value))
      } else {
        elements.append(value)
      }
    }

    var value: JSON { JSON(isObject ? .object(members) : .list(elements), at: place) }
    var close: UInt8 { UInt8(ascii: isObject ? "}" : "]") }
  }

  mutating func document() throws(JSONFault) -> JSON {
    var frames: [Frame] = []
    while true {
      try skipSpace()
      var value: JSON?
      if let byte = next, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        if frames.count == JSON.deepest {
          throw fault("lists and objects are nested more than \(JSON.deepest) deep", kind: .tooDeep)
        }
        frames.append(Frame(place: here, isObject: byte == UInt8(ascii: "{")))
        advance()
        try skipSpace()
        if next == frames.last!.close {
          advance()
          value = frames.removeLast().value
        } else if frames.last!.isObject {
          frames[frames.count - 1].key = try key()
        }
      } else {
        value = try scalar()
      }
      // A complete value is added to its list or object, which may then be complete too.
      while let complete = value {
        try skipSpace()
        guard !frames.isEmpty else {
          guard next == nil else {
            throw fault("expected the end of the file, found \(found)")
          }
          return complete
        }
        frames[frames.count - 1].add(complete)
        let (close, isObject) = (frames.last!.close, frames.last!.isObject)
        if next == close {
          advance()
          value = frames.removeLast().value
        } else if next == UInt8(ascii: ",") {
          advance()
          try skipSpace()
          if next == close {
            throw fault(
              "expected \(isObject ? "a key" : "a value") after the comma, found \(found); remove the comma")
          }
          if isObject { frames[frames.count - 1].key = try key() }
          value = nil
        } else {
          throw fault("expected ',' or '\(Character(Unicode.Scalar(close)))', found \(found)")
        }
      }
    }
  }

  /// A key and the colon after it.
  private mutating func key() throws(JSONFault) -> (name: String, place: TextPlace) {
    guard next == UInt8(ascii: "\"") else {
      throw fault("expected a key in double quotes, found \(found)")
    }
    let place = here
    let name = try string()
    try skipSpace()
    guard next == UInt8(ascii: ":") else { throw fault("expected ':' after the key, found \(found)") }
    advance()
    return (name, place)
  }

  private mutating func scalar() throws(JSONFault) -> JSON {
    let place = here
    if next == UInt8(ascii: "\"") { return JSON(.string(try string()), at: place) }
    let word = String(decoding: bytes[index..<wordEnd], as: UTF8.self)
    let value: JSON.Value? =
      switch word {
      case "null": .null
      case "true": .flag(true)
      case "false": .flag(false)
      case "NaN", "Infinity", "-Infinity": extensions.contains(.nonFiniteNumbers) ? .number(word) : nil
      default: Self.isNumber(word.utf8) ? .number(word) : nil
      }
    guard let value else {
      let first = word.utf8.first ?? 0
      let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || "+-.".utf8.contains(first)
      throw fault("expected \(isNumber ? "a number" : "a value"), found \(found)\(advice(on: word))")
    }
    advance(by: word.utf8.count)
    return JSON(value, at: place)
  }

  /// Whether this is a number in JSON's grammar.
  private static func isNumber(_ word: String.UTF8View) -> Bool {
    var rest = word[...]
    func digits() -> Int {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(digits)
      return digits
    }
    func pass(_ characters: String) -> Bool {
      guard let first = rest.first, characters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = pass("-")
    let isZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    if whole == 0 || (isZero && whole > 1) { return false }
    if pass("."), digits() == 0 { return false }
    if pass("eE") {
      _ = pass("+-")
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  // MARK: Strings

  private mutating func string() throws(JSONFault) -> String {
    let opening = here
    advance()
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20:
        if byte == UInt8(ascii: "\t") {
          throw fault("a text can't hold a tab; write '\\t'")
        }
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
          throw fault("a text can't continue on the next line; close it with '\"', or write '\\n'")
        }
        let code = String(byte, radix: 16, uppercase: true)
        let name = String(repeating: "0", count: 4 - code.count) + code
        throw fault("a text can't hold the control character U+\(name); write '\\u\(name)'")
      default:
        text.append(byte)
        advance()
      }
    }
    throw JSONFault(place: opening, what: "the text that begins here has no closing '\"'", kind: .syntax)
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    let start = (here, index)
    advance()
    func wrong(_ what: String) -> JSONFault { JSONFault(place: start.0, what: what, kind: .syntax) }
    guard let byte = next else { throw wrong("the text has no closing '\"'") }
    let short: Unicode.Scalar? =
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{c}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    if let short {
      advance()
      return short
    }
    guard byte == UInt8(ascii: "u") else {
      throw wrong("there is no escape '\\\(character)'; write '\\\\' for a backslash")
    }
    guard let first = unit() else { throw wrong("expected four hexadecimal digits after '\\u'") }
    if let scalar = Unicode.Scalar(first) { return scalar }
    // A character beyond U+FFFF is two units, each an escape.
    if first < 0xDC00, next == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") {
      advance()
      if let second = unit(), (0xDC00..<0xE000).contains(second) {
        return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))!
      }
    }
    let written = String(decoding: bytes[start.1..<(start.1 + 6)], as: UTF8.self)
    throw wrong("'\(written)' is half a character; expected a pair such as '\\ud83d\\ude80'")
  }

  /// The four digits after a `u`.
  private mutating func unit() -> UInt16? {
    let digits = bytes[(index + 1)...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    advance(by: 5)
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  // MARK: Bytes

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func advance(by count: Int = 1) {
    for _ in 0..<count {
      here.advance(over: bytes[index], after: &previous)
      index += 1
    }
  }

  /// Skips spaces, line ends and, where they are allowed, comments.
  private mutating func skipSpace() throws(JSONFault) {
    while let byte = next {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): advance()
      case UInt8(ascii: "#"):
        guard extensions.contains(.hashComments) else { throw comment("#") }
        // Directly after a number or a word, YAML takes `#` as part of it.
        if previous != 0, !" \t\r\n,:{}[]\"".utf8.contains(previous) { return }
        while let byte = next, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { advance() }
      case UInt8(ascii: "/"):
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        if second == UInt8(ascii: "/") { throw comment("//") }
        if second == UInt8(ascii: "*") { throw comment("/* */") }
        return
      default: return
      }
    }
  }

  private func comment(_ mark: String) -> JSONFault {
    let advice = extensions.contains(.hashComments) ? "use #" : "remove it"
    return fault("\(mark) comments are not JSON; \(advice)", kind: .comment)
  }

  private func fault(_ what: String, kind: JSONFault.Kind = .syntax) -> JSONFault {
    JSONFault(place: here, what: what, kind: kind)
  }

  /// The end of the number or word that begins here.
  private var wordEnd: Int {
    bytes[index...].firstIndex { byte in byte <= 0x20 || ",:[]{}\"#/".utf8.contains(byte) } ?? bytes.count
  }

  /// The character at the current position.
  private var character: Character {
    String(decoding: bytes[index...].prefix(16), as: UTF8.self).first ?? " "
  }

  /// Advice on a word that is not a value, after a semicolon; empty where there is no word.
  private func advice(on word: String) -> String {
    switch word.lowercased() {
    case "true", "false", "null": return "; write '\(word.lowercased())'"
    case "nan", "infinity", "-infinity", "inf": return "; JSON has no such number"
    default:
      guard let first = word.first, first.isLetter || "@$_'/~".contains(first) else { return "" }
      return "; put texts in double quotes"
    }
  }

  /// A description of the text at the current position.
  private var found: String {
    guard let byte = next else { return "the end of the file" }
    let scalar = character.unicodeScalars.first!
    if scalar.properties.generalCategory == .format || scalar.properties.isWhitespace || scalar.value < 0x20 {
      let code = String(scalar.value, radix: 16, uppercase: true)
      return "the invisible character U+\(String(repeating: "0", count: max(0, 4 - code.count)) + code)"
    }
    if byte == UInt8(ascii: "'") { return "a single quote" }
    if byte == UInt8(ascii: "\"") {
      let end = bytes[(index + 1)...].prefix(40).firstIndex { $0 == UInt8(ascii: "\"") || $0 < 0x20 }
      if let end, bytes[end] == byte { return "'\(String(decoding: bytes[index...end], as: UTF8.self))'" }
      return "a text"
    }
    let word = String(decoding: bytes[index..<max(wordEnd, index + 1)], as: UTF8.self)
    if wordEnd <= index + 1 || word.count > 40 { return "'\(character)'" }
    return "'\(word)'"
  }
}
