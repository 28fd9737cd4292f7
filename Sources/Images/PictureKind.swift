/// What a file is by its first bytes, to whom pictures matter.
public enum PictureKind: Sendable, Equatable {
  /// A picture that `ImageFile` reads.
  case readable
  /// A picture that it does not read: `a WebP picture`.
  case unreadable(String)
  /// Anything else, as errors call it: `a PDF`.
  case other(String)

  /// How many of a file's first bytes tell what it is.
  public static let length = 32

  public init(start: [UInt8]) {
    if ImageFormat(content: start) != nil {
      self = .readable
      return
    }
    let name = start.isEmpty ? "an empty file" : FileSignature.description(start)
    self = PictureKind.pictures.contains(name) ? .unreadable(name) : .other(name)
  }

  private static let pictures: Set<String> = [
    "a GIF", "a WebP picture", "a TIFF", "a Windows bitmap", "an AVIF picture", "an HEIC picture", "a JPEG XL picture",
    "a JPEG 2000 picture", "a Photoshop file", "an SVG drawing",
  ]
}
