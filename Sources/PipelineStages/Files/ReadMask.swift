public import Images
public import PipelineKit
public import Tensors

/// Reads a mask from a PNG or JPEG file: white is 1 and repaints, black is 0 and keeps, gray lies between. The mask is
/// luma times opacity, inverted if asked for.
public struct ReadMask: Stage {
  static let from = Input<Path>("from", "the PNG or JPEG file", path: .reads)
  static let size = OptionalInput<PictureSize>(
    "size", "the side of a square in pixels, or [width, height]", otherwise: "as the file is")
  /// How a mask with other proportions fills the size; bars beside a contained mask keep the picture.
  public static let fit = Input<Fit>(
    "fit", "how a mask of other proportions fills the size; the area beside a contained mask is 0", default: .cover)
  /// Whether black repaints.
  public static let invert = Input<Bool>("invert", "whether black repaints", default: false)
  static let threshold = OptionalInput<Double>(
    "threshold", "the gray level, 0…1, from which the mask is 1; below it the mask is 0", in: 0...1,
    otherwise: "gray levels are kept")
  package static let mask = Output<Tensor>("mask", "1×1×H×W, 0…1; 1 repaints", kind: .mask)
  public static let declaration = Declaration(
    "read-mask", "A mask from a PNG or JPEG file; white repaints.", inputs: [from, size, fit, invert, threshold],
    outputs: [mask])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    let size = inputs.pictureHeader(from).flatMap { inputs.size(Self.size, otherwise: $0) }
    return KnownOutputs(mask, shape: size.map { [1, 1, $0.height, $0.width] }, decidedBy: Self.size)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.pictureProblems(Self.from) + inputs.problems(Self.size, inputs.known(Self.size))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.mask,
      self(
        from: inputs[Self.from], size: inputs[Self.size], fit: inputs[Self.fit],
        invert: inputs[Self.invert], threshold: inputs[Self.threshold]))
  }

  /// Reads a mask, 1×1×H×W in 0…1, resized to `size` if given. Throws if the file can't be read or no picture may have
  /// the size.
  public func callAsFunction(
    from path: Path, size: PictureSize? = nil, fit: Fit = Self.fit.defaultValue,
    invert: Bool = Self.invert.defaultValue, threshold: Double? = nil
  ) throws -> Tensor {
    try size?.validate()
    // A triangle filter stays within 0…1, unlike the cubic one.
    let frame = size.map { Frame(height: $0.height, width: $0.width, fit, .smoothBilinear, bars: 0) }
    let mask = try ImageFile.read(path.resolved, named: path.text, over: .black, in: frame) { pixels in
      let mask = pixels.coloured(.gray).map { ($0 + 1) / 2 }
      return invert ? mask.map { 1 - $0 } : mask
    }
    return mask.map { gray in threshold.map { Double(gray) >= $0 ? 1 : 0 } ?? min(max(gray, 0), 1) }
  }
}
