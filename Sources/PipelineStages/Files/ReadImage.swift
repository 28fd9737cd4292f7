import Basics
public import Images
public import PipelineKit
public import Tensors

extension Fit: Choice {}
extension Colour: Choice {}

/// A picture from a PNG or JPEG file, whatever its name, as 1×C×H×W in −1…1, upright, transparent parts over white.
///
/// A size is reached by a cubic filter that grows with the new pixels (Pillow's BICUBIC), so that a photograph made small
/// has no aliases; what that filter puts beyond black and white is cut off. `ImageFile.read` says how large pictures are
/// resized.
public struct ReadImage: Stage {
  static let from = Input<Path>("from", "the PNG or JPEG file", path: .reads)
  static let size = OptionalInput<PictureSize>(
    "size", "the side of a square in pixels, or [width, height]", otherwise: "as the file is")
  /// How a picture of other proportions fills the size.
  public static let fit = Input<Fit>("fit", "how a picture of other proportions fills the size", default: .cover)
  static let colour = OptionalInput<Colour>("colour", "the channels to give", otherwise: "those of the file")
  package static let image = Output<Tensor>("image", "1×C×H×W, C = 3 or 1, −1…1", kind: .image)
  public static let declaration = Declaration(
    "read-image", "A picture from a PNG or JPEG file.", inputs: [from, size, fit, colour], outputs: [image])

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

  public func callAsFunction(
    from path: Path, size: PictureSize? = nil, fit: Fit = Self.fit.defaultValue, colour: Colour? = nil
  ) throws -> Tensor {
    try size?.validate()
    let frame = size.map { Frame(height: $0.height, width: $0.width, fit, .smoothBicubic, bars: 1) }
    let picture = try ImageFile.read(path.resolved, named: path.text, in: frame) { pixels in
      colour.map(pixels.coloured) ?? pixels
    }
    // Of a picture that was left as it is there is no copy.
    let range: ClosedRange<Float> = -1...1
    return picture.values.allSatisfy { range.contains($0) } ? picture : picture.clamped(to: range)
  }
}

extension KnownInputs {
  /// What a picture to read says of itself; nil where it isn't known which, or it can't be read.
  func pictureHeader(_ port: Input<Path>) -> ImageFile.Header? {
    // What comes through a pipe can be read but once.
    guard let path = known(port), FileType(path.resolved) == .file else { return nil }
    return try? ImageFile.header(path.resolved, named: path.text)
  }

  /// The size that a picture will have; nil where it isn't known.
  func size(_ port: OptionalInput<PictureSize>, otherwise header: ImageFile.Header) -> PictureSize? {
    let size = isGiven(port) ? known(port) : PictureSize(width: header.width, height: header.height)
    return size?.fault == nil ? size : nil
  }

  /// What is wrong with a picture to read, as far as that shows without decoding it.
  func pictureProblems(_ port: Input<Path>) -> [Problem] {
    guard let path = known(port) else { return [] }
    do {
      try ImageFile.verify(path.resolved, named: path.text)
      return []
    } catch {
      return [Problem("\(error)", port: port, cause: (error as? any Fault)?.cause ?? .fault)]
    }
  }
}
