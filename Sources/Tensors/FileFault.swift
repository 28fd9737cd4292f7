import Foundation

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
