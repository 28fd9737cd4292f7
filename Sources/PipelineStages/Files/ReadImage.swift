import Basics
public import Images
public import PipelineKit
public import Tensors

extension Fit: Choice {}
extension Colour: Choice {}

/// Reads a PNG or JPEG file as 1×C×H×W in −1…1. The name's extension doesn't matter, rotation in the file's metadata is
/// applied, and transparent parts are put on white.
///
/// Resizing uses a cubic filter that widens as the picture shrinks (Pillow's BICUBIC), so photographs don't alias;
/// values that it puts outside of −1…1 are clipped. See `ImageFile.read` for how large pictures are resized.
public struct ReadImage: Stage {
  static let from = Input<Path>("from", "the PNG or JPEG file", path: .reads)
  static let size = OptionalInput<PictureSize>(
    "size", "the side of a square in pixels, or [width, height]", otherwise: "as the file is")
  /// How a picture with other proportions fills the size.
  public static let fit = Input<Fit>("fit", "how a picture of other proportions fills the size", default: .cover)
  static let colour = OptionalInput<Colour>("colour", "the channels to give", otherwise: "those of the file")
  package static let image = Output<Tensor>("image", "1×C×H×W, C = 3 or 1, −1…1", kind: .image)
  public static let declaration = Declaration(
    "read-image", "A picture from a PNG or JPEG file.", inputs: [from, size, fit, colour], outputs: [image])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let header = inputs.pictureHeader(from), !inputs.isGiven(colour) || inputs.known(colour) != nil else {
      return KnownOutputs()
    }
    let channels = inputs.known(colour).map { $0 == .gray ? 1 : 3 } ?? header.channels
    return KnownOutputs(
      image, shape: inputs.size(size, otherwise: header).map { [1, channels, $0.height, $0.width] }, decidedBy: size)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.pictureProblems(Self.from) + inputs.problems(Self.size, inputs.known(Self.size))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.image,
      self(
        from: inputs[Self.from], size: inputs[Self.size], fit: inputs[Self.fit],
        colour: inputs[Self.colour]))
  }

  /// Reads a picture, 1×C×H×W in −1…1, resized to `size` if given. Throws if the file can't be read or no picture may
  /// have the size.
  public func callAsFunction(
    from path: Path, size: PictureSize? = nil, fit: Fit = Self.fit.defaultValue, colour: Colour? = nil
  ) throws -> Tensor {
    try size?.validate()
    let frame = size.map { Frame(height: $0.height, width: $0.width, fit, .smoothBicubic, bars: 1) }
    let picture = try ImageFile.read(path.resolved, named: path.text, in: frame) { pixels in
      colour.map(pixels.coloured) ?? pixels
    }
    // A picture within the range is returned without a copy.
    let range: ClosedRange<Float> = -1...1
    return picture.values.allSatisfy { range.contains($0) } ? picture : picture.clamped(to: range)
  }
}

extension KnownInputs {
  /// The header of a picture to read; nil if its path isn't known yet or it can't be read.
  func pictureHeader(_ port: Input<Path>) -> ImageFile.Header? {
    // A pipe can be read only once.
    guard let path = known(port), FileType(path.resolved) == .file else { return nil }
    return try? ImageFile.header(path.resolved, named: path.text)
  }

  /// The size that a picture will have; nil if it isn't known or no picture may have it.
  func size(_ port: OptionalInput<PictureSize>, otherwise header: ImageFile.Header) -> PictureSize? {
    let size = isGiven(port) ? known(port) : PictureSize(width: header.width, height: header.height)
    return size?.fault == nil ? size : nil
  }

  /// Problems with a picture to read that can be found without decoding it.
  func pictureProblems(_ port: Input<Path>) -> [Problem] {
    guard let path = known(port) else { return [] }
    do {
      try ImageFile.verify(path.resolved, named: path.text)
      return []
    } catch {
      return [Problem(error, port: port)]
    }
  }
}
