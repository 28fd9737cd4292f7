import PipelineKit
import Tensors

/// One picture inside a mask and another outside: m · inside + (1 − m) · outside. Inpainting keeps what is known by it
/// (Lugmayr et al. 2022, eq. 8). Of estimates, noise and variance both are blended.
public struct Blend: Stage {
  static let inside = Input<Filterable>("inside", "what shows where the mask is 1")
  static let outside = Input<Filterable>("outside", "what shows where the mask is 0; of one shape", sameAs: "inside")
  static let mask = Input<Tensor>(
    "mask", "m, 0…1: of the same height and width, with one channel or all, one for the batch or each its own",
    kind: .mask)
  static let blended = Output<Filterable>("output", "m · inside + (1−m) · outside", sameAs: "inside")
  public static let declaration = Declaration(
    "blend", "One picture inside a mask, another outside: m·inside + (1−m)·outside.", inputs: [inside, outside, mask],
    outputs: [blended])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.blended, self(inside: inputs[Self.inside], outside: inputs[Self.outside], mask: inputs[Self.mask]))
  }

  /// `inside` and `outside` may differ in their number of images where one of them has just one.
  public func callAsFunction<P: HasPixels>(inside: P, outside: P, mask: Tensor) throws -> P {
    let (inside, outside) = (inside.filterable, outside.filterable)
    try FilterFault.requireSameKind("inside", inside, "outside", outside)
    let (a, b) = (inside.pixels.shape, outside.pixels.shape)
    guard
      a.count == 4, b.count == 4, a[1...] == b[1...], let shape = Tensor.broadcastShape(a, b)
    else { throw StageFault.shapesDiffer(port: "inside", shape: a, other: "outside", otherShape: b) }
    guard mask.rank == 4, Tensor.broadcastShape(mask.shape, shape) == shape, mask.shape[2...] == shape[2...] else {
      throw StageFault.shapesDiffer(port: "mask", shape: mask.shape, other: "inside", otherShape: shape)
    }
    func blend(_ a: Tensor, _ b: Tensor) -> Tensor { mask * a + mask.map { 1 - $0 } * b }
    let noise = blend(inside.pixels, outside.pixels)
    guard case .estimate(let one) = inside, case .estimate(let other) = outside else { return P(.image(noise)) }
    let variance = one.variance.flatMap { a in other.variance.map { b in blend(a, b) } }
    return P(.estimate(Estimate(noise: noise, variance: variance)))
  }
}
