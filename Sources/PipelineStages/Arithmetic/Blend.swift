public import PipelineKit
public import Tensors

/// One picture inside a mask and another outside: m · inside + (1 − m) · outside. Inpainting keeps the known pixels
/// with it (Lugmayr et al. 2022, eq. 8). For estimates, both noise and variance are blended.
public struct Blend: Stage {
  static let inside = Input<Filterable>("inside", "what shows where the mask is 1")
  static let outside = Input<Filterable>(
    "outside", "what shows where the mask is 0; of the same shape", sameAs: "inside")
  static let mask = Input<Tensor>(
    "mask",
    "m, 0…1; of the pictures' height and width, with one channel or as many as theirs; one mask for the batch or one per picture",
    kind: .mask)
  static let blended = Output<Filterable>("output", "m · inside + (1−m) · outside", sameAs: "inside")
  public static let declaration = Declaration(
    "blend", "One picture inside a mask, another outside: m·inside + (1−m)·outside.", inputs: [inside, outside, mask],
    outputs: [blended])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let inside = inputs.imageShape(Self.inside), let outside = inputs.imageShape(Self.outside) else {
      return KnownOutputs()
    }
    return KnownOutputs(blended, shape: Tensor.broadcastShape(inside, outside))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let (inside, outside) = (inputs.imageShape(Self.inside), inputs.imageShape(Self.outside))
    do {
      if let inside, let outside { _ = try Self.shape(inside, outside) }
    } catch { return [Problem(error, port: Self.outside)] }
    if let mask = inputs.imageShape(Self.mask), let inside, let outside {
      do { try Self.requireMask(mask, Self.shape(inside, outside)) } catch {
        return [Problem(error, port: Self.mask)]
      }
      return []
    }
    // A picture's height and width are the mask's, whatever the number of pictures.
    if let mask = inputs.imageShape(Self.mask), let picture = inside ?? outside, mask[2...] != picture[2...] {
      let fault = StageFault.shapesDiffer(
        port: "mask", shape: mask, other: inside == nil ? "outside" : "inside", otherShape: picture)
      return [Problem(fault.description, port: Self.mask)]
    }
    return []
  }

  /// The shape of the result. Throws if the two don't fit.
  private static func shape(_ a: [Int], _ b: [Int]) throws -> [Int] {
    guard a.count == 4, b.count == 4, a[1...] == b[1...], let shape = Tensor.broadcastShape(a, b) else {
      throw StageFault.shapesDiffer(port: "inside", shape: a, other: "outside", otherShape: b)
    }
    return shape
  }

  /// Throws if the mask doesn't fit a result of this shape.
  private static func requireMask(_ mask: [Int], _ shape: [Int]) throws {
    guard mask.count == 4, Tensor.broadcastShape(mask, shape) == shape, mask[2...] == shape[2...] else {
      throw StageFault.shapesDiffer(port: "mask", shape: mask, other: "inside", otherShape: shape)
    }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.blended, self(inside: inputs[Self.inside], outside: inputs[Self.outside], mask: inputs[Self.mask]))
  }

  /// m · inside + (1 − m) · outside. `inside` and `outside` have one shape, but one of them may be a single image for a
  /// batch. Throws if shapes don't fit.
  public func callAsFunction<P: HasPixels>(inside: P, outside: P, mask: Tensor) throws -> P {
    let (inside, outside) = (inside.filterable, outside.filterable)
    try FilterFault.requireSameKind("inside", inside, "outside", outside)
    let shape = try Self.shape(inside.pixels.shape, outside.pixels.shape)
    try Self.requireMask(mask.shape, shape)
    func blend(_ a: Tensor, _ b: Tensor) -> Tensor { mask * a + mask.map { 1 - $0 } * b }
    let noise = blend(inside.pixels, outside.pixels)
    guard case .estimate(let one) = inside, case .estimate(let other) = outside else { return P(.image(noise)) }
    let variance = one.variance.flatMap { a in other.variance.map { b in blend(a, b) } }
    return P(.estimate(Estimate(noise: noise, variance: variance)))
  }
}
