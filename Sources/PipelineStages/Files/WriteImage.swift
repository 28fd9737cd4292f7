import Basics
import Images
import Logging
public import PipelineKit
public import Tensors

/// Writes pictures as PNG or JPEG, chosen by the name's extension; a batch, or a list of pictures and batches, becomes
/// name-0.png, name-1.png and so on, with as many digits as the last needs, and if one can't be written, none is. −1 is
/// black, 1 is white. A PNG stores its provenance (pipeline file, parameters, seed …) in text chunks, a JPEG in comments.
public struct WriteImage: Stage {
  static let image = Input<PictureList>(
    "image", "N×C×H×W, C = 3 or 1, −1…1, or a list of such; values outside are clipped")
  static let to = Input<Path>(
    "to", "a name that ends in .png, .jpg or .jpeg", path: .writes, numberedBy: image.port.name)
  public static let declaration = Declaration(
    "write-image", "Writes pictures as PNG or JPEG; a batch or a list becomes name-0.png, name-1.png and so on.",
    inputs: [image, to],
    outputs: [], effects: [.writes])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let shapes = inputs.facts(Self.image).flatMap(PictureList.shapes)
    var problems: [Problem] = []
    do { if let shapes { try Self.require(shapes) } } catch {
      problems.append(Problem(error, port: Self.image))
    }
    guard let path = inputs.known(Self.to) else { return problems }
    let format: ImageFormat
    do { format = try ImageFormat(ending: path.resolved, named: path.text) } catch {
      return problems + [Problem(error, port: Self.to)]
    }
    do {
      if let shapes, let first = path.numbered(shapes.reduce(0) { $0 + $1[0] }).first, problems.isEmpty {
        for shape in shapes {
          try ImageFile.requireWritable(width: shape[3], height: shape[2], as: format, named: first.text)
        }
      }
    } catch { problems.append(Problem(error, port: Self.image)) }
    return problems + inputs.writingProblems(Self.to)
  }

  /// Encoded pictures are hardly larger than their samples, one byte each; both exist while they are written.
  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let shapes = inputs.facts(image).flatMap(PictureList.shapes) else { return StageCost(isUnknown: true) }
    let samples = shapes.reduce(0.0) { $0 + $1.reduce(1.0) { $0 * Double($1) } }
    return StageCost(working: 2 * samples, written: 1.02 * samples + 4096 * Double(shapes.reduce(0) { $0 + $1[0] }))
  }

  public static func maker(of path: String) -> String? {
    (try? ImageFile.texts(path)).flatMap { pipelineName(in: $0) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (images, path) = (try inputs[Self.image].pictures, try inputs[Self.to])
    context.warnOfInfinity(in: images, path)
    let texts = try context.pictureTexts()
    try Profile.measure("writing pictures", .whole) {
      try context.write(files(images, to: path, texts: texts))
    }
    return Outputs()
  }

  /// Writes the pictures of `image`, N×C×H×W in −1…1 with C = 1 or 3, and returns their files' paths. Throws if the
  /// shape or extension is wrong or a file can't be written.
  @discardableResult
  public func callAsFunction(
    image: Tensor, to path: Path, texts: [(name: String, text: String)] = []
  ) throws -> [String] {
    try self(images: [image], to: path, texts: texts)
  }

  /// Writes the pictures of several batches, which are numbered on from one to the next. Throws as for one.
  @discardableResult
  public func callAsFunction(
    images: [Tensor], to path: Path, texts: [(name: String, text: String)] = []
  ) throws -> [String] {
    try Profile.measure("writing pictures", .whole) {
      let files = try files(images, to: path, texts: texts)
      try AtomicFile.write(files.map { ($0.bytes, $0.path.target) })
      return files.map(\.path.target)
    }
  }

  /// The pictures encoded as files. All are checked before the first is written.
  private func files(
    _ images: [Tensor], to path: Path, texts: [(name: String, text: String)]
  ) throws -> [(path: Path, bytes: [UInt8])] {
    try Self.require(images.map(\.shape))
    let pictures = images.flatMap { image in (0..<image.shape[0]).map { (image, $0) } }
    return try zip(path.numbered(pictures.count), pictures).map { path, picture in
      let format = try ImageFormat(ending: path.resolved, named: path.text)
      return (path, try ImageFile.encode(picture.0.element(picture.1), as: format, named: path.text, texts: texts))
    }
  }

  private static func require(_ shapes: [[Int]]) throws {
    if shapes.isEmpty { throw StageFault.noPictures(port: image) }
    for shape in shapes { try StageFault.requirePictures(shape, port: image) }
  }
}
