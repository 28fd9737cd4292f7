import Basics
import Foundation
import OpenInference
import PipelineKit
import PipelineModels
import Tensors
import TestServers
import TestSupport

/// The registry of the program.
func servedRegistry(_ formats: [any ModelFormat.Type] = []) throws -> Registry {
  var registry = Registry.standard
  try OpenInferencePlugin.register(in: &registry)
  registry.register(formats)
  return registry
}

/// The files of a model of digits without the network's weights, as the folder `m` in a temporary folder.
func withLocalFiles<Result>(_ model: String, _ body: (_ folder: String) throws -> Result) throws -> Result {
  try withTemporaryFolder { folder in
    try FileSystem.makeFolders(folder + "/m")
    for name in ["config.json", "scheduler_config.json"] {
      let path = Fixtures.package + "/models/\(model)/\(name)"
      if FileSystem.exists(path) { try AtomicFile.write(try FileFault.contents(of: path), to: folder + "/m/" + name) }
    }
    return try body(folder)
  }
}

/// The served model of the files in `folder/m`, or in another folder.
func served(
  _ servers: [FakeServer], in folder: String, local: String = "m", options: String = "&patience=0"
) throws -> any Model {
  let hosts = servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
  return try LoadModel()(
    from: "oip+http://\(hosts)/net?local=\(FileName.path(local, in: folder))\(options)",
    formats: .with(servedRegistry()))
}

extension Tensor {
  init(_ numbers: FakeModel.Numbers) { self.init(numbers.shape, numbers.values) }
}

extension FakeModel.Numbers {
  init(_ tensor: Tensor) { self.init(tensor.shape, tensor.values) }
}

/// A family with one model, the exact estimator of two pictures under the schedule of mnist-time.
struct TwoPictures: ModelFormat {
  static let summary = "two pictures"
  static let schedule = try! ModelFormats.standard.open(Fixtures.package + "/models/mnist-time").facts(name: "")
    .schedule!
  static let model = PictureSet(
    Tensor([2, 1, 28, 28], (0..<2 * 784).map { sin(Float($0) * ($0 < 784 ? 0.37 : 0.011)) }), name: "two",
    schedule: schedule)

  static func recognises(_ path: String) -> Bool { path.hasSuffix(".two") }
  init(path: String) {}
  func facts(name: String) -> ModelFacts {
    ModelFacts(name: name, imageShape: [1, 28, 28], schedule: Self.schedule, abilities: [.estimatesNoise])
  }
  func checkFiles() throws {}
  func size() throws -> (weights: Int, bytes: Int) { (0, 0) }
  func load(_ options: ModelOptions) throws -> any Model { Self.model }

  /// The same model, served.
  static func served(type: String = "FP32", times: String = "FP32", timeShape: [Int] = [-1]) -> FakeModel {
    FakeModel(
      "net", [.init("sample", [-1, 1, 28, 28], type), .init("timestep", timeShape, times)],
      .init("out_sample", [-1, 1, 28, 28], type)
    ) { inputs in
      let (sample, times) = (Tensor(inputs["sample"]!), inputs["timestep"]!.values)
      let rows = (0..<sample.shape[0]).map { row in
        let time = Double(times[times.count == 1 ? 0 : row])
        return try! model.estimate(sample.element(row), at: time, condition: nil, lowResolution: nil).noise
      }
      return FakeModel.Numbers(.concatenated(rows, axis: 0))
    }
  }
}

/// Samples two pictures in six steps.
let sampling = #"""
  {"parameters": {"from": "m"}, "outputs": {"x": "@loop"}, "stages": {
    "m": {"stage": "model", "from": "$from"},
    "g": {"stage": "generator", "seed": 3},
    "start": {"stage": "gaussian-noise", "model": "@m", "generator": "@g", "count": 2},
    "times": {"stage": "timesteps", "model": "@m", "count": 6},
    "loop": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
      "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": "@t"},
      "s": {"stage": "step", "model": "@m", "image": "@x", "estimate": "@e", "at": "@t", "method": "ddim"}
    }, "next": {"x": "@s"}}}}
  """#

/// The pictures that `sampling` gives with a model.
func sample(from model: String, in folder: String) throws -> Tensor {
  let pipeline = try Pipeline(
    text: sampling, file: "f.json", folder: folder, arguments: [("from", model)],
    registry: servedRegistry([TwoPictures.self]))
  guard let pictures = try pipeline.run()["x"].flatMap({ Tensor($0) }) else { throw StageFault.other("no picture") }
  return pictures
}
