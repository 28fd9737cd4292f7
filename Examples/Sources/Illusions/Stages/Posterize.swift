import PipelineKit
import Tensors

/// Fewer colours: every value of an image goes to the nearest of `levels` evenly spread ones.
public struct Posterize: Stage {
  /// An image.
  public static let image = Input<Tensor>("image", "an image, −1…1", kind: .image)
  /// How many values each channel keeps.
  public static let levels = Input<Int>("levels", "how many values each channel keeps", in: 2...256, default: 4)
  /// The image with fewer colours.
  public static let posterized = Output<Tensor>("image", "the image with fewer colours", kind: .image)

  public static let declaration = Declaration(
    "posterize", "Fewer colours: every value goes to the nearest of a few.", inputs: [image, levels],
    outputs: [posterized])

  public init() {}

  /// The output has the image's shape: `runner check` follows sizes through the stage.
  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(posterized, shape: inputs.imageShape(image))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.posterized, self(inputs[Self.image], levels: inputs[Self.levels]))
  }

  /// The stage as a function, for chains in Swift.
  public func callAsFunction(_ image: Tensor, levels: Int = Self.levels.defaultValue) -> Tensor {
    let steps = Float(levels - 1)
    return image.map { ((min(max($0, -1), 1) + 1) / 2 * steps).rounded() / steps * 2 - 1 }
  }
}
