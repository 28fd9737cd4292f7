import PipelineKit
import Tensors

/// The depth of a plain that ends at a horizon: 0 at the lower edge, growing evenly to 1 at the horizon and above it.
public struct GroundPlane: Stage {
  /// A picture, for its size.
  public static let image = Input<Tensor>("image", "a picture, for its size", kind: .image)
  /// The horizon's height.
  public static let horizon = Input<Double>(
    "horizon", "the horizon's place, from 0 at the upper edge to 1 at the lower", in: 0...0.99, default: 0.4)
  /// The depth.
  public static let depth = Output<DepthMap>("depth", "how far each pixel is, 0…1")

  public static let declaration = Declaration(
    "ground-plane", "The depth of a plain under a horizon.", inputs: [image, horizon], outputs: [depth])

  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(depth, shape: inputs.imageShape(image).map { [$0[0], 1, $0[2], $0[3]] })
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.depth, self(like: inputs[Self.image], horizon: inputs[Self.horizon]))
  }

  public func callAsFunction(like image: Tensor, horizon: Double = Self.horizon.defaultValue) -> DepthMap {
    let (n, height, width) = (image.shape[0], image.shape[2], image.shape[3])
    let rows = (0..<height).map { row -> Float in
      let place = (Double(row) + 0.5) / Double(height)
      return Float(min(max((1 - place) / (1 - horizon), 0), 1))
    }
    let plane = rows.flatMap { [Float](repeating: $0, count: width) }
    return DepthMap(Tensor([n, 1, height, width], (0..<n).flatMap { _ in plane }))
  }
}
