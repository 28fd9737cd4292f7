import Foundation
import PipelineKit
import Tensors

/// Fog over a picture (Koschmieder's law): what is far away fades to white, I = J t + (1 − t), t = e^(−density · depth).
public struct Fog: Stage {
  /// The clear picture J.
  public static let image = Input<Tensor>("image", "J, the clear picture", kind: .image)
  /// How far its pixels are.
  public static let depth = Input<DepthMap>("depth", "how far its pixels are")
  /// How thick the fog is.
  public static let density = Input<Double>(
    "density", "how thick the fog is: at 1, what is farthest keeps 37 % of its contrast", in: 0...100, default: 2)
  /// The picture in fog.
  public static let foggy = Output<Tensor>("image", "the picture in fog", kind: .image)

  public static let declaration = Declaration(
    "fog", "A picture in fog: what is far fades to white.", inputs: [image, depth, density], outputs: [foggy])

  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(foggy, shape: inputs.imageShape(image))
  }

  /// Sizes that don't fit are told by `runner check`, before anything runs.
  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let image = inputs.imageShape(Self.image), let depth = inputs.shape(Self.depth) else { return [] }
    return Self.fault(image, depth).map { [Problem("\($0)", port: Self.depth)] } ?? []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.foggy, self(inputs[Self.image], depth: inputs[Self.depth], density: inputs[Self.density]))
  }

  public func callAsFunction(
    _ image: Tensor, depth: DepthMap, density: Double = Self.density.defaultValue
  ) throws -> Tensor {
    if let fault = Self.fault(image.shape, depth.distances.shape) { throw fault }
    let clear = depth.distances.map { Float(exp(-density * Double($0))) }
    return clear * image + clear.map { 1 - $0 }
  }

  private static func fault(_ image: [Int], _ depth: [Int]) -> StageFault? {
    image[0] == depth[0] && image[2...] == depth[2...]
      ? nil : .shapesDiffer(port: "depth", shape: depth, other: "image", otherShape: image)
  }
}
