import CPNG

/// Puts right checksums into a PNG, so that inputs get past them.
enum PNGRepair {
  static func repaired(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return bytes }
    var bytes = bytes
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = position + 8 + length
      guard end + 4 <= bytes.count else { break }
      let checksum = bytes[(position + 4)..<end].withUnsafeBufferPointer { pk_png_checksum($0.baseAddress, $0.count) }
      for i in 0..<4 { bytes[end + i] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt32(i))) }
      position = end + 4
    }
    return bytes
  }
}
