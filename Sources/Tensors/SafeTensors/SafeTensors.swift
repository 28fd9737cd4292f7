public import Basics
import Synchronization

/// A safetensors file: an 8-byte little-endian header length, a JSON header that names each tensor's type, shape and
/// bytes, and the bytes. Opening a file reads the header. Tensors are read on demand and not kept.
public struct SafeTensors: Sendable {
  /// The path that the file was opened at.
  public let path: String
  /// The file's metadata (`__metadata__`).
  public let metadata: [String: String]
  private let entries: [ExactName: Entry]
  private let file: OpenFile

  /// The key of the metadata in a header; no tensor can have this name.
  static let metadataName = "__metadata__"
  /// The longest header, in bytes, that the format allows.
  private static let longestHeader = 100_000_000

  /// A parsed and checked header.
  private struct ReadHeader: Sendable {
    var bytes: [UInt8]
    /// The size of the file in bytes.
    var size: Int
    var metadata: [String: String]
    var entries: [ExactName: Entry]
  }

  /// The most recently parsed headers. Every stage that reads from a file opens it; a header with the same bytes is
  /// not parsed again.
  private struct ReadHeaders {
    private var headers: [ReadHeader] = []
    /// The most bytes of headers that are kept.
    private static let most = 32 << 20

    func find(_ bytes: [UInt8], size: Int) -> ReadHeader? { headers.last { $0.size == size && $0.bytes == bytes } }

    mutating func add(_ header: ReadHeader) {
      headers.append(header)
      while headers.reduce(0, { $0 + $1.bytes.count }) > Self.most { headers.removeFirst() }
    }
  }

  private static let readLast = Mutex(ReadHeaders())

  private struct Entry: Sendable {
    /// The type as the header names it.
    var typeName: String
    /// Nil for an unknown type.
    var type: NumberType?
    var shape: [Int]
    /// Byte range within the file.
    var range: Range<Int>
  }

  /// Opens a file and checks its whole header, as the format's own library does: shapes, and that the tensors' bytes
  /// follow each other without holes or overlaps up to the end of the file. A tensor of an unknown type is an error
  /// only when it is read.
  public init(path: String) throws { try self.init(OpenFile(path: path)) }

  /// Reads bytes as a file and checks them in the same way; messages call them `name`.
  public init(_ bytes: [UInt8], name: String) throws { try self.init(OpenFile(bytes, path: name)) }

  init(_ file: OpenFile) throws {
    let path = file.path
    self.path = path
    let beginning = try file.read(0..<min(file.size, 8))
    guard beginning.count == 8 else {
      throw SafeTensorsFault.damaged(path: path, "\(file.size) bytes are too few for a safetensors header")
    }
    let length = (0..<8).reduce(UInt64(0)) { $0 | UInt64(beginning[$1]) << UInt64(8 * $1) }
    if beginning.elementsEqual("version ".utf8) {
      throw SafeTensorsFault.damaged(path: path, "it is a Git LFS pointer; fetch the file itself with 'git lfs pull'")
    }
    guard length <= UInt64(file.size - 8) else {
      throw SafeTensorsFault.damaged(
        path: path,
        "its header should take \(length) bytes, but \(file.size - 8) follow; is it truncated, or not safetensors?")
    }
    guard length <= Self.longestHeader else {
      throw SafeTensorsFault.damaged(
        path: path, "its header takes \(length) bytes; the format allows \(Self.longestHeader)")
    }
    let start = 8 + Int(length)
    let bytes = try file.read(8..<start)
    self.file = file
    if let known = Self.readLast.withLock({ $0.find(bytes, size: file.size) }) {
      (metadata, entries) = (known.metadata, known.entries)
      return
    }
    let header: SafeTensorsHeader
    do { header = try SafeTensorsHeader(bytes) } catch {
      throw SafeTensorsFault.damaged(path: path, "its header \(error.what)")
    }
    metadata = header.metadata
    entries = try Self.entries(header, start: start, end: file.size, path: path)
    let read = ReadHeader(bytes: bytes, size: file.size, metadata: metadata, entries: entries)
    Self.readLast.withLock { $0.add(read) }
  }

  private static func entries(
    _ header: SafeTensorsHeader, start: Int, end: Int, path: String
  ) throws -> [ExactName: Entry] {
    var entries: [ExactName: Entry] = [:]
    entries.reserveCapacity(header.tensors.count)
    for entry in header.tensors {
      entries[ExactName(entry.name)] = try self.entry(entry, start: start, end: end, path: path)
    }
    // The format library's order, in which each tensor begins where the one before ends.
    let inOrder = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    var position = start
    for (name, entry) in inOrder {
      guard entry.range.lowerBound == position else {
        throw SafeTensorsFault.damaged(
          path: path,
          "tensor '\(name.text)' begins at byte \(entry.range.lowerBound - start); the tensor before it ends at "
            + "\(position - start), and the format allows neither holes nor overlaps")
      }
      position = entry.range.upperBound
    }
    guard position == end else {
      throw SafeTensorsFault.damaged(
        path: path, "\(end - position) bytes follow its last tensor; the format allows none")
    }
    return entries
  }

