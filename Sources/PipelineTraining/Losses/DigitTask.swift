public import Inference
public import PipelineKit
public import Tensors

/// Training of a network on digits.
public struct DigitTask: TrainingTask {
  /// What the network learns.
  public enum Objective: Sendable, Equatable {
    /// ‖D(x + σε) − x‖².
    case denoise(sigma: Double)
    /// ‖ε(√ᾱ x + √(1 − ᾱ) ε, t) − ε‖², t uniform (DDPM, Ho et al. 2020, eq. 14). If the network takes classes, an image
    /// comes without its class with this probability (classifier-free guidance, Ho & Salimans 2021).
    case estimate(NoiseSchedule, withoutClass: Double)
    /// The cross-entropy of the predicted classes.
    case classify
  }

  /// The training images.
  public let digits: Digits
  /// The network's configuration.
  public let configuration: DigitConfiguration
  /// The loss.
  public let objective: Objective
  public let warnings: [String]

  /// Makes a task; the objective must fit the configuration's kind of network.
  public init(
    _ digits: Digits, _ configuration: DigitConfiguration, _ objective: Objective, warnings: [String] = []
  ) {
    (self.digits, self.configuration, self.objective, self.warnings) = (digits, configuration, objective, warnings)
  }

  public var count: Int { digits.count }

  public func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
    try loss(examples, by: DigitLearner(configuration, weights), generator)
  }

  /// The loss, a scalar, of a network as it is. Its kind must fit the objective.
  public func loss(_ examples: [Int], by network: DigitLearner, _ generator: Generator) -> Tensor {
    let x = digits.images(examples, black: configuration.black, white: configuration.white)
    switch network {
    case .unet(let network): return loss(examples, x, by: network, generator)
    case .classifier(let network): return network(x).crossEntropy(with: examples.map { digits.labels[$0] })
    }
  }

  private func loss(_ examples: [Int], _ x: Tensor, by network: DigitUNet, _ generator: Generator) -> Tensor {
    let noise = generator.normal(x.shape)
    switch objective {
    case .denoise(let sigma):
      return network(x + Float(sigma) * noise).meanSquaredError(to: x)
    case .estimate(let schedule, let withoutClass):
      let times = examples.map { _ in generator.integer(below: schedule.count) }
      let noisy = schedule.noised(x, with: noise, at: times)
      let oneHot = configuration.classes.map { classes in
        let drops = generator.uniform([examples.count]).values.map { Double($0) < withoutClass }
        return DigitTask.oneHot(zip(examples, drops).map { $1 ? nil : digits.labels[$0] }, classes: classes)
      }
      let t = Tensor([examples.count, 1], times.map { Float($0) / Float(schedule.count) })
      let estimate = network(noisy, time: t, oneHot: oneHot)
      return estimate.meanSquaredError(to: noise)
    case .classify: preconditionFailure("a UNet does not classify")
    }
  }

  /// One-hot vectors N×K; nil is all zero.
  public static func oneHot(_ labels: [Int?], classes: Int) -> Tensor {
    var rows = Tensor([labels.count, classes], repeating: 0)
    for (row, label) in labels.enumerated() { if let label { rows[row, label] = 1 } }
    return rows
  }
}
