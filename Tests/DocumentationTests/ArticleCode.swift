import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTraining
import Tensors

// The code that the products' articles show. ArticleTests compares it with theirs.

/// Runs a pipeline file with another prompt, and prints what goes on.
func watch(_ file: String) async throws {
  let pipeline = try Pipeline(path: file, arguments: [("far", "a skull")], registry: .standard)
  for try await event in pipeline.events() { print(event) }
}

/// All errors of a file, each with its line and column; nothing runs.
func errors(in file: String) throws -> [String] {
  do {
    _ = try Pipeline(path: file, registry: .standard)
    return []
  } catch let fault as PipelineFault {
    return fault.diagnostics.map { "\($0)" }
  }
}

/// Noise of three strengths on a picture, and the same blurred, on one sheet.
func sheet(of picture: Tensor, seed: UInt64) throws -> Tensor {
  let generator = Generator(seed: seed)
  let noisy = [0.25, 0.5, 1].map { AddNoise()(picture, sigma: $0, generator: generator) }
  let blurred = try noisy.map { try LowPass()($0, sigma: 1.5) }
  return try Grid()(images: [noisy, blurred], rowLabels: ["noisy", "blurred"])
}

/// One picture from noise, 1×C×H×W in −1…1.
func sample(_ model: any Model, steps: Int, seed: UInt64) throws -> Tensor {
  let generator = Generator(seed: seed)
  var x = try GaussianNoise()(for: model, generator: generator)
  for t in try Timesteps()(.count(steps), model: model) {
    let estimate = try EstimateNoise()(model, image: x, at: t)
    x = try Step()(x, estimate: estimate, at: t, model: model, generator: generator).image
  }
  return x
}

/// Estimates that follow a prompt more closely than the network's own.
func guided(
  _ model: any Model, _ x: Tensor, at t: Timestep, _ prompt: String, scale: Double
) throws -> Estimate {
  let (text, estimate) = (EncodeText(), EstimateNoise())
  return try Guide()(
    conditional: estimate(model, image: x, at: t, condition: text(model, prompt)),
    unconditional: estimate(model, image: x, at: t, condition: text(model, "")), scale: scale)
}

/// Trains as a recipe says, from its last saved state if `resume`, and prints what goes on.
func train(_ file: String, in folder: String, resume: Bool) throws {
  func run(_ recipe: some TrainingRecipe) throws {
    try TrainingRun(recipe, folder: folder)(resume: resume) { print($0) }
  }
  try run(RecipeRegistry.standard.read(path: file, arguments: [("epochs", "5")]))
}
