public import PipelineKit
public import Tensors

/// A mask that is larger by some pixels on every side, or with a negative number smaller: the greatest (smallest) value in a
/// disk around each pixel, which is dilation (erosion) of mathematical morphology.
public struct GrowMask: Stage {
  static let mask = Input<Tensor>("mask", "N×1×H×W, 0…1", kind: .mask)
  static let by = Input<Int>("by", "the disk's radius in pixels of the mask; a negative one shrinks", in: -64...64)
  static let grown = Output<Tensor>("mask", "the larger, or smaller, mask", kind: .mask)
  public static let declaration = Declaration(
    "grow-mask", "A mask that is larger by some pixels, or smaller.", inputs: [mask, by], outputs: [grown])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs { KnownOutputs(grown, shape: inputs.shape(mask)) }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.grown, self(inputs[Self.mask], by: inputs[Self.by]))
  }

  /// The greatest value, for a negative `radius` the smallest, of all pixels whose distance is at most |radius|. What lies
  /// beyond the mask counts for neither.
  public func callAsFunction(_ mask: Tensor, by radius: Int) -> Tensor {
    let size = abs(radius)
    if size == 0 { return mask }
    let (n, c, height, width) = mask.nchw
    let values = mask.values
    var out = values
    // A row of the disk after the other: at dy rows from its centre it reaches `reach` pixels to each side.
    for plane in 0..<(n * c) {
      let base = plane * height * width
      for dy in -size...size {
        let reach = Int(Double(size * size - dy * dy).squareRoot())
        for y in max(0, -dy)..<max(max(0, -dy), min(height, height - dy)) {
          let from = base + (y + dy) * width
          for x in 0..<width {
            let row = values[(from + max(0, x - reach))...(from + min(width - 1, x + reach))]
            let place = base + y * width + x
            out[place] = radius > 0 ? max(out[place], row.max()!) : min(out[place], row.min()!)
          }
        }
      }
    }
    return Tensor(mask.shape, out)
  }
}
