import Basics
import Foundation

/// A folder in memory for subjects that read paths. It is made anew for each process.
struct Scratch: Sendable {
  /// Its path.
  let folder: String

  /// The package's root, whose fixtures stand beside the inputs.
  static let package = FileName.folder(of: FileName.folder(of: FileName.folder(of: #filePath)))

  init() throws {
    let memory = FileSystem.isFolder("/dev/shm") ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    folder = "\(memory)/pipelinekit-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try FileSystem.makeFolders(folder)
    // So that relative paths find nothing, and neither models nor caches of the user are read.
    guard chdir(folder) == 0 else { throw FileFault.missing(path: folder) }
    for (name, value) in [
      ("PIPELINEKIT_MODELS", "models"), ("HF_HUB_CACHE", "hub"), ("XDG_CACHE_HOME", "cache"), ("HOME", "home"),
    ] {
      try FileSystem.makeFolders("\(folder)/\(value)")
      setenv(name, "\(folder)/\(value)", 1)
    }
    Scratch.removed = folder
    atexit { if let folder = Scratch.removed { try? FileManager.default.removeItem(atPath: folder) } }
  }

  nonisolated(unsafe) private static var removed: String?

  /// A file for inputs.
  func file(_ name: String) throws -> InputFile { try InputFile("\(folder)/\(name)") }

  /// A folder with links to other files, by their names in it.
  func folder(_ name: String, _ links: KeyValuePairs<String, String>) throws -> String {
    let path = "\(folder)/\(name)"
    for (link, target) in links {
      try FileSystem.makeFolders(FileName.folder(of: "\(path)/\(link)"))
      try FileManager.default.createSymbolicLink(atPath: "\(path)/\(link)", withDestinationPath: target)
    }
    return path
  }

  /// A file that subjects need beside their inputs.
  func fixed(_ name: String, _ bytes: [UInt8]) throws -> String {
    try FileSystem.makeFolders(FileName.folder(of: "\(folder)/\(name)"))
    try AtomicFile.write(bytes, to: "\(folder)/\(name)")
    return "\(folder)/\(name)"
  }
}

/// A file whose content each input replaces.
final class InputFile: Sendable {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    try FileSystem.makeFolders(FileName.folder(of: path))
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw FileFault.cannotWrite(path: path, reason: "no descriptor") }
  }

  func hold(_ bytes: [UInt8]) {
    precondition(ftruncate(descriptor, 0) == 0 && pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
  }
}
