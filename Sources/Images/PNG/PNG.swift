import CPNG
import Tensors

/// PNG, by libpng.
package enum PNG {
  package static func header(_ bytes: [UInt8], _ name: String) throws -> ImageFile.Header {
    var header = pk_png_header()
    try check(name) { pk_png_read_header(bytes, bytes.count, &header, &$0) }
    let (width, height) = (Int(header.width), Int(header.height))
    try ImageFile.requireSize(width, height, name)
    return .init(format: .png, width: width, height: height, channels: header.channels < 3 ? 1 : 3)
  }

  /// Whether the picture has an alpha channel or a transparent colour.
  static func hasAlpha(_ bytes: [UInt8], _ name: String) throws -> Bool {
    var header = pk_png_header()
    try check(name) { pk_png_read_header(bytes, bytes.count, &header, &$0) }
    return header.channels == 2 || header.channels == 4
  }

  /// Decodes the picture as stored and passes it on in bands from the top. Throws before it allocates memory where
  /// the picture is too large.
  static func bands(_ bytes: [UInt8], over backdrop: Backdrop, _ name: String, _ take: (Band) -> Void) throws {
    var header = pk_png_header()
    try check(name) { pk_png_read_header(bytes, bytes.count, &header, &$0) }
    let (width, channels, bits) = (Int(header.width), Int(header.channels), Int(header.bits))
    try ImageFile.requireSize(width, Int(header.height), name)
    let scale = SampleScale(bits: bits)
    try withoutActuallyEscaping(take) { take in
      var sink = Sink { samples, y, rows in
        let pixels =
          bits == 16
          ? scale.picture(
            samples.assumingMemoryBound(to: UInt16.self), width: width, rows: rows, channels: channels,
            over: backdrop.value)
          : scale.picture(
            samples.assumingMemoryBound(to: UInt8.self), width: width, rows: rows, channels: channels,
            over: backdrop.value)
        take(Band(y: y, pixels: pixels))
      }
      try withUnsafeMutablePointer(to: &sink) { sink in
        try check(name) { message in
          pk_png_read_rows(
            bytes, bytes.count, UInt32(Band.rows),
            { context, samples, y, rows in
              context!.assumingMemoryBound(to: Sink.self).pointee.take(samples!, Int(y), Int(rows))
            }, sink, &message)
        }
      }
    }
  }

  /// The receiver of rows from C.
  private struct Sink {
    var take: (_ samples: UnsafeRawPointer, _ y: Int, _ rows: Int) -> Void
  }

  /// Throws where the file is cut off or a checksum of compressed pixels is wrong; nothing is decoded.
  static func verify(_ bytes: [UInt8], _ name: String) throws {
    var chunks = PNGChunks(bytes)
    while let chunk = chunks.next() {
      if chunk.type == "IDAT", !chunk.isIntact {
        throw ImageFault.damaged(path: name, format: .png, reason: "IDAT: CRC error")
      }
    }
    guard chunks.isWhole else { throw ImageFault.truncated(path: name, format: .png) }
  }

  /// The texts in the order of the file. Damaged ones are left out. Throws where they are too large or the file is
  /// cut off.
  package static func texts(_ bytes: [UInt8], _ name: String) throws -> [(name: String, text: String)] {
    _ = try header(bytes, name)
    var (chunks, texts) = (PNGChunks(bytes), PNGTexts())
    var found: [(name: String, text: String)] = []
    while let chunk = chunks.next() {
      guard PNGTexts.types.contains(chunk.type), let name = PNGTexts.name(chunk), let text = texts.content(chunk) else {
        continue
      }
      found.append((name, String(decoding: text, as: UTF8.self)))
    }
    if texts.isExhausted {
      let megabytes = PNGTexts.largest / 1_000_000
      throw ImageFault.damaged(path: name, format: .png, reason: "its texts are larger than \(megabytes) megabytes")
    }
    guard chunks.isWhole else { throw ImageFault.truncated(path: name, format: .png) }
    return found
  }

  /// The content of a zlib stream.
  enum Inflated {
    case whole([UInt8])
    case tooLarge, damaged
  }

  /// Decompresses a zlib stream to at most `limit` bytes.
  static func inflated(_ bytes: ArraySlice<UInt8>, atMost limit: Int) -> Inflated {
    var capacity = min(limit, max(4 * bytes.count, 4096))
    while true {
      var status = PK_PNG_OK
      let text = [UInt8](unsafeUninitializedCapacity: max(capacity, 1)) { buffer, written in
        status = bytes.withUnsafeBufferPointer {
          pk_png_inflate($0.baseAddress, $0.count, buffer.baseAddress, capacity, &written)
        }
      }
      switch status {
      case PK_PNG_OK: return .whole(text)
      case PK_PNG_FULL:
        if capacity >= limit { return .tooLarge }
        capacity = min(limit, 4 * capacity)
      default: return .damaged
      }
    }
  }

  /// CRC-32.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { pk_png_checksum($0.baseAddress, $0.count) }
  }

  package static func encode(_ samples: Samples, _ texts: [(name: String, text: String)], _ name: String) throws
    -> [UInt8]
  {
    var flat: [UInt8] = []
    for text in texts {
      guard isKey(text.name) else { throw ImageFault.textKey(path: name, key: text.name) }
      // A zero byte would end the text.
      flat += Array(text.name.utf8) + [0] + text.text.utf8.filter { $0 != 0 } + [0]
    }
    // Enough where data hardly compresses; where it is too little, encoding runs a second time.
    var capacity = samples.bytes.count + samples.bytes.count / 64 + samples.height + flat.count + 4096
    while true {
      var bytes = [UInt8](repeating: 0, count: capacity)
      var written = 0
      var message = [CChar](repeating: 0, count: Int(PK_PNG_MESSAGE))
      let status = pk_png_write(
        samples.bytes, UInt32(samples.width), UInt32(samples.height), UInt32(samples.channels), flat, flat.count,
        &bytes, capacity, &written, &message)
      guard status == PK_PNG_OK else {
        throw ImageFault.unwritable(path: name, format: .png, reason: text(message))
      }
      if written <= capacity { return Array(bytes[..<written]) }
      capacity = written
    }
  }

  /// Whether `key` may name a text chunk (PNG specification, 11.3.4.2), in ASCII.
  private static func isKey(_ key: String) -> Bool {
    (1...79).contains(key.utf8.count) && key.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !key.hasPrefix(" ")
      && !key.hasSuffix(" ") && !key.contains("  ")
  }

  private static func check(_ name: String, _ call: (inout [CChar]) -> pk_png_status) throws {
    var message = [CChar](repeating: 0, count: Int(PK_PNG_MESSAGE))
    switch call(&message) {
    case PK_PNG_OK: return
    case PK_PNG_TRUNCATED: throw ImageFault.truncated(path: name, format: .png)
    default: throw ImageFault.damaged(path: name, format: .png, reason: text(message))
    }
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
