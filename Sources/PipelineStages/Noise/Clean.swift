public import PipelineKit
public import Tensors

/// The clean image that an estimate implies (DDPM, Ho et al. 2020, eq. 15): x̂₀ = (x_t − √(1−ᾱ_t) ε) / √ᾱ_t; in a flow,
/// x̂₀ = (x_t − t ε) / (1 − t).
public struct Clean: Stage {
  static let model = Input<AnyModel>("model", "the model whose schedule gives ᾱ")
  static let image = Input<Tensor>("image", "x_t", kind: .image)
  static let estimate = Input<Estimate>("estimate", "the network's estimate for x_t")
  static let at = Input<Timestep>("at", "t")
  /// Whether x̂₀ is limited as the model's sampler does in each step; otherwise the equation is applied as it is.
  public static let threshold = Input<Bool>(
    "threshold", "whether to limit x̂₀ as the model's sampler does in each step; false applies the equation unchanged",
    default: false
  )
  static let clean = Output<Tensor>("image", "x̂₀", kind: .image)
  public static let declaration = Declaration(
    "clean", "The clean image in one step: (x − √(1−ᾱ) ε) / √ᾱ.", inputs: [model, image, estimate, at, threshold],
    outputs: [clean])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.problems(Self.at, on: Self.model) + inputs.differences(Self.estimate, Self.image)
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(clean, shape: inputs.imageShape(image))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.clean,
      self(
        inputs[Self.image], estimate: inputs[Self.estimate], at: inputs[Self.at], model: inputs[Self.model].model,
        threshold: inputs[Self.threshold]))
  }

  /// x̂₀ = (x_t − b_t ε) / a_t, limited by the schedule's clip if `threshold` is set. Throws if the model has no
  /// schedule, the timestep isn't on it, or shapes differ.
  public func callAsFunction(
    _ image: Tensor, estimate: Estimate, at: Timestep, model: any Model, threshold: Bool = Self.threshold.defaultValue
  ) throws -> Tensor {
    let schedule = try model.requiredSchedule(to: "clean an image")
    try schedule.check(at)
    try StageFault.requireSame("estimate", estimate.noise.shape, "image", image.shape)
    let clean = schedule.cleaned(image, noise: estimate.noise, at: at)
    return threshold ? schedule.clip(clean) : clean
  }
}

extension NoiseSchedule {
  /// x̂₀ = (x_t − b_t ε) / a_t, for a timestep of the schedule; not clipped.
  public func cleaned(_ image: Tensor, noise: Tensor, at: Timestep) -> Tensor {
    let (signal, deviation) = weights(at.value)
    return image.combined(with: noise) { ($0 - deviation * $1) / signal }
  }
}
