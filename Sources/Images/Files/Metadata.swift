/// Metadata of cameras: a TIFF directory (CIPA DC-008).
enum EXIF {
  /// TIFF's types of whole numbers and their bytes.
  private static let wholeNumbers: [Int: Int] = [3: 2, 4: 4, 6: 1, 8: 2, 9: 4, 13: 4]
  private static let otherTypes: Set = [1, 2, 5, 7, 10, 11, 12, 16]

  /// The orientation in a block, with or without "Exif" before it. 1 where the value is invalid; nil where there is
  /// none, or the block is damaged before it.
  static func orientation(_ block: [UInt8]) -> Int? {
    let name = Array("Exif\0\0".utf8)
    var tiff = block[...]
    for _ in 0..<2 where tiff.starts(with: name) { tiff = tiff.dropFirst(name.count) }
    let isLittle = tiff.starts(with: Array("II".utf8))
    guard isLittle || tiff.starts(with: Array("MM".utf8)) else { return nil }
    func number(_ at: Int, _ length: Int) -> Int? {
      guard at >= 0, at + length <= tiff.count else { return nil }
      let digits = tiff[(tiff.startIndex + at)..<(tiff.startIndex + at + length)]
      return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
    for entry in 0..<entries {
      let at = directory + 2 + 12 * entry
      guard let tag = number(at, 2), let type = number(at + 2, 2), let count = number(at + 4, 4),
        number(at + 8, 4) != nil
      else { return nil }
      guard tag == 274, count > 0 else { continue }
      if let bytes = wholeNumbers[type] { return count == 1 ? number(at + 8, bytes) : 1 }
      if otherTypes.contains(type) { return 1 }
    }
    return nil
  }
}

/// Metadata of editors: RDF in XML (ISO 16684-1).
enum XMP {
  /// The orientation in a packet, as an attribute (`tiff:Orientation="6"`) or an element
  /// (`<tiff:Orientation>6</tiff:Orientation>`); nil where there is none.
  static func orientation(_ packet: [UInt8]) -> Int? {
    let name = Array("tiff:Orientation".utf8)
    let (spaces, quotes) = (Array(" \t\r\n".utf8), Array("\"'".utf8))
    for found in packet.ranges(of: name) {
      var rest = packet[found.upperBound...].drop { spaces.contains($0) }
      switch rest.popFirst() {
      case UInt8(ascii: "="):
        rest = rest.drop { spaces.contains($0) }
        guard let quote = rest.popFirst(), quotes.contains(quote) else { continue }
      case UInt8(ascii: ">"): break
      default: continue
      }
      rest = rest.drop { spaces.contains($0) }
      if let digit = rest.first, let value = Character(Unicode.Scalar(digit)).wholeNumberValue { return value }
    }
    return nil
  }
}
