import Basics

/// A zip file of entries that are stored as they are, as `torch.save` writes it (PKWARE's APPNOTE 6.3.10, with the
/// 64-bit records). Opening it reads its directory; entries are read on demand.
struct ZipArchive: Sendable {
  private let file: OpenFile
  private let entries: [String: Entry]
  /// The names of the entries, in the directory's order.
  let names: [String]

  private struct Entry: Sendable {
    var method: UInt16
    var checksum: UInt32
    var size: Int
    /// Where its local header begins.
    var header: Int
  }

  /// The longest directory that is read, in bytes.
  private static let longestDirectory = 16 << 20

  init(_ file: OpenFile) throws {
    self.file = file
    let directory = try Self.directory(of: file)
    guard directory.count <= Self.longestDirectory else {
      throw PyTorchFault.damaged(
        path: file.path, "its zip directory takes \(directory.count) bytes; at most \(Self.longestDirectory) are read")
    }
    (names, entries) = try Self.entries(LittleEndian(file.read(directory)), of: file)
  }

  /// The range of the directory. It is in the end record: 22 bytes and at most 65,535 bytes of a comment. Where a
  /// number doesn't fit into it, it is in another record, whose place is in a third one right before the end record.
  private static func directory(of file: OpenFile) throws -> Range<Int> {
    let missing = PyTorchFault.damaged(path: file.path, "its zip directory is missing: is it truncated?")
    let start = max(0, file.size - 22 - 0xFFFF)
    let tail = LittleEndian(try file.read(start..<file.size))
    guard tail.bytes.count >= 22,
      let end = (0...tail.bytes.count - 22).last(where: {
        tail.four($0) == 0x0605_4B50 && $0 + 22 + Int(tail.two($0 + 20)) == tail.bytes.count
      })
    else { throw missing }
    var (size, offset) = (UInt64(tail.four(end + 12)), UInt64(tail.four(end + 16)))
    if end >= 20, tail.four(end - 20) == 0x0706_4B50 {
      guard let record = Int(exactly: tail.eight(end - 12)), record >= 0, record <= file.size - 56 else {
        throw missing
      }
      let wide = LittleEndian(try file.read(record..<record + 56))
      guard wide.four(0) == 0x0606_4B50 else { throw missing }
      (size, offset) = (wide.eight(40), wide.eight(48))
    }
    guard offset <= UInt64(start + end), size <= UInt64(start + end) - offset else { throw missing }
    return Int(offset)..<Int(offset + size)
  }

  private static func entries(
    _ directory: LittleEndian, of file: OpenFile
  ) throws -> (names: [String], entries: [String: Entry]) {
    func damaged(_ what: String) -> PyTorchFault { .damaged(path: file.path, what) }
    var (names, entries): ([String], [String: Entry]) = ([], [:])
    var position = 0
    while position < directory.bytes.count {
      let broken = damaged("its zip directory is damaged at entry \(names.count + 1)")
      guard position + 46 <= directory.bytes.count, directory.four(position) == 0x0201_4B50 else { throw broken }
      let name = position + 46
      let extra = name + Int(directory.two(position + 28))
      let comment = extra + Int(directory.two(position + 30))
      let end = comment + Int(directory.two(position + 32))
      guard end <= directory.bytes.count,
        let text = String(validating: directory.bytes[name..<extra], as: UTF8.self)
      else { throw broken }
      // Size, stored size and place, each in the extra field 1 if it doesn't fit here.
      var numbers = [24, 20, 42].map { UInt64(directory.four(position + $0)) }
      if numbers.contains(0xFFFF_FFFF) {
        var place = extra
        while place + 4 <= comment, directory.two(place) != 1 { place += 4 + Int(directory.two(place + 2)) }
        let fieldEnd = place + 4 <= comment ? place + 4 + Int(directory.two(place + 2)) : 0
        place += 4
        for index in numbers.indices where numbers[index] == 0xFFFF_FFFF {
          guard place + 8 <= min(fieldEnd, comment) else { throw broken }
          numbers[index] = directory.eight(place)
          place += 8
        }
      }
      let method = directory.two(position + 10)
      if method == 0, numbers[0] != numbers[1] { throw broken }
      guard max(numbers[1], numbers[2]) <= UInt64(file.size) else {
        throw damaged("'\(text)' takes more bytes than the file has: is it truncated?")
      }
      guard
        entries.updateValue(
          Entry(
            method: directory.two(position + 8) & 1 == 1 ? .max : method, checksum: directory.four(position + 16),
            size: Int(clamping: numbers[0]), header: Int(numbers[2])), forKey: text) == nil
      else { throw damaged("its zip directory names '\(text)' twice") }
      names.append(text)
      position = end
    }
    return (names, entries)
  }

  /// The size of an entry in bytes; nil where there is none of this name.
  func size(of name: String) -> Int? { entries[name]?.size }

  /// The bytes of an entry. Throws where there is none, it takes more than `limit` bytes, isn't stored as it is, or
  /// fails its checksum. The checksum 0 is not checked: `torch.serialization.set_crc32_options(False)` writes it.
  func read(_ name: String, limit: Int = .max) throws -> [UInt8] {
    func damaged(_ what: String) -> PyTorchFault { .damaged(path: file.path, what) }
    guard let entry = entries[name] else { throw damaged("its zip directory lacks '\(name)'") }
    guard entry.method == 0 else {
      throw damaged("'\(name)' is compressed or encrypted; torch.save stores entries as they are")
    }
    guard entry.size <= limit else {
      throw damaged("'\(name)' takes \(entry.size) bytes; at most \(limit) are read")
    }
    let misplaced = damaged("'\(name)' is not where the zip directory says: is it damaged?")
    guard entry.header <= file.size - 30 else { throw misplaced }
    let header = LittleEndian(try file.read(entry.header..<entry.header + 30))
    let start = entry.header + 30 + Int(header.two(26)) + Int(header.two(28))
    guard header.four(0) == 0x0403_4B50, Int(header.two(26)) == name.utf8.count, start <= file.size else {
      throw misplaced
    }
    guard try file.read(entry.header + 30..<entry.header + 30 + name.utf8.count).elementsEqual(name.utf8) else {
      throw misplaced
    }
    guard entry.size <= file.size - start else {
      throw damaged("'\(name)' ends at byte \(start + entry.size) of \(file.size): is it truncated?")
    }
    let bytes = try file.read(start..<start + entry.size)
    guard entry.checksum == 0 || CRC32.of(bytes) == entry.checksum else {
      throw damaged("'\(name)' doesn't have its checksum: the file is damaged")
    }
    return bytes
  }
}

/// Bytes with little-endian numbers at any place.
struct LittleEndian {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func two(_ place: Int) -> UInt16 { UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 }
  func four(_ place: Int) -> UInt32 { UInt32(two(place)) | UInt32(two(place + 2)) << 16 }
  func eight(_ place: Int) -> UInt64 { UInt64(four(place)) | UInt64(four(place + 4)) << 32 }
}
