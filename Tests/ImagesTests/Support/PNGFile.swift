/// PNG files made chunk by chunk, to hold what no program would write.
enum PNGFile {
  /// CRC-32 as chunks have it.
  static func checksum(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return number(~crc)
  }

  static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let covered = Array(type.utf8) + content
    return number(UInt32(content.count)) + covered + checksum(covered)
  }

  /// The fixture gray-8.png with chunks between its header and its pixels.
  static func with(_ chunks: [[UInt8]]) throws -> [UInt8] {
    let bytes = try Pictures.bytes("gray-8.png")
    return Array(bytes[..<33]) + chunks.joined() + bytes[33...]
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
