import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct ImageFaultTests {
  /// A fixture with bytes of it replaced.
  static func patched(_ name: String, at position: Int, _ new: [UInt8]) throws -> [UInt8] {
    var bytes = try Pictures.bytes(name)
    bytes.replaceSubrange(position..<position + new.count, with: new)
    return bytes
  }

  /// A PNG whose header claims another size, checksum included.
  static func claiming(width: [UInt8], height: [UInt8]) throws -> [UInt8] {
    var bytes = try patched("gray-8.png", at: 16, width + height)
    bytes.replaceSubrange(29..<33, with: PNGFile.checksum(bytes[12..<29]))
    return bytes
  }

  @Test func whatIsNoPicture() throws {
    let start = "p.png: expected a PNG or JPEG picture, found"
    let cases: [([UInt8], String)] = [
      ([], "an empty file"),
      (Array("GIF89a......".utf8), "a GIF"),
      (Array("RIFF____WEBPVP8 ".utf8), "a WebP picture"),
      (Array("{\n  \"steps\": 3".utf8), "a text that begins with '{ \"steps\":'"),
      (Array("<!DOCTYPE html>".utf8), "a web page or XML"),
      ([1, 2, 0xAB], "a file that begins with the bytes 01 02 AB"),
      (
        Array("version https://git-lfs.github.com/spec/v1".utf8),
        "a Git LFS pointer: fetch the file itself with `git lfs pull`"
      ),
    ]
    for (bytes, expected) in cases {
      #expect(message { try ImageFile.decode(bytes, named: "p.png") } == "\(start) \(expected)")
    }
  }

  @Test func whatIsNoGoodPicture() throws {
    let png = try Pictures.bytes("gray-8.png")
    let jpeg = try Pictures.bytes("soft.jpg")
    let most: [UInt8] = [0x7F, 0xFF, 0xFF, 0xFF]
    let cases: [([UInt8], String)] = [
      (Array(png.dropLast(40)), "the PNG file is cut off before the end of the picture"),
      (Array(png.prefix(20)), "the PNG file is cut off before the end of the picture"),
      (Array(jpeg.prefix(jpeg.count - 100)), "the JPEG file is cut off before the end of the picture"),
      (Array(jpeg.prefix(10)), "the JPEG file is cut off before the end of the picture"),
      (try Self.patched("gray-8.png", at: 60, [1, 2, 3]), "the PNG file is damaged: IDAT: incorrect data check"),
      (try Self.patched("gray-8.png", at: 19, [9]), "the PNG file is damaged: IHDR: CRC error"),
      (try Pictures.bytes("cmyk.jpg"), "expected a JPEG in gray or RGB, found CMYK inks; convert it to RGB first"),
      (try Pictures.bytes("ycck.jpg"), "expected a JPEG in gray or RGB, found CMYK inks; convert it to RGB first"),
      (
        try Self.claiming(width: [0, 0, 0x40, 0], height: [0, 0, 0x40, 0]),
        "expected at most 64 megapixels, found 16384×16384"
      ),
      (try Self.claiming(width: most, height: most), "the PNG file is damaged: Invalid IHDR data"),
      (
        try Self.claiming(width: [0, 0, 0, 0], height: [0, 0, 0, 1]), "the PNG file is damaged: Invalid IHDR data"
      ),
    ]
    for (bytes, expected) in cases {
      #expect(message { try ImageFile.decode(bytes, named: "p") } == "p: \(expected)")
    }
  }

  @Test func aJPEGThatClaimsToBeHugeIsRefusedBeforeDecoding() throws {
    var bytes = try Pictures.bytes("soft.jpg")
    let frame = try #require(bytes.indices.dropLast(9).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xFD, 0xE8, 0xFD, 0xE8])
    #expect(
      message { try ImageFile.decode(bytes, named: "p") } == "p: expected at most 64 megapixels, found 65000×65000")
  }

  @Test func aJPEGWithGuessedPixelsIsDamaged() throws {
    var bytes = try Pictures.bytes("soft.jpg")
    let scan = try #require(bytes.indices.dropLast(9).last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    for i in scan + 20..<scan + 60 { bytes[i] = 0xFE }
    let found = try #require(message { try ImageFile.decode(bytes, named: "p") })
    #expect(found.hasPrefix("p: the JPEG file is damaged: Corrupt JPEG data"))
  }

  /// Every prefix of every kind of file is refused, and nothing crashes.
  @Test(arguments: [
    "rgba-16-interlaced.png", "palette-4-alpha.png", "texts.png", "soft-progressive.jpg", "soft-gray.jpg",
  ])
  func everyPrefixIsRefused(name: String) throws {
    let bytes = try Pictures.bytes(name)
    for length in Sanitizer.cases(0..<bytes.count) {
      #expect(throws: ImageFault.self, "\(name) of \(length) bytes") {
        try ImageFile.decode(Array(bytes[..<length]), named: name)
      }
    }
  }

  @Test(arguments: ["rgba-16-interlaced.png", "texts.png", "soft-progressive.jpg", "orientation-5.jpg"])
  func whatIsCutOffIsFoundWithoutDecoding(name: String) throws {
    let bytes = try Pictures.bytes(name)
    try withTemporaryFolder { folder throws in
      let path = folder + "/p"
      try AtomicFile.write(bytes, to: path)
      try ImageFile.verify(path)
      for length in [10, bytes.count / 2, bytes.count - 3] {
        try AtomicFile.write(Array(bytes[..<length]), to: path)
        let format = name.hasSuffix("png") ? "PNG" : "JPEG"
        #expect(
          message { try ImageFile.verify(path, named: "p") }
            == "p: the \(format) file is cut off before the end of the picture")
      }
    }
  }

  @Test func pixelsWithAWrongChecksumAreFoundWithoutDecoding() throws {
    try withTemporaryFolder { folder throws in
      try AtomicFile.write(Self.patched("gray-8.png", at: 60, [1, 2, 3]), to: folder + "/p")
      #expect(
        message { try ImageFile.verify(folder + "/p", named: "p") } == "p: the PNG file is damaged: IDAT: CRC error")
    }
  }

  @Test func aJPEGOfEndlessScansIsRefused() throws {
    let bytes = try Pictures.bytes("soft-progressive.jpg")
    // The first scan again and again: it sets what it set before.
    let scan = try #require(bytes.indices.dropLast(9).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
    let end = try #require(
      bytes.indices.dropLast().first { $0 > scan + 1 && bytes[$0] == 0xFF && bytes[$0 + 1] != 0 })
    let scans = [[UInt8]](repeating: Array(bytes[scan..<end]), count: 600).joined()
    let endless = bytes[..<scan] + scans + bytes[end...]
    #expect(
      message { try ImageFile.decode(Array(endless), named: "p") }
        == "p: the JPEG file is damaged: it has more than 500 scans")
  }

  /// A file with any byte changed is read or refused with an ImageFault, and nothing crashes.
  @Test(arguments: ["rgb-8-interlaced.png", "palette-8-alpha.png", "orientation-5.jpg", "soft-progressive.jpg"])
  func everyByteMayBeWrong(name: String) throws {
    let bytes = try Pictures.bytes(name)
    for position in Sanitizer.cases(bytes.indices) {
      for new in [bytes[position] ^ 0x55, bytes[position] &+ 1] {
        var broken = bytes
        broken[position] = new
        do {
          #expect(try ImageFile.decode(broken, named: name).firstNonFinite == nil)
        } catch { #expect(error is ImageFault, "\(name) byte \(position)") }
        do { _ = try PNG.texts(broken, name) } catch { #expect(error is ImageFault) }
      }
    }
  }

  @Test func whatCannotBeWritten() throws {
    let good = Tensor([1, 3, 2, 2], repeating: 0)
    var bad = good
    bad[0, 1, 1, 0] = .nan
    let ending = "expected a name that ends in .png, .jpg or .jpeg, found"
    let shape = "expected a picture 1×1×H×W (gray) or 1×3×H×W (RGB), found"
    let key = "a PNG text's name is 1 to 79 printable ASCII characters without spaces at its ends, found"
    let cases: [(Tensor, String, [(name: String, text: String)], String)] = [
      (good, "a.gif", [], "\(ending) .gif"),
      (good, "d.x/a", [], "\(ending) no ending"),
      (good, ".png", [], "\(ending) no ending"),
      (bad, "a.png", [], "the picture is not a number (NaN) at x 0, y 1, channel 1"),
      (bad, "a.jpg", [], "the picture is not a number (NaN) at x 0, y 1, channel 1"),
      (Tensor([1, 4, 2, 2], repeating: 0), "a.png", [], "\(shape) 1×4×2×2"),
      (Tensor([2, 3, 2, 2], repeating: 0), "a.png", [], "\(shape) 2×3×2×2"),
      (Tensor([3, 2, 2], repeating: 0), "a.png", [], "\(shape) 3×2×2"),
      (good, "a.png", [("", "x")], "\(key) ''"),
      (good, "a.png", [("κλειδί", "x")], "\(key) 'κλειδί'"),
      (
        Tensor([1, 1, 1, 65_501], repeating: 0), "a.jpg", [],
        "JPEG takes at most 65500 pixels each way, found 65501×1; PNG takes them"
      ),
      (
        Tensor([1, 1, 1_000_001, 1], repeating: 0), "a.png", [],
        "PNG takes at most 1000000 pixels each way, found 1×1000001"
      ),
      (good, "..", [], "\(ending) a folder"),
      (good, "sub/", [], "\(ending) a folder"),
    ]
    try withTemporaryFolder { folder throws in
      for (image, name, texts, expected) in cases {
        let found = message { try ImageFile.write(image, to: folder + "/" + name, named: name, texts: texts) }
        #expect(found == "\(name): \(expected)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  /// The longest sides that are let through are those that the libraries write.
  @Test func longestSides() throws {
    for (format, side) in [(ImageFormat.jpeg, 65_500), (.png, 1_000_000)] {
      let bytes = try ImageFile.encode(Tensor([1, 1, side, 1], repeating: 0), as: format, named: "a")
      #expect(try ImageFile.header(bytes, named: "a").height == side)
    }
  }

  @Test func filesThatAreNotThere() {
    #expect(message { try ImageFile.read("/nowhere/a.png", named: "a.png") } == "a.png: no such file")
    #expect(message { try ImageFile.read("/tmp", named: "tmp") } == "tmp: can't be read: it is a folder")
  }

  @Test func valuesAreRoundedAndCutOff() throws {
    let image = Tensor([1, 1, 1, 6], [-7, -1, 0.004, 0.99, 1, .infinity])
    #expect(try Samples(image, "t").bytes == [0, 0, 128, 254, 255, 255])
  }
}
