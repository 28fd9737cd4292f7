import Basics
import Tensors

extension WeightFiles {
  /// Whether a tensor is a layer's weights that 8 bits suit (`RowBytes`): large, called `….weight`, and no table of
  /// embeddings, which layers look up and don't multiply with.
  static func suitsBytes(_ name: String, _ shape: [Int]) -> Bool {
    name.hasSuffix(".weight") && RowBytes.suits(shape) && !T5Encoder.tables.contains(name)
  }

  /// Whether weights are stored as whole numbers of 8 bits with factors.
  public func areInBytes() throws -> Bool {
    try files.contains { path in
      let file = try SafeTensors(path: path)
      return file.names.contains { file.type(of: $0) == .i8 && file.type(of: $0 + Checkpoint.scale) != nil }
    }
  }

  /// The bytes of the weights if those that 8 bits suit are kept in them. No weights are read.
  public func bytesInBytes() throws -> Int {
    try files.reduce(0) { total, path in
      let file = try SafeTensors(path: path)
      return file.names.reduce(total) { total, name in
        let shape = file.shape(of: name) ?? []
        let count = shape.reduce(1, *)
        if Self.suitsBytes(name, shape) { return total + count + 4 * shape[0] }
        return total + count * (file.type(of: name)?.bits ?? 32) / 8
      }
    }
  }

  /// Writes the weights into one file, those that 8 bits suit as whole numbers NAME with factors NAME_scale, and the
  /// others as they are. One tensor at a time is in memory. Throws where a number is not finite.
  func writeInBytes(to path: String) throws {
    let sources = try files.map { try SafeTensors(path: $0) }
    var planned: [SafeTensors.PlannedTensor] = []
    var places: [String: SafeTensors] = [:]
    for source in sources {
      for name in source.names {
        let shape = source.shape(of: name)!
        places[name] = source
        if Self.suitsBytes(name, shape) {
          planned.append(.init(name, .i8, shape))
          planned.append(.init(name + Checkpoint.scale, .f32, [shape[0], 1]))
          places[name + Checkpoint.scale] = source
        } else {
          let type = source.type(of: name).flatMap { Tensor.writtenTypes.contains($0) ? $0 : nil }
          planned.append(.init(name, type ?? .f32, shape))
        }
      }
    }
    var scales: [Float] = []
    try SafeTensors.write(planned, to: path, metadata: ["format": "pt"]) { wanted in
      if wanted.name.hasSuffix(Checkpoint.scale), places[wanted.name]!.type(of: wanted.name) == nil {
        return Tensor(wanted.shape, scales)
      }
      let source = places[wanted.name]!
      let tensor = try source.tensor(wanted.name)
      if let (index, value) = tensor.firstNonFinite {
        throw CheckpointFault.notFinite(path: source.path, name: wanted.name, index: index, value: value)
      }
      guard wanted.type == .i8, source.type(of: wanted.name) != .i8 else { return tensor }
      let bytes = RowBytes(rounding: tensor)!
      scales = bytes.scales
      return Tensor(wanted.shape, bytes.numbers.map(Float.init))
    }
  }
}
