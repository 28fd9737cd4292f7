public import PipelineKit
public import Tensors

/// Noise of a known strength on a picture: z = x + σε, ε ~ N(0, I).
public struct AddNoise: Stage {
  /// From where to where pictures reach, where σ counts.
  public enum Range: String, Choice, Sendable {
    /// −1 … 1, as they flow between stages.
    case signed
    /// 0 … 1, as denoisers of digits are trained.
    case unit

    /// How far black is from white.
    var width: Double { self == .signed ? 2 : 1 }
  }

  static let image = Input<Tensor>("image", "x", kind: .image)
  static let sigma = Input<Double>("sigma", "σ, in the units of 'range'", in: 0...1000)
  static let generator = Input<Generator>("generator", "where ε is drawn from")
  /// What σ counts in: 'signed' takes pictures to be −1…1, 'unit' 0…1, where the same σ is twice as strong.
  public static let range = Input<Range>(
    "range",
    "the range of pixel values that σ refers to: 'signed' is −1…1; 'unit' is 0…1, where the same σ is twice as strong",
    default: .signed)
  static let noisy = Output<Tensor>("image", "x + σε", kind: .image)
  public static let declaration = Declaration(
    "add-noise", "Adds noise of a given strength to a picture: x + σε.", inputs: [image, sigma, generator, range],
    outputs: [noisy], effects: [.draws])

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

  public func callAsFunction(
    _ image: Tensor, sigma: Double, generator: Generator, range: Range = Self.range.defaultValue
  ) -> Tensor {
    image + Float(sigma * 2 / range.width) * generator.normal(image.shape)
  }
}
