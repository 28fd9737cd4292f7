import Basics

/// The header of a safetensors file: JSON, read as strictly as the format's own library does. Names keep their bytes,
/// and numbers are exact. A repeated key, which that library may ignore, is an error, as the format demands. The time
/// is linear in the header's length.
struct SafeTensorsHeader {
  /// A tensor's type by name, its shape, and its range of bytes, counted from the end of the header.
  struct Entry {
    var name: String
    var type: String
    var shape: [UInt64]
    var begin, end: UInt64
  }

  /// The file's metadata.
  private(set) var metadata: [String: String] = [:]
  /// The tensors in the header's order.
  private(set) var tensors: [Entry] = []

  /// An error in a header, worded to follow "its header".
  struct Fault: Error { var what: String }

  init(_ bytes: [UInt8]) throws(Fault) {
    var reader = HeaderReader(bytes)
    try reader.members("it") { (name, reader) throws(Fault) in
      if ExactName(name) == ExactName(SafeTensors.metadataName) {
        metadata = try Self.notes(&reader)
      } else {
        tensors.append(try Self.entry(name, &reader))
      }
    }
    try reader.finish()
  }

  private static func notes(_ reader: inout HeaderReader) throws(Fault) -> [String: String] {
    if reader.skipsNull() { return [:] }
    var notes: [String: String] = [:]
    try reader.members("'\(SafeTensors.metadataName)'") { (name, reader) throws(Fault) in
      guard reader.next == UInt8(ascii: "\"") else {
        throw Fault(what: "has a '\(SafeTensors.metadataName)' whose '\(name)' is not a text")
      }
      notes[name] = try reader.text()
    }
    return notes
  }

  private static func entry(_ name: String, _ reader: inout HeaderReader) throws(Fault) -> Entry {
    var type: String?
    var shape: [UInt64]?
    var offsets: [UInt64]?
    try reader.members("tensor '\(name)'") { (field, reader) throws(Fault) in
      switch field {
      case "dtype": type = reader.next == UInt8(ascii: "\"") ? try reader.text() : nil
      case "shape": shape = try reader.wholeNumbers("tensor '\(name)': its shape")
      case "data_offsets": offsets = try reader.wholeNumbers("tensor '\(name)': its data_offsets")
      default: try reader.skipValue()
      }
      if field == "dtype", type == nil { throw Fault(what: "gives tensor '\(name)' a dtype that is not a text") }
    }
    guard let type, let shape, let offsets, offsets.count == 2 else {
      throw Fault(what: "gives tensor '\(name)' no dtype, shape and two data_offsets")
    }
    return Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }
}

/// Reads a header's JSON without recursion.
private struct HeaderReader {
  typealias Fault = SafeTensorsHeader.Fault

  private let bytes: [UInt8]
  private var position = 0
  /// The deepest nesting of arrays and objects, including the header and a tensor.
  private static let depth = 127

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next byte that is not a space; nil at the end.
  var next: UInt8? {
    mutating get {
      while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
      return position < bytes.count ? bytes[position] : nil
    }
  }

  private func unexpected(_ expected: String) -> Fault {
    Fault(what: "is not JSON: expected \(expected) at its byte \(position)")
  }

