import Basics
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

  /// In a folder of the cache that Hugging Face's programs share, links lead to files that may not have come yet.
  @Test func linksWithoutATarget() throws {
    try withTemporaryFolder { folder in
      func link(_ path: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../../../blobs/0a")
      }
      for (place, remedy) in [
        ("/x/unet", ""), ("/models--A--b/snapshots/c/unet", "; 'hf download A/b' completes the download"),
      ] {
        let unet = folder + place
        try FileManager.default.createDirectory(atPath: unet, withIntermediateDirectories: true)
        func said() -> String { fault { _ = try WeightFiles(folder: unet, base: "model") } }
        try link(unet + "/model.fp16.safetensors")
        let lost = "it is a link to ../../../blobs/0a, which is missing"
        #expect(said() == "\(unet)/model.fp16.safetensors: \(lost)\(remedy)")
        let index = unet + "/model.safetensors.index.json"
        try AtomicFile.write(Array(#"{"weight_map": {"a": "model-1.safetensors"}}"#.utf8), to: index)
        #expect(said() == "\(index): names the file 'model-1.safetensors', which is missing beside it\(remedy)")
        try link(unet + "/model-1.safetensors")
        #expect(
          said() == "\(index): names the file 'model-1.safetensors', which is missing beside it: \(lost)\(remedy)")
        try SafeTensors.write(Self.whole, to: unet + "/model.bf16.safetensors")
        #expect(said() == "no error")
      }
    }
  }

  /// A tensor in two shards: which one is meant can't be known.
  @Test func twice() throws {
    try withTemporaryFolder { folder in
      for name in ["a", "b"] { try SafeTensors.write(Self.whole, to: "\(folder)/\(name).safetensors") }
      let index = #"{"weight_map": {"out.weight": "a.safetensors", "out.bias": "b.safetensors"}}"#
      try AtomicFile.write(Array(index.utf8), to: folder + "/model.safetensors.index.json")
      #expect(
        fault { _ = try Checkpoint.load(WeightFiles(folder: folder, base: "model")) { try Linear(3, 2, $0["out"]) } }
          == "\(folder)/a.safetensors: tensor 'out.bias' is in \(folder)/b.safetensors too")
    }
  }

  @Test(arguments: ["", ".fp16", ".bf16"]) func shards(variant: String) throws {
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
      // The other form of the index's name.
      let other = folder + "/model\(variant).safetensors.index.json"
      if other != index { try FileManager.default.moveItem(atPath: index, toPath: other) }
      #expect(try files() == WeightFiles(folder: folder, base: "model") && files().path == other)
      if other != index { try FileManager.default.moveItem(atPath: other, toPath: index) }

      try FileManager.default.removeItem(atPath: folder + "/" + names[1])
      #expect(fault { _ = try files() } == "\(index): names the file '\(names[1])', which is missing beside it")
      try AtomicFile.write(Array(#"{"weight_map": {"a": "../b"}}"#.utf8), to: index)
      #expect(fault { _ = try files() } == #"\#(index): the file of 'a' should be a file name, found "../b""#)
      try AtomicFile.write(Array("{}".utf8), to: index)
      #expect(fault { _ = try files() } == "\(index): expected a JSON object with a 'weight_map'")
    }
  }

  /// A download of one variant, as it was stopped: it has the indices of all, which are small.
  @Test func shardsOfTheVariantThatHasSome() throws {
    try withTemporaryFolder { folder in
      for variant in ["", ".fp16"] {
        let map = #"{"weight_map": {"a": "model\#(variant)-1.safetensors", "b": "model\#(variant)-2.safetensors"}}"#
        try AtomicFile.write(Array(map.utf8), to: folder + "/model.safetensors.index\(variant).json")
      }
      func said() -> String { fault { _ = try WeightFiles(folder: folder, base: "model") } }
      #expect(said().contains("model.safetensors.index.json: names the file 'model-1.safetensors'"))
      try SafeTensors.write([Self.whole[0]], to: folder + "/model.fp16-1.safetensors")
      #expect(said().contains("model.safetensors.index.fp16.json: names the file 'model.fp16-2.safetensors'"))
      try SafeTensors.write([Self.whole[1]], to: folder + "/model.fp16-2.safetensors")
      #expect(said() == "no error")
    }
  }

  @Test func whichFile() throws {
    try withTemporaryFolder { folder in
      let expected =
        "expected model.safetensors, model.fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index"
      func found() throws -> String { try WeightFiles(folder: folder, base: "model").path }
      #expect(fault { _ = try found() } == "\(folder): \(expected), found no weights")
      try AtomicFile.write([1], to: folder + "/pytorch_model.bin")
      #expect(
        fault { _ = try found() }
          == "\(folder): \(expected), found only 'pytorch_model.bin'; weights are read from safetensors alone")
      try AtomicFile.write([1], to: folder + "/model.q8.safetensors")
      #expect(
        fault { _ = try found() }
          == "\(folder): \(expected), found only 'model.q8.safetensors', 'pytorch_model.bin'; weights are read from "
          + "safetensors alone")
      for name in ["non_ema.", "ema.", "fp32.", "bf16.", "fp16.", ""].map({ "model.\($0)safetensors" }) {
        try SafeTensors.write(Self.whole, to: folder + "/" + name)
        #expect(try found() == folder + "/" + name)
      }
    }
  }
}
