import CLibZ
import Tensors

/// Gzipped bytes (RFC 1952), unpacked.
enum Gzip {
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// The bytes that were packed; more than `limit` of them are an error.
  static func unpacked(_ bytes: [UInt8], path: String, limit: Int) throws -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's header and checksum.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw GzipFault.damaged(path: path, "zlib can't be used")
    }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var source = bytes
    return try source.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        let (status, count) = piece.withUnsafeMutableBufferPointer { piece in
          stream.next_out = piece.baseAddress
          stream.avail_out = UInt32(piece.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, piece.count - Int(stream.avail_out))
        }
        result += piece[..<count]
        if status == Z_STREAM_END { return result }
        if result.count > limit { throw GzipFault.damaged(path: path, "it unpacks to more than \(limit) bytes") }
        guard status == Z_OK, count > 0 || stream.avail_in > 0 else {
          let reason = stream.msg.map { String(cString: $0) }
          throw GzipFault.damaged(path: path, reason ?? "it is truncated: \(result.count) bytes unpack")
        }
      }
    }
  }
}

/// What can be wrong with a gzipped file.
enum GzipFault: Fault {
  case damaged(path: String, String)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .damaged(let path, let what): "\(path): is no whole gzip file: \(what)"
    }
  }
}
