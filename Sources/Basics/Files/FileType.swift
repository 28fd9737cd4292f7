import Foundation

/// What a path leads to.
public enum FileType: Sendable {
  case file, folder, pipe, other

  /// Nil where there is nothing. Follows links.
  public init?(_ path: String) {
    guard let status = FileSystem.status(path) else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .pipe
    default: self = .other
    }
  }
}
