import CJPEG
import Tensors

/// JPEG, by libjpeg.
enum JPEG {
  /// High enough that no artefacts are visible; colours are not subsampled.
  private static let quality: Int32 = 95

  /// The header of the picture as stored, before it is turned upright.
  static func header(_ bytes: [UInt8], _ name: String) throws -> ImageFile.Header {
    var header = pk_jpeg_header()
    try check(name) { pk_jpeg_read_header(bytes, bytes.count, &header, &$0) }
    try ImageFile.requireSize(Int(header.width), Int(header.height), name)
    return .init(
      format: .jpeg, width: Int(header.width), height: Int(header.height), channels: Int(header.channels))
  }

  /// Decodes the picture as stored, `divisor` (1, 2, 4 or 8) times smaller, and passes it on in bands from the top.
  /// Throws before it allocates memory where the picture is too large.
  static func bands(_ bytes: [UInt8], divisor: Int, _ name: String, _ take: (Band) -> Void) throws {
    let size = try header(bytes, name)
    let (width, channels) = ((size.width + divisor - 1) / divisor, size.channels)
    let scale = SampleScale(bits: 8)
    try withoutActuallyEscaping(take) { take in
      var sink = Sink { samples, y, rows in
        let pixels = scale.picture(samples, width: width, rows: rows, channels: channels, over: 1)
        take(Band(y: y, pixels: pixels))
      }
      try withUnsafeMutablePointer(to: &sink) { sink in
        try check(name) { message in
          pk_jpeg_read_rows(
            bytes, bytes.count, UInt32(divisor), UInt32(Band.rows),
            { context, samples, y, rows in
              context!.assumingMemoryBound(to: Sink.self).pointee.take(samples!, Int(y), Int(rows))
            }, sink, &message)
        }
      }
    }
  }

  /// The receiver of rows from C.
  private struct Sink {
    var take: (_ samples: UnsafePointer<UInt8>, _ y: Int, _ rows: Int) -> Void
  }

  /// Throws where a file is cut off, as far as that shows without decoding it.
  static func verify(_ bytes: [UInt8], _ name: String) throws {
    var segments = JPEGSegments(bytes)
    while segments.next() != nil {}
    guard segments.isWhole else { throw ImageFault.truncated(path: name, format: .jpeg) }
  }

  /// The picture as a file, with texts in comments.
  static func encode(
    _ samples: Samples, _ texts: [(name: String, text: String)], _ name: String
  ) throws -> [UInt8] {
    let comment = texts.first { $0.name == ImageFile.commentName }?.text
    let file = try encode(samples, comment: comment, name)
    return JPEGTexts.inserted(texts.filter { $0.name != ImageFile.commentName }, into: file)
  }

  /// - Parameter comment: of which as much is written as a segment holds.
  private static func encode(_ samples: Samples, comment: String?, _ name: String) throws -> [UInt8] {
    let comment = Array((comment ?? "").utf8.prefix(65533))
    // Enough for most pictures; where it is too little, encoding runs a second time.
    var capacity = samples.bytes.count / 2 + 4096
    while true {
      var bytes = [UInt8](repeating: 0, count: capacity)
      var written = 0
      var message = [CChar](repeating: 0, count: Int(PK_JPEG_MESSAGE))
      let status = pk_jpeg_write(
        samples.bytes, UInt32(samples.width), UInt32(samples.height), UInt32(samples.channels), quality, comment,
        comment.count, &bytes, capacity, &written, &message)
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
