public import Basics
import Foundation
import Images
import Inference
public import Tensors

/// Pictures with captions: a.png (or a JPEG) beside a.txt, in which each line is a caption for the whole picture.
public struct CaptionedPictures: Sendable {
  /// Height and width in pixels of the pictures that `picture` returns.
  public let height, width: Int
  /// The captions of each picture, in the pictures' order.
  public let captions: [[String]]
  /// How pictures are moved and mirrored at random.
  public let placement: Placement
  /// RGB samples at twice the resolution of what `picture` returns, for moves by fractions of a pixel.
  private let samples: [UInt8]
  /// Messages about files in the folder that are ignored, one per line.
  public let warnings: [String]

  private static let fineness = 2

  /// Random changes each time a picture is used, so that a small set teaches more.
  public struct Placement: Sendable, Equatable {
    /// The picture is shrunk by a random factor of 1 … 1 + `shrink` and placed at random on white; for drawings on
    /// white only.
    public var shrink: Double
    /// The fraction of uses, 0 … 1, in which the picture is mirrored.
    public var flip: Double

    /// Makes a placement; by default pictures don't change.
    public init(shrink: Double = 0, flip: Double = 0) { (self.shrink, self.flip) = (shrink, flip) }
  }

  /// The number of pictures.
  public var count: Int { captions.count }

  /// Reads every picture in a folder, in the order of their names, and crops it to this shape. Throws if one is
  /// smaller, has no caption or can't be read.
  public init(folder: String, height: Int, width: Int, _ placement: Placement = Placement()) throws {
    (self.height, self.width, self.placement) = (height, width, placement)
    let folder = try CaptionedFolder(folder)
    warnings = folder.warnings
    captions = try folder.pictures.map { try Self.captions($0.captions) }
    let (high, wide) = (Self.fineness * height, Self.fineness * width)
    let frame = Frame(height: high, width: wide, .cover, .smoothBicubic, bars: 1)
    var samples: [UInt8] = []
    samples.reserveCapacity(folder.pictures.count * 3 * high * wide)
    for (path, _) in folder.pictures {
      let size = try ImageFile.header(path)
      guard size.height >= height, size.width >= width else {
        throw CaptionedPicturesFault.tooSmall(
          path: path, height: size.height, width: size.width, least: (height, width))
      }
      let fitted = try ImageFile.read(path, in: frame) { $0.coloured(.rgb) }
      samples += fitted.values.map { UInt8((min(max($0, -1), 1) * 127.5 + 127.5).rounded()) }
    }
    self.samples = samples
  }

