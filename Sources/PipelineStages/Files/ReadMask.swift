public import Images
public import PipelineKit
public import Tensors

/// Reads a mask from a PNG or JPEG file: white is 1 and repaints, black is 0 and keeps, gray lies between. The mask is
/// luma times opacity, or opacity alone; inverted if asked for.
public struct ReadMask: Stage {
  /// What of a picture is the mask.
  public enum Channel: String, Choice {
    /// Luma times opacity: what is white and opaque repaints.
    case luma
    /// Opacity alone: what is opaque repaints, whatever its colour.
    case alpha
  }

  static let from = Input<Path>("from", "the PNG or JPEG file", path: .reads)
  static let size = OptionalInput<PictureSize>(
    "size", "the side of a square in pixels, or [width, height]", otherwise: "as the file is")
  /// How a mask with other proportions fills the size; bars beside a contained mask keep the picture.
  public static let fit = Input<Fit>(
    "fit", "how a mask of other proportions fills the size; the area beside a contained mask is 0", default: .cover)
  /// Whether black repaints.
  public static let invert = Input<Bool>("invert", "whether black repaints", default: false)
  /// What of the picture is the mask.
  public static let channel = Input<Channel>(
    "channel", "what the mask is: 'luma' times opacity, or opacity ('alpha') alone; with 'invert', what is transparent",
    default: .luma)
  static let threshold = OptionalInput<Double>(
    "threshold", "the gray level, 0…1, from which the mask is 1; below it the mask is 0", in: 0...1,
    otherwise: "gray levels are kept")
  package static let mask = Output<Tensor>("mask", "1×1×H×W, 0…1; 1 repaints", kind: .mask)
  public static let declaration = Declaration(
    "read-mask", "A mask from a PNG or JPEG file; white repaints.",
    inputs: [from, size, fit, invert, channel, threshold], outputs: [mask])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    let size = inputs.pictureHeader(from).flatMap { inputs.size(Self.size, otherwise: $0) }
    return KnownOutputs(mask, shape: size.map { [1, 1, $0.height, $0.width] }, decidedBy: Self.size)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    var problems = inputs.pictureProblems(Self.from) + inputs.problems(Self.size, inputs.known(Self.size))
    if problems.isEmpty, inputs.known(Self.channel) == .alpha, let path = inputs.known(Self.from) {
      do { try Self.requireAlpha(path) } catch { problems.append(Problem(error, port: Self.from)) }
    }
    return problems
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.mask,
      self(
        from: inputs[Self.from], size: inputs[Self.size], fit: inputs[Self.fit],
        invert: inputs[Self.invert], channel: inputs[Self.channel], threshold: inputs[Self.threshold]))
  }

  /// Reads a mask, 1×1×H×W in 0…1, resized to `size` if given. Throws if the file can't be read, it has no alpha channel
  /// to take the mask from, or no picture may have the size.
  public func callAsFunction(
    from path: Path, size: PictureSize? = nil, fit: Fit = Self.fit.defaultValue,
    invert: Bool = Self.invert.defaultValue, channel: Channel = Self.channel.defaultValue, threshold: Double? = nil
  ) throws -> Tensor {
    try size?.validate()
    /// What `change` makes of the picture's luma over the backdrop, 0…1, in the frame.
    func luma(over backdrop: Backdrop, bars: Float, _ change: (Float) -> Float) throws -> Tensor {
      // A triangle filter stays within 0…1, unlike the cubic one.
      let frame = size.map { Frame(height: $0.height, width: $0.width, fit, .smoothBilinear, bars: bars) }
      return try ImageFile.read(path.resolved, named: path.text, over: backdrop, in: frame) { pixels in
        pixels.coloured(.gray).map { change(($0 + 1) / 2) }
      }
    }
    let mask: Tensor
    switch channel {
    case .luma: mask = try luma(over: .black, bars: 0) { invert ? 1 - $0 : $0 }
    case .alpha:
      try Self.requireAlpha(path)
      // Opacity a shows a v + 1 − a over white and a v over black, which differ by 1 − a. Bars are to become 0.
      let white = try luma(over: .white, bars: invert ? 0 : 1) { $0 }
      let clear = white - (try luma(over: .black, bars: 0) { $0 })
      mask = invert ? clear : clear.map { 1 - $0 }
    }
    return mask.map { gray in threshold.map { Double(gray) >= $0 ? 1 : 0 } ?? min(max(gray, 0), 1) }
  }
  /// Throws if the picture has no alpha channel.
  private static func requireAlpha(_ path: Path) throws {
    guard try ImageFile.hasAlpha(path.resolved, named: path.text) else {
      throw StageFault.other("\(path.text): expected a picture with an alpha channel for 'channel' alpha, found none")
    }
  }
}
