import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import Tensors
import TestSupport
import Testing

/// Whole pipelines, run through pipeline files, against what diffusers makes of the same weights, conditions and seeds.
@Suite struct ParityTests {
  static func registry() throws -> Registry {
    var registry = Registry()
    try registry.register(estimatorStages)
    try registry.register(commonStages)
    return registry
  }

  static func outputs(_ file: String, _ arguments: [(name: String, text: String)] = []) throws -> NamedValues {
    let path = Fixtures.path("parity/\(file).json")
    return try Pipeline(path: path, arguments: arguments, registry: registry()).run()
  }

  /// Every step of the six reference pipelines from the reference's own x_t. Pixels count in 0 … 1.
  ///
  /// The networks are random, and a walk of ten guided steps with random weights is chaotic (make_trajectories.py), so
  /// whole walks are compared on a trained network below.
  @Test(
    arguments: Sanitizer.cases([
      ("sample", 10, 3.2e-4), ("img2img", 7, 2e-4), ("inpaint", 10, 2.8e-4), ("superresolution", 10, 4.2e-4),
      ("anagram", 10, 2.6e-4), ("hybrid", 10, 2.9e-4),
    ]))
  func everyStep(name: String, count: Int, bound: Float) throws {
    let trajectories = try SafeTensors(path: Fixtures.path("reference/cases/trajectories.safetensors"))
    let images = try #require(try [Tensor](Self.outputs("steps/\(name)")["images"]!))
    #expect(images.count == count)
    var worst: Float = 0
    for (k, image) in images.enumerated() {
      worst = max(worst, image.maximumDifference(from: try trajectories.tensor("\(name).\(k + 1)")) / 2)
    }
    print("\(name): every step within \(worst)")
    // Twice what it is today, which the instruction set moves a little; 2e-3 is what the project promises.
    #expect(worst < bound)
  }

  /// The start of each walk is the reference's: the same draws, the same noised picture.
  @Test(arguments: ["sample", "img2img", "inpaint", "superresolution", "anagram", "hybrid"])
  func starts(name: String) throws {
    let text = try String(contentsOfFile: Fixtures.path("parity/\(name).json"), encoding: .utf8)
      .replacing(#""image": "@denoise" }"#, with: #""image": "@start" }"#)
    let pipeline = try Pipeline(
      text: text, file: name, folder: Fixtures.path("parity"), registry: Self.registry())
    let start = try #require(try Tensor(pipeline.run()["image"]!))
    let trajectories = try SafeTensors(path: Fixtures.path("reference/cases/trajectories.safetensors"))
    #expect(start.maximumDifference(from: try trajectories.tensor("\(name).0")) < 1e-5)
  }

  /// Pictures of mini-if after 50 steps against those of diffusers' IFPipeline, at every pixel in 0 … 1. All eight of the
  /// model's reference pictures with PARITY=all; otherwise two.
  @Test(.disabled(if: Sanitizer.current == .thread, "a hundred steps")) func pictures() throws {
    let reference = try SafeTensors(path: Fixtures.package + "/models/mini-if/reference.safetensors")
    let isFull = ProcessInfo.processInfo.environment["PARITY"] == "all"
    let prompts = isFull ? reference.names : ["a skull", "a photo of a dog"]
    let images = try #require(
      try [Tensor](
        Self.outputs(
          "prompts",
          [("prompts", prompts.joined(separator: ",")), ("seeds", prompts.map { _ in "180" }.joined(separator: ","))])[
            "images"]!))
    for (prompt, image) in zip(prompts, images) {
      let difference = image.maximumDifference(from: try reference.tensor(prompt)) / 2
      print("\(prompt): within \(difference) at every pixel")
      #expect(difference < 3e-5, "\(prompt)")
    }
  }
}
