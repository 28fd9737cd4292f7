import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct RectangleTests {
  @Test func theBoxIsOneAndTheRestZero() throws {
    let inputs = Inputs(["size": .integer(4), "box": .list([.number(0.25), .integer(0), .number(0.5), .number(0.75)])])
    let mask = try #require(try Rectangle().run(inputs, in: Context())[Rectangle.mask])
    #expect(mask == Tensor([1, 1, 4, 4], [0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]))
    #expect(try Rectangle()(size: .init(width: 3, height: 1), box: [0.3, 0, 0.7, 1]).values == [0, 1, 1])
    #expect(try Rectangle()(size: .init(5), box: [0, 0, 1, 1]) == Tensor([1, 1, 5, 5], repeating: 1))
  }

  @Test func everyBoxCoversItsShareToHalfAPixel() throws {
    for side in [1, 7, 28, 64] {
      for x in stride(from: 0, through: 0.8, by: 0.1) {
        for w in stride(from: 0.1, through: 1 - x, by: 0.1) {
          guard let mask = try? Rectangle()(size: .init(side), box: [x, 0, w, 1]) else { continue }
          #expect(abs(Double(mask.mean) - w) <= 1 / Double(side) + 1e-6)
        }
      }
    }
  }

  @Test func whatIsNoBox() throws {
    let inside =
      "'box' takes [x, y, width, height] as fractions inside of the picture (x + width ≤ 1, y + height ≤ 1), found"
    let cases: [([Double], String)] = [
      ([0, 0, 1], "\(inside) [0.0, 0.0, 1.0]"),
      ([-0.1, 0, 1, 1], "\(inside) [-0.1, 0.0, 1.0, 1.0]"),
      ([0.5, 0, 0.6, 1], "\(inside) [0.5, 0.0, 0.6, 1.0]"),
      ([0, 0, 0, 1], "\(inside) [0.0, 0.0, 0.0, 1.0]"),
      ([0, .nan, 1, 1], "\(inside) [0.0, nan, 1.0, 1.0]"),
      ([16, 16, 32, 32], "\(inside) [16.0, 16.0, 32.0, 32.0]"),
      ([0.51, 0, 0.001, 1], "'box' takes a box of at least one pixel of 64×64, found [0.51, 0.0, 0.001, 1.0]"),
    ]
    for (box, expected) in cases {
      #expect(faultText { try Rectangle()(size: .init(64), box: box) } == expected)
      #expect(problems(Rectangle(), ["size": .integer(64), "box": .list(box.map(Value.number))]) == [expected])
    }
  }
}
