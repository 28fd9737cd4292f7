import Foundation
import Synchronization

/// Writes whole files: what is under the final name is always complete, whatever stops the program.
public enum AtomicFile {
  /// Held while a temporary file exists, so that whoever ends the program on a signal can wait for the rename.
  private static let writing = Mutex<Void>(())

  /// Writes `bytes` under a temporary name beside `path` and renames it. Missing folders are made.
  public static func write(_ bytes: some Collection<UInt8>, to path: String) throws {
    try writing.withLock { _ in
      let url = URL(fileURLWithPath: path)
      let folder = url.deletingLastPathComponent()
      let temporary = folder.appendingPathComponent(
        ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
      do {
        if let obstacle = obstacle(to: path, named: path) { throw obstacle }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: temporary)
        guard rename(temporary.path, path) == 0 else {
          throw FileFault.cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
      } catch {
        try? FileManager.default.removeItem(at: temporary)
        if let fault = error as? FileFault { throw fault }
        throw FileFault.cannotWrite(path: path, reason: FileFault.reason(error))
      }
    }
  }

  /// What stands in the way of writing to `path`, as far as can be seen without writing; `name` is what the fault calls it.
  public static func obstacle(to path: String, named name: String) -> FileFault? {
    func cannot(_ reason: String) -> FileFault { .cannotWrite(path: name, reason: reason) }
    switch FileType(path) {
    case .folder: return cannot("it is a folder")
    // A rename would put a file in the place of a device.
    case .other: return cannot("it is a device, not a file")
    case .file, .pipe, nil: break
    }
    if path.isEmpty || path.hasSuffix("/") { return cannot("expected the name of a file") }
    if path.contains("\0") { return cannot("its name holds a zero byte") }
    let url = URL(fileURLWithPath: path)
    let length = url.lastPathComponent.utf8.count
    if length > longestName { return cannot("its name takes \(length) bytes, at most \(longestName) are possible") }
    // The nearest folder that exists is where the missing ones are to be made.
    var folder = folder(of: path)
    while folder != "/", folder != ".", FileType(folder) == nil { folder = self.folder(of: folder) }
    if FileType(folder) != .folder { return cannot("\(folder) is not a folder") }
    if access(folder, W_OK) != 0 { return cannot("no permission to write in \(folder)") }
    return nil
  }

  /// The folder that a path's last part is in: `.` for a name alone. (NSString's own traps on names of one letter.)
  public static func folder(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A file system's 255 bytes, less what the temporary name adds.
  private static let longestName = 230

  /// Runs `body` while no file is half written. For a signal handler that ends the program.
  public static func betweenWrites<Result>(_ body: () -> Result) -> Result { writing.withLock { _ in body() } }
}
