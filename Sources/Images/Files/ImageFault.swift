public import Basics
import Tensors

/// An error in a picture that is read or written.
public enum ImageFault: Fault {
  /// The file has no bytes.
  case empty(path: String)
  /// The file is neither PNG nor JPEG; `start` holds its first bytes.
  case notAnImage(path: String, start: [UInt8])
  /// The file ends before the picture does.
  case truncated(path: String, format: ImageFormat)
  /// The decoder reports an error; `reason` is its message.
  case damaged(path: String, format: ImageFormat, reason: String)
  /// The JPEG is in CMYK, which is not read.
  case cmyk(path: String)
  /// The picture has more than `ImageFile.largest` pixels.
  case tooLarge(path: String, width: Int, height: Int)
  /// A side is longer than the format allows.
  case tooLong(path: String, format: ImageFormat, width: Int, height: Int)
  /// The name of a file to write does not end in .png, .jpg or .jpeg.
  case unsupportedEnding(path: String)
  /// The picture to write is not 1×1×H×W (gray) or 1×3×H×W (RGB).
  case wrongShape(path: String, shape: [Int])
  /// The picture to write holds NaN at this place.
  case notANumber(path: String, channel: Int, x: Int, y: Int)
  /// The encoder reports an error; `reason` is its message.
  case unwritable(path: String, format: ImageFormat, reason: String)
  /// A text's name is not allowed in a PNG.
  case textKey(path: String, key: String)

  public var cause: FaultCause {
    switch self {
    case .unwritable: .cannotWrite
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .empty(let path): "\(path): expected a PNG or JPEG picture, found an empty file"
    case .notAnImage(let path, let start):
      "\(path): expected a PNG or JPEG picture, found \(FileSignature.description(start))"
    case .truncated(let path, let format): "\(path): the \(format) file is cut off before the end of the picture"
    case .damaged(let path, let format, let reason): "\(path): the \(format) file is damaged: \(reason)"
    case .cmyk(let path): "\(path): expected a JPEG in gray or RGB, found CMYK inks; convert it to RGB first"
    case .tooLarge(let path, let width, let height):
      "\(path): expected at most \(ImageFile.largest / 1_000_000) megapixels, found \(width)×\(height)"
    case .tooLong(let path, let format, let width, let height):
      "\(path): \(format) takes at most \(format.longestSide) pixels each way, found \(width)×\(height)"
        + (max(width, height) <= ImageFormat.png.longestSide ? "; PNG takes them" : "")
    case .unsupportedEnding(let path):
      "\(path): expected a name that ends in .png, .jpg or .jpeg, found \(ImageFault.ending(path))"
    case .wrongShape(let path, let shape):
      "\(path): expected a picture 1×1×H×W (gray) or 1×3×H×W (RGB), found \(Tensor.text(shape))"
    case .notANumber(let path, let channel, let x, let y):
      "\(path): the picture is not a number (NaN) at x \(x), y \(y), channel \(channel)"
    case .unwritable(let path, let format, let reason): "\(path): can't be written as \(format): \(reason)"
    case .textKey(let path, let key):
      "\(path): a PNG text's name is 1 to 79 printable ASCII characters without spaces at its ends, found '\(key)'"
    }
  }

  /// A path's ending in words, for errors: `.tiff`, `no ending`.
  static func ending(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    if path.hasSuffix("/") || name == "." || name == ".." { return "a folder" }
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "no ending" }
    return String(name[dot...])
  }
}

/// Describes a file by its first bytes, for error messages.
enum FileSignature {
  private static let known: [(offset: Int, bytes: [UInt8], name: String)] = [
    (0, Array("GIF8".utf8), "a GIF"),
    (8, Array("WEBP".utf8), "a WebP picture"),
    (0, [0x49, 0x49, 0x2A, 0], "a TIFF"),
    (0, [0x4D, 0x4D, 0, 0x2A], "a TIFF"),
    (0, Array("BM".utf8), "a Windows bitmap"),
    (4, Array("ftypavi".utf8), "an AVIF picture"),
    (4, Array("ftyphe".utf8), "an HEIC picture"),
    (4, Array("ftypmif1".utf8), "an HEIC picture"),
    (4, Array("ftyp".utf8), "an MP4 film"),
    (0, [0xFF, 0x0A], "a JPEG XL picture"),
    (4, Array("JXL ".utf8), "a JPEG XL picture"),
    (4, Array("jP  ".utf8), "a JPEG 2000 picture"),
    (0, Array("%PDF".utf8), "a PDF"),
    (0, Array("8BPS".utf8), "a Photoshop file"),
    (0, [0x50, 0x4B, 3, 4], "a zip archive"),
    (0, [0x1F, 0x8B], "gzipped data"),
    (0, Array("version https://git-lfs".utf8), "a Git LFS pointer: fetch the file itself with `git lfs pull`"),
    (0, Array("<svg".utf8), "an SVG drawing"),
    (0, Array("<?xml".utf8), "XML"),
    (0, Array("<".utf8), "a web page or XML"),
  ]

  static func description(_ start: [UInt8]) -> String {
    for (offset, bytes, name) in known where start.dropFirst(offset).starts(with: bytes) { return name }
    let head = start.prefix(12)
    if head.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      let text = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return "a text that begins with '\(text)'"
    }
    let hex = head.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    return "a file that begins with the bytes \(hex.joined(separator: " "))"
  }
}
