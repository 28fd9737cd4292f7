import Basics
import Foundation
public import Tensors

/// The picture formats that are read and written.
public enum ImageFormat: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Portable Network Graphics: lossless, 8 bits per sample when written.
  case png = "PNG"
  /// JPEG: lossy.
  case jpeg = "JPEG"

  public var description: String { rawValue }

  /// The longest side in pixels that the libraries write.
  var longestSide: Int {
    switch self {
    case .png: 1_000_000
    case .jpeg: 65_500
    }
  }

  /// Recognises the format by a file's content, whatever its name; nil for anything else.
  init?(content bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      self = .png
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else {
      return nil
    }
  }

  /// The format for a path to write, by its ending; throws for other endings than .png, .jpg and .jpeg. Errors call
  /// the file `name`, by default the path.
  public init(ending path: String, named name: String? = nil) throws {
    switch (path as NSString).pathExtension.lowercased() {
    case "png": self = .png
    case "jpg", "jpeg": self = .jpeg
    default: throw ImageFault.unsupportedEnding(path: name ?? path)
    }
  }
}

/// Pictures in files: PNG and JPEG.
///
/// A picture is a tensor 1×C×H×W with C = 3 (RGB) or 1 (gray) and values in −1…1: v / 127.5 − 1 for an 8-bit sample
/// v, and with full precision for 16 bits. It is turned upright by its EXIF or XMP orientation. Transparent parts are
/// composited over white or black.
public enum ImageFile {
  /// The most pixels that a picture may have, checked before anything of its size is allocated.
  public static let largest = 64_000_000

  /// The most pixels of a picture that is decoded as a whole before it is resized.
  public static let wholePixels = 4_000_000

  /// The properties of a picture that its file states before the pixels.
  public struct Header: Sendable, Equatable {
    /// The format of the file.
    public var format: ImageFormat
    /// Width in pixels of the upright picture.
    public var width: Int
    /// Height in pixels of the upright picture.
    public var height: Int
    /// Channels: 1 gray, 3 RGB.
    public var channels: Int

    /// Makes a header; nothing is checked.
    public init(format: ImageFormat, width: Int, height: Int, channels: Int) {
      (self.format, self.width, self.height, self.channels) = (format, width, height, channels)
    }
  }

  /// Reads the picture in the file at `path`. Errors call the file `name`, by default the path.
  ///
  /// `frame` is the size that the picture gets. `change` is applied to its pixels before; it must treat each pixel by
  /// itself, because it is given some rows at a time.
  ///
  /// A picture of more than `wholePixels` that is resized by a smooth method is never in memory as a whole: its rows
  /// are resized as they are decoded. The result is the same except for rounding (1e-5). A JPEG that is at least 8
  /// (16, 32) times as large as its frame both ways is decoded 2 (4, 8) times smaller, so at least 4 times as large
  /// as the frame: samples of 0…255 then differ by 0.2 on average, and by up to 7 beside hard edges.
  public static func read(
    _ path: String, named name: String? = nil, over backdrop: Backdrop = .white, in frame: Frame? = nil,
    changing change: (Tensor) -> Tensor = { $0 }
  ) throws -> Tensor {
    try Profile.measure("reading pictures", .whole) {
      let name = name ?? path
      return try decode(contents(path, name), named: name, over: backdrop, in: frame, changing: change)
    }
  }

  /// Throws where a file holds no picture, or not all of one as far as that shows without decoding its pixels.
  public static func verify(_ path: String, named name: String? = nil) throws {
    let name = name ?? path
    let bytes = try contents(path, name)
    switch try header(bytes, named: name).format {
    case .png: try PNG.verify(bytes, name)
    case .jpeg: try JPEG.verify(bytes, name)
    }
  }

  /// Whether a PNG, JPEG or GIF is there to its end, as far as that shows without decoding its pixels.
  public static func isWhole(_ path: String) -> Bool {
    guard let bytes = try? contents(path, path) else { return false }
    if GIF.isGIF(bytes) { return bytes.last == GIF.trailer }
    return (try? verify(path)) != nil
  }

  /// Whether a file's bytes begin as those of a PNG, JPEG or GIF do, whose `texts` are read.
  public static func isPicture(_ bytes: [UInt8]) -> Bool { ImageFormat(content: bytes) != nil || GIF.isGIF(bytes) }

  /// Reads the header of the picture in the file at `path` without decoding pixels.
  public static func header(_ path: String, named name: String? = nil) throws -> Header {
    try header(contents(path, name ?? path), named: name ?? path)
  }

  /// Whether the picture in the file at `path` has an alpha channel or a transparent colour; a JPEG has neither.
  public static func hasAlpha(_ path: String, named name: String? = nil) throws -> Bool {
    let name = name ?? path
    let bytes = try contents(path, name)
    return try format(bytes, name) == .png && PNG.hasAlpha(bytes, name)
  }

