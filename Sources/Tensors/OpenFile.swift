import Foundation

/// A file that is open for reading, piece by piece.
final class OpenFile: Sendable {
  let path: String
  /// In bytes, when it was opened.
  let size: Int
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileFault.missing(path: path)
    }
    if isFolder.boolValue { throw FileFault.cannotRead(path: path, reason: "it is a folder") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileFault.cannotRead(path: path, reason: String(cString: strerror(errno))) }
    var status = stat()
    fstat(descriptor, &status)
    size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The bytes in `range`. Throws where the file can't be read, or has become shorter.
  func read(_ range: Range<Int>) throws -> [UInt8] {
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let got = pread(descriptor, buffer.baseAddress! + count, range.count - count, off_t(range.lowerBound + count))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 {
          failure = got == 0 ? "it became shorter while it was read" : String(cString: strerror(errno))
          return
        }
        count += got
      }
    }
    if let failure { throw FileFault.cannotRead(path: path, reason: failure) }
    return bytes
  }
}
