import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineTesting
import Tensors
import TestSupport
import Testing

@Suite struct NetworkOnDemandTests {
  /// Prompts are encoded without the network's weights, which the first evaluation reads.
  @Test func promptsNeedNoNetwork() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model"
      try FileManager.default.copyItem(atPath: Fixtures.path("reference/if-stage1"), toPath: path)
      let whole = try DeepFloydModel(name: "whole", directory: DeepFloydFolder(path: path))
      let condition = try whole.condition(prompt: "a fox") { _ in }
      let image = Tensor([1, 3, 32, 32], repeating: 0.5)
      let estimate = try whole.estimate(image, at: 500, condition: condition, lowResolution: nil)
      #expect(estimate.noise.shape == [1, 3, 32, 32])

      let weights = try #require(try DeepFloydFolder(path: path).unetWeights().files.first)
      let file = try SafeTensors(path: weights)
      let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
      try FileManager.default.removeItem(atPath: weights)
      try SafeTensors.write(tensors + [(name: "lora", tensor: Tensor([1], repeating: 0))], to: weights)
      let damaged = try DeepFloydModel(name: "damaged", directory: DeepFloydFolder(path: path))
      #expect(try damaged.condition(prompt: "a fox") { _ in }.embedding == condition.embedding)
      for _ in 1...2 {
        #expect(
          faultText { try damaged.estimate(image, at: 500, condition: condition, lowResolution: nil) }
            == "\(weights): the network has no place for tensor 'lora'")
      }
    }
  }
}
