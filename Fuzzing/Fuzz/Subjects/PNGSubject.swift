import Images
import Tensors

/// PNG: header, checksums, texts, orientation and pixels. Each input is read as it is and with right checksums.
struct PNGSubject: Subject {
  static let name = "png"
  private let pictures: PictureReading

  init(in scratch: Scratch) throws { pictures = PictureReading(file: try scratch.file("picture")) }

  func read(_ bytes: [UInt8]) {
    pictures.read(bytes)
    let repaired = PNGRepair.repaired(bytes)
    if repaired != bytes { pictures.read(repaired) }
  }
}

/// JPEG: header, segments, comments, orientation and pixels.
struct JPEGSubject: Subject {
  static let name = "jpeg"
  private let pictures: PictureReading

  init(in scratch: Scratch) throws { pictures = PictureReading(file: try scratch.file("picture")) }

  func read(_ bytes: [UInt8]) { pictures.read(bytes) }
}

/// All that is done with a picture's file.
struct PictureReading: Sendable {
  let file: InputFile
  /// The most pixels that are decoded here. Larger pictures take memory and time by their header, up to the product's
  /// own limit (`ImageFile.largest`).
  private static let pixels = 1 << 16

  func read(_ bytes: [UInt8]) {
    file.hold(bytes)
    attempt { try ImageFile.verify(file.path) }
    attempt { try ImageFile.hasAlpha(file.path) }
    attempt { try ImageFile.texts(file.path) }
    guard let header = attempt({ try ImageFile.header(bytes, named: "picture") }),
      header.width * header.height <= Self.pixels
    else { return }
    guard let picture = attempt({ try ImageFile.decode(bytes, named: "picture") }) else { return }
    precondition(picture.shape == [1, header.channels, header.height, header.width])
    attempt {
      try ImageFile.decode(
        bytes, named: "picture", over: .black, in: Frame(height: 5, width: 7, .cover, .smoothBicubic, bars: 1))
    }
  }
}
