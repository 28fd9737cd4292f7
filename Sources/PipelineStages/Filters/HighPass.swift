public import PipelineKit
import Tensors

/// The high frequencies of a picture or an estimate: x − low-pass(x), with `LowPass`.
///
/// For an estimate, only the noise is filtered; the variance is kept.
public struct HighPass: Stage {
  static let input = Input<Filterable>("input", "what to filter; of an estimate, the noise")
  static let filtered = Output<Filterable>("output", "the high frequencies of the input", sameAs: "input")
  public static let declaration = Declaration(
    "high-pass", "The fine part: x − low-pass(x).", inputs: [input, LowPass.sigma, LowPass.kernel],
    outputs: [filtered])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(filtered, shape: inputs.imageShape(input))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    LowPass.problems(inputs, inputs.imageShape(Self.input))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.filtered, self(inputs[Self.input], sigma: inputs[LowPass.sigma], kernel: inputs[LowPass.kernel]))
  }

  /// x − low-pass(x); `sigma` and `kernel` are in pixels, by default height / 32 and 2 ⌊height / 4⌋ + 1. Throws as
  /// `LowPass` does.
  public func callAsFunction<P: HasPixels>(_ input: P, sigma: Double? = nil, kernel: Int? = nil) throws -> P {
    try input.mapNoise { $0 - (try LowPass.blur($0, sigma: sigma, kernel: kernel)) }
  }
}
