import PipelineKit
import Tensors

/// Fewer colours: every value of an image goes to the nearest of `levels` evenly spread ones.
public struct Posterize: Stage {
  static let image = Input<Tensor>("image", "an image, −1…1", kind: .image)
  /// How many values each channel keeps.
  public static let levels = Input<Int>("levels", "how many values each channel keeps", in: 2...256, default: 4)
  static let posterized = Output<Tensor>("image", "the image with fewer colours", kind: .image)

  public static let declaration = Declaration(
    "posterize", "Fewer colours: every value goes to the nearest of a few.", inputs: [image, levels],
    outputs: [posterized])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.posterized, self(inputs[Self.image], levels: inputs[Self.levels]))
  }

  public func callAsFunction(_ image: Tensor, levels: Int = Self.levels.defaultValue) -> Tensor {
    let steps = Float(levels - 1)
    return image.map { (($0 + 1) / 2 * steps).rounded() / steps * 2 - 1 }
  }
}
