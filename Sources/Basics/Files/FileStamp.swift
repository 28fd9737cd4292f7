import Foundation

/// What the file system says of a file's content: as long as it stays the same, so does the content.
public struct FileStamp: Sendable, Hashable {
  private let device, inode: UInt64
  private let size: Int64
  /// Nanoseconds of the last change to the content, and to the content or anything else: nobody can set the latter.
  private let modified, changed: Int64

  /// Nil where there is no file. Follows links.
  public init?(_ path: String) {
    guard let status = FileSystem.status(path), FileType(status) == .file else { return nil }
    (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
    func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
    (modified, changed) = (nanoseconds(status.st_mtim), nanoseconds(status.st_ctim))
  }

  /// Whether the last change is long enough ago, two seconds, for another to have shown in the file system's clock.
  public var isSettled: Bool {
    max(modified, changed) < Int64((Date().timeIntervalSince1970 - 2) * 1e9)
  }

  /// All of it as text.
  public var text: String { "\(device) \(inode) \(size) \(modified) \(changed)" }
}
