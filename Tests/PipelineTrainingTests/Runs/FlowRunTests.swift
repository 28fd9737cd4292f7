import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// Runs that learn a flow.
@Suite struct FlowRunTests {
  static func recipe(in folder: String, network: String = "\"channels\": 2, \"time\": true", run: String = "") throws
    -> DigitRecipe
  {
    try DigitRecipe(
      path: DigitFiles.recipe(in: folder, network: network, objective: "\"learn\": \"flow\"", run: run))
  }

  /// The folder that it leaves is a model of a flow, whose ε̂ is x_t + (1 − t) u.
  @Test func leavesAFlow() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try Self.recipe(in: folder)
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let format = try DigitFormat(path: folder + "/run/model")
      let schedule = try #require(format.facts(name: "m").schedule)
      #expect(schedule == .flow())
      let model = try #require(format.load(ModelOptions(name: "m")) as? DigitEstimator)
      guard case .unet(let network) = try DigitLearner(folder: folder + "/run/model") else {
        Issue.record("no UNet")
        return
      }
      let x = Generator(seed: 1).normal([2, 1, 28, 28])
      let velocity = network(x, time: Tensor([2, 1], repeating: 0.25), oneHot: nil)
      let estimate = try EstimateNoise()(model, image: x, at: Timestep(250))
      #expect(estimate.noise.maximumDifference(from: x + 0.75 * velocity) < 1e-5)
      let card = String(decoding: try FileFault.contents(of: folder + "/run/model/README.md"), as: UTF8.self)
      #expect(card.contains("| objective | ‖u((1 − t) x + t ε, t) − (ε − x)‖², t from 0 to 1 |"))
      let measured = try recipe.measuring(folder + "/run/model")
      #expect(measured.differences.isEmpty && measured.recipe.objective == recipe.objective)
    }
  }

  /// Sheets take 50 steps of Euler's method; a run with one ends, resumed, with the bytes of one that never stopped.
  @Test func sheetsAndResuming() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let recipe = try Self.recipe(
        in: folder, network: "\"channels\": 1, \"time\": true", run: ", \"decay\": \"exponential\", \"sheets\": [2]")
      let whole = TrainingRun(recipe, folder: folder + "/whole")
      try whole(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      try stopped(resume: false, limit: 2, report: { _ in })
      try stopped(resume: true, report: { _ in })
      for file in ["model/model.safetensors", "model/scheduler_config.json", "state.safetensors", "epoch-02/sheet.png"]
      {
        let contents = ["whole", "stopped"].map { FileManager.default.contents(atPath: "\(folder)/\($0)/\(file)") }
        #expect(contents[0] != nil && contents[0] == contents[1], "\(file)")
      }
      var steps = 0
      _ = try recipe.sheet(of: DigitLearner(folder: folder + "/whole/model"), afterEpoch: 2) { steps += 1 }
      #expect(steps == 50)
    }
  }

  /// What is learned: the loss falls on two pictures, one black and one white.
  @Test func learns() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.writeBlackAndWhite(40, to: folder)
      let recipe = try Self.recipe(in: folder, network: "\"channels\": 4, \"time\": true, \"class\": true")
      let task = try recipe.task()
      let start = try recipe.start(Generator(seed: 1)).network(recipe.network)
      try TrainingRun(
        DigitRecipe(path: recipe.path, arguments: [("epochs", "12")]), folder: folder + "/run")(
          resume: false, report: { _ in })
      let learned = try DigitLearner(folder: folder + "/run/model")
      let losses = [start, learned].map { task.loss([0, 1, 0, 1, 0, 1, 0, 1], by: $0, Generator(seed: 5)).values[0] }
      #expect(losses[1] < 0.7 * losses[0], "\(losses)")
    }
  }
}
