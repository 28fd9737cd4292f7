public import PipelineKit
public import Tensors

/// Adds noise of a given strength to a picture: z = x + σε, ε ~ N(0, I).
public struct AddNoise: Stage {
  /// The range of pixel values whose units σ is in.
  public enum Range: String, Choice, Sendable {
    /// −1 … 1, the range between stages.
    case signed
    /// 0 … 1, the range on which digit denoisers are trained.
    case unit

    /// The difference between white and black.
    var width: Double { self == .signed ? 2 : 1 }
  }

  static let image = Input<Tensor>("image", "x", kind: .image)
  static let sigma = Input<Double>("sigma", "σ, in the units of 'range'", in: 0...1000)
  static let generator = Input<Generator>("generator", "where ε is drawn from")
  /// The units of σ: 'signed' takes pictures to be −1…1, 'unit' 0…1, where the same σ is twice as strong.
  public static let range = Input<Range>(
    "range",
    "the range of pixel values that σ refers to: 'signed' is −1…1; 'unit' is 0…1, where the same σ is twice as strong",
    default: .signed)
  static let noisy = Output<Tensor>("image", "x + σε", kind: .image)
  public static let declaration = Declaration(
    "add-noise", "Adds noise of a given strength to a picture: x + σε.", inputs: [image, sigma, generator, range],
    outputs: [noisy], effects: [.draws])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(noisy, shape: inputs.imageShape(image))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.noisy,
      self(
        inputs[Self.image], sigma: inputs[Self.sigma], generator: inputs[Self.generator],
        range: inputs[Self.range]))
  }

  /// x + σε, with ε drawn from `generator` and σ in the units of `range`.
  public func callAsFunction(
    _ image: Tensor, sigma: Double, generator: Generator, range: Range = Self.range.defaultValue
  ) -> Tensor {
    image + Float(sigma * 2 / range.width) * generator.normal(image.shape)
  }
}
