import Images
import Inference
import PipelineKit
import Stages
import Tensors
import Training

/// What a network in training makes: digits without their noise, or digits out of noise.
struct TrainingSheet {
  let recipe: DigitRecipe
  /// Called now and then; what it throws ends the work.
  var step: () throws -> Void = {}

  private static let rows = 4
  private static let columns = 10

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
      // One of each class in every row.
      let known = recipe.configuration.classes ?? Digits.classes
      let classes = (0..<Self.rows * Self.columns).map { $0 % Self.columns % known }
      let sampler = DigitSampler(name: recipe.name, network: network, schedule: schedule)
      let pictures = try cells(sampler(classes: classes, generator, step: step))
      let rows = (0..<Self.rows).map { Array(pictures[$0 * Self.columns..<($0 + 1) * Self.columns]) }
      return try ContactSheet(rows, title: title, magnification: 3).render()
    case .classify: preconditionFailure("a classifier makes no pictures")
    }
  }

  /// Digits that were not learned, where the folder has them.
  private func unseen() throws -> Digits {
    try (try? recipe.task(.test).digits) ?? recipe.task().digits
  }

  private func cells(_ batch: Tensor) -> [ContactSheet.Cell] {
    let (black, white) = (Float(recipe.configuration.black), Float(recipe.configuration.white))
    return (0..<batch.shape[0]).map { i in
      ContactSheet.Cell(batch.element(i).map { ($0 - black) / (white - black) * 2 - 1 }.clamped(to: -1...1))
    }
  }
}
