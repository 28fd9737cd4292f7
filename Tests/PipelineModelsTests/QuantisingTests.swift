import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// Models with weights in 8 bits.
@Suite struct QuantisingTests {
  private static let original = Fixtures.package + "/models/mini-if"

  private func estimate(_ folder: String, _ precision: Precision = .single) throws -> Tensor {
    let model = try DeepFloydModel(name: "m", directory: DeepFloydFolder(path: folder), precision: precision)
    let condition = try model.condition(prompt: "a fox") { _ in }
    let image = Tensor([1, 3, 64, 64], (0..<3 * 64 * 64).map { Float($0 % 97) / 48 - 1 })
    return try model.estimate(image, at: 500, condition: condition, lowResolution: nil).noise
  }

  private func quantise(_ model: String, to folder: String) throws {
    let format = try DeepFloydFormat(path: model)
    try format.quantise(to: folder)
  }

  /// A copy on disk is the model that the precision makes of the original, but for its text encoder, and near to it.
  @Test func copies() throws {
    try withTemporaryFolder { folder in
      let copy = folder + "/copy"
      let format = try DeepFloydFormat(path: Self.original)
      try format.quantise(to: copy)
      let quantised = try DeepFloydFormat(path: copy)
      try quantised.checkFiles()
      #expect(try quantised.size().bytes < format.size().bytes * 6 / 10)

      let error = try QuantisationError(of: quantised, from: format)
      #expect(error.network.map(\.timestep) == [900, 500, 100])
      for (_, error) in error.network { #expect(error > 0 && error < 0.03) }
      let text = try #require(error.text)
      #expect(text > 0 && text < 0.05)

      // With the original's encoding of the prompt.
      try FileManager.default.removeItem(atPath: copy + "/text_encoder")
      try FileManager.default.copyItem(atPath: Self.original + "/text_encoder", toPath: copy + "/text_encoder")
      let found = try estimate(copy)
      #expect(try estimate(Self.original, .int8Weights) == found)
      #expect(try estimate(Self.original).relativeError(to: found) < 0.03)
    }
  }

  @Test func faults() throws {
    try withTemporaryFolder { folder in
      let copy = folder + "/copy"
      try quantise(Self.original, to: copy)
      #expect(
        faultText { try quantise(copy, to: folder + "/other") }
          == "\(copy): its weights are in 8 bits already")
      #expect(
        faultText { try quantise(Self.original, to: copy) }
          == "\(copy): the folder should be empty, found 'model_index.json'; name another folder, or empty it")
      // Another tool's form isn't taken for this one.
      let configuration = copy + "/unet/config.json"
      let text = String(decoding: try FileFault.contents(of: configuration), as: UTF8.self)
      let other = text.replacingOccurrences(of: "int-quantized", with: "float-quantized")
      try AtomicFile.write(Array(other.utf8), to: configuration)
      let told = faultText { try quantise(copy, to: folder + "/other") }
      #expect(told.contains("option 'quantization_config' is {…}; supported: weights of 8 bits"))
    }
  }

  /// Factors of another shape are an error, and so are factors of weights that aren't there.
  @Test func factors() throws {
    try withTemporaryFolder { folder in
      let copy = folder + "/copy"
      try quantise(Self.original, to: copy)
      let path = copy + "/unet/diffusion_pytorch_model.safetensors"
      let file = try SafeTensors(path: path)
      let name = try #require(file.names.first { $0.hasSuffix("_scale") })
      func rewrite(_ change: (inout [SafeTensors.PlannedTensor]) -> Void) throws {
        var planned = file.names.map { SafeTensors.PlannedTensor($0, file.type(of: $0)!, file.shape(of: $0)!) }
        change(&planned)
        try SafeTensors.write(planned, to: folder + "/changed") { wanted in
          try file.tensor(file.names.contains(wanted.name) ? wanted.name : name).reshaped(wanted.shape)
        }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: folder + "/changed", toPath: path)
      }
      let outputs = file.shape(of: name)![0]
      try rewrite { $0 = $0.map { $0.name == name ? .init(name, .f32, [1, outputs]) : $0 } }
      #expect(
        faultText { try estimate(copy) } == "\(path): tensor '\(name)' should be \(outputs)×1, found 1×\(outputs)")
      try rewrite { $0 = $0.map { $0.name == name ? .init("x_scale", .f32, $0.shape) : $0 } }
      #expect(faultText { try estimate(copy) } == "\(path): the network has no place for tensor 'x_scale'")
    }
  }

  @Test func memory() throws {
    let facts = try DeepFloydFormat(path: Self.original).facts(name: "m")
    let memory = try #require(facts.memory)
    #expect(memory.weightsInBytes < 0.6 * memory.weights)
  }
}