  /// The texts in the file at `path`, in its order: a PNG's text chunks, or a JPEG's or GIF's comments, of
  /// which those without a name are called `comment`.
  public static func texts(_ path: String, named name: String? = nil) throws -> [(name: String, text: String)] {
    let (path, name) = (path, name ?? path)
    let bytes = try contents(path, name)
    if GIF.isGIF(bytes) { return GIFTexts.texts(in: bytes) }
    switch try format(bytes, name) {
    case .png: return try PNG.texts(bytes, name)
    case .jpeg: return JPEGTexts.texts(in: bytes)
    }
  }

  /// The name of the text that other programs show as a JPEG's comment.
  public static let commentName = "comment"

  /// Distinct names for texts in a PNG: the nearest valid names to the given ones, numbered where two would be equal.
  public static func textNames(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      let nearest = textName(name)
      var (distinct, number) = (nearest, 2)
      while !taken.insert(distinct).inserted {
        let ending = "-\(number)"
        distinct = String(nearest.prefix(79 - ending.count)) + ending
        number += 1
      }
      return distinct
    }
  }

  /// The nearest valid name for a text in a PNG: printable ASCII; a long name keeps its beginning and end.
  private static func textName(_ name: String) -> String {
    let ascii = name.unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? Character($0) : "?" }
    let words = String(ascii).split(separator: " ").joined(separator: " ")
    let short = words.count > 79 ? "\(words.prefix(20))...\(words.suffix(56))" : words
    return short.isEmpty ? "?" : short.split(separator: " ").joined(separator: " ")
  }

  /// Writes a picture 1×C×H×W as PNG or JPEG, by the path's ending; the file appears complete or not at all. Values
  /// are limited to −1…1. `texts` become text chunks of a PNG and comments of a JPEG.
  public static func write(
    _ image: Tensor, to path: String, named name: String? = nil, texts: [(name: String, text: String)] = []
  ) throws {
    let name = name ?? path
    let format = try ImageFormat(ending: path, named: name)
    try Profile.measure("writing pictures", .whole) {
      try AtomicFile.write(encode(image, as: format, named: name, texts: texts), to: path)
    }
  }

  /// Decodes the picture in a file's bytes, as `read` does.
  public static func decode(
    _ bytes: [UInt8], named name: String, over backdrop: Backdrop = .white, in frame: Frame? = nil,
    changing change: (Tensor) -> Tensor = { $0 }
  ) throws -> Tensor {
    let picture = try StoredPicture(bytes, name, over: backdrop)
    guard let frame else { return try picture.whole(change) }
    let isLarge = picture.header.width * picture.header.height > wholePixels
    return isLarge && frame.method.isSmooth
      ? try picture.fitted(frame, change) : try picture.whole(change).fitted(frame)
  }

  /// Reads the header in a file's bytes.
  public static func header(_ bytes: [UInt8], named name: String) throws -> Header { try upright(bytes, name).header }

  /// The header in a file's bytes, and how its picture is turned upright.
  static func upright(_ bytes: [UInt8], _ name: String) throws -> (header: Header, orientation: Orientation) {
    let format = try format(bytes, name)
    var header =
      switch format {
      case .png: try PNG.header(bytes, name)
      case .jpeg: try JPEG.header(bytes, name)
      }
    let orientation = Orientation(format, bytes)
    if orientation.swapsAxes { swap(&header.width, &header.height) }
    return (header, orientation)
  }

  /// Encodes a picture 1×C×H×W into the bytes of a file.
  public static func encode(
    _ image: Tensor, as format: ImageFormat, named name: String, texts: [(name: String, text: String)] = []
  ) throws -> [UInt8] {
    let samples = try Samples(image, name)
    try requireWritable(width: samples.width, height: samples.height, as: format, named: name)
    switch format {
    case .png: return try PNG.encode(samples, texts, name)
    case .jpeg: return try JPEG.encode(samples, texts, name)
    }
  }

  /// Throws where a picture of this format can't have this size.
  public static func requireWritable(width: Int, height: Int, as format: ImageFormat, named name: String) throws {
    try requireSize(width, height, name)
    if max(width, height) > format.longestSide {
      throw ImageFault.tooLong(path: name, format: format, width: width, height: height)
    }
  }

  /// Throws where the size is too large to decode or encode.
  static func requireSize(_ width: Int, _ height: Int, _ name: String) throws {
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, pixels <= largest else { throw ImageFault.tooLarge(path: name, width: width, height: height) }
  }

  private static func format(_ bytes: [UInt8], _ name: String) throws -> ImageFormat {
    if bytes.isEmpty { throw ImageFault.empty(path: name) }
    guard let format = ImageFormat(content: bytes) else {
      throw ImageFault.notAnImage(path: name, start: Array(bytes.prefix(32)))
    }
    return format
  }

  private static func contents(_ path: String, _ name: String) throws -> [UInt8] {
    do { return try FileFault.contents(of: path) } catch FileFault.missing {
      throw FileFault.missing(path: name)
    } catch FileFault.cannotRead(_, let reason) {
      throw FileFault.cannotRead(path: name, reason: reason)
    }
  }
}
