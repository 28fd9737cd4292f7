public import PipelineKit
public import Tensors

/// Standard normal noise, x_T ~ N(0, I), the start of sampling.
public struct GaussianNoise: Stage {
  static let generator = Input<Generator>("generator", "the stream to draw from")
  static let model = OptionalInput<AnyModel>("model", "the model whose image shape to draw")
  static let shape = OptionalInput<[Int]>(
    "shape", "[channels, height, width] or [batch, channels, height, width], instead of a model's shape")
  /// The number of images in the batch.
  public static let count = Input<Int>("count", "the number of images in the batch", in: 1...65536, default: 1)
  static let noise = Output<Tensor>("image", "the noise, count×C×H×W", kind: .image)
  public static let declaration = Declaration(
    "gaussian-noise", "Standard normal noise of a model's image shape: where sampling starts.",
    inputs: [generator, model, shape, count], outputs: [noise], effects: [.draws],
    rules: [.exactlyOne(model, shape)])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let count = inputs.known(Self.count), let shape = inputs.known(Self.shape) ?? inputs.model(model)?.imageShape,
      let full = try? Self.full(shape, count: count)
    else { return KnownOutputs() }
    return KnownOutputs(noise, shape: full, decidedBy: inputs.isGiven(Self.shape) ? Self.shape : Self.count)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    if let shape = inputs.known(Self.shape) {
      do { _ = try Self.full(shape, count: inputs.known(Self.count) ?? Self.count.defaultValue) } catch {
        return [Problem(error, port: Self.shape)]
      }
    }
    return []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (model, shape) = (try inputs[Self.model]?.model, try inputs[Self.shape])
    guard let shape = shape ?? model?.imageShape else { throw StageFault.missingInput(port: "shape") }
    return try Outputs(
      Self.noise, self(shape: shape, count: inputs[Self.count], generator: inputs[Self.generator]))
  }

  /// Draws noise for `count` images of the model's shape, count×C×H×W. Throws if `count` isn't 1…65536.
  public func callAsFunction(for model: any Model, count: Int = Self.count.defaultValue, generator: Generator) throws
    -> Tensor
  {
    try self(shape: model.imageShape, count: count, generator: generator)
  }

  /// Draws standard normal noise, N×C×H×W. Throws if an axis isn't 1…65536 or the tensor would be too large.
  ///
  /// - Parameter shape: channels, height, width; or all four axes of a batch, with `count` left at 1.
  public func callAsFunction(shape: [Int], count: Int = Self.count.defaultValue, generator: Generator) throws -> Tensor
  {
    let shape = try Self.full(shape, count: count)
    try StageFault.requireSize("image", shape)
    return generator.normal(shape)
  }

  private static func full(_ shape: [Int], count: Int) throws -> [Int] {
    let axes = shape.count == 4 && count == 1 ? shape : [count] + shape
    guard axes.count == 4, axes.allSatisfy({ (1...65536).contains($0) }) else {
      throw StageFault.wrongShape(port: "shape", expected: "[channels, height, width], each 1…65536", found: shape)
    }
    return axes
  }
}
