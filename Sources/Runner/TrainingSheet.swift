import Images
import Inference
import PipelineKit
import Stages
import Tensors
import Training

/// What a network in training makes: digits without their noise, or digits out of noise, by the stages that pipelines are
/// made of.
struct TrainingSheet {
  let recipe: DigitRecipe

  private static let rows = 4
  private static let columns = 10
  /// γ of classifier-free guidance.
  private static let guidance = 5.0

  /// The sheet after an epoch as a picture.
  func callAsFunction(_ network: DigitUNet, epoch: Int) throws -> Tensor {
    let generator = Generator(seed: recipe.plan.seed)
    let title = "\(recipe.name), epoch \(epoch)"
    switch recipe.objective {
    case .denoise(let sigma):
      let digits = try unseen()
      let clean = digits.images(
        Array(0..<min(Self.columns, digits.count)), black: recipe.configuration.black,
        white: recipe.configuration.white)
      let noisy = AddNoise()(clean, sigma: sigma, generator: generator)
      let rows = [clean, noisy, network(noisy)].map(cells)
      return try ContactSheet(rows, title: title, rowLabels: ["x", "x + \(sigma)ε", "denoised"], magnification: 3)
        .render()
    case .estimate(let schedule, _):
      let pictures = try cells(samples(network, schedule, generator))
      let rows = (0..<Self.rows).map { Array(pictures[$0 * Self.columns..<($0 + 1) * Self.columns]) }
      return try ContactSheet(rows, title: title, magnification: 3).render()
    }
  }

  /// Digits that were not learned, where the folder has them.
  private func unseen() throws -> Digits {
    try (try? Digits(folder: recipe.data, .test)) ?? Digits(folder: recipe.data, .training)
  }

  /// Digits out of noise, one of each class in every row where the network takes classes.
  private func samples(_ network: DigitUNet, _ schedule: NoiseSchedule, _ generator: Generator) throws -> Tensor {
    let model = ModelInTraining(name: recipe.name, schedule: schedule, imageShape: [1, 28, 28])
    let count = Self.rows * Self.columns
    let classes = recipe.configuration.classes.map { classes in
      (
        own: DigitTask.oneHot((0..<count).map { $0 % Self.columns % classes }, classes: classes),
        none: Tensor([count, classes], repeating: 0)
      )
    }
    var x = generator.normal([count] + model.imageShape)
    for t in Timestep.walk(Array((0..<schedule.count).reversed())) {
      let time = Tensor([count, 1], repeating: Float(t.value) / Float(schedule.count))
      var estimate = Estimate(noise: network(x, time: time, oneHot: classes?.own))
      if let classes {
        let nothing = Estimate(noise: network(x, time: time, oneHot: classes.none))
        estimate = try Guide()(conditional: estimate, unconditional: nothing, scale: Self.guidance)
      }
      x = try Step()(x, estimate: estimate, at: t, model: model, generator: generator).image
    }
    return x
  }

  private func cells(_ batch: Tensor) -> [ContactSheet.Cell] {
    let (black, white) = (Float(recipe.configuration.black), Float(recipe.configuration.white))
    return (0..<batch.shape[0]).map { i in
      ContactSheet.Cell(batch.element(i).map { ($0 - black) / (white - black) * 2 - 1 }.clamped(to: -1...1))
    }
  }
}

/// A network in training as a model that stages can step.
struct ModelInTraining: Model {
  let name: String
  let schedule: NoiseSchedule?
  let imageShape: [Int]
  /// It has no files yet.
  var digest: @Sendable () throws -> String { { "in training" } }
}
