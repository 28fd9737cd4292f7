import Foundation

/// A place in a text as editors show it: lines and columns count from 1, columns in Unicode scalars. A line ends with
/// LF, CR LF or CR.
public struct TextPlace: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Line number; the first is 1.
  public var line: Int
  /// Column in Unicode scalars; the first is 1.
  public var column: Int

  /// Makes a place, by default the beginning of a text; the numbers are not checked.
  public init(line: Int = 1, column: Int = 1) { (self.line, self.column) = (line, column) }

  /// The place after these bytes of UTF-8, which begin a text.
  public init(after bytes: some Sequence<UInt8>) {
    self.init()
    var previous: UInt8 = 0
    for byte in bytes { advance(over: byte, after: &previous) }
  }

  /// Advances by one byte of UTF-8. `previous` is the byte before it and is set to this one.
  package mutating func advance(over byte: UInt8, after previous: inout UInt8) {
    if byte == UInt8(ascii: "\r") || (byte == UInt8(ascii: "\n") && previous != UInt8(ascii: "\r")) {
      self = TextPlace(line: line + 1)
    } else if byte != UInt8(ascii: "\n"), byte & 0xC0 != 0x80 {
      column += 1
    }
    previous = byte
  }

  public static func < (a: TextPlace, b: TextPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }

  public var description: String { "\(line):\(column)" }
}

/// An error in a text file, with its place.
public struct TextFault: Fault {
  /// The file, as the user would name it.
  public var file: String
  /// Where in the file the error is.
  public var place: TextPlace
  /// The error in words, without file and place.
  public var what: String

  /// Makes an error at `place`, by default the beginning of the file.
  public init(file: String, place: TextPlace = TextPlace(), _ what: String) {
    (self.file, self.place, self.what) = (file, place, what)
  }

  public var cause: FaultCause { .data }
  public var description: String { "\(file):\(place): \(what)" }
}

/// Files of text: UTF-8, with or without a byte order mark.
public enum TextFile {
  /// The text of the file at `path`, without a byte order mark.
  public static func read(_ path: String) throws -> String {
    try text(FileFault.contents(of: path), file: path)
  }

  /// The text in a file's bytes, without a byte order mark; `file` is how the user would name it. Throws for other
  /// encodings, because replacement characters would change prompts.
  public static func text(_ bytes: [UInt8], file: String) throws(TextFault) -> String {
    if let encoding = wideEncoding(bytes) {
      throw TextFault(file: file, "not a text file in UTF-8: it is \(encoding); save it as UTF-8")
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    if let text = String(validating: content, as: UTF8.self) { return text }
    // The first invalid byte is where the repaired text and the bytes differ.
    let repaired = String(decoding: content, as: UTF8.self)
    let same = zip(content, repaired.utf8).prefix { $0 == $1 }.count
    let wrong = min(content.startIndex + same, content.endIndex - 1)
    let byte = String(bytes[wrong], radix: 16, uppercase: true)
    throw TextFault(
      file: file, place: TextPlace(after: content[..<wrong]),
      "not a text file: expected UTF-8, found the byte 0x\(byte)")
  }

  /// The name of an encoding with units of two or four bytes that the text seems to use; nil for any other.
  private static func wideEncoding(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a mark: ASCII characters and zeros alternate.
    let start = bytes.prefix(4)
    guard start.count == 4 else { return nil }
    let zeros = start.map { $0 == 0 }
    return zeros == [false, true, false, true] || zeros == [true, false, true, false] ? "UTF-16" : nil
  }
}
