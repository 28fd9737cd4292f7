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
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
          throw FileFault.cannotWrite(path: path, reason: "it is a folder")
        }
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
  static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError, underlying.domain == NSPOSIXErrorDomain {
      return String(cString: strerror(Int32(underlying.code)))
    }
    if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
    return error.localizedDescription
  }

  /// The bytes of the file at `path`.
  public static func contents(of path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileFault.missing(path: path)
    }
    if isFolder.boolValue { throw FileFault.cannotRead(path: path, reason: "it is a folder") }
    do { return try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw FileFault.cannotRead(path: path, reason: reason(error))
    }
  }
}
