public import PipelineKit
import Tensors

/// An image, or an estimate's noise, times a number. The variance is kept.
public struct Scale: Stage {
  static let input = Input<Filterable>("input", "an image, or an estimate")
  static let factor = Input<Double>("by", "the factor", in: -1e6...1e6)
  static let scaled = Output<Filterable>("output", "the input times the factor", sameAs: "input")
  public static let declaration = Declaration(
    "scale", "An image, or an estimate's noise, times a number.", inputs: [input, factor], outputs: [scaled])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(scaled, shape: inputs.imageShape(input))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.scaled, self(inputs[Self.input], by: inputs[Self.factor]))
  }

  /// `factor` · x for an image, or `factor` · ε for an estimate.
  public func callAsFunction<P: HasPixels>(_ input: P, by factor: Double) -> P {
    input.mapNoise { $0 * Float(factor) }
  }
}