  private mutating func take(_ character: Unicode.Scalar) throws(Fault) {
    guard next == UInt8(ascii: character) else { throw unexpected("'\(character)'") }
    position += 1
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Throws unless only spaces follow.
  mutating func finish() throws(Fault) { if next != nil { throw unexpected("the end") } }

  mutating func skipsNull() -> Bool {
    guard next != nil, bytes[position...].starts(with: "null".utf8) else { return false }
    position += 4
    return true
  }

  /// Reads an object; `member` reads each value. Errors call the object `subject`.
  mutating func members(
    _ subject: String, _ member: (String, inout HeaderReader) throws(Fault) -> Void
  ) throws(Fault) {
    guard takes("{") else {
      if subject == "it", next == nil || bytes[position] >= 0x80 { throw unexpected("'{'") }
      throw Fault(what: subject == "it" ? "is not an object" : "holds \(subject), which is not an object")
    }
    if takes("}") { return }
    var names: Set<ExactName> = []
    repeat {
      let name = try key()
      guard names.insert(ExactName(name)).inserted else {
        throw Fault(what: subject == "it" ? "names '\(name)' twice" : "names '\(name)' twice in \(subject)")
      }
      try take(":")
      try member(name, &self)
    } while takes(",")
    guard takes("}") else { throw unexpected("',' or '}'") }
  }

  private mutating func key() throws(Fault) -> String {
    guard next == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes") }
    return try text()
  }

  /// Reads a list of whole numbers of at least 0 in brackets.
  mutating func wholeNumbers(_ subject: String) throws(Fault) -> [UInt64] {
    guard takes("[") else { throw Fault(what: "has \(subject) is not a list") }
    var numbers: [UInt64] = []
    if takes("]") { return numbers }
    repeat {
      _ = next
      let start = position
      while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
      guard let number = UInt64(String(decoding: bytes[start..<position], as: UTF8.self)),
        position == start + 1 || bytes[start] != 48,
        position == bytes.count || ![46, 69, 101].contains(bytes[position])
      else { throw Fault(what: "has \(subject) takes whole numbers from 0 to 2⁶⁴−1 alone") }
      numbers.append(number)
    } while takes(",")
    guard takes("]") else { throw unexpected("',' or ']'") }
    return numbers
  }

  /// Reads a text in double quotes, which must be next.
  mutating func text() throws(Fault) -> String {
    position += 1
    let start = position
    var unescaped: [UInt8]?
    while true {
      guard position < bytes.count else { throw unexpected("'\"'") }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      if byte < 0x20 { throw unexpected("no control character in a text") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        if unescaped == nil { unescaped = Array(bytes[start..<position - 1]) }
        unescaped!.append(contentsOf: try escape())
      } else {
        unescaped?.append(byte)
      }
    }
    let text =
      unescaped.map { String(validating: $0, as: UTF8.self) }
      ?? String(validating: bytes[start..<position], as: UTF8.self)
    guard let text else { throw Fault(what: "is not UTF-8") }
    position += 1
    return text
  }

  /// The bytes of an escape, after its backslash.
  private mutating func escape() throws(Fault) -> [UInt8] {
    guard position < bytes.count else { throw unexpected("an escape") }
    let kind = bytes[position]
    if let simple = Self.escapes[kind] {
      position += 1
      return [simple]
    }
    guard kind == UInt8(ascii: "u") else { throw unexpected("an escape of JSON") }
    position += 1
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw unexpected("the second half of a surrogate pair") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw unexpected("both halves of a surrogate pair") }
    return Array(String(scalar).utf8)
  }

  private static let escapes: [UInt8: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(#""\/bfnrt"#.utf8, [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]))

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  /// Skips any value, for fields that the format does not define.
  mutating func skipValue() throws(Fault) {
    var open: [UInt8] = []
    repeat {
      switch next {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < Self.depth - 2 else { throw Fault(what: "holds values nested too deep") }
        let bracket = bytes[position]
        position += 1
        if next == bracket + 2 {
          position += 1
          break
        }
        open.append(bracket)
        if bracket == UInt8(ascii: "{") { try skipKey() }
        continue
      case UInt8(ascii: "\""): _ = try text()
      default: try skipWord()
      }
      // A value ended; the next byte continues its list or object.
      while let bracket = open.last, !takes(",") {
        guard next == bracket + 2 else { throw unexpected("',' or '\(Unicode.Scalar(bracket + 2))'") }
        position += 1
        open.removeLast()
      }
      if open.last == UInt8(ascii: "{") { try skipKey() }
    } while !open.isEmpty
  }

  private mutating func skipKey() throws(Fault) {
    _ = try key()
    try take(":")
  }

  /// Skips a number, true, false or null.
  private mutating func skipWord() throws(Fault) {
    let start = position
    while position < bytes.count, Self.isOfWord(bytes[position]) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if ["true", "false", "null"].contains(word) { return }
    guard word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?/) != nil else {
      position = start
      throw unexpected("a value")
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || [43, 45, 46].contains(byte)
  }
}
