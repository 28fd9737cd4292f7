import Images
import Inference
import PipelineKit
import PipelineModels
import PipelineStages
public import Tensors

/// Sheets of a network in training: denoised digits, or generated ones.
extension DigitRecipe {
  private static let rows = 4
  private static let columns = 10

  public func sheet(of network: DigitLearner, afterEpoch epoch: Int, step: () throws -> Void) throws -> Tensor? {
    guard case .unet(let network) = network else { return nil }
    let generator = Generator(seed: plan.seed)
    let title = "\(name), epoch \(epoch)"
    switch objective {
    case .denoise(let sigma):
      let digits = try unseen()
      let clean = digits.images(Array(0..<min(Self.columns, digits.count)))
      // σ is in the network's range; pictures between stages are −1 … 1.
      let scale = 2 / (configuration.white - configuration.black)
      let noisy = AddNoise()(clean, sigma: sigma * scale, generator: generator)
      let denoised = try Denoise()(DigitDenoiser(name: name, network: network), image: noisy)
      return try ContactSheet(
        [clean, noisy, denoised].map(cells), title: title, rowLabels: ["x", "x + \(sigma)ε", "denoised"],
        magnification: 3
      ).render()
    case .estimate(let schedule, let prediction, _):
      // One of each class in every row.
      let known = configuration.classes ?? Digits.classes
      let classes = (0..<Self.rows * Self.columns).map { $0 % Self.columns % known }
      let model = DigitEstimator(name: name, network: network, schedule: schedule, prediction: prediction)
      if pairs != nil { return try sheet(of: model, title: title, generator, step) }
      let pictures = try cells(toPictures(draw(classes, by: model, generator) { _, _ in try step() }))
      let rows = (0..<Self.rows).map { Array(pictures[$0 * Self.columns..<($0 + 1) * Self.columns]) }
      return try ContactSheet(rows, title: title, columnLabels: columnLabels, magnification: 3).render()
    case .classify: return nil
    }
  }

  /// The numbers of steps in which the rows of a sheet of reflow are drawn.
  private static let steps = [1, 2, 4, 50]

  /// For reflow: a row for each number of steps, from the same noise.
  private func sheet(
    of model: DigitEstimator, title: String, _ generator: Generator, _ step: () throws -> Void
  ) throws -> Tensor {
    let noise = try GaussianNoise()(for: model, count: Self.columns, generator: generator)
    let condition = try model.classCount > 0 ? EncodeLabel()(model, Array(0..<Self.columns)) : nil
    let rows = try Self.steps.map { steps in
      var sampling = sampling
      sampling.steps = .count(steps)
      return try cells(toPictures(sampling(model, from: noise, of: condition) { _, _ in try step() }))
    }
    let labels = Self.steps.map { "\($0) step\($0 == 1 ? "" : "s")" }
    return try ContactSheet(
      rows, title: title, columnLabels: columnLabels, rowLabels: labels, magnification: 3
    ).render()
  }

  /// What the classes show, for the data sets whose classes have names; nil for digits, and where the network takes other
  /// classes.
  var classNames: [String]? {
    DataSet.inFolder(data)?.classNames.flatMap { $0.count == (configuration.classes ?? $0.count) ? $0 : nil }
  }

  /// The names over the columns, each of which shows a class.
  private var columnLabels: [String] { configuration.classes == nil ? [] : classNames ?? [] }

  /// γ of the guidance for digits of a class.
  static let guidance = 5.0

  /// How digits are drawn for sheets and measurements: through all timesteps of a diffusion, in 50 steps of Euler's
  /// method along a flow. The guidance of reflow is in the pictures of its pairs.
  var sampling: Sampling {
    if case .estimate(let schedule, _, _) = objective, schedule.path == .flow {
      return Sampling(steps: .count(50), guidance: pairs == nil ? Self.guidance : 1, method: Euler())
    }
    return Sampling(steps: .stride(1), guidance: Self.guidance)
  }

  /// Generates a digit of each of these classes, N×1×28×28 in the network's range; a network without classes ignores
  /// them.
  ///
  /// - Parameter steps: the number of steps; nil for that of `sampling`.
  func draw(
    _ classes: [Int], by model: DigitEstimator, in steps: Int? = nil, _ generator: Generator,
    step: (Int, Int) throws -> Void
  ) throws -> Tensor {
    let condition = try model.classCount > 0 ? EncodeLabel()(model, classes) : nil
    var sampling = sampling
    if let steps { sampling.steps = .count(steps) }
    return try sampling(model, count: classes.count, of: condition, generator, step: step)
  }

  /// Test digits if the folder has them, otherwise training digits.
  private func unseen() throws -> Digits { try testTask()?.digits ?? task().digits }

  /// Pictures in the network's range converted to −1 … 1.
  private func toPictures(_ batch: Tensor) -> Tensor {
    let (black, white) = (Float(configuration.black), Float(configuration.white))
    return batch.map { ($0 - black) / (white - black) * 2 - 1 }
  }

  private func cells(_ batch: Tensor) -> [ContactSheet.Cell] {
    (0..<batch.shape[0]).map { ContactSheet.Cell(batch.element($0).clamped(to: -1...1)) }
  }
}