  private static func entry(
    _ entry: SafeTensorsHeader.Entry, start: Int, end: Int, path: String
  ) throws -> Entry {
    func damaged(_ what: String) -> SafeTensorsFault { .damaged(path: path, "tensor '\(entry.name)' \(what)") }
    let shape = entry.shape.compactMap { Int(exactly: $0) }
    guard shape.count == entry.shape.count, let count = TensorSize.count(of: shape) else {
      throw damaged(
        "has shape \(entry.shape.map(String.init).joined(separator: "×")); at most \(TensorSize.largest) elements are "
          + "possible, empty axes counted as 1")
    }
    let type = NumberType(rawValue: entry.type)
    let bytes = "takes bytes \(entry.begin) to \(entry.end)"
    guard entry.begin <= entry.end else { throw damaged(bytes) }
    if let type {
      let bits = count * type.bits
      guard bits % 8 == 0, entry.end - entry.begin == bits / 8 else {
        throw damaged(
          "\(bytes); \(Tensor.text(shape)) \(entry.type) needs \(bits / 8)\(bits % 8 == 0 ? "" : " and a part")")
      }
    }
    guard entry.end <= UInt64(end - start) else {
      throw damaged("ends at byte \(entry.end) of \(end - start): the file is truncated")
    }
    return Entry(
      typeName: entry.type, type: type, shape: shape, range: start + Int(entry.begin)..<start + Int(entry.end))
  }

  /// The names of the tensors, in the order of their bytes.
  public var names: [String] { entries.keys.sorted().map(\.text) }

  /// The shape of a tensor; nil where there is no such tensor.
  public func shape(of name: String) -> [Int]? { entries[ExactName(name)]?.shape }

  /// The number type of a tensor; nil where there is no such tensor or its type is unknown.
  public func type(of name: String) -> NumberType? { entries[ExactName(name)]?.type }

  /// Throws unless there is a tensor of this name whose type can be read.
  public func check(_ name: String) throws { _ = try entry(name) }

  private func entry(_ name: String) throws -> (entry: Entry, type: NumberType) {
    guard let entry = entries[ExactName(name)] else {
      throw SafeTensorsFault.missing(path: path, name: name, names: names)
    }
    guard let type = entry.type, type.isRead else {
      throw SafeTensorsFault.unread(path: path, name: name, type: entry.typeName)
    }
    return (entry, type)
  }

  /// The tensor of this name, converted to Float32. Throws where there is none, its type can't be read, or the file
  /// fails.
  public func tensor(_ name: String) throws -> Tensor {
    let (entry, type) = try entry(name)
    return try file.read(entry.range).withUnsafeBytes { source in
      Tensor(entry.shape) { out in type.convert(source, to: out) }
    }
  }
}

/// An error in a safetensors file, or in the names of a file of tensors of any format.
public enum SafeTensorsFault: Fault {
  /// The file does not follow the format; the text says where.
  case damaged(path: String, String)
  /// The file holds no tensor of this name; `names` are those that it holds.
  case missing(path: String, name: String, names: [String])
  /// The tensor's type can't be read.
  case unread(path: String, name: String, type: String)
  /// A tensor to write has the name that the format reserves for metadata.
  case reserved(name: String)
  /// Two tensors to write have the same name.
  case nameTaken(name: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .damaged(let path, let what): return "\(path): \(what)"
    case .missing(let path, let name, let names):
      if let twin = names.first(where: { $0 == name }) {
        return "\(path): there is no tensor '\(name)' (\(ExactName(name).spelled)); there is one that looks alike, "
          + "'\(twin)' (\(ExactName(twin).spelled))"
      }
      let known = nearest(name, names).map { "; did you mean '\($0)'?" } ?? "; it holds \(listed(names))"
      return "\(path): there is no tensor '\(name)'\(known)"
    case .unread(let path, let name, let type):
      let types = SafeTensors.NumberType.allCases.filter(\.isRead).map(\.rawValue).joined(separator: ", ")
      return "\(path): tensor '\(name)' has type \(type); expected one of \(types)"
    case .reserved(let name): return "a tensor can't be called '\(name)': the format keeps that name for its notes"
    case .nameTaken(let name): return "two tensors would be written as '\(name)'"
    }
  }
}
