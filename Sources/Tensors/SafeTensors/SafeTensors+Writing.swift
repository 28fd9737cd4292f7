import Basics
import Foundation

extension SafeTensors {
  /// Writes tensors in the given order. They are stored as Float32, or rounded to the floating-point type that
  /// `types` has for their name. The file appears complete or not at all.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], to path: String, metadata: [String: String] = [:],
    types: [String: NumberType] = [:]
  ) throws {
    try AtomicFile.write(encoded(tensors, metadata: metadata, types: types), to: path)
  }

  /// The bytes that `write` writes.
  public static func encoded(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:], types: [String: NumberType] = [:]
  ) throws -> [UInt8] {
    if let fault = fault(inNames: tensors.map(\.name)) { throw fault }
    let types = tensors.map { types[$0.name].flatMap { [.f16, .bf16].contains($0) ? $0 : nil } ?? .f32 }
    let entries = zip(tensors, types).map { PlannedTensor($0.name, $1, $0.tensor.shape) }
    var bytes = header(entries, metadata)
    bytes.reserveCapacity(bytes.count + entries.reduce(0) { $0 + $1.bytes })
    for ((_, tensor), type) in zip(tensors, types) { tensor.append(as: type, to: &bytes) }
    return bytes
  }

  /// A tensor that a file is to hold.
  public struct PlannedTensor: Sendable {
    /// Its name in the file.
    public let name: String
    /// How its numbers are stored; one of `Tensor.writtenTypes`.
    public let type: NumberType
    /// The lengths of its axes.
    public let shape: [Int]

    /// Plans a tensor; nothing is checked.
    public init(_ name: String, _ type: NumberType, _ shape: [Int]) {
      (self.name, self.type, self.shape) = (name, type, shape)
    }

    fileprivate var bytes: Int { shape.reduce(type.bits / 8, *) }
  }

  /// Writes tensors one after the other, so that only one is in memory: `tensor` gives each, in the given order, and must
  /// give it with the planned shape. The file appears complete or not at all.
  public static func write(
    _ tensors: [PlannedTensor], to path: String, metadata: [String: String] = [:],
    _ tensor: (PlannedTensor) throws -> Tensor
  ) throws {
    if let fault = fault(inNames: tensors.map(\.name)) { throw fault }
    try AtomicFile.write(to: path) { put in
      try put(header(tensors, metadata))
      for planned in tensors {
        let made = try tensor(planned)
        precondition(made.shape == planned.shape, "'\(planned.name)' as \(made.shapeText)")
        try put(made.bytes(as: planned.type))
      }
    }
  }

  /// The beginning of a file of such tensors.
  private static func header(_ tensors: [PlannedTensor], _ metadata: [String: String]) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty { members.append(member(metadata)) }
    var position = 0
    for tensor in tensors {
      let end = position + tensor.bytes
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(position),\(end)]}")
      position = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
  }

  /// The error that prevents tensors of these names from being written; nil where there is none.
  public static func fault(inNames names: [String]) -> SafeTensorsFault? {
    var taken: Set<ExactName> = [ExactName(metadataName)]
    for name in names where !taken.insert(ExactName(name)).inserted {
      return name == metadataName ? .reserved(name: name) : .nameTaken(name: name)
    }
    return nil
  }

  /// The member of a header that holds the metadata, in JSON.
  static func member(_ metadata: [String: String]) -> String {
    let notes = metadata.sorted { ExactName($0.key) < ExactName($1.key) }
    return quoted(metadataName) + ":{" + notes.map { quoted($0) + ":" + quoted($1) }.joined(separator: ",") + "}"
  }

  /// A text in JSON.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..<" ": quoted += "\\u" + String(0x10000 + scalar.value, radix: 16).dropFirst()
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
