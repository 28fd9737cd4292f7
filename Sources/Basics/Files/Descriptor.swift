import Foundation

/// A file or pipe that is open for reading.
final class Descriptor: Sendable {
  let number: Int32
  private let path: String

  init(_ path: String) throws(FileFault) {
    guard let system = FileName.system(path) else { throw .missing(path: path) }
    var number: Int32
    repeat { number = open(system, O_RDONLY | O_CLOEXEC) } while number < 0 && errno == EINTR
    guard number >= 0 else {
      throw errno == ENOENT ? .missing(path: path) : .cannotRead(path: path, reason: FileFault.reason(errno))
    }
    (self.number, self.path) = (number, path)
  }

  deinit { close(number) }

  /// The size in bytes as the system reports it; 0 where it is unknown.
  var size: Int {
    var status = stat()
    return fstat(number, &status) == 0 ? Int(status.st_size) : 0
  }

  /// All bytes to the end. Throws where there are more than `limit`.
  func bytesToEnd(limit: Int) throws(FileFault) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      // One byte more than the reported size, to detect the end.
      let wanted = max(1 << 16, min(size - bytes.count + 1, 1 << 30))
      var failure: Int32?
      let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        var got: Int
        repeat { got = Glibc.read(number, buffer.baseAddress, wanted) } while got < 0 && errno == EINTR
        if got < 0 { failure = errno }
        count = max(0, got)
      }
      if let failure { throw .cannotRead(path: path, reason: FileFault.reason(failure)) }
      if piece.isEmpty { return bytes }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if bytes.count > limit {
        throw .cannotRead(
          path: path, reason: "it gives more than \(limit >> 20) MiB, the most that is read at once")
      }
    }
  }

  /// The bytes in `range`. Throws where the file ends before.
  func bytes(_ range: Range<Int>) throws(FileFault) -> [UInt8] {
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let got = pread(number, buffer.baseAddress! + count, range.count - count, off_t(range.lowerBound + count))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 {
          failure = got == 0 ? "it became shorter while it was read" : FileFault.reason(errno)
          return
        }
        count += got
      }
    }
    if let failure { throw .cannotRead(path: path, reason: failure) }
    return bytes
  }
}
