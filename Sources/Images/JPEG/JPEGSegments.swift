/// The segments of a JPEG file in order, up to the one that ends the picture (ITU-T T.81, B.1.1). Bytes between
/// segments are skipped, as in libjpeg; so are the coded pixels after a scan's header.
struct JPEGSegments: Sequence, IteratorProtocol {
  struct Segment {
    var marker: UInt8
    var content: ArraySlice<UInt8>
  }

  static let app1: UInt8 = 0xE1
  static let comment: UInt8 = 0xFE
  /// The header of pixels that follow.
  static let scan: UInt8 = 0xDA
  private static let end: UInt8 = 0xD9

  private let bytes: [UInt8]
  private var position = 2

  /// Whether the end of the picture has been reached.
  private(set) var isWhole = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Segment? {
    while !isWhole, let marker = nextMarker() {
      switch marker {
      case Self.end: isWhole = true
      // Markers without content: TEM, RST0 … RST7, SOI.
      case 0x01, 0xD0...0xD8: continue
      default:
        guard position + 2 <= bytes.count else { return nil }
        let length = Int(bytes[position]) << 8 | Int(bytes[position + 1])
        let (start, end) = (position + 2, position + length)
        guard length >= 2, end <= bytes.count else { return nil }
        position = end
        return Segment(marker: marker, content: bytes[start..<end])
      }
    }
    return nil
  }

  /// The byte that follows the next 0xFF and isn't one of coded pixels (0) or of filling (0xFF).
  private mutating func nextMarker() -> UInt8? {
    while position + 1 < bytes.count {
      let (first, second) = (bytes[position], bytes[position + 1])
      if first == 0xFF, second != 0, second != 0xFF {
        position += 2
        return second
      }
      position += 1
    }
    return nil
  }
}
