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

  /// The picture, 1×C×H×W. Throws before allocating for a picture that is too large.
  package static func decode(_ bytes: [UInt8], _ name: String) throws -> Tensor {
    var header = pk_png_header()
    try check(name) { pk_png_read_header(bytes, bytes.count, &header, &$0) }
    let (width, height, channels) = (Int(header.width), Int(header.height), Int(header.channels))
    try ImageFile.requireSize(width, height, name)
    var samples = [UInt16](repeating: 0, count: width * height * channels)
    let count = samples.count
    try check(name) { pk_png_read_pixels(bytes, bytes.count, &header, &samples, count, &$0) }
    return Samples.picture(samples, width: width, height: height, channels: channels, largest: 65535)
  }

  package static func texts(_ bytes: [UInt8], _ name: String) throws -> [(name: String, text: String)] {
    _ = try header(bytes, name)
    var header = pk_png_header()
    var flat: [UInt8] = [0]
    try check(name) { pk_png_read_texts(bytes, bytes.count, &header, &flat, 0, &$0) }
    flat = [UInt8](repeating: 0, count: max(header.text_bytes, 1))
    let capacity = flat.count
    try check(name) { pk_png_read_texts(bytes, bytes.count, &header, &flat, capacity, &$0) }
    let parts = flat.prefix(header.text_bytes).split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    return stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
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
    // Room for what doesn't compress; a second round where that was too little.
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
