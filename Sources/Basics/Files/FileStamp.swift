import Foundation

/// A fingerprint of a file from its metadata: while it stays the same, so does the content.
public struct FileStamp: Sendable, Hashable {
  private let device, inode: UInt64
  private let size: Int64
  /// Times in nanoseconds: of the last change to the content, and of the last change to content or metadata. No
  /// program can set the latter.
  private let modified, changed: Int64

  /// Reads the stamp of the file at `path`, following links; nil where there is no regular file.
  public init?(_ path: String) {
    guard let status = FileSystem.status(path), FileType(status) == .file else { return nil }
    (device, inode, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
    func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
    (modified, changed) = (nanoseconds(status.st_mtim), nanoseconds(status.st_ctim))
  }

  /// Whether the last change is more than two seconds ago. A later change then gets another time, whatever the
  /// resolution of the file system's clock.
  public var isSettled: Bool {
    max(modified, changed) < Int64((Date().timeIntervalSince1970 - 2) * 1e9)
  }

  /// All fields as text, separated by spaces.
  public var text: String { "\(device) \(inode) \(size) \(modified) \(changed)" }
}
