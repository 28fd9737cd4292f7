import Foundation
import Images
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

@Suite struct ReadMaskTests {
  /// A mask file of 4×2 pixels: black, dark gray, light gray and white columns.
  func withMask(_ body: (Path) throws -> Void) throws {
    try withTemporaryFolder { folder throws in
      let row: [Float] = [-1, -0.6, 0.6, 1]
      try ImageFile.write(Tensor([1, 1, 2, 4], row + row), to: folder + "/mask.png")
      try body(Path("mask.png", base: folder))
    }
  }

  @Test func whiteRepaints() throws {
    try withMask { path throws in
      let mask = try #require(try ReadMask().run(Inputs(["from": .path(path)]), in: Context())[ReadMask.mask])
      #expect(mask.shape == [1, 1, 2, 4])
      #expect(mask.maximumDifference(from: Tensor([1, 1, 2, 4], [0, 0.2, 0.8, 1, 0, 0.2, 0.8, 1])) < 0.003)
      let inverted = try ReadMask()(from: path, invert: true)
      #expect((inverted + mask).maximumDifference(from: Tensor([1, 1, 2, 4], repeating: 1)) < 1e-6)
    }
  }

  @Test func thresholdMakesItHard() throws {
    try withMask { path throws in
      #expect(try ReadMask()(from: path, threshold: 0.5).values == [0, 0, 1, 1, 0, 0, 1, 1])
      #expect(try ReadMask()(from: path, threshold: 0.1).values == [0, 1, 1, 1, 0, 1, 1, 1])
    }
  }

  @Test func fitsLikeThePicture() throws {
    try withMask { path throws in
      #expect(try ReadMask()(from: path, size: .init(2), threshold: 0.5).values == [0, 1, 0, 1])
      // Beside a contained mask nothing is repainted, inverted or not.
      for invert in [false, true] {
        let mask = try ReadMask()(from: path, size: .init(4), fit: .contain, invert: invert)
        #expect(mask.slice(axis: 2, 0..<1) == Tensor([1, 1, 1, 4], repeating: 0))
      }
      let large = try ReadMask()(from: path, size: .init(width: 31, height: 17), fit: .stretch)
      #expect(large.values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func coloursCountByLuma() throws {
    let mask = try ReadMask()(from: picturePath("soft.jpg"))
    let gray = try ImageFile.read(picturePath("soft.jpg").resolved).coloured(.gray)
    #expect((2 * mask - 1).maximumDifference(from: gray) < 1e-6)
  }

  /// The values are numpy's, of samples that Pillow read.
  @Test func aMaskIsLumaTimesOpacity() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("pictures/masks/masks.json")))
    let worth = try JSONDecoder().decode([String: [Float]].self, from: data)
    #expect(worth.count == 17)
    for (name, values) in worth {
      let path = picturePath("masks/" + name)
      let expected = Tensor([1, 1, 7, 9], values)
      #expect(try ReadMask()(from: path).maximumDifference(from: expected) < 1e-6, "\(name)")
      #expect(
        try ReadMask()(from: path, invert: true).maximumDifference(from: expected.map { 1 - $0 }) < 1e-6, "\(name)")
      let hard = try ReadMask()(from: path, invert: true, threshold: 0.5)
      #expect(hard == expected.map { 1 - $0 >= 0.5 ? 1 : 0 }, "\(name)")
    }
  }

  /// The values are numpy's, of samples that Pillow read.
  @Test func opacityAlone() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("pictures/masks/alpha.json")))
    let opacities = try JSONDecoder().decode([String: [Float]].self, from: data)
    #expect(opacities.count == 15)
    for (name, values) in opacities {
      let path = picturePath("masks/" + name)
      let expected = Tensor([1, 1, 7, 9], values)
      #expect(try ReadMask()(from: path, channel: .alpha).maximumDifference(from: expected) < 1e-6, "\(name)")
      let clear = try ReadMask()(from: path, invert: true, channel: .alpha)
      #expect(clear.maximumDifference(from: expected.map { 1 - $0 }) < 1e-6, "\(name)")
      let hard = try ReadMask()(from: path, channel: .alpha, threshold: 0.5)
      #expect(hard == expected.map { $0 >= 0.5 ? 1 : 0 }, "\(name)")
    }
  }

  @Test func barsBesideOpacityKeepThePicture() throws {
    let path = picturePath("masks/rgba-8.png")
    for invert in [false, true] {
      let mask = try ReadMask()(from: path, size: .init(27), fit: .contain, invert: invert, channel: .alpha)
      #expect(mask.slice(axis: 2, 0..<3).maximumDifference(from: Tensor([1, 1, 3, 27], repeating: 0)) < 1e-6)
      #expect(mask.slice(axis: 2, 3..<24).values.contains { $0 > 0.5 })
    }
  }

  @Test func aPictureWithoutOpacity() {
    for name in ["masks/rgb-8.png", "soft.jpg"] {
      let message = "\(name): expected a picture with an alpha channel for 'channel' alpha, found none"
      #expect(problems(ReadMask(), ["from": .path(picturePath(name)), "channel": .text("alpha")]) == [message])
      #expect(faultText { try ReadMask()(from: picturePath(name), channel: .alpha) } == message)
    }
    #expect(
      problems(ReadMask(), ["from": .path(picturePath("masks/la-8.png")), "channel": .text("alpha")]).isEmpty)
  }

  @Test func aMaskIsTurnedLikeItsPicture() throws {
    for name in ["oriented/exif-6.png", "oriented/xmp-8.jpg", "oriented/profile-5.png"] {
      let mask = try ReadMask()(from: picturePath(name))
      let image = try ReadImage()(from: picturePath(name), colour: .gray)
      #expect(mask.shape == [1, 1, 16, 24])
      #expect((2 * mask - 1).maximumDifference(from: image) < 1e-6)
    }
  }

  @Test func aMissingFileIsFoundBefore() {
    #expect(problems(ReadMask(), ["from": .path(picturePath("no.png"))]) == ["no.png: no such file"])
  }
}
