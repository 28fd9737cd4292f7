public import Basics

/// The reason why a film can't be written. Faults of single pictures are those of `ImageFault`.
public enum AnimationFault: Fault {
  /// There are no pictures.
  case empty
  /// The name of the file does not end in .png, .apng or .gif.
  case unsupportedEnding(path: String)
  /// A side is longer than the format allows.
  case tooLong(path: String, format: AnimationFormat, width: Int, height: Int)
  /// All frames together have more than `Animation.largest` pixels.
  case tooLarge(path: String, frames: Int, width: Int, height: Int)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .empty: "a film needs at least one picture, found none"
    case .unsupportedEnding(let path):
      "\(path): expected a name that ends in .png, .apng or .gif, found \(ImageFault.ending(path))"
    case .tooLong(let path, let format, let width, let height):
      "\(path): \(format) takes at most \(format.longestSide) pixels each way, found \(width)×\(height)"
        + (max(width, height) <= AnimationFormat.apng.longestSide ? "; APNG takes them" : "")
    case .tooLarge(let path, let frames, let width, let height):
      "\(path): expected at most \(Animation.largest / 1_000_000) megapixels in all frames, found \(frames) of "
        + "\(width)×\(height); magnify less or show fewer"
    }
  }
}
