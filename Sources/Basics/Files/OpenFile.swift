/// A file that is open for reading in pieces. The content of a pipe is read as a whole when it is opened.
package final class OpenFile: Sendable {
  package let path: String
  /// Size in bytes when the file was opened.
  package let size: Int
  private let source: Source

  private enum Source {
    case file(Descriptor)
    case pipe([UInt8])
  }

  /// Bytes that are there already; `path` is what messages call them.
  package init(_ bytes: [UInt8], path: String) {
    (self.path, size, source) = (path, bytes.count, .pipe(bytes))
  }

  package init(path: String) throws(FileFault) {
    self.path = path
    switch try FileFault.readable(path) {
    case .pipe:
      let bytes = try PipeContent.bytes(path)
      (size, source) = (bytes.count, .pipe(bytes))
    default:
      let descriptor = try Descriptor(path)
      (size, source) = (descriptor.size, .file(descriptor))
    }
  }

  /// The bytes in `range`. Throws where the file can't be read or has become shorter.
  package func read(_ range: Range<Int>) throws(FileFault) -> [UInt8] {
    switch source {
    case .file(let descriptor): try descriptor.bytes(range)
    case .pipe(let bytes): Array(bytes[range])
    }
  }
}
