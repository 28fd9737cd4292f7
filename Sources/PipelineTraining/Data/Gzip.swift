import Basics
import CLibZ
import Tensors

/// Unpacks gzipped bytes (RFC 1952).
package enum Gzip {
  package static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// The unpacked bytes of one member, or of several, as parallel compressors and `cat` write them. Zero bytes after a
  /// member are padding. Throws if there are more than `limit` bytes, or if anything else follows a member, as Python's
  /// gzip does: it may be a damaged member.
  package static func unpacked(_ bytes: [UInt8], path: String, limit: Int) throws -> [UInt8] {
    try unpacked(bytes, path: path, limit: limit) { _ in limit }.bytes
  }

  /// The beginning of the unpacked bytes, and their number. All are unpacked and checked, but only those that `wanted` asks
  /// for are kept.
  ///
  /// - Parameter wanted: how many bytes to keep; called with the first ones, at least 16 where there are as many.
  static func unpacked(
    _ bytes: [UInt8], path: String, limit: Int, keeping wanted: ([UInt8]) throws -> Int
  ) throws -> (bytes: [UInt8], count: Int) {
    func damaged(_ what: String) -> GzipFault { .damaged(path: path, what) }
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's header and checksum.
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw damaged("zlib can't be used")
    }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: min(1 << 20, 16 * bytes.count + 4096))
    var (position, members, total) = (0, 0, 0)
    var kept: Int?
    while true {
      // zlib counts in 32 bits.
      let window = position..<min(bytes.count, position + 1 << 30)
      let (status, count, read) = bytes[window].withUnsafeBufferPointer { source in
        piece.withUnsafeMutableBufferPointer { piece in
          stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.avail_in = UInt32(source.count)
          stream.next_out = piece.baseAddress
          stream.avail_out = UInt32(piece.count)
          let status = inflate(&stream, Z_NO_FLUSH)
          return (status, piece.count - Int(stream.avail_out), source.count - Int(stream.avail_in))
        }
      }
      position += read
      total += count
      result += piece[..<min(count, (kept ?? .max) - result.count)]
      if kept == nil, total >= 16 {
        let most = try wanted(result)
        kept = most
        if result.count > most { result.removeLast(result.count - most) }
        // Deflate makes at most 1032 bytes of one.
        result.reserveCapacity(min(most, 1032 * bytes.count))
      }
      if total > limit { throw damaged("it unpacks to more than \(limit) bytes") }
      if status == Z_STREAM_END {
        members += 1
        position = bytes[position...].firstIndex { $0 != 0 } ?? bytes.count
        if position == bytes.count {
          if kept == nil { result = Array(try result.prefix(wanted(result))) }
          return (result, total)
        }
        guard isGzip(Array(bytes[position...].prefix(2))) else {
          throw damaged(
            "after its \(total) unpacked bytes come \(bytes.count - position) that are not gzip; 'gunzip' ignores them"
          )
        }
        inflateReset(&stream)
        continue
      }
      guard status == Z_OK, count > 0 || position < bytes.count else {
        if status == Z_OK || status == Z_BUF_ERROR {
          throw damaged("it is truncated: only \(total) bytes can be unpacked")
        }
        let reason =
          stream.msg.map { String(cString: $0) } ?? "it is truncated: only \(total) bytes can be unpacked"
        throw damaged(members == 0 ? reason : "\(reason) (in member \(members + 1))")
      }
    }
  }
}

/// An error in a gzipped file.
enum GzipFault: Fault {
  case damaged(path: String, String)

  var cause: FaultCause { .data }

  var description: String {
    switch self {
    case .damaged(let path, let what): "\(path): is not a complete gzip file: \(what)"
    }
  }
}
