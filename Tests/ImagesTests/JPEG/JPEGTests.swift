import Images
import Tensors
import Testing

@Suite struct JPEGTests {
  @Test(arguments: ["soft", "soft-progressive", "soft-444", "soft-gray"])
  func decodesAsPillow(name: String) throws {
    let found = try ImageFile.read(Pictures.path(name + ".jpg"))
    let expected = try ImageFile.read(Pictures.path(name + "-decoded.png"))
    #expect(found.shape == expected.shape)
    // A step of the 8 bits: versions of libjpeg round in their own way.
    #expect(found.maximumDifference(from: expected) < 1.5 / 127.5)
  }

  @Test(arguments: 1...8) func everyOrientationComesOutUpright(code: Int) throws {
    let expected = try ImageFile.read(Pictures.path("blocks.png"))
    let name = "orientation-\(code).jpg"
    #expect(try Orientation(.jpeg, Pictures.bytes(name)).code == code)
    let found = try ImageFile.read(Pictures.path(name))
    #expect(found.shape == expected.shape)
    #expect(found.maximumDifference(from: expected) < 4 / 127.5)
    #expect(try ImageFile.header(Pictures.path(name)) == .init(format: .jpeg, width: 24, height: 16, channels: 3))
  }

  @Test(arguments: [1, 3]) func whatIsWrittenReadsBackNearly(channels: Int) throws {
    let picture = Pictures.picture(channels, width: 61, height: 35) { x, y, c in
      0.5 + 0.4 * Double(x - y - c) / 61
    }
    let found = try ImageFile.decode(ImageFile.encode(picture, as: .jpeg, named: "test"), named: "test")
    #expect(found.shape == picture.shape)
    #expect(found.maximumDifference(from: picture) < 8 / 127.5)
  }

  @Test func aFileLargerThanTheFirstGuessIsWhole() throws {
    let picture = Pictures.noise(3, width: 200, height: 150, seed: 3)
    let bytes = try ImageFile.encode(picture, as: .jpeg, named: "test")
    #expect(bytes.count > picture.count / 2 + 4096)
    #expect(Array(bytes.suffix(2)) == [0xFF, 0xD9])
    #expect(try ImageFile.decode(bytes, named: "test").shape == picture.shape)
  }

  @Test func contentCountsNotTheName() throws {
    let expected = try ImageFile.read(Pictures.path("soft.jpg"))
    #expect(try ImageFile.read(Pictures.path("jpeg-named.png")) == expected)
  }
}
