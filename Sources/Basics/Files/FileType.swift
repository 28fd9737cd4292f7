import Foundation

/// The kind of thing at a path.
public enum FileType: Sendable {
  /// A regular file.
  case file
  /// A directory.
  case folder
  /// A pipe, named or not.
  case pipe
  /// A Unix socket.
  case socket
  /// Anything else: a device.
  case other

  /// Looks at `path`, following links; nil where there is nothing.
  public init?(_ path: String) {
    guard let status = FileSystem.status(path) else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .pipe
    case S_IFSOCK: self = .socket
    default: self = .other
    }
  }
}
