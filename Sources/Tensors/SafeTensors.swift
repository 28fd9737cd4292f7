import Foundation

/// A safetensors file: an 8-byte little-endian header length, a JSON header that names each tensor's type, shape and
/// bytes, and the bytes. Opening one reads the header; tensors are read as they are asked for, and nothing of
/// them stays in memory here.
public struct SafeTensors: Sendable {
  public let path: String
  /// The file's own notes (`__metadata__`).
  public let metadata: [String: String]
  private let entries: [String: Entry]
  private let file: OpenFile

  /// How a number is stored.
  public enum NumberType: String, Sendable, CaseIterable {
    case f64 = "F64"
    case f32 = "F32"
    case f16 = "F16"
    case bf16 = "BF16"
    case i64 = "I64"
    case i32 = "I32"
    case u8 = "U8"
    case bool = "BOOL"

    var size: Int {
      switch self {
      case .f64, .i64: 8
      case .f32, .i32: 4
      case .f16, .bf16: 2
      case .u8, .bool: 1
      }
    }
  }

  private struct Entry: Sendable {
    var type: NumberType
    var shape: [Int]
    /// Within the file.
    var range: Range<Int>
  }

  /// Opens a file and checks its header in full: types, shapes, and that every tensor's bytes are there.
  public init(path: String) throws {
    self.path = path
    let file = try OpenFile(path: path)
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
    let start = 8 + Int(length)
    let header: [String: Any]
    do {
      guard let object = try JSONSerialization.jsonObject(with: Data(file.read(8..<start))) as? [String: Any] else {
        throw SafeTensorsFault.damaged(path: path, "its header is not an object")
      }
      header = object
    } catch let fault as SafeTensorsFault { throw fault } catch {
      throw SafeTensorsFault.damaged(path: path, "its header is not JSON")
    }
    metadata = (header["__metadata__"] as? [String: String]) ?? [:]
    var entries: [String: Entry] = [:]
    // Sorted, so that of several mistakes the same one is told every time.
    for (name, value) in header.sorted(by: { $0.key < $1.key }) where name != "__metadata__" {
      entries[name] = try SafeTensors.entry(name, value, start: start, end: file.size, path: path)
    }
    self.entries = entries
    self.file = file
  }

  private static func entry(_ name: String, _ value: Any, start: Int, end: Int, path: String) throws -> Entry {
    func damaged(_ what: String) -> SafeTensorsFault { .damaged(path: path, "tensor '\(name)' \(what)") }
    guard
      let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2
    else { throw damaged("has no dtype, shape and data_offsets") }
    guard let type = NumberType(rawValue: typeName) else {
      throw damaged(
        "has type \(typeName); expected one of \(NumberType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    var size = type.size
    for n in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: n)
      guard n >= 0, !overflow else { throw damaged("has shape \(shape)") }
      size = product
    }
    guard offsets[0] >= 0, offsets[1] >= offsets[0], offsets[1] - offsets[0] == size else {
      throw damaged("takes bytes \(offsets[0]) to \(offsets[1]); \(Tensor.text(shape)) \(typeName) needs \(size)")
    }
    guard offsets[1] <= end - start else {
      throw damaged("ends at byte \(offsets[1]) of \(end - start): the file is truncated")
    }
    return Entry(type: type, shape: shape, range: start + offsets[0]..<start + offsets[1])
  }

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// The shape of a tensor, or nil where there is none of this name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// How a tensor's numbers are stored, or nil where there is none of this name.
  public func type(of name: String) -> NumberType? { entries[name]?.type }

  /// The tensor of this name, as Float32.
  public func tensor(_ name: String) throws -> Tensor {
    guard let entry = entries[name] else { throw SafeTensorsFault.missing(path: path, name: name, names: names) }
    return try file.read(entry.range).withUnsafeBytes { source in
      Tensor(entry.shape) { out in
        func fill<T: BitwiseCopyable>(_: T.Type, _ convert: (T) -> Float) {
          for i in 0..<out.count {
            out.initializeElement(
              at: i, to: convert(source.loadUnaligned(fromByteOffset: i * MemoryLayout<T>.size, as: T.self)))
          }
        }
        switch entry.type {
        case .f32: fill(Float.self) { $0 }
        case .f16:
          if out.isEmpty { return }
          Kernels.unpackHalf(source.bindMemory(to: UInt16.self).baseAddress!, out.baseAddress!, out.count)
        case .bf16: fill(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .f64: fill(Double.self) { Float($0) }
        case .i64: fill(Int64.self) { Float($0) }
        case .i32: fill(Int32.self) { Float($0) }
        case .u8, .bool: fill(UInt8.self) { Float($0) }
        }
      }
    }
  }

  /// Writes tensors in the given order, as Float32 unless `types` has another of the floating-point types for a name: then
  /// the nearest number that it has. The file appears whole or not at all.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], to path: String, metadata: [String: String] = [:],
    types: [String: NumberType] = [:]
  ) throws {
    let types = tensors.map { types[$0.name].flatMap { [.f16, .bf16].contains($0) ? $0 : nil } ?? .f32 }
    var header: [String: Any] = [:]
    var position = 0
    for ((name, tensor), type) in zip(tensors, types) {
      let end = position + type.size * tensor.count
      header[name] = ["dtype": type.rawValue, "shape": tensor.shape, "data_offsets": [position, end]]
      position = end
    }
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var json = [UInt8](
      try JSONSerialization.data(withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes]))
    while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
    var bytes = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + json
    bytes.reserveCapacity(bytes.count + position)
    for ((_, tensor), type) in zip(tensors, types) {
      switch type {
      case .f16: tensor.halves.withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .bf16: tensor.values.map(\.brain).withUnsafeBytes { bytes.append(contentsOf: $0) }
      default: tensor.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      }
    }
    try AtomicFile.write(bytes, to: path)
  }
}

extension Tensor {
  /// The elements in half precision.
  fileprivate var halves: [UInt16] {
    [UInt16](unsafeUninitializedCapacity: count) { out, written in
      written = count
      values.withUnsafeBufferPointer { x in
        if let x = x.baseAddress { _ = Kernels.packHalf(x, out.baseAddress!, count) }
      }
    }
  }
}

extension Float {
  /// The nearest bfloat16, the even one of two.
  fileprivate var brain: UInt16 {
    if isNaN { return 0x7fc0 }
    return UInt16(truncatingIfNeeded: (bitPattern + 0x7fff + (bitPattern >> 16 & 1)) >> 16)
  }
}

/// What can be wrong with a safetensors file.
public enum SafeTensorsFault: Fault {
  case damaged(path: String, String)
  case missing(path: String, name: String, names: [String])

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .damaged(let path, let what): return "\(path): \(what)"
    case .missing(let path, let name, let names):
      let known = nearest(name, names).map { "; did you mean '\($0)'?" } ?? "; it holds \(listed(names))"
      return "\(path): there is no tensor '\(name)'\(known)"
    }
  }
}
