import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// What training leaves is, as a model of a pipeline, what it was in training: the loss of the model's stages is the
/// loss of the task, whatever range the network knows.
@Suite struct TrainedModelTests {
  /// The tiny model of a recipe after its run, and what it learned.
  private func trained(
    in folder: String, network: String, objective: String, data: String = ""
  ) throws -> (model: any Model, network: DigitLearner, task: DigitTask) {
    try DigitFiles.write(16, to: folder)
    let recipe = try DigitRecipe(
      path: DigitFiles.recipe(in: folder, network: network, objective: objective, data: data, run: ""))
    try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
    // Read back, as weights are rounded to half precision when they are written.
    let model = folder + "/run/model"
    return (try LoadModel()(from: model), try DigitLearner(folder: model), try recipe.task())
  }

  @Test func denoiser() throws {
    try withTemporaryFolder { folder in
      let (model, network, task) = try trained(
        in: folder, network: "\"channels\": 4", objective: "\"learn\": \"denoise\", \"sigma\": 0.5",
        data: ", \"black\": 0, \"white\": 1")
      let examples = [0, 3, 5]
      let loss = task.loss(examples, by: network, Generator(seed: 2)).values[0]
      let x = task.digits.images(examples)
      let noisy = AddNoise()(x, sigma: 0.5, generator: Generator(seed: 2), range: .unit)
      let clean = try Denoise()(model, image: noisy)
      guard case .unet(let unet) = network else { return }
      #expect(try Denoise()(DigitDenoiser(name: "tiny", network: unet), image: noisy) == clean)
      // Between −1 and 1 errors are twice as large.
      #expect(abs(clean.meanSquaredError(to: x).values[0] / 4 - loss) < 1e-5 * loss)
    }
  }

  @Test(arguments: [true, false]) func estimator(takesClass: Bool) throws {
    try withTemporaryFolder { folder in
      let (model, network, task) = try trained(
        in: folder, network: "\"channels\": 4, \"time\": true, \"class\": \(takesClass)",
        objective: "\"learn\": \"estimate\", \"steps\": 20")
      guard case .unet(let unet) = network, let schedule = model.schedule else { return }
      // The network in memory is the same model.
      let inMemory = DigitEstimator(name: "tiny", network: unet, schedule: schedule)
      for example in 0..<8 {
        let loss = task.loss([example], by: network, Generator(seed: UInt64(example))).values[0]
        // The task's draws: ε, t, and whether the class is left out.
        let generator = Generator(seed: UInt64(example))
        let x = task.digits.images([example])
        let noise = generator.normal(x.shape)
        let t = Timestep(Double(generator.integer(below: 20)))
        var condition: Condition?
        if takesClass, generator.uniform([1]).values[0] >= 0.1 {
          condition = try EncodeLabel()(model, task.digits.labels[example])
        }
        let noisy = try Noise()(x, at: t, model: model, with: noise)
        let estimate = try EstimateNoise()(model, image: noisy, at: t, condition: condition)
        #expect(abs(estimate.noise.meanSquaredError(to: noise).values[0] - loss) < 1e-5 * loss)
        #expect(try EstimateNoise()(inMemory, image: noisy, at: t, condition: condition) == estimate)
      }
    }
  }

  /// A network in memory is the model that its folder is, and prompts that are read together are read as each alone;
  /// OpenBLAS sums a batch's products in another order.
  @Test func networksInMemory() throws {
    func same(_ a: Tensor?, _ b: Tensor?) -> Bool {
      guard Processor.current.products == .openBLAS, let a, let b else { return a == b }
      return a.shape == b.shape && zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-4 }
    }
    try withTemporaryFolder { folder in
      try TinyModel.write(to: folder)
      let source = try DeepFloydFolder(path: folder)
      let (loaded, prompts) = (
        try DeepFloydModel(name: "a", directory: source), PromptEncoder(name: "b", directory: source)
      )
      try prompts.read(["a red disc", ""])
      let model = DeepFloydModel(name: "b", network: try source.loadUNet(), prompts: prompts)
      #expect(model.imageShape == loaded.imageShape && model.schedule == loaded.schedule)
      let x = Generator(seed: 1).normal([1, 3, 16, 16])
      for prompt in ["a red disc", "", "a blue disc"] {
        let conditions = try [loaded, model].map { try EncodeText()($0, prompt) }
        #expect(same(conditions[0].embedding, conditions[1].embedding))
        let estimates = try zip([loaded, model], conditions).map {
          try EstimateNoise()($0, image: x, at: Timestep(500), condition: $1)
        }
        #expect(same(estimates[0].noise, estimates[1].noise))
        #expect(same(estimates[0].variance, estimates[1].variance))
      }
    }
  }
}