  private static func captions(_ path: String) throws -> [String] {
    // Concatenated files may have a byte order mark at the start of any line.
    let space = CharacterSet.whitespaces.union(CharacterSet(charactersIn: "\u{FEFF}"))
    let lines = try TextFile.read(path).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: space) }.filter { !$0.isEmpty }
    if lines.isEmpty { throw CaptionedPicturesFault.emptyCaption(path: path) }
    return lines
  }

  /// A picture, 1×3×height×width in −1…1, placed at random by `generator`.
  public func picture(_ index: Int, _ generator: Generator) -> Tensor {
    let draws = generator.uniform([4]).values.map(Double.init)
    let scale = 1 + draws[0] * placement.shrink
    let mirrored = draws[1] < placement.flip
    let (high, wide) = (Self.fineness * height, Self.fineness * width)
    /// For each position along an axis, the first of the two source neighbours and the second's weight.
    func sources(_ length: Int, mirrored: Bool, shift: Double) -> [(first: Int, part: Float)] {
      let middle = Double(length) / 2
      return (0..<length).map { i in
        let place = (Double(i) + 0.5 - middle) * (mirrored ? -scale : scale) + middle * (1 + shift) - 0.5
        let first = place.rounded(.down)
        return (Int(first), Float(place - first))
      }
    }
    let rows = sources(high, mirrored: false, shift: (2 * draws[3] - 1) * (scale - 1))
    let columns = sources(wide, mirrored: mirrored, shift: (2 * draws[2] - 1) * (scale - 1))
    let start = index * 3 * high * wide
    let area = Float(Self.fineness * Self.fineness)
    var values = [Float](repeating: 0, count: 3 * height * width)
    for channel in 0..<3 {
      /// The distance from white, which surrounds the picture.
      func ink(_ y: Int, _ x: Int) -> Float {
        if y < 0 || y >= high || x < 0 || x >= wide { return 0 }
        return 255 - Float(samples[start + (channel * high + y) * wide + x])
      }
      for (y, row) in rows.enumerated() {
        for (x, column) in columns.enumerated() {
          let upper = ink(row.first, column.first) * (1 - column.part) + ink(row.first, column.first + 1) * column.part
          let lower =
            ink(row.first + 1, column.first) * (1 - column.part) + ink(row.first + 1, column.first + 1) * column.part
          values[(channel * height + y / Self.fineness) * width + x / Self.fineness] +=
            upper * (1 - row.part) + lower * row.part
        }
      }
    }
    return Tensor([1, 3, height, width], values.map { 1 - $0 / (area * 127.5) })
  }

  /// SHA-256 of the pictures in their order, in hexadecimal.
  public var picturesDigest: String { Self.digest(samples, []) }

  /// SHA-256 of the captions in their pictures' order, in hexadecimal.
  public var captionsDigest: String { Self.digest([], captions) }

  /// SHA-256 of pictures and captions, in hexadecimal.
  public var digest: String { Self.digest(samples, captions) }

  private static func digest(_ samples: [UInt8], _ captions: [[String]]) -> String {
    let sum = SHA256()
    sum.update(samples)
    sum.update(Array(captions.map { $0.joined(separator: "\n") }.joined(separator: "\0").utf8))
    return sum.finish()
  }
}

/// An error in a folder of captioned pictures.
public enum CaptionedPicturesFault: Fault {
  /// The path is a file.
  case notAFolder(path: String)
  /// The folder has no PNG or JPEG; `folders` are the folders in it, which aren't searched.
  case none(folder: String, folders: [String])
  /// A picture without a caption; `unread` is a file in the folder with captions in a format that isn't read.
  case noCaption(picture: String, expected: String, unread: String?)
  /// A pipe or a device with the name of a picture or of captions.
  case notAFile(path: String, expected: String, found: String)
  /// A picture of a format that can't be read; `what` is the format: `a WebP picture`.
  case unreadable(path: String, what: String, hasCaption: Bool)
  /// A caption file without text.
  case emptyCaption(path: String)
  /// A picture smaller than the model's, `least`.
  case tooSmall(path: String, height: Int, width: Int, least: (height: Int, width: Int))

  public var cause: FaultCause {
    switch self {
    case .none, .noCaption: .missingInput
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .notAFolder(let path):
      "\(path): expected a folder of pictures with captions, found a file"
        + (path.hasSuffix(".tar") ? "; unpack it with 'tar xf'" : "")
    case .none(let folder, let folders):
      "\(folder): holds no PNG or JPEG"
        + (folders.isEmpty ? "" : "; the pictures of the folders in it (\(listed(folders))) aren't read")
    case .noCaption(let picture, let expected, let unread):
      "\(picture): has no caption; expected \(expected), with one or more lines that say what is seen"
        + (unread.map { "; \($0) is not read" } ?? "")
    case .notAFile(let path, let expected, let found): "\(path): expected \(expected), found \(found)"
    case .unreadable(let path, let what, let hasCaption):
      "\(path): \(hasCaption ? "has a caption but is" : "is") \(what), which can't be read; "
        + (hasCaption ? "convert it to PNG or JPEG" : "convert it to PNG or JPEG and give it a caption, or remove it")
    case .emptyCaption(let path): "\(path): expected one or more captions, found none"
    case .tooSmall(let path, let height, let width, let least):
      "\(path): is \(height)×\(width); the model makes pictures of \(least.height)×\(least.width), and learns from none that are smaller"
    }
  }
}
