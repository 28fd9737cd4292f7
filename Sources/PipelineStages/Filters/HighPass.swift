public import PipelineKit
import Tensors

/// The fine part of a picture or an estimate: what `LowPass` takes away, x − low-pass(x).
///
/// Of an estimate only the noise is filtered; the variance is kept.
public struct HighPass: Stage {
  static let input = Input<Filterable>("input", "what to filter; of an estimate, the noise")
  static let filtered = Output<Filterable>("output", "the high frequencies of the input", sameAs: "input")
  public static let declaration = Declaration(
    "high-pass", "The fine part: x − low-pass(x).", inputs: [input, LowPass.sigma, LowPass.kernel],
    outputs: [filtered])

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

  public func callAsFunction<P: HasPixels>(_ input: P, sigma: Double? = nil, kernel: Int? = nil) throws -> P {
    try input.mapNoise { $0 - (try LowPass.blur($0, sigma: sigma, kernel: kernel)) }
  }
}
