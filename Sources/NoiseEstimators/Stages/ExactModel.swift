import PipelineKit
import Tensors

/// The exact estimator for a few pictures as a model: see `PictureSet`.
public struct ExactModel: Stage {
  static let images = Input<[Tensor]>("images", "the pictures, all of one size; each is as likely", kind: .list(.image))
  static let sigma = OptionalInput<Double>(
    "sigma", "the noise that the stage 'denoise' takes for granted", in: 1e-6...1e6, fallback: "0.5")
  static let model = Output<AnyModel>("model", "a model that estimates noise and denoises in closed form")

  public static let declaration = Declaration(
    "exact-model", "The best possible estimator for a finite set of pictures: their posterior mean, without a network.",
    inputs: [images, sigma], outputs: [model])

  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.elements(images)?.first?.shape, shape.count == 4 else { return KnownOutputs() }
    return KnownOutputs(
      model,
      Known(model: ModelFacts(name: "pictures", imageShape: Array(shape[1...]), schedule: PictureSet.defaultSchedule)))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.model, AnyModel(try self(inputs[Self.images], sigma: inputs[Self.sigma] ?? 0.5)))
  }

  public func callAsFunction(_ images: [Tensor], sigma: Double = 0.5) throws -> PictureSet {
    guard let first = images.first(where: { $0.count > 0 }) else {
      throw StageFault.other("'images' takes at least one picture, found none")
    }
    for (index, image) in images.enumerated() where image.shape[1...] != first.shape[1...] {
      throw StageFault.shapesDiffer(
        port: "images[0]", shape: first.shape, other: "images[\(index)]", otherShape: image.shape)
    }
    let count = images.reduce(0) { $0 + $1.shape[0] }
    try StageFault.requireSize("images", [count] + first.shape[1...])
    return PictureSet(.concatenated(images, axis: 0), sigma: Float(sigma))
  }
}
