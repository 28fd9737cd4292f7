import Basics
import Foundation
import Images
import PipelineTraining
import Tensors
import TestSupport
import Testing

@Suite struct CaptionedPicturesTests {
  /// How far from white all of a picture is.
  static func ink(_ picture: Tensor) -> Float {
    var sum: Float = 0
    for value in picture.values { sum += 1 - value }
    return sum
  }

  /// A picture as it is, mirrored, and moved about on white.
  @Test func placesPictures() throws {
    try withTemporaryFolder { folder in
      try TinyModel.writePictures(to: folder, size: 32)
      let plain = try CaptionedPictures(folder: folder, height: 16, width: 16)
      #expect(plain.count == 4 && plain.captions[1] == ["a blue disc", "a photo of a blue disc"])
      let picture = plain.picture(2, Generator(seed: 0))
      let halved = try ImageFile.read(folder + "/2.png").resized(height: 16, width: 16, .area)
      #expect(picture.maximumDifference(from: halved) < 1e-5)
      let mirrored = try CaptionedPictures(folder: folder, height: 16, width: 16, .init(flip: 1))
      #expect(mirrored.picture(2, Generator(seed: 0)).maximumDifference(from: halved.flipped(axis: 3)) < 1e-5)
      let moved = try CaptionedPictures(folder: folder, height: 16, width: 16, .init(shrink: 0.5))
      let (a, b) = (moved.picture(2, Generator(seed: 0)), moved.picture(2, Generator(seed: 1)))
      #expect(a != b)
      // Ink is lost by shrinking alone, and none is made.
      let all = Self.ink(halved)
      for picture in [a, b] {
        let ink = Self.ink(picture)
        #expect(ink < all)
        #expect(ink > all / 2.3)
        #expect(picture.values.max()! < 1.0001)
        #expect(picture.values.min()! > -1.0001)
      }
    }
  }

  /// What is wrong with a folder of pictures, in one line.
  @Test(arguments: [
    ("rm 1.txt", "data/1.png: has no caption; expected data/1.txt, with one or more lines that say what is seen"),
    ("blank 1.txt", "data/1.txt: expected one or more captions, found none"),
    ("marks 1.txt", "data/1.txt: expected one or more captions, found none"),
    ("bytes 1.txt", "data/1.txt:1:2: not a text file: expected UTF-8, found the byte 0xFF"),
    ("wide 1.txt", "data/1.txt:1:1: not a text file in UTF-8: it is UTF-16; save it as UTF-8"),
    (
      "small 1.png",
      "data/1.png: is 10×10; the model makes pictures of 16×16, and learns from none that are smaller"
    ),
    ("text 1.png", "data/1.png: expected a PNG or JPEG picture, found a text that begins with 'hello'"),
    ("none", "data: holds no PNG or JPEG; the pictures of the folders in it ('more') aren't read"),
    ("file", "data: expected a folder of pictures with captions, found a file"),
    ("missing", "data: no such file"),
  ]) func wrongPictures(what: String, expected: String) throws {
    try withTemporaryFolder { folder in
      let (files, data) = (FileManager.default, folder + "/data")
      try files.createDirectory(atPath: data, withIntermediateDirectories: true)
      try TinyModel.writePictures(to: data)
      let parts = what.split(separator: " ").map(String.init)
      let path = data + "/" + (parts.last ?? "")
      switch parts[0] {
      case "rm": try files.removeItem(atPath: path)
      case "blank": try AtomicFile.write(Array("\n  \n".utf8), to: path)
      case "marks": try AtomicFile.write(Array("\u{FEFF}\r\n \u{FEFF}\r".utf8), to: path)
      case "wide": try AtomicFile.write([0xFF, 0xFE, 0x61, 0], to: path)
      case "bytes": try AtomicFile.write([0x61, 0xff, 0x0a], to: path)
      case "small": try ImageFile.write(Tensor([1, 3, 10, 10], repeating: 0), to: path)
      case "text": try AtomicFile.write(Array("hello".utf8), to: path)
      case "none":
        try files.removeItem(atPath: data)
        try files.createDirectory(atPath: data + "/more", withIntermediateDirectories: true)
      default:
        try files.removeItem(atPath: data)
        if what == "file" { try AtomicFile.write([1], to: data) }
      }
      do {
        _ = try CaptionedPictures(folder: data, height: 16, width: 16)
        Issue.record("'\(what)' passed")
      } catch {
        let text = "\(error)".replacingOccurrences(of: folder + "/", with: "")
        #expect(text.hasPrefix(expected) && !text.contains("\n"), "\(text)")
      }
    }
  }

