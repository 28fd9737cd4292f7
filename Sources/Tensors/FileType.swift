import Foundation

/// What a path leads to.
enum FileType {
  case file, folder, pipe, other

  /// Nil where there is nothing.
  init?(_ path: String) {
    var status = stat()
    guard !path.contains("\0"), stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFIFO: self = .pipe
    default: self = .other
    }
  }
}
