public import PipelineKit
import Tensors

/// The gray part of a picture or an estimate, or with `rest` its colours: gray = mean over the channels, in each of them;
/// rest = x − gray. Together they make colour hybrids (factorized diffusion, Geng et al. 2024): gray(ε₁) + rest(ε₂).
///
/// For an estimate, only the noise is filtered; the variance is kept.
public struct Grayscale: Stage {
  static let input = Input<Filterable>("input", "what to filter; of an estimate, the noise")
  /// Whether to give x − gray in place of gray.
  public static let rest = Input<Bool>(
    "rest", "whether to give the colours, x − gray, in place of gray", default: false)
  static let filtered = Output<Filterable>("output", "gray, or the colours, in as many channels", sameAs: "input")
  public static let declaration = Declaration(
    "grayscale", "The gray part: the mean of the channels. With 'rest', what it takes away: the colours.",
    inputs: [input, rest], outputs: [filtered])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(filtered, shape: inputs.imageShape(input))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.filtered, self(inputs[Self.input], rest: inputs[Self.rest]))
  }

  /// The mean of the channels in each of them, or with `rest` what is left without it.
  public func callAsFunction<P: HasPixels>(_ input: P, rest: Bool = Self.rest.defaultValue) -> P {
    input.mapNoise { image in
      let channels = image.shape[1]
      if channels == 0 { return image }
      let sum = (1..<channels).reduce(image.slice(axis: 1, 0..<1)) { $0 + image.slice(axis: 1, $1..<($1 + 1)) }
      let gray = Tensor.concatenated(Array(repeating: (1 / Float(channels)) * sum, count: channels), axis: 1)
      return rest ? image - gray : gray
    }
  }
}
