import Basics
import Foundation
public import Tensors

/// The formats of films that are written.
public enum AnimationFormat: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Animated PNG: lossless; a reader of PNG sees its first frame.
  case apng = "APNG"
  /// GIF89a: 256 colours for the whole film.
  case gif = "GIF"

  public var description: String { rawValue }

  /// The longest side in pixels that the format takes.
  var longestSide: Int {
    switch self {
    case .apng: ImageFormat.png.longestSide
    case .gif: 65_535
    }
  }

  /// The format for a path to write, by its ending; throws for other endings than .png, .apng and .gif. Errors call
  /// the file `name`, by default the path.
  public init(ending path: String, named name: String? = nil) throws {
    switch (path as NSString).pathExtension.lowercased() {
    case "png", "apng": self = .apng
    case "gif": self = .gif
    default: throw AnimationFault.unsupportedEnding(path: name ?? path)
    }
  }
}

/// A film: pictures that are shown one after the other.
///
/// A frame is as large as the largest picture; smaller ones are in its middle, on white. Frames are encoded one after
/// the other, so memory holds two of them besides the pictures and the file. Of each, only the part is stored that
/// differs from the one before.
public struct Animation: Sendable {
  /// Batches N×C×H×W with C = 1 (gray) or 3 (RGB) and values in −1…1, in the order in which they are shown.
  public var pictures: [Tensor]
  /// How long a frame is shown, in milliseconds, one of `durations`. GIF counts hundredths of a second: there, the time
  /// of each change is rounded, so that rounding doesn't change the length of the film.
  public var duration: Int
  /// How long the last frame is shown, in milliseconds, one of `durations`; nil for `duration`.
  public var hold: Int?
  /// How often the film is played, one of `plays`; 0 repeats it forever.
  public var repeats: Int
  /// The side in pixels of the square that each pixel becomes, one of `magnifications`.
  public var magnification: Int

  /// The milliseconds that a frame may be shown. Many programs show a GIF's frame of less than 20 for 100.
  public static let durations = 20...60_000
  /// How often a film may be played; 0 is forever.
  public static let plays = 0...65_535
  /// How many times larger a film may be than its pictures.
  public static let magnifications = 1...64
  /// The most pixels of a film, those of all frames together.
  public static let largest = 400_000_000

  /// Makes a film; nothing is checked before it is encoded.
  public init(
    _ pictures: [Tensor], duration: Int = 80, hold: Int? = nil, repeats: Int = 0, magnification: Int = 1
  ) {
    (self.pictures, self.duration, self.hold) = (pictures, duration, hold)
    (self.repeats, self.magnification) = (repeats, magnification)
  }

  /// Throws where a film of pictures in these shapes, N×C×H×W, can't be written.
  public static func requireWritable(
    _ shapes: [[Int]], magnification: Int, as format: AnimationFormat, named name: String
  ) throws {
    let count = shapes.reduce(0) { $0 + $1[0] }
    guard count > 0 else { throw AnimationFault.empty }
    let width = (shapes.map { $0[3] }.max() ?? 0) * magnification
    let height = (shapes.map { $0[2] }.max() ?? 0) * magnification
    if max(width, height) > format.longestSide {
      throw AnimationFault.tooLong(path: name, format: format, width: width, height: height)
    }
    try ImageFile.requireSize(width, height, name)
    if count > largest / (width * height) {
      throw AnimationFault.tooLarge(path: name, frames: count, width: width, height: height)
    }
  }

  /// The film as the bytes of a file. `texts` become text chunks of an APNG and comments of a GIF. Throws for no
  /// pictures, for a shape or size that can't be written, and NaN; traps for numbers outside of their ranges.
  public func encoded(
    as format: AnimationFormat, named name: String, texts: [(name: String, text: String)] = []
  ) throws -> [UInt8] {
    precondition(Self.durations.contains(duration) && hold.map(Self.durations.contains) != false)
    precondition(Self.plays.contains(repeats) && Self.magnifications.contains(magnification))
    for picture in pictures where picture.rank != 4 || picture.count == 0 || ![1, 3].contains(picture.shape[1]) {
      throw ImageFault.wrongShape(path: name, shape: picture.shape)
    }
    try Self.requireWritable(pictures.map(\.shape), magnification: magnification, as: format, named: name)
    switch format {
    case .apng: return try AnimatedPNG.encode(self, texts, name)
    case .gif: return try GIF.encode(self, texts, name)
    }
  }

  /// Writes the film to a file in the format of its ending; the file appears complete or not at all.
  public func write(to path: String, named name: String? = nil, texts: [(name: String, text: String)] = []) throws {
    let format = try AnimationFormat(ending: path, named: name)
    try AtomicFile.write(encoded(as: format, named: name ?? path, texts: texts), to: path)
  }

  /// The number of frames.
  var count: Int { pictures.reduce(0) { $0 + $1.shape[0] } }

  /// Of the frames' samples: 1 where all pictures are gray, otherwise 3.
  var channels: Int { pictures.map { $0.shape[1] }.max() ?? 1 }

  /// Makes the frames one after the other, before they are magnified.
  func forEachFrame(_ name: String, _ body: (_ index: Int, _ frame: Samples) throws -> Void) throws {
    let (height, width) = (pictures.map { $0.shape[2] }.max() ?? 0, pictures.map { $0.shape[3] }.max() ?? 0)
    let channels = channels
    var index = 0
    for batch in pictures {
      for place in 0..<batch.shape[0] {
        let samples = try Samples(batch.element(place), "\(name), frame \(index + 1)")
        try body(index, samples.centred(width: width, height: height, channels: channels))
        index += 1
      }
    }
  }
}
