import Images
import Tensors
import Testing

@Suite struct PNGTests {
  @Test(arguments: [("gray", 1, false), ("rgb", 3, false), ("gray-alpha", 1, true), ("rgba", 3, true)])
  func everyTypeDepthAndInterlacing(word: String, channels: Int, alpha: Bool) throws {
    for depth in word == "gray" ? [1, 2, 4, 8, 16] : [8, 16] {
      let expected = Pictures.samples(depth: depth, channels: channels, alpha: alpha)
      for interlaced in ["", "-interlaced"] {
        let path = Pictures.path("\(word)-\(depth)\(interlaced).png")
        let found = try ImageFile.read(path)
        #expect(found.shape == expected.shape, "\(path)")
        #expect(found.maximumDifference(from: expected) < 1e-6, "\(path)")
        let header = ImageFile.Header(
          format: .png, width: Pictures.width, height: Pictures.height, channels: channels)
        #expect(try ImageFile.header(path) == header)
      }
    }
  }

  @Test func interlacedOfManyRows() throws {
    let expected = Pictures.picture(3, width: 5, height: 75) { x, y, c in
      Double(Pictures.sample(x, y, c, depth: 16)) / 65535
    }
    let found = try ImageFile.read(Pictures.path("rgb-16-tall-interlaced.png"))
    #expect(found.shape == expected.shape)
    #expect(found.maximumDifference(from: expected) < 1e-6)
  }

  @Test(arguments: [1, 2, 4, 8]) func palettes(depth: Int) throws {
    func entry(_ x: Int, _ y: Int) -> Int { Pictures.sample(x, y, 0, depth: depth) }
    func colour(_ entry: Int, _ c: Int) -> Double { Double(Pictures.sample(entry, 0, c, depth: 8)) / 255 }
    let opaque = Pictures.picture(3) { x, y, c in colour(entry(x, y), c) }
    #expect(try ImageFile.read(Pictures.path("palette-\(depth).png")).maximumDifference(from: opaque) < 1e-6)
    let clear = Pictures.picture(3) { x, y, c in
      let opacity = [1, 128.0 / 255, 0][entry(x, y) % 3]
      return opacity * colour(entry(x, y), c) + 1 - opacity
    }
    #expect(try ImageFile.read(Pictures.path("palette-\(depth)-alpha.png")).maximumDifference(from: clear) < 1e-6)
  }

  @Test(arguments: [("rgb-8-key.png", 8, 3), ("gray-16-key.png", 16, 1)])
  func aTransparentColourIsWhite(name: String, depth: Int, channels: Int) throws {
    func colour(_ x: Int, _ y: Int) -> [Int] { (0..<channels).map { Pictures.sample(x, y, $0, depth: depth) } }
    let expected = Pictures.picture(channels) { x, y, c in
      colour(x, y) == colour(0, 0) ? 1 : Double(colour(x, y)[c]) / Double(1 << depth - 1)
    }
    #expect(try ImageFile.read(Pictures.path(name)).maximumDifference(from: expected) < 1e-6)
  }

  @Test func eightBitsReadAsTheFormulaSays() throws {
    let found = try ImageFile.read(Pictures.path("gray-8.png"))
    for (i, value) in found.values.enumerated() {
      let sample = Pictures.sample(i % Pictures.width, i / Pictures.width, 0, depth: 8)
      #expect(value == Float(Double(sample) / 127.5 - 1))
    }
  }

  @Test(arguments: [(1, 1), (2, 1), (1, 7), (64, 64), (33, 65), (300, 5)])
  func whatIsWrittenReadsBack(width: Int, height: Int) throws {
    for channels in [1, 3] {
      let picture = Pictures.noise(channels, width: width, height: height, seed: UInt64(width + height))
      let bytes = try ImageFile.encode(picture, as: .png, named: "test")
      #expect(try ImageFile.decode(bytes, named: "test") == picture)
    }
  }

  @Test func textsReadBackInOrder() throws {
    let texts = [
      ("Title", "a skull"), ("Pipeline", "{\n  \"steps\": 50\n}"), ("Formula", "√ᾱ x + √(1−ᾱ) ε"), ("Title", ""),
      ("Long", String(repeating: "ä line\n", count: 40_000)),
    ]
    let picture = Pictures.samples(depth: 8, channels: 3)
    let bytes = try ImageFile.encode(picture, as: .png, named: "t", texts: texts)
    let found = try PNG.texts(bytes, "t")
    #expect(found.map(\.name) == texts.map(\.0))
    #expect(found.map(\.text) == texts.map(\.1))
    #expect(try ImageFile.decode(bytes, named: "t").maximumDifference(from: picture) < 1e-6)
  }

  @Test func textsBeforeAndAfterThePicture() throws {
    let found = try ImageFile.texts(Pictures.path("texts.png"))
    #expect(found.map(\.name) == ["Title", "Comment", "Author"])
    #expect(found.map(\.text) == ["A small picture", "compressed", "σ = ½"])
    #expect(try ImageFile.texts(Pictures.path("soft.jpg")).isEmpty)
  }

  @Test func tEXtIsLatin1() throws {
    let bytes = try PNGFile.with([PNGFile.chunk("tEXt", Array("Author".utf8) + [0, 0x53, 0xF8, 0x72])])
    #expect(try PNG.texts(bytes, "t").map(\.text) == ["Sør"])
  }

  @Test func textsThatAreTooLargeAreRefusedAndHarmTheirPictureNot() throws {
    // A thousandth of what it becomes: 32 MB, once and in parts.
    let picture = try ImageFile.read(Pictures.path("gray-8.png"))
    let zeros = try Pictures.bytes("zeros.zlib")
    for (count, name) in [(1, "Raw profile type exif"), (1, "XML:com.adobe.xmp"), (40, "Comment")] {
      let compressed = PNGFile.chunk("zTXt", Array(name.utf8) + [0, 0] + zeros)
      let international = PNGFile.chunk("iTXt", Array(name.utf8) + [0, 1, 0, 0, 0] + zeros)
      for chunk in [compressed, international] {
        let bytes = try PNGFile.with([[UInt8]](repeating: chunk, count: count))
        #expect(
          message { try PNG.texts(bytes, "p") } == "p: the PNG file is damaged: its texts are larger than 4 megabytes")
        #expect(try ImageFile.decode(bytes, named: "p") == picture)
        #expect(try ImageFile.header(bytes, named: "p").width == Pictures.width)
      }
    }
  }

  @Test func damagedTextsAreLeftOut() throws {
    let good = PNGFile.chunk("tEXt", Array("Title\0good".utf8))
    let bad = [
      PNGFile.chunk("tEXt", Array("no end".utf8)), PNGFile.chunk("zTXt", Array("Title\0\0nothing".utf8)),
      PNGFile.chunk("zTXt", Array("Title\0".utf8)), PNGFile.chunk("iTXt", Array("Title\0\0\0".utf8)),
      PNGFile.chunk("iTXt", []), Array(good.dropLast()) + [good.last! ^ 1],
    ]
    for chunk in bad {
      let bytes = try PNGFile.with([chunk, good])
      #expect(try PNG.texts(bytes, "t").map(\.text) == ["good"])
    }
  }

  @Test func aWrongChecksumBesideThePictureIsForgiven() throws {
    let expected = try ImageFile.read(Pictures.path("gray-8.png"))
    #expect(try ImageFile.read(Pictures.path("wrong-ancillary-checksum.png")) == expected)
  }
}
