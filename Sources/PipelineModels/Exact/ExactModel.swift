public import PipelineKit
public import Tensors

/// Makes a model that is the exact estimator for a few pictures: see `PictureSet`.
public struct ExactModel: Stage {
  static let images = Input<[Tensor]>("images", "the pictures, all of one size and equally likely", kind: .list(.image))
  /// The noise's standard deviation that the stage 'denoise' assumes.
  public static let sigma = Input<Double>(
    "sigma", "the σ that the stage 'denoise' assumes", in: 1e-6...1e6, default: 0.5)
  static let model = Output<AnyModel>("model", "a model that estimates noise and denoises in closed form")

  public static let declaration = Declaration(
    "exact-model", "The best possible estimator for a finite set of pictures: their posterior mean, without a network.",
    inputs: [images, sigma], outputs: [model])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.elements(images)?.first?.shape, shape.count == 4 else { return KnownOutputs() }
    return KnownOutputs(
      model,
      Known(
        model: ModelFacts(
          name: "pictures", imageShape: Array(shape[1...]), schedule: PictureSet.defaultSchedule,
          abilities: [.estimatesNoise, .denoises], isOfOneSize: true)))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let elements = inputs.elements(Self.images) else { return [] }
    do { try Self.require(elements.map(\.shape)) } catch { return [Problem(error, port: Self.images)] }
    return []
  }

  /// Throws if there are no pictures, or if the known shapes differ.
  private static func require(_ shapes: [[Int]?]) throws {
    if shapes.isEmpty { throw StageFault.noPictures(port: Self.images) }
    let known = shapes.enumerated().compactMap { index, shape in shape.map { (index: index, shape: $0) } }
    for (index, shape) in known where shape.dropFirst() != known[0].shape.dropFirst() {
      throw StageFault.shapesDiffer(
        port: "images[\(known[0].index)]", shape: known[0].shape, other: "images[\(index)]", otherShape: shape)
    }
    if known.count == shapes.count {
      try StageFault.requireSize("images", [known.reduce(0) { $0 + $1.shape[0] }] + known[0].shape[1...])
    }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    Outputs(Self.model, AnyModel(try self(inputs[Self.images], sigma: inputs[Self.sigma])))
  }

  /// The exact estimator for the pictures in all batches; `sigma` is the noise that 'denoise' assumes. Throws if there
  /// are none, or if their sizes differ.
  public func callAsFunction(_ images: [Tensor], sigma: Double = Self.sigma.defaultValue) throws -> PictureSet {
    let images = images.filter { $0.count > 0 }
    try Self.require(images.map(\.shape))
    return PictureSet(.concatenated(images, axis: 0), sigma: Float(sigma))
  }
}
