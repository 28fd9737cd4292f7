import PipelineKit
import Tensors

/// D(z) for z = x + σε: the clean image in one step, by a model trained on one amount of noise.
public struct Denoise: Stage {
  static let model = Input<AnyModel>("model", "a single-step denoiser")
  static let image = Input<Tensor>("image", "z, the noisy image", kind: .image)
  static let clean = Output<Tensor>("image", "D(z)", kind: .image)

  public static let declaration = Declaration(
    "denoise", "Removes noise of the one amount that the model was trained on: D(z).", inputs: [model, image],
    outputs: [clean])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.clean, self(inputs[Self.model].model, image: inputs[Self.image]))
  }

  public func callAsFunction(_ model: any Model, image: Tensor) throws -> Tensor {
    guard let denoiser = model as? any Denoiser else {
      throw StageFault.unable(
        model: model.name, ability: "denoise in one go: it estimates noise; use 'estimate' and then 'clean'")
    }
    guard image.shape[1] == model.imageShape[0] else { throw StageFault.channels(image, of: model) }
    return try denoiser.denoise(image)
  }
}
