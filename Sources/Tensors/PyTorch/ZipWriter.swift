import Basics

/// Builds a zip file of stored entries. Its bytes depend on the entries alone: all have the date 1 January 1980.
struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0
  /// Each entry's content begins at a multiple of this, as `torch.save` places it.
  private static let alignment = 64
  /// The most bytes of all entries together, headers included: larger numbers need the 64-bit records.
  static let largest = Int(UInt32.max) - 1 << 20

  /// Makes room for a file of so many bytes, so that it isn't copied as it grows.
  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Adds an entry. Traps where all entries take more than `largest` bytes, or are more than 65,534.
  mutating func add(_ name: String, _ content: [UInt8]) {
    precondition(bytes.count + content.count <= Self.largest && count < 0xFFFE, "zip file of more than 4 GiB")
    let start = bytes.count
    // Version 2.0, UTF-8 names, stored, 00:00 on 1 January 1980.
    var shared: [UInt8] = []
    for number in [20, 0x0800, 0, 0, 0x0021] as [UInt16] { shared.append(littleEndian: number) }
    for number in [CRC32.of(content), UInt32(content.count), UInt32(content.count)] {
      shared.append(littleEndian: number)
    }
    shared.append(littleEndian: UInt16(name.utf8.count))
    let unpadded = start + 30 + name.utf8.count + 4
    let padding = (Self.alignment - unpadded % Self.alignment) % Self.alignment
    bytes.append(littleEndian: UInt32(0x0403_4B50))
    bytes += shared
    bytes.append(littleEndian: UInt16(4 + padding))
    bytes += name.utf8
    // PyTorch's field of padding.
    bytes += Array("FB".utf8)
    bytes.append(littleEndian: UInt16(padding))
    bytes += repeatElement(UInt8(ascii: "Z"), count: padding)
    bytes += content
    directory.append(littleEndian: UInt32(0x0201_4B50))
    directory.append(littleEndian: UInt16(20))
    directory += shared
    for number in [0, 0, 0, 0, 0, 0] as [UInt16] { directory.append(littleEndian: number) }
    directory.append(littleEndian: UInt32(start))
    directory += name.utf8
    count += 1
  }

  /// The whole file.
  consuming func finished() -> [UInt8] {
    let start = UInt32(bytes.count)
    bytes += directory
    bytes.append(littleEndian: UInt32(0x0605_4B50))
    for number in [0, 0, count, count] { bytes.append(littleEndian: number) }
    bytes.append(littleEndian: UInt32(directory.count))
    bytes.append(littleEndian: start)
    bytes.append(littleEndian: UInt16(0))
    return bytes
  }
}

extension [UInt8] {
  /// Appends a number, little-endian.
  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
