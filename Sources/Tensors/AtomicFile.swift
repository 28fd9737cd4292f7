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

/// A file that can't be opened or written.
public enum FileFault: Fault {
  case missing(path: String)
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)

  public var cause: FaultCause {
    switch self {
    case .missing, .cannotRead: .missingInput
    case .cannotWrite: .cannotWrite
    }
  }

  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file"
    case .cannotRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }

  /// What the system says of an error, without the names of Foundation's error domains.
  public static func reason(_ error: any Error) -> String {
    var next: NSError? = error as NSError
    while let error = next {
      if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
      next = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
    }
    return error.localizedDescription
  }

  /// The bytes of the file at `path`.
  public static func contents(of path: String) throws -> [UInt8] {
    do {
      switch FileType(path) {
      case nil: throw FileFault.missing(path: path)
      case .folder: throw FileFault.cannotRead(path: path, reason: "it is a folder")
      case .other: throw FileFault.cannotRead(path: path, reason: "it is a device, not a file")
      case .pipe:
        let pipe = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        return [UInt8](try pipe.readToEnd() ?? Data())
      case .file: return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      }
    } catch let fault as FileFault { throw fault } catch {
      throw FileFault.cannotRead(path: path, reason: reason(error))
    }
  }
}

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
