import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// What the tools for tests say, and that they can fail.
@Suite struct PipelineTestingTests {
  @Test func aStageAlone() throws {
    let trial = StageTrial(Flip())
    let image = Generator(seed: 1).normal([1, 1, 2, 3])
    let inputs = Inputs(["input": .image(image)])
    let flipped = try trial.outputs(of: inputs).values["output"].flatMap { Tensor($0) }
    #expect(flipped == Flip()(image))
    #expect(trial.foreseenShapes(["input": [1, 3, 8, 8]]) == ["output": [1, 3, 8, 8]])
    #expect(
      trial.problems(with: Inputs(["axis": .text("sideways")])).first?.contains("'vertical' or 'horizontal'") == true)
    #expect(throws: (any Error).self) { try trial.outputs(of: Inputs(["input": .number(1)])) }
    #expect(
      StageTrial(Timesteps()).problems(with: Inputs(), given: ["model"])
        == ["expected exactly one of 'count', 'stride', 'list' and 'respacing', found none"])
    #expect(throws: StageFault.self) { try StageTrial(Timesteps()).outputs(of: Inputs()) }
  }

  @Test func estimators() throws {
    let fake = FakeEstimator(imageShape: [1, 2, 2]) { 0.5 * $0.image }
    let x = Generator(seed: 1).normal([1, 1, 2, 2])
    #expect(try EstimateNoise()(fake, image: x, at: Timestep(7)).noise == 0.5 * x)
    #expect(fake.evaluations == [Evaluation(x, at: 7)])
  }

  @Test func files() throws {
    var registry = Registry()
    try registry.register(commonStages)
    let fine =
      #"{"stages": {"g": {"stage": "generator", "seed": 1}, "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 4, 4]}, "w": {"stage": "write-image", "image": "@x", "to": "o.png"}}}"#
    #expect(PipelineFile.problems(in: fine, registry: registry).isEmpty)
    let wrong = fine.replacing("gaussian-noise", with: "gaussian-nose")
    #expect(
      PipelineFile.problems(in: wrong, registry: registry)
        == ["pipeline:1:68: error: there is no stage 'gaussian-nose'; did you mean 'gaussian-noise'?"])
  }

  @Test func goldenPictures() throws {
    try withTemporaryFolder { folder in
      let picture = Generator(seed: 1).normal([1, 3, 8, 8]).clamped(to: -1...1)
      try GoldenPictures(folder: folder, isWriting: true).compare(picture, "p")
      let golden = GoldenPictures(folder: folder, isWriting: false)
      try golden.compare(picture, "p")
      try golden.compare(picture.map { $0 + 0.9 / 127.5 }, "p")
      #expect(throws: GoldenFault.self) { try golden.compare(picture.map { $0 * 0.9 }, "p") }
      #expect(throws: GoldenFault.self) { try golden.compare(picture.slice(axis: 1, 0..<1), "p") }
      #expect(throws: (any Error).self) { try golden.compare(picture, "q") }
      try GoldenPictures(folder: folder, tolerance: 30, isWriting: false).compare(picture.map { $0 * 0.9 }, "p")
    }
    #expect(Tensor([2], [1, 2]).difference(from: Tensor([2], [1, 2.5])) == 0.5)
    #expect(Tensor([2], [1, 2]).difference(from: Tensor([1], [1])) == .infinity)
  }
}
