import CJPEG
import Tensors

/// JPEG, by libjpeg.
enum JPEG {
  /// High enough that no artefact is seen; colours are not subsampled.
  private static let quality: Int32 = 95

  /// The header, before it is turned upright.
  static func header(_ bytes: [UInt8], _ name: String) throws -> ImageFile.Header {
    var header = pk_jpeg_header()
    try check(name) { pk_jpeg_read_header(bytes, bytes.count, &header, &$0) }
    try ImageFile.requireSize(Int(header.width), Int(header.height), name)
    return .init(
      format: .jpeg, width: Int(header.width), height: Int(header.height), channels: Int(header.channels))
  }

  /// The picture as stored, before it is turned upright, 1×C×H×W. Throws before allocating for one that is too large.
  static func decode(_ bytes: [UInt8], _ name: String) throws -> Tensor {
    let size = try header(bytes, name)
    var samples = [UInt8](repeating: 0, count: size.width * size.height * size.channels)
    let count = samples.count
    var header = pk_jpeg_header()
    try check(name) { pk_jpeg_read_pixels(bytes, bytes.count, &header, &samples, count, &$0) }
    return Samples.picture(
      samples, width: size.width, height: size.height, channels: size.channels, largest: 255, over: .white)
  }

  static func encode(_ samples: Samples, _ name: String) throws -> [UInt8] {
    // Room for most pictures; a second round where that was too little.
    var capacity = samples.bytes.count / 2 + 4096
    while true {
      var bytes = [UInt8](repeating: 0, count: capacity)
      var written = 0
      var message = [CChar](repeating: 0, count: Int(PK_JPEG_MESSAGE))
      let status = pk_jpeg_write(
        samples.bytes, UInt32(samples.width), UInt32(samples.height), UInt32(samples.channels), quality, &bytes,
        capacity, &written, &message)
      guard status == PK_JPEG_OK else {
        throw ImageFault.unwritable(path: name, format: .jpeg, reason: text(message))
      }
      if written <= capacity { return Array(bytes[..<written]) }
      capacity = written
    }
  }

  private static func check(_ name: String, _ call: (inout [CChar]) -> pk_jpeg_status) throws {
    var message = [CChar](repeating: 0, count: Int(PK_JPEG_MESSAGE))
    switch call(&message) {
    case PK_JPEG_OK: return
    case PK_JPEG_TRUNCATED: throw ImageFault.truncated(path: name, format: .jpeg)
    case PK_JPEG_CMYK: throw ImageFault.cmyk(path: name)
    default: throw ImageFault.damaged(path: name, format: .jpeg, reason: text(message))
    }
  }

  private static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
