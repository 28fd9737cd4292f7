public import PipelineKit
public import Tensors

/// Denoises in one step: D(z) for z = x + σε, by a model trained on noise of one strength.
public struct Denoise: BatchedStage {
  static let model = Input<AnyModel>("model", "a single-step denoiser")
  static let image = Input<Tensor>("image", "z, the noisy image", kind: .image)
  static let clean = Output<Tensor>("image", "D(z)", kind: .image)

  public static let declaration = Declaration(
    "denoise", "Removes noise of the strength that the model was trained on: D(z).", inputs: [model, image],
    outputs: [clean])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let lacking = inputs.problems(lacking: .denoises, Self.model)
    return lacking.isEmpty ? inputs.pictureProblems(Self.image, of: Self.model) : lacking
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(clean, shape: inputs.imageShape(image))
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost { inputs.evaluationCost(of: image, by: model) }

  public static var sharedInputs: [any InputPort] { [model] }

  public static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs] {
    guard let model = try runs.first?[Self.model].model else { return [] }
    return try clean(model, runs.map { try $0[Self.image] }).map { Outputs(Self.clean, $0) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Self.runTogether([inputs], in: context)[0]
  }

  /// D(z), an estimate of the clean image. Throws if the model isn't a denoiser or the image doesn't fit it.
  public func callAsFunction(_ model: any Model, image: Tensor) throws -> Tensor { try Self.clean(model, [image])[0] }

  private static func clean(_ model: any Model, _ images: [Tensor]) throws -> [Tensor] {
    guard let denoiser = model as? any Denoiser else {
      throw ModelAbility.denoises.missing(from: model.name, having: model.abilities)
    }
    for image in images where image.shape[1] != model.imageShape[0] { throw StageFault.channels(image, of: model) }
    let pixels = images.reduce(0) { $0 + $1.shape[0] * $1.shape[2] * $1.shape[3] }
    guard images.count > 1, pixels <= NetworkBatch.largest,
      images.allSatisfy({ $0.shape[1...] == images[0].shape[1...] })
    else {
      return try images.map { image in
        Profile.noteBatch(of: 1)
        return try denoiser.denoise(image)
      }
    }
    Profile.noteBatch(of: images.count)
    let clean = try denoiser.denoise(.concatenated(images, axis: 0))
    var start = 0
    return images.map { image in
      defer { start += image.shape[0] }
      return clean.slice(axis: 0, start..<start + image.shape[0])
    }
  }
}
