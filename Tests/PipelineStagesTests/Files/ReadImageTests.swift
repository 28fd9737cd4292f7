import Basics
import Images
import PipelineKit
import PipelineStages
import Tensors
import Testing

@Suite struct ReadImageTests {
  let read = ReadImage()

  @Test func readsAsTheFileIs() throws {
    let path = picturePath("rgb-8.png")
    let outputs = try read.run(Inputs(["from": .path(path)]), in: Context())
    #expect(try outputs[ReadImage.image] == ImageFile.read(path.resolved))
    #expect(try read(from: picturePath("gray-8.png")).shape == [1, 1, 11, 13])
  }

  @Test func sizeFitAndColourFromAFile() throws {
    let inputs = Inputs([
      "from": .path(picturePath("soft.jpg")), "size": .integer(16), "fit": .text("contain"), "colour": .text("gray"),
    ])
    let image = try #require(try read.run(inputs, in: Context())[ReadImage.image])
    #expect(image.shape == [1, 1, 16, 16])
    // 64×48 in a square: two rows of white above and below.
    #expect(image.slice(axis: 2, 0..<2) == Tensor([1, 1, 2, 16], repeating: 1))
    #expect(image.slice(axis: 2, 14..<16) == Tensor([1, 1, 2, 16], repeating: 1))
    #expect(image.slice(axis: 2, 2..<14).values.contains { $0 < 0.9 })
  }

  @Test func aListIsWidthAndHeight() throws {
    let inputs = Inputs(["from": .path(picturePath("soft.jpg")), "size": .list([.integer(20), .integer(10)])])
    #expect(try read.run(inputs, in: Context())[ReadImage.image]?.shape == [1, 3, 10, 20])
  }

  @Test func shrinkingLeavesNoAliasesAndStaysInRange() throws {
    let small = try read(from: picturePath("rgb-8.png"), size: .init(2))
    let mean = try ImageFile.read(picturePath("rgb-8.png").resolved).mean
    #expect(abs(small.mean - mean) < 0.1)
    let large = try read(from: picturePath("gray-1.png"), size: .init(64))
    #expect(large.values.allSatisfy { (-1...1).contains($0) })
  }

  @Test func problemsBeforeAnythingRuns() {
    let good = Value.path(picturePath("soft.jpg"))
    let cases: [([String: Value], [String])] = [
      (["from": good], []),
      (["from": good, "size": .integer(64)], []),
      (["from": .path(picturePath("no.png"))], ["no.png: no such file"]),
      (
        ["from": .path(picturePath("cmyk.jpg"))],
        ["cmyk.jpg: expected a JPEG in gray or RGB, found CMYK inks; convert it to RGB first"]
      ),
      (
        ["from": .path(Path("make_pictures.py", base: picturePath("..").resolved))],
        ["make_pictures.py: expected a PNG or JPEG picture, found a text that begins with '#!/usr/bin/e'"]
      ),
      (
        ["from": good, "size": .integer(0)],
        ["'size' takes at least 1 pixel each way and at most 64 megapixels, found 0×0"]
      ),
      (
        ["from": good, "size": .list([.integer(.max), .integer(2)])],
        ["'size' takes at least 1 pixel each way and at most 64 megapixels, found 9223372036854775807×2"]
      ),
    ]
    for (inputs, expected) in cases { #expect(problems(read, inputs) == expected) }
    let missing = KnownInputs(values: ["from": .path(picturePath("no.png"))], given: ["from"])
    #expect(read.problems(missing).map(\.cause) == [.missingInput])
  }

  @Test func aSizeThatIsNoneThrows() throws {
    let three = try #require(PictureSize(.list([.integer(1), .integer(2), .integer(3)])))
    for size in [PictureSize(0), PictureSize(-4), PictureSize(width: 100_000, height: 100_000), three] {
      #expect(throws: StageFault.self) { try read(from: picturePath("soft.jpg"), size: size) }
    }
  }
}
