public import PipelineKit
import Tensors

/// The mean of images or estimates, as in anagrams (Geng et al. 2023): ε = 1/n Σ εᵢ. The variance is the mean of
/// theirs, or none if one of them has none.
public struct Average: Stage {
  static let inputs = Input<[Filterable]>("inputs", "images, or estimates, all of the same shape")
  static let mean = Output<Filterable>("output", "their mean", sameAs: "inputs")
  public static let declaration = Declaration(
    "average", "The mean of images, or of estimates.", inputs: [inputs], outputs: [mean])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(mean, shape: inputs.elements(self.inputs)?.first?.shape)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] { FilterFault.problems(Self.inputs, inputs) }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.mean, self(inputs[Self.inputs]))
  }

  /// The mean of the inputs. Throws if there are none, or if their shapes differ.
  public func callAsFunction<P: HasPixels>(_ inputs: P...) throws -> P { try self(inputs) }

  /// The mean of the inputs. Throws if there are none, or if their shapes or kinds differ.
  public func callAsFunction<P: HasPixels>(_ inputs: [P]) throws -> P {
    P(try Add.sum(of: inputs.map(\.filterable)).mapNoise { $0 / Float(inputs.count) })
  }
}