  /// What is a PNG or a JPEG is read, whatever its name; what is passed over is warned of, and what can't be read is an error.
  @Test func foldersAsTheyCome() throws {
    try withTemporaryFolder { folder in
      let (files, data) = (FileManager.default, folder + "/data")
      try files.createDirectory(atPath: data, withIntermediateDirectories: true)
      try TinyModel.writePictures(to: data)
      func told() -> [String] {
        do {
          let pictures = try CaptionedPictures(folder: data, height: 16, width: 16)
          return ["\(pictures.count)"] + pictures.warnings.map { $0.replacingOccurrences(of: folder + "/", with: "") }
        } catch { return ["\(error)".replacingOccurrences(of: folder + "/", with: "")] }
      }
      #expect(told() == ["4"])
      let plain = try CaptionedPictures(folder: data, height: 16, width: 16).digest
      // The same pictures under other endings, in the same order.
      for (old, new) in [("0.png", "0.jfif"), ("1.png", "1.JPE"), ("2.png", "2"), ("3.png", "3.webp")] {
        try files.moveItem(atPath: data + "/" + old, toPath: data + "/" + new)
      }
      try files.moveItem(atPath: data + "/2.txt", toPath: data + "/2.TXT")
      #expect(told() == ["4"])
      #expect(try CaptionedPictures(folder: data, height: 16, width: 16).digest == plain)
      // Files that are no pictures.
      for name in ["draw.py", "notes.md", ".hidden.png", "Thumbs.db"] {
        try AtomicFile.write([0x61], to: data + "/" + name)
      }
      #expect(told() == ["4"])
      try AtomicFile.write(Array("read me".utf8), to: data + "/README.txt")
      let readme = "data/README.txt: there is no picture of this name; the captions are not used"
      #expect(told() == ["4", readme])
      try ImageFile.write(Tensor([1, 3, 20, 20], repeating: 0), to: data + "/0.jpg")
      let twins = "data: '0.jfif', '0.jpg' have the same name except for the ending, and share the captions of 0.txt"
      #expect(told() == ["5", twins, readme])
      try ImageFile.write(Tensor([1, 3, 20, 20], repeating: 0), to: data + "/more/5.png")
      let more = "data: the pictures of the folders in it ('more') aren't read"
      #expect(told() == ["5", twins, readme, more])
      // Other formats, by content and by name.
      let formats: [(String, [UInt8], String)] = [
        ("webp", Array("RIFF".utf8) + [9, 0, 0, 0] + Array("WEBPVP8 ".utf8), "a WebP picture"),
        ("gif", Array("GIF89a".utf8), "a GIF"), ("bmp", Array("BM".utf8) + [9, 0, 0, 0], "a Windows bitmap"),
        ("tiff", [0x49, 0x49, 0x2A, 0], "a TIFF"), ("avif", [0, 0, 0, 32] + Array("ftypavif".utf8), "an AVIF picture"),
        ("heic", [0, 0, 0, 32] + Array("ftypheic".utf8), "an HEIC picture"),
        ("JXL", [0xFF, 0x0A], "a JPEG XL picture"),
        ("webp", [], "an empty file"), ("ico", [0, 0, 1, 0], "a file that begins with the bytes 00 00 01 00"),
        // Whatever the name.
        ("dat", Array("GIF89a".utf8), "a GIF"),
      ]
      for (ending, bytes, what) in formats {
        let path = "\(data)/q.\(ending)"
        try AtomicFile.write(bytes, to: path)
        #expect(
          told() == [
            "data/q.\(ending): is \(what), which can't be read; convert it to PNG or JPEG and give it a caption, or remove it"
          ])
        try AtomicFile.write(Array("a thing".utf8), to: data + "/q.txt")
        #expect(
          told() == ["data/q.\(ending): has a caption but is \(what), which can't be read; convert it to PNG or JPEG"])
        try files.copyItem(atPath: data + "/0.jpg", toPath: data + "/q.png")
        #expect(told() == ["6", "data/q.\(ending): is \(what) and not read; q.png is", twins, readme, more])
        for name in [path, data + "/q.txt", data + "/q.png"] { try files.removeItem(atPath: name) }
      }
      try AtomicFile.write(Array("GIF89a".utf8), to: data + "/q.PNG")
      try AtomicFile.write(Array("a thing".utf8), to: data + "/q.txt")
      #expect(told() == ["data/q.PNG: has a caption but is a GIF, which can't be read; convert it to PNG or JPEG"])
    }
  }
}
