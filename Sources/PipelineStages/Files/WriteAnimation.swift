import Basics
import Images
public import PipelineKit
public import Tensors

/// Writes pictures as a film, an APNG or a GIF by the name's extension. −1 is black, 1 is white. A frame is as large as
/// the largest picture; smaller ones are in its middle, on white. An APNG stores its provenance in text chunks, a GIF
/// in comments, as `write-image` does.
public struct WriteAnimation: Stage {
  static let images = Input<GridPictures>(
    "images",
    "the frames: a list of pictures or batches, −1…1, or one batch; smaller ones are centred on white; masks 0…1")
  static let to = Input<Path>(
    "to", "a name that ends in .png or .apng (APNG, lossless) or .gif (256 colours)", path: .writes)
  /// How long a frame is shown, in milliseconds.
  public static let duration = Input<Int>(
    "duration", "how long a frame is shown, in milliseconds; a GIF's film counts in hundredths of a second",
    in: range(Animation.durations), default: 80)
  static let hold = Input<Int>(
    "hold", "how long the last frame is shown, in milliseconds", in: range(Animation.durations),
    default: .computed("duration") { try $0[duration] })
  /// How often the film is played; 0 repeats it forever.
  public static let repeats = Input<Int>(
    "repeats", "how often the film is played; 0 repeats it forever", in: range(Animation.plays), default: 0)
  /// How many times larger the film is than its pictures.
  public static let magnify = Input<Int>(
    "magnify", "how many times larger the film is than its pictures; pixels stay sharp",
    in: range(Animation.magnifications), default: 1)
  public static let declaration = Declaration(
    "write-animation", "Writes pictures as a film, in APNG or GIF.",
    inputs: [images, to, duration, hold, repeats, magnify], outputs: [], effects: [.writes])

  /// Makes the stage, which has no settings.
  public init() {}

  /// Of a film that hardly compresses, with a byte for each sample.
  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let shapes = inputs.facts(images).flatMap(GridPictures.shapes).map({ Array($0.joined()) }),
      let magnification = inputs.known(magnify), shapes.allSatisfy({ $0.count == 4 })
    else { return StageCost(isUnknown: true) }
    let (height, width) = (shapes.map { $0[2] }.max() ?? 0, shapes.map { $0[3] }.max() ?? 0)
    let frames = shapes.reduce(0) { $0 + $1[0] }
    let samples = Double(frames * height * width) * Double(magnification * magnification) * 3
    return StageCost(working: 2 * samples, written: samples + 4096)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let shapes = inputs.facts(Self.images).flatMap(GridPictures.shapes).map { Array($0.joined()) }
    var problems: [Problem] = []
    do { if let shapes { try Self.requireShapes(shapes) } } catch {
      problems.append(Problem(error, port: Self.images))
    }
    guard let path = inputs.known(Self.to) else { return problems }
    let format: AnimationFormat
    do { format = try AnimationFormat(ending: path.resolved, named: path.text) } catch {
      return problems + [Problem(error, port: Self.to)]
    }
    do {
      if let shapes, let magnification = inputs.known(Self.magnify), problems.isEmpty {
        try Animation.requireWritable(shapes, magnification: magnification, as: format, named: path.text)
      }
    } catch {
      problems.append(Problem(error, port: inputs.isGiven(Self.magnify) ? Self.magnify : Self.images))
    }
    return problems + inputs.writingProblems(Self.to)
  }

  private static func requireShapes(_ shapes: [[Int]]) throws {
    if shapes.isEmpty { throw StageFault.noPictures(port: images) }
    for shape in shapes { try StageFault.requirePictures(shape, port: images) }
  }

  public static func maker(of path: String) -> String? {
    (try? ImageFile.texts(path)).flatMap { pipelineName(in: $0) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (images, path) = (try inputs[Self.images].rows.flatMap(\.self), try inputs[Self.to])
    context.warnOfInfinity(in: images, path)
    let bytes = try encoded(
      images, named: path, duration: inputs[Self.duration], hold: inputs[Self.hold], repeats: inputs[Self.repeats],
      magnify: inputs[Self.magnify], texts: context.pictureTexts())
    try context.write([(path, bytes)])
    return Outputs()
  }

  /// Writes the pictures of `images`, batches N×C×H×W in −1…1 with C = 1 or 3, as one film and returns its file's path.
  /// Throws if a shape, the extension or a number is wrong, or if the file can't be written.
  @discardableResult
  public func callAsFunction(
    images: [Tensor], to path: Path, duration: Int = Self.duration.defaultValue, hold: Int? = nil,
    repeats: Int = Self.repeats.defaultValue, magnify: Int = Self.magnify.defaultValue,
    texts: [(name: String, text: String)] = []
  ) throws -> String {
    let bytes = try encoded(
      images, named: path, duration: duration, hold: hold ?? duration, repeats: repeats, magnify: magnify, texts: texts)
    try AtomicFile.write(bytes, to: path.target)
    return path.target
  }

  private func encoded(
    _ images: [Tensor], named path: Path, duration: Int, hold: Int, repeats: Int, magnify: Int,
    texts: [(name: String, text: String)]
  ) throws -> [UInt8] {
    for (port, number, range) in [
      ("duration", duration, Animation.durations), ("hold", hold, Animation.durations),
      ("repeats", repeats, Animation.plays), ("magnify", magnify, Animation.magnifications),
    ] where !range.contains(number) {
      throw StageFault.outOfRange(
        port: port, expected: "\(range.lowerBound) … \(range.upperBound)", found: "\(number)")
    }
    try Self.requireShapes(images.map(\.shape))
    let format = try AnimationFormat(ending: path.resolved, named: path.text)
    let film = Animation(images, duration: duration, hold: hold, repeats: repeats, magnification: magnify)
    return try Profile.measure("writing pictures", .whole) {
      try film.encoded(as: format, named: path.text, texts: texts)
    }
  }

  /// The numbers that a port takes.
  private static func range(_ numbers: ClosedRange<Int>) -> ClosedRange<Double> {
    Double(numbers.lowerBound)...Double(numbers.upperBound)
  }
}
