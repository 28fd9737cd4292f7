public import PipelineKit
import Tensors

/// A picture or an estimate mirrored. It is its own inverse.
public struct Flip: Stage {
  /// The direction of a flip.
  public enum Axis: String, Choice {
    /// Upside down: the rows in reverse order.
    case vertical
    /// As in a mirror: the columns in reverse order.
    case horizontal
  }

  static let input = Input<Filterable>("input", "what to flip; of an estimate, noise and variance both")
  /// Vertical is upside down.
  public static let axis = Input<Axis>("axis", "vertical is upside down", default: .vertical)
  static let flipped = Output<Filterable>("output", "the input flipped", sameAs: "input")
  public static let declaration = Declaration(
    "flip", "Upside down, or mirrored.", inputs: [input, axis], outputs: [flipped])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(flipped, shape: inputs.imageShape(input))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.flipped, self(inputs[Self.input], axis: inputs[Self.axis]))
  }

  /// The input with its rows (vertical) or columns (horizontal) in reverse order; for an estimate, of noise and
  /// variance.
  public func callAsFunction<P: HasPixels>(_ input: P, axis: Axis = Self.axis.defaultValue) -> P {
    input.mapPixels { $0.flipped(axis: axis == .vertical ? 2 : 3) }
  }
}
