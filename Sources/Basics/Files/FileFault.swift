import Foundation

/// A file that can't be opened or written.
public enum FileFault: Fault {
  /// There is no file at `path`.
  case missing(path: String)
  /// The file exists but can't be read: it is a folder or a device, it is too long, or the system refuses.
  case cannotRead(path: String, reason: String)
  /// The file can't be written: its name is not possible, something is in the way, or the system refuses.
  case cannotWrite(path: String, reason: String)

  public var cause: FaultCause {
    switch self {
    case .missing, .cannotRead: .missingInput
    case .cannotWrite: .cannotWrite
    }
  }

  public var description: String {
    switch self {
    case .missing(let path): "\(path): no such file\(FileName.homeReason(path).map { "; \($0)" } ?? "")"
    case .cannotRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }

  /// The reason without the path.
  var reason: String {
    switch self {
    case .missing: "no such file"
    case .cannotRead(_, let reason), .cannotWrite(_, let reason): reason
    }
  }

  /// The system's message for an error number.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// The system's message for an error, without the names of Foundation's error domains.
  public static func reason(_ error: any Error) -> String {
    if let fault = error as? FileFault { return fault.reason }
    var next: NSError? = error as NSError
    while let error = next {
      if error.domain == NSPOSIXErrorDomain { return reason(Int32(error.code)) }
      next = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
    }
    return error.localizedDescription
  }

  /// The most bytes that are read from one file.
  private static let largest = 1 << 32

  /// The bytes of the file at `path`. The content of a pipe is read once and kept.
  public static func contents(of path: String) throws(FileFault) -> [UInt8] {
    switch try readable(path) {
    case .pipe: try PipeContent.bytes(path)
    default: try Descriptor(path).bytesToEnd(limit: largest)
    }
  }

  /// Throws for anything but a file or a pipe: a device's content may be endless or empty.
  static func readable(_ path: String) throws(FileFault) -> FileType {
    switch FileType(path) {
    case nil: throw .missing(path: path)
    case .folder: throw .cannotRead(path: path, reason: "it is a folder")
    case .socket: throw .cannotRead(path: path, reason: "it is a socket, not a file")
    case .other: throw .cannotRead(path: path, reason: "it is a device, not a file")
    case .file: .file
    case .pipe: .pipe
    }
  }
}
