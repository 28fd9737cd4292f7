import Basics
import Images
public import PipelineKit
public import Tensors

/// Resizes pictures with the same numbers as PyTorch's `interpolate` (no antialiasing; `read-image` has it).
public struct Resize: Stage {
  /// How new pixels are computed from old ones.
  public enum Method: String, Choice, Sendable {
    /// Linear interpolation of the 2×2 nearest pixels.
    case bilinear
    /// Cubic interpolation of the 4×4 nearest pixels.
    case bicubic
    /// The pixel that the new one's position falls on.
    case nearest
    /// The mean of the pixels that the new one covers; suits shrinking.
    case area
  }

  package static let image = Input<Tensor>("image", "N×C×H×W", kind: .image)
  static let size = Input<PictureSize>("size", "the side of a square in pixels, or [width, height]")
  /// How new pixels are computed from old ones; area takes means and suits shrinking.
  public static let method = Input<Method>(
    "method", "the interpolation; area averages, which suits shrinking", default: .bilinear)
  /// Whether the outermost pixels' centres stay in place.
  public static let alignCorners = Input<Bool>(
    "align-corners", "whether the outermost pixels' centres stay in place", default: false)
  package static let resized = Output<Tensor>("image", "N×C×size", kind: .image)
  public static let declaration = Declaration(
    "resize", "Resizes pictures.", inputs: [image, size, method, alignCorners], outputs: [resized],
    rules: [.only(alignCorners, where: method, is: .bilinear, .bicubic)])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.imageShape(image), let size = inputs.known(Self.size), size.fault == nil else {
      return KnownOutputs()
    }
    return KnownOutputs(resized, shape: [shape[0], shape[1], size.height, size.width], decidedBy: Self.size)
  }

  /// All rows are resized across before they are resized down.
  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let shape = inputs.imageShape(image), let size = inputs.known(Self.size) else {
      return StageCost(isUnknown: true)
    }
    return StageCost(working: [shape[0], shape[1], shape[2], size.width].reduce(4.0) { $0 * Double($1) })
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.problems(Self.size, inputs.known(Self.size))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.resized,
      self(
        image: inputs[Self.image], size: inputs[Self.size], method: inputs[Self.method],
        alignCorners: inputs[Self.alignCorners]))
  }

  /// The pictures N×C×H×W resized to `size`. Throws for a size that no picture may have, an empty image, or
  /// `alignCorners` with a method other than bilinear and bicubic.
  public func callAsFunction(
    image: Tensor, size: PictureSize, method: Method = Self.method.defaultValue,
    alignCorners: Bool = Self.alignCorners.defaultValue
  ) throws -> Tensor {
    try size.validate()
    try Self.require(
      KnownInputs(
        values: ["method": .text(method.rawValue), "align-corners": .flag(alignCorners)],
        given: ["method", "align-corners"]))
    guard image.rank == 4, image.count > 0 else {
      throw StageFault.wrongShape(port: "image", expected: "N×C×H×W with pixels", found: image.shape)
    }
    try StageFault.requireSize("image", [image.shape[0], image.shape[1], size.height, size.width])
    let interpolation: Interpolation =
      switch method {
      case .bilinear: .bilinear(alignCorners: alignCorners)
      case .bicubic: .bicubic(alignCorners: alignCorners)
      case .nearest: .nearest
      case .area: .area
      }
    return image.resized(height: size.height, width: size.width, interpolation)
  }
}
