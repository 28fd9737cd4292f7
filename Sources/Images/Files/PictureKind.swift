/// The kind of a file, recognised by its first bytes.
public enum PictureKind: Sendable, Equatable {
  /// A picture that `ImageFile` reads.
  case readable
  /// A picture in a format that it does not read, as errors call it: `a WebP picture`.
  case unreadable(String)
  /// Anything else, as errors call it: `a PDF`.
  case other(String)

  /// The number of first bytes that are needed.
  public static let length = 32

  /// Recognises the kind of a file from its first bytes.
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
