/// The chunks of a PNG file in order, up to the one that ends it (PNG specification, 5.3).
struct PNGChunks: Sequence, IteratorProtocol {
  struct Chunk {
    /// Four letters.
    var type: String
    var content: ArraySlice<UInt8>
    /// Whether the stored checksum matches type and content.
    var isIntact: Bool { PNG.checksum(covered) == checksum }

    fileprivate var covered: ArraySlice<UInt8>
    fileprivate var checksum: UInt32
  }

  private let bytes: [UInt8]
  private var position = 8

  /// Whether the chunk that ends the file has been reached.
  private(set) var isWhole = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Chunk? {
    guard !isWhole, position + 12 <= bytes.count else { return nil }
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    let (start, length) = (position + 8, number(position))
    let end = start + length
    guard end + 4 <= bytes.count else { return nil }
    let covered = bytes[(position + 4)..<end]
    let type = String(decoding: covered.prefix(4), as: UTF8.self)
    position = end + 4
    isWhole = type == "IEND"
    return Chunk(type: type, content: bytes[start..<end], covered: covered, checksum: UInt32(number(end)))
  }
}
