import PipelineKit
import Tensors

/// Noise of a known strength on a picture: z = x + σε, ε ~ N(0, I).
public struct AddNoise: Stage {
  static let image = Input<Tensor>("image", "x", kind: .image)
  static let sigma = Input<Double>("sigma", "σ, where the image's range is −1…1", in: 0...1000)
  static let generator = Input<Generator>("generator", "where ε is drawn from")
  static let noisy = Output<Tensor>("image", "x + σε", kind: .image)
  public static let declaration = Declaration(
    "add-noise", "A picture under noise of a known strength: x + σε.", inputs: [image, sigma, generator],
    outputs: [noisy])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.noisy, self(inputs[Self.image], sigma: inputs[Self.sigma], generator: inputs[Self.generator]))
  }

  public func callAsFunction(_ image: Tensor, sigma: Double, generator: Generator) -> Tensor {
    image + Float(sigma) * generator.normal(image.shape)
  }
}
