import Foundation

/// An empty folder for temporary files, below TMPDIR or /tmp, that only the user can read.
struct TemporaryFolder: Sendable {
  /// Its absolute path.
  let path: String

  /// Makes the folder. Throws where the system refuses.
  init() throws(FileFault) {
    let parent = FileName.environment["TMPDIR"].flatMap { FileName.isAbsolute($0) ? $0 : nil } ?? "/tmp"
    let template = FileName.path("pipelinekit-XXXXXX", in: parent)
    guard var name = FileName.system(template), mkdtemp(&name) != nil else {
      throw .cannotWrite(path: template, reason: FileFault.reason(errno))
    }
    path = FileName.text(name)
  }

  /// Removes the folder with all that is in it, as far as the system allows. Links are not followed.
  func remove() { TemporaryFolder.remove(path) }

  // Paths are at most PATH_MAX long, which limits the depth.
  private static func remove(_ path: String) {
    guard let status = FileSystem.status(path, followingLinks: false), status.st_mode & S_IFMT == S_IFDIR else {
      try? FileSystem.remove(path)
      return
    }
    for name in (try? FileSystem.names(in: path)) ?? [] { remove(FileName.path(name, in: path)) }
    FileSystem.removeFolder(path)
  }
}
