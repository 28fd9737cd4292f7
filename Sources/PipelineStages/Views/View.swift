import Basics
public import PipelineKit
import Tensors

/// A view of a picture: a rearrangement (or negation) with an exact inverse that keeps noise standard normal. Anagrams
/// apply a view to x and its inverse to the estimate (Geng et al. 2023, "Visual anagrams").
///
/// Every view except `negate` moves pixels, for an estimate those of noise and variance; `negate` leaves the variance.
/// Random views are drawn from a seed with PyTorch's generator.
public struct View: Stage {
  /// The views.
  public enum Rearrangement: String, Choice {
    /// The picture as it is, so that lists of views can begin with it.
    case identity
    /// Upside down, as in a mirror below: the rows in reverse order.
    case flip
    /// As in a mirror beside: the columns in reverse order.
    case mirror
    /// A turn by 90°, clockwise; it exchanges height and width.
    case rotate90 = "rotate-90"
    /// A turn by 180°.
    case rotate180 = "rotate-180"
    /// A turn by 270°, clockwise; it exchanges height and width.
    case rotate270 = "rotate-270"
    /// −x; for an estimate, −ε.
    case negate
    /// Moves each column down cyclically, by `factor` times its distance from the middle.
    case skew
    /// Puts `patches` × `patches` tiles in a random order.
    case patchPermute = "patch-permute"
    /// Puts all pixels in a random order.
    case pixelPermute = "pixel-permute"
    /// Cuts sixteen jigsaw pieces and moves and turns each to a random place that it fits.
    case jigsaw
    /// Turns the central disc, whose radius is 3/8 of the shorter side, by 180°.
    case innerCircle = "inner-circle"
    /// Turns each of 3×3 squares by 90°: the even ones clockwise, the odd ones counterclockwise.
    case squareHinge = "square-hinge"
    /// Moves pixels or tiles as a file says.
    case permutation
  }

  static let input = Input<Filterable>("input", "what to rearrange; of an estimate, noise and variance")
  static let by = Input<Rearrangement>("by", "the view")
  /// Whether the inverse view is applied.
  public static let inverse = Input<Bool>("inverse", "whether to apply the inverse", default: false)
  /// The seed of patch-permute, pixel-permute and jigsaw.
  public static let seed = Input<Seed>(
    "seed", "the seed of patch-permute, pixel-permute and jigsaw", in: Seed.anyInteger,
    default: Seed(0))
  /// For patch-permute: the number of tiles along each side, which must divide it.
  public static let patches = Input<Int>(
    "patches", "for patch-permute: the tiles along each side, which must divide its pixels evenly", in: 1...65536,
    default: 8)
  /// For skew: pixels down for every pixel to the right.
  public static let factor = Input<Double>(
    "factor", "for skew: pixels down for every pixel to the right", in: -1000...1000, default: 1.5)
  static let file = OptionalInput<Path>(
    "from",
    "for permutation: a safetensors or .pth file of one tensor, or a text, with the whole numbers 0 … n-1 in their new "
      + "order; n is the number of pixels, or a square p² for p×p tiles", path: .reads)
  static let viewed = Output<Filterable>("output", "the view", sameAs: "input")
  public static let declaration = Declaration(
    "view", "A rearrangement of a picture with an exact inverse, for anagrams.",
    inputs: [input, by, inverse, seed, patches, factor, file], outputs: [viewed])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.imageShape(input), let view = inputs.known(by) else { return KnownOutputs() }
    let (height, width) = view.size(shape[2], shape[3])
    return KnownOutputs(viewed, shape: [shape[0], shape[1], height, width])
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] { Self.problems(inputs, inputs.imageShape(Self.input)) }

  /// What is wrong with the view of a picture of this shape; `shape` is nil where it isn't known yet.
  static func problems(_ inputs: KnownInputs, _ shape: [Int]?) -> [Problem] {
    if inputs.known(Self.by) == .permutation { return permutationProblems(inputs, shape) }
    guard let shape, let view = inputs.known(Self.by) else { return [] }
    do { try view.requireSize(shape[2], shape[3], patches: inputs.known(Self.patches)) } catch {
      let isOfPatches = view == .patchPermute && inputs.isGiven(Self.patches)
      return [isOfPatches ? Problem(error, port: Self.patches) : Problem(error, port: Self.by)]
    }
    return []
  }

  private static func permutationProblems(_ inputs: KnownInputs, _ shape: [Int]?) -> [Problem] {
    guard inputs.isGiven(Self.file) else { return [Problem("\(ViewFault.noPermutation)", port: Self.by)] }
    guard let path = inputs.known(Self.file) else { return [] }
    do {
      let permutation = try Permutation(path)
      if let shape { _ = try PixelOrder.permutation(permutation, shape[2], shape[3]) }
    } catch { return [Problem(error, port: Self.file)] }
    return []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.viewed,
      self(
        inputs[Self.input], by: inputs[Self.by], inverse: inputs[Self.inverse],
        seed: inputs[Self.seed], patches: inputs[Self.patches], factor: inputs[Self.factor],
        permutation: inputs[Self.file].map(Permutation.init)))
  }

  /// The view of the input, or its inverse. Throws if the view doesn't take the picture's size or the number of
  /// patches, or if `permutation` needs one that isn't given.
  public func callAsFunction<P: HasPixels>(
    _ input: P, by view: Rearrangement, inverse: Bool = Self.inverse.defaultValue, seed: Seed = Self.seed.defaultValue,
    patches: Int = Self.patches.defaultValue,
    factor: Double = Self.factor.defaultValue, permutation: Permutation? = nil
  ) throws -> P {
    func turned(_ quarters: Int) -> P { input.mapPixels { $0.turned(inverse ? 4 - quarters : quarters) } }
    switch view {
    case .identity: return input
    case .rotate90: return turned(1)
    case .rotate180: return turned(2)
    case .rotate270: return turned(3)
    case .flip: return Flip()(input, axis: .vertical)
    case .mirror: return Flip()(input, axis: .horizontal)
    case .negate: return input.mapNoise { -$0 }
    case .skew, .patchPermute, .pixelPermute, .jigsaw, .innerCircle, .squareHinge, .permutation:
      let (height, width) = (input.filterable.pixels.nchw.h, input.filterable.pixels.nchw.w)
      let order = try PixelOrder(
        view, height, width, seed: seed, patches: patches, factor: factor, permutation: permutation)
      let used = inverse ? order.inverse : order
      return input.mapPixels(used.callAsFunction)
    }
  }
}
