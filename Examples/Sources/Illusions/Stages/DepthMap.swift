import PipelineKit
import Tensors

/// How far each pixel of a picture is, 0 (near) … 1 (far). A kind of its own: no port takes it for a picture.
public struct DepthMap: CustomValue, Equatable {
  public static let kindName = "depth-map"
  /// N×1×H×W.
  public var distances: Tensor
  public var shape: [Int]? { distances.shape }

  public init(_ distances: Tensor) { self.distances = distances }
}
