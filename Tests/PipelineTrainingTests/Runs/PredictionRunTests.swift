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

/// Runs of networks that predict x₀ or v, and of one that sees pure noise.
@Suite struct PredictionRunTests {
  /// The model that a run leaves says what its network predicts, and its estimates are ε.
  @Test(arguments: [("x0", "sample", Prediction.clean), ("v", "v_prediction", .velocity)])
  func leavesWhatItPredicts(word: String, configured: String, prediction: Prediction) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true",
          objective: "\"learn\": \"estimate\", \"steps\": 20, \"predicts\": \"\(word)\"", run: ""))
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let path = folder + "/run/model/scheduler_config.json"
      let text = String(decoding: try FileFault.contents(of: path), as: UTF8.self)
      #expect(text.contains("\"prediction_type\": \"\(configured)\""))
      guard case .unet(let network) = try DigitLearner(folder: folder + "/run/model") else {
        Issue.record("no UNet")
        return
      }
      let model = try DigitFormat(path: folder + "/run/model").load(ModelOptions(name: "m"))
      let x = Generator(seed: 1).normal([2, 1, 28, 28])
      let output = network(x, time: Tensor([2, 1], repeating: 0.75), oneHot: nil)
      var alpha = 1.0
      for t in 0...15 { alpha *= 1 - (0.0001 + 0.0199 * Double(t) / 19) }
      let (a, b) = (Float(alpha.squareRoot()), Float((1 - alpha).squareRoot()))
      let expected: Tensor =
        switch prediction {
        case .clean: x.combined(with: output) { ($0 - a * $1) / b }
        default: x.combined(with: output) { b * $0 + a * $1 }
        }
      let found = try EstimateNoise()(model, image: x, at: Timestep(15)).noise
      #expect(found.relativeError(to: expected) < 1e-4)
      let measured = try recipe.measuring(folder + "/run/model")
      #expect(measured.differences.isEmpty && measured.recipe.objective == recipe.objective)
      let other = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true",
          objective: "\"learn\": \"estimate\", \"steps\": 20", run: ""))
      #expect(
        try other.measuring(folder + "/run/model").differences.map(\.words)
          == ["objective.predicts=\(word), not noise"])
      let fault = #expect(throws: TrainingFault.self) {
        try TrainingRun(other, folder: folder + "/run")(resume: true, report: { _ in })
      }
      #expect(fault.map { "\($0)".contains("objective.predicts=\(word), not noise") } == true)
    }
  }

  /// The state of a program whose networks all predicted noise is resumed.
  @Test func statesWithoutPrediction() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true",
          objective: "\"learn\": \"estimate\", \"steps\": 20", run: ""))
      let run = TrainingRun(recipe, folder: folder + "/run")
      try run(resume: false, limit: 1, report: { _ in })
      let state = folder + "/run/state.safetensors"
      let file = try SafeTensors(path: state)
      var notes = file.metadata
      #expect(notes.removeValue(forKey: "setting.objective.predicts") == "noise")
      let tensors = try file.names.map { (name: $0, tensor: try file.tensor($0)) }
      notes[SavedState.checksum] = SavedState.digest(of: tensors, notes)
      try SafeTensors.write(tensors, to: state, metadata: notes)
      #expect(try run(resume: true, report: { _ in }))
    }
  }

  /// A denoiser of pure noise can only learn the mean of all pictures; its loss is then their variance, here 0.25.
  @Test func pureNoise() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.writeBlackAndWhite(40, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2", objective: "\"learn\": \"denoise\", \"sigma\": 1000",
          data: ", \"black\": 0, \"white\": 1", run: ", \"decay\": \"none\""),
        arguments: [("epochs", "40")])
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      let learned = try DigitLearner(folder: folder + "/run/model")
      let loss = try recipe.task().loss([0, 1, 0, 1, 0, 1, 0, 1], by: learned, Generator(seed: 5)).values[0]
      #expect((0.24...0.3).contains(loss), "\(loss)")
      let rates = String(decoding: try FileFault.contents(of: folder + "/run/loss.csv"), as: UTF8.self)
        .split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }
      #expect(rates.count == 4 && Set(rates) == ["0.001"])
    }
  }
}
