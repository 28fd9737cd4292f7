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
    case .missing(let path): "\(path): no such file\(FileName.homeReason(path).map { "; \($0)" } ?? "")"
    case .cannotRead(let path, let reason): "\(path): can't be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }

  /// Why, without the path.
  var reason: String {
    switch self {
    case .missing: "no such file"
    case .cannotRead(_, let reason), .cannotWrite(_, let reason): reason
    }
  }

  /// What the system says of an error number.
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// What the system says of an error, without the names of Foundation's error domains.
  public static func reason(_ error: any Error) -> String {
    if let fault = error as? FileFault { return fault.reason }
    var next: NSError? = error as NSError
    while let error = next {
      if error.domain == NSPOSIXErrorDomain { return reason(Int32(error.code)) }
      next = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError }
    }
    return error.localizedDescription
  }

  /// The most bytes of a file that are read at once.
  private static let largest = 1 << 32

  /// The bytes of the file at `path`, or of the pipe, which is read once.
  public static func contents(of path: String) throws(FileFault) -> [UInt8] {
    switch try readable(path) {
    case .pipe: try PipeContent.bytes(path)
    default: try Descriptor(path).bytesToEnd(limit: largest)
    }
  }

  /// Throws for what is neither a file nor a pipe: devices give no content that ends, or none at all.
  static func readable(_ path: String) throws(FileFault) -> FileType {
    switch FileType(path) {
    case nil: throw .missing(path: path)
    case .folder: throw .cannotRead(path: path, reason: "it is a folder")
    case .other: throw .cannotRead(path: path, reason: "it is a device, not a file")
    case .file: .file
    case .pipe: .pipe
    }
  }
}
