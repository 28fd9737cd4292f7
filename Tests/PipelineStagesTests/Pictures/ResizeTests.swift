import Basics
import Images
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct ResizeTests {
  let image = Tensor([1, 1, 2, 2], [0, 1, 2, 3])

  @Test func methodsAndCorners() throws {
    func values(_ extra: [String: Value]) throws -> [Float]? {
      let inputs = Inputs(["image": .image(image), "size": .list([.integer(4), .integer(1)])].merging(extra) { $1 })
      return try Resize().run(inputs, in: Context())[Resize.resized]?.values
    }
    #expect(try values([:]) == [1, 1.25, 1.75, 2])
    #expect(try values(["method": .text("bilinear")]) == [1, 1.25, 1.75, 2])
    #expect(try values(["method": .text("nearest")]) == [0, 0, 1, 1])
    #expect(try values(["method": .text("area")]) == [1, 1, 2, 2])
    let corners = try #require(try values(["align-corners": .flag(true)]))
    #expect(zip(corners, [0, 1.0 / 3, 2.0 / 3, 1] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(try Resize()(image: image, size: .init(3), method: .bicubic).shape == [1, 1, 3, 3])
  }

  @Test func whatDoesNotFit() {
    let corners = "'align-corners' is for method 'bilinear' or 'bicubic', the method is 'area'"
    #expect(faultText { try Resize()(image: image, size: .init(3), method: .area, alignCorners: true) } == corners)
    let inputs: [String: Value] = ["size": .integer(3), "method": .text("area"), "align-corners": .flag(true)]
    #expect(problems(Resize(), inputs) == [corners])
    #expect(
      faultText { try Resize()(image: Tensor([1, 0, 2, 2], repeating: 0), size: .init(3)) }
        == "'image' takes N×C×H×W with pixels, found 1×0×2×2")
    #expect(
      problems(Resize(), ["size": .integer(-1)])
        == ["'size' takes at least 1 pixel each way and at most 64 megapixels, found -1×-1"])
  }

  /// The picture, 3×30×40, the result, 3×20×10, and the rows between the two directions, 3×30×10, at 4 bytes a number.
  @Test func memory() throws {
    let text = """
      {"outputs": {"x": "@r"}, "stages": {
        "g": {"stage": "generator", "seed": 1},
        "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 30, 40]},
        "r": {"stage": "resize", "image": "@n", "size": [10, 20]}}}
      """
    var registry = Registry()
    try registry.register(commonStages)
    let cost = try Pipeline(text: text, file: "f.json", folder: ".", registry: registry).cost
    #expect(cost.peak == "r" && cost.memory == 20_400)
  }
}
