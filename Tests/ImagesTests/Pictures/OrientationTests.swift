import Foundation
import Images
import Tensors
import TestSupport
import Testing

@Suite struct OrientationTests {
  /// Every picture of the folder is stored turned in another way, or says so in another, and shows the same.
  @Test func whateverSaysHowAPictureIsTurned() throws {
    let expected = try ImageFile.read(Pictures.path("blocks.png"))
    let names = try FileManager.default.contentsOfDirectory(atPath: Pictures.path("oriented")).sorted()
    #expect(names.count == 100)
    for name in names {
      let path = Pictures.path("oriented/" + name)
      let format: ImageFormat = name.hasSuffix(".png") ? .png : .jpeg
      let found = try ImageFile.read(path)
      #expect(found.shape == expected.shape, "\(name)")
      guard found.shape == expected.shape else { continue }
      #expect(found.maximumDifference(from: expected) < (format == .png ? 1e-6 : 4 / 127.5), "\(name)")
      #expect(
        try ImageFile.header(path) == .init(format: format, width: 24, height: 16, channels: 3), "\(name)")
    }
  }

  /// Nothing in the files crashes, or makes a picture fail that is whole.
  @Test(arguments: [
    "orientation-6.jpg", "oriented/xmp-6.jpg", "oriented/exif-in-parts.jpg", "oriented/exif-6.png",
    "oriented/profile-6.png", "oriented/xmp-compressed.png",
  ])
  func nonsenseInABlockIsHarmless(name: String) throws {
    let bytes = try Pictures.bytes(name)
    let format: ImageFormat = name.hasSuffix(".png") ? .png : .jpeg
    for length in Sanitizer.cases(0..<bytes.count) {
      #expect((1...8).contains(Orientation(format, Array(bytes[..<length])).code))
    }
    for position in Sanitizer.cases(2..<min(bytes.count, 700)) {
      for value: UInt8 in [0, 0x30, 0x7F, 0xFF] {
        var broken = bytes
        broken[position] = value
        #expect((1...8).contains(Orientation(format, broken).code))
      }
    }
    #expect(Orientation(code: 0).code == 1)
    #expect(Orientation(code: 9).code == 1)
  }
}
