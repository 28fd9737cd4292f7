public import PipelineKit
public import Tensors

/// The forward process at one timestep (DDPM, Ho et al. 2020, eq. 4): x_t = √ᾱ_t x + √(1 − ᾱ_t) ε; in a flow,
/// x_t = (1 − t) x + t ε.
public struct Noise: Stage {
  static let model = Input<AnyModel>("model", "the model whose schedule gives ᾱ")
  static let image = Input<Tensor>("image", "the clean image x", kind: .image)
  static let at = Input<Timestep>("at", "t")
  static let generator = OptionalInput<Generator>("generator", "where ε is drawn from")
  static let with = OptionalInput<Tensor>("with", "ε itself, of the image's shape, in place of a draw", kind: .image)
  static let noisy = Output<Tensor>("image", "x_t", kind: .image)
  public static let declaration = Declaration(
    "noise", "Adds a timestep's noise to an image: √ᾱ x + √(1−ᾱ) ε.", inputs: [model, image, at, generator, with],
    outputs: [noisy], effects: [.draws], rules: [.exactlyOne(generator, with)])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(noisy, shape: inputs.imageShape(image))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.problems(Self.at, on: Self.model) + inputs.differences(Self.with, Self.image)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (model, image, at) = try (inputs[Self.model].model, inputs[Self.image], inputs[Self.at])
    if let noise = try inputs[Self.with] {
      return try Outputs(Self.noisy, self(image, at: at, model: model, with: noise))
    }
    guard let generator = try inputs[Self.generator] else { throw StageFault.missingInput(port: "generator") }
    return try Outputs(Self.noisy, self(image, at: at, model: model, generator: generator))
  }

  /// a_t x + b_t ε, with ε drawn from `generator`. Throws if the model has no schedule or the timestep isn't on
  /// it.
  public func callAsFunction(_ image: Tensor, at: Timestep, model: any Model, generator: Generator) throws -> Tensor {
    let schedule = try model.requiredSchedule(to: "noise an image")
    try schedule.check(at)
    return schedule.noised(image, with: generator.normal(image.shape), at: at.value)
  }

  /// a_t x + b_t ε, with ε = `noise`. Throws if the model has no schedule, the timestep isn't on it, or shapes
  /// differ.
  public func callAsFunction(_ image: Tensor, at: Timestep, model: any Model, with noise: Tensor) throws -> Tensor {
    let schedule = try model.requiredSchedule(to: "noise an image")
    try schedule.check(at)
    try StageFault.requireSame("with", noise.shape, "image", image.shape)
    return schedule.noised(image, with: noise, at: at.value)
  }

  /// The noised batch with a timestep for each picture, as in training. Throws if the number of timesteps isn't the
  /// batch's.
  public func callAsFunction(_ images: Tensor, at: [Timestep], model: any Model, with noise: Tensor) throws -> Tensor {
    let schedule = try model.requiredSchedule(to: "noise an image")
    for timestep in at { try schedule.check(timestep) }
    try StageFault.requireSame("with", noise.shape, "image", images.shape)
    guard at.count == images.shape[0] else {
      throw StageFault.outOfRange(
        port: "at", expected: "one timestep, or \(images.shape[0]) for as many images", found: "\(at.count)")
    }
    return schedule.noised(images, with: noise, at: at.map(\.value))
  }
}
