public import PipelineKit
public import Tensors

/// A mask that is 1 in a box and 0 around it. The box is [x, y, width, height] in fractions of the picture, from its
/// upper left corner; its edges are rounded to pixels.
public struct Rectangle: Stage {
  static let size = Input<PictureSize>("size", "the side of a square in pixels, or [width, height]")
  static let box = Input<[Double]>("box", "[x, y, width, height] as fractions of the picture, 0…1")
  package static let mask = Output<Tensor>("mask", "1×1×H×W; 1 in the box, 0 around it", kind: .mask)
  public static let declaration = Declaration(
    "rectangle", "A mask that repaints a box.", inputs: [size, box], outputs: [mask])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let size = inputs.known(Self.size), size.fault == nil else { return KnownOutputs() }
    return KnownOutputs(mask, shape: [1, 1, size.height, size.width], decidedBy: Self.size)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let size = inputs.known(Self.size)
    let wrong = inputs.problems(Self.size, size)
    guard let box = inputs.known(Self.box) else { return wrong }
    do {
      try Self.validate(box)
      if wrong.isEmpty, let size { _ = try Self.pixels(box, size) }
      return wrong
    } catch { return wrong + [Problem(error, port: Self.box)] }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.mask, self(size: inputs[Self.size], box: inputs[Self.box]))
  }

  /// The mask, 1×1×H×W: 1 in the box, 0 around it. Throws if the box leaves the picture or covers no pixel.
  public func callAsFunction(size: PictureSize, box: [Double]) throws -> Tensor {
    try size.validate()
    try Self.validate(box)
    let (columns, rows) = try Self.pixels(box, size)
    var values = [Float](repeating: 0, count: size.width * size.height)
    for y in rows {
      for x in columns { values[y * size.width + x] = 1 }
    }
    return Tensor([1, 1, size.height, size.width], values)
  }

  private static func validate(_ box: [Double]) throws {
    // Sums of fractions such as 0.7 + 0.3 may exceed 1 by a rounding error.
    let limit = 1 + 1e-9
    guard box.count == 4, box[0] >= 0, box[1] >= 0, box[2] > 0, box[3] > 0, box[0] + box[2] <= limit,
      box[1] + box[3] <= limit
    else {
      throw StageFault.outOfRange(
        port: "box",
        expected: "[x, y, width, height] as fractions inside of the picture (x + width ≤ 1, y + height ≤ 1)",
        found: "[\(box.map { "\($0)" }.joined(separator: ", "))]")
    }
  }

  /// The columns and rows of the pixels in the box.
  private static func pixels(_ box: [Double], _ size: PictureSize) throws -> (columns: Range<Int>, rows: Range<Int>) {
    func range(_ start: Double, _ length: Double, _ side: Int) -> Range<Int> {
      let first = Int((start * Double(side)).rounded())
      return first..<max(first, min(side, Int(((start + length) * Double(side)).rounded())))
    }
    let (columns, rows) = (range(box[0], box[2], size.width), range(box[1], box[3], size.height))
    guard !columns.isEmpty, !rows.isEmpty else {
      throw StageFault.outOfRange(
        port: "box", expected: "a box of at least one pixel of \(size.width)×\(size.height)",
        found: "[\(box.map { "\($0)" }.joined(separator: ", "))]")
    }
    return (columns, rows)
  }
}
