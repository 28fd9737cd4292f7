public import Inference
public import PipelineKit
public import Tensors

/// Training of a network on digits.
public struct DigitTask: TrainingTask {
  /// What the network learns.
  public enum Objective: Sendable, Equatable {
    /// ‖D(x + σε) − x‖².
    case denoise(sigma: Double)
    /// ‖f(a_t x + b_t ε, t) − target‖², where the prediction says what the network's target is: in a diffusion, ε
    /// (DDPM, Ho et al. 2020, eq. 14), x, or v (Salimans & Ho 2022); in a flow, ε − x (Lipman et al. 2023, eq. 23, with
    /// noise at t = 1). t is uniform, of the schedule's timesteps in a diffusion and of all numbers in 0 ..< 1 in a flow.
    /// If the network takes classes, an image comes without its class with this probability (classifier-free guidance,
    /// Ho & Salimans 2021).
    case estimate(NoiseSchedule, predicts: Prediction, withoutClass: Double)
    /// The cross-entropy of the predicted classes.
    case classify
  }

  /// The training images.
  public let digits: Digits
  /// The network's configuration.
  public let configuration: DigitConfiguration
  /// The loss.
  public let objective: Objective
  /// For reflow: the noise and pictures that a flow learns from, in place of the training images; nil otherwise.
  public let pairs: FlowPairs?
  public let warnings: [String]

  /// Makes a task; the objective must fit the configuration's kind of network.
  public init(
    _ digits: Digits, _ configuration: DigitConfiguration, _ objective: Objective, pairs: FlowPairs? = nil,
    warnings: [String] = []
  ) {
    (self.digits, self.configuration, self.objective) = (digits, configuration, objective)
    (self.pairs, self.warnings) = (pairs, warnings)
  }

  public var count: Int { digits.count }

  public func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
    let network = try DigitLearner(configuration, weights)
    guard let pairs, case .unet(let unet) = network else { return loss(examples, by: network, generator) }
    let (noise, pictures) = try pairs(examples)
    return loss(examples, pictures, noise, by: unet, generator)
  }

  /// The loss, a scalar, of a network as it is, on the images themselves. Its kind must fit the objective.
  public func loss(_ examples: [Int], by network: DigitLearner, _ generator: Generator) -> Tensor {
    let x = digits.images(examples, black: configuration.black, white: configuration.white)
    switch network {
    case .unet(let network): return loss(examples, x, generator.normal(x.shape), by: network, generator)
    case .classifier(let network): return network(x).crossEntropy(with: examples.map { digits.labels[$0] })
    }
  }

  private func loss(
    _ examples: [Int], _ x: Tensor, _ noise: Tensor, by network: DigitUNet, _ generator: Generator
  ) -> Tensor {
    switch objective {
    case .denoise(let sigma):
      return network(x + Float(sigma) * noise).meanSquaredError(to: x)
    case .estimate(let schedule, let prediction, let withoutClass):
      let times = Self.times(examples.count, schedule, generator)
      let noisy = x.mixed(with: noise, times.map(\.weights))
      let target = x.mixed(with: noise, times.map { prediction.target(a: $0.weights.image, b: $0.weights.noise) })
      let oneHot = configuration.classes.map { classes in
        let drops = generator.uniform([examples.count]).values.map { Double($0) < withoutClass }
        return DigitTask.oneHot(zip(examples, drops).map { $1 ? nil : digits.labels[$0] }, classes: classes)
      }
      let t = Tensor([examples.count, 1], times.map(\.t))
      return network(noisy, time: t, oneHot: oneHot).meanSquaredError(to: target)
    case .classify: preconditionFailure("a UNet does not classify")
    }
  }

  /// Random times, each as the network reads it, 0 … 1, with the weights of image and noise.
  private static func times(
    _ count: Int, _ schedule: NoiseSchedule, _ generator: Generator
  ) -> [(t: Float, weights: (image: Float, noise: Float))] {
    switch schedule.path {
    case .diffusion:
      (0..<count).map { _ in
        let timestep = generator.integer(below: schedule.count)
        return (Float(timestep) / Float(schedule.count), schedule.weights(Double(timestep)))
      }
    case .flow: generator.uniform([count]).values.map { t in (t, (1 - t, t)) }
    }
  }

  /// One-hot vectors N×K; nil is all zero.
  public static func oneHot(_ labels: [Int?], classes: Int) -> Tensor {
    var rows = Tensor([labels.count, classes], repeating: 0)
    for (row, label) in labels.enumerated() { if let label { rows[row, label] = 1 } }
    return rows
  }
}

extension Tensor {
  /// p x + q y for each x of this batch and y of the other, with their own weights p and q.
  fileprivate func mixed(with other: Tensor, _ weights: [(image: Float, noise: Float)]) -> Tensor {
    .concatenated(
      weights.enumerated().map { index, weights in
        element(index).combined(with: other.element(index)) { weights.image * $0 + weights.noise * $1 }
      }, axis: 0)
  }
}
