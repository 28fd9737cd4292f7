import Foundation
import Inference
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainingRunTests {
  static let estimate = (
    network: "\"channels\": 4, \"time\": true, \"class\": true", objective: "\"learn\": \"estimate\", \"steps\": 20"
  )

  /// A run that is stopped twice, once within an epoch, ends with the bytes of one that never was.
  @Test func resumesToTheSameBytes() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let path = try DigitFiles.recipe(
        in: folder, network: Self.estimate.network, objective: Self.estimate.objective,
        run: ", \"decay\": \"cosine\", \"clip\": 1, \"averaging\": 0.9, \"seed\": 3")
      let recipe = try DigitRecipe(path: path)
      let whole = TrainingRun(recipe, folder: folder + "/whole")
      try whole(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      try stopped(resume: false, limit: 2, report: { _ in })
      try stopped(resume: true, limit: 4, report: { _ in })
      try stopped(resume: true, report: { _ in })
      for file in [
        "model/model.safetensors", "model/config.json", "epoch-01/model.safetensors", "state.safetensors", "loss.csv",
      ] {
        let (a, b) = (
          FileManager.default.contents(atPath: folder + "/whole/" + file),
          FileManager.default.contents(atPath: folder + "/stopped/" + file)
        )
        #expect(a != nil && a == b, "\(file)")
      }
      #expect(throws: TrainingFault.self) { try whole(resume: false, report: { _ in }) }
      #expect(throws: TrainingFault.self) {
        try TrainingRun(DigitRecipe(path: path, arguments: [("epochs", "3")]), folder: folder + "/whole")(
          resume: true, report: { _ in })
      }
      #expect(throws: TrainingFault.self) {
        try TrainingRun(recipe, folder: folder + "/none")(resume: true, report: { _ in })
      }
    }
  }

  /// What training leaves, inference loads.
  @Test func leavesAModel() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: Self.estimate.network, objective: Self.estimate.objective, run: ""))
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let model = folder + "/run/model"
      let configuration = try DigitConfiguration(path: model + "/config.json")
      #expect(configuration == recipe.configuration)
      let network = try Checkpoint.load(WeightFiles(file: model + "/model.safetensors")) {
        try DigitUNet(configuration, $0)
      }
      let output = network(
        Tensor([1, 1, 28, 28], repeating: 0), time: Tensor([1, 1], [0.5]), oneHot: DigitTask.oneHot([3], classes: 10))
      #expect(output.shape == [1, 1, 28, 28] && output.isFinite)
    }
  }

  /// The loss falls, for each objective.
  @Test(arguments: [
    ("\"channels\": 4", "\"learn\": \"denoise\", \"sigma\": 0.5", 0.6), (estimate.network, estimate.objective, 0.95),
  ]) func learns(network: String, objective: String, factor: Double) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(40, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: network, objective: objective, run: ""),
        arguments: [("epochs", "6")])
      var trainer = try Trainer(recipe.task(), recipe.plan) { try DigitUNet(recipe.configuration, $0) }
      var losses: [Float] = []
      while !trainer.isDone { losses.append(try trainer.step()) }
      #expect(losses.suffix(5).reduce(0, +) < Float(factor) * losses.prefix(5).reduce(0, +), "\(losses)")
    }
  }
}
