import Foundation
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct CheckpointTests {
  typealias Tensors = [(name: String, tensor: Tensor)]
  static let weight = Tensor([2, 3], (0..<6).map { Float($0) })
  static let bias = Tensor([2], [1, 2])
  /// What the layer makes of the three unit vectors: the weight's columns plus the bias.
  static let answers: [Float] = (0..<3).flatMap { i in (0..<2).map { weight[$0, i] + bias[$0] } }
  static let whole: Tensors = [("out.weight", weight), ("out.bias", bias)]

  func load(_ tensors: Tensors, in folder: String, _ name: String = "model.safetensors") throws -> Linear {
    try SafeTensors.write(tensors, to: folder + "/" + name)
    return try Checkpoint.load(WeightFiles(folder: folder, base: "model")) { try Linear(3, 2, $0["out"]) }
  }

  @Test func reads() throws {
    try withTemporaryFolder { folder in
      let linear = try load(Self.whole, in: folder)
      #expect(linear(Tensor([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])).values == Self.answers)
      #expect(linear(Tensor([1, 3], [1, 1, 1])).values == [4, 14])
    }
  }

  @Test func faults() throws {
    var nan = Self.weight
    nan[1, 2] = .nan
    let extra = (0..<11).map { (name: "extra.\($0)", tensor: Self.bias) }
    let table: [(Tensors, String)] = [
      ([Self.whole[0]], "the network needs a tensor 'out.bias', which is missing"),
      (
        [Self.whole[0], ("out.bais", Self.bias)],
        "the network needs a tensor 'out.bias', which is missing; there is 'out.bais'"
      ),
      (Self.whole + [("old.bias", Self.bias)], "the network has no place for tensor 'old.bias'"),
      (
        Self.whole + extra,
        "the network has no place for tensors 'extra.0', 'extra.1', 'extra.10', 'extra.2', 'extra.3', 'extra.4', "
          + "'extra.5', 'extra.6' and 3 more"
      ),
      ([("out.weight", Self.weight.reshaped([3, 2])), Self.whole[1]], "tensor 'out.weight' should be 2×3, found 3×2"),
      ([("out.weight", nan), Self.whole[1]], "tensor 'out.weight' holds NaN at [1, 2]"),
    ]
    for (tensors, expected) in table {
      try withTemporaryFolder { folder in
        #expect(fault { _ = try load(tensors, in: folder) } == "\(folder)/model.safetensors: \(expected)")
      }
    }
  }

  @Test(arguments: ["", ".fp16"]) func shards(variant: String) throws {
    try withTemporaryFolder { folder in
      let names = (1...2).map { "model\(variant)-0000\($0)-of-00002.safetensors" }
      for (name, tensor) in zip(names, Self.whole) { try SafeTensors.write([tensor], to: folder + "/" + name) }
      let index = folder + "/model.safetensors.index\(variant).json"
      let map = ["weight_map": ["out.weight": names[0], "out.bias": names[1]]]
      try AtomicFile.write(JSONSerialization.data(withJSONObject: map), to: index)
      func files() throws -> WeightFiles { try WeightFiles(folder: folder, base: "model") }
      #expect(try files().files == names.map { folder + "/" + $0 })
      let linear = try Checkpoint.load(files()) { try Linear(3, 2, $0["out"]) }
      #expect(linear(Tensor([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])).values == Self.answers)

      try FileManager.default.removeItem(atPath: folder + "/" + names[1])
      #expect(fault { _ = try files() } == "\(index): names the file '\(names[1])', which is missing beside it")
      try AtomicFile.write(Array(#"{"weight_map": {"a": "../b"}}"#.utf8), to: index)
      #expect(fault { _ = try files() } == #"\#(index): the file of 'a' should be a file name, found "../b""#)
      try AtomicFile.write(Array("{}".utf8), to: index)
      #expect(fault { _ = try files() } == "\(index): expected a JSON object with a 'weight_map'")
    }
  }

  @Test func whichFile() throws {
    try withTemporaryFolder { folder in
      let expected = "expected model.safetensors, model.fp16.safetensors or shards with an index"
      func found() throws -> String { try WeightFiles(folder: folder, base: "model").path }
      #expect(fault { _ = try found() } == "\(folder): \(expected), found no weights")
      try AtomicFile.write([1], to: folder + "/pytorch_model.bin")
      #expect(
        fault { _ = try found() }
          == "\(folder): \(expected), found only 'pytorch_model.bin'; weights are read from safetensors alone")
      for name in ["model.fp16.safetensors", "model.safetensors"] {
        try SafeTensors.write(Self.whole, to: folder + "/" + name)
        #expect(try found() == folder + "/" + name)
      }
    }
  }
}
