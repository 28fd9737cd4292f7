import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct GlideTests {
  static let views = View.Rearrangement.allCases.filter { $0 != .permutation }

  @Test(arguments: views) func beginsWithThePictureAndEndsWithTheView(_ view: View.Rearrangement) throws {
    for side in [12, 64] {
      let x = random([2, 3, side, side], seed: 3)
      let seen = try View()(x, by: view, seed: 7, patches: 4, factor: 0.8)
      func frame(_ progress: Double) throws -> Tensor {
        try Glide()(x, by: view, progress: progress, seed: 7, patches: 4, factor: 0.8)
      }
      #expect(try frame(0) == x, "\(view) \(side)")
      #expect(try frame(1) == seen, "\(view) \(side)")
    }
  }

  @Test func pixelsBecomeSquaresInTheMiddle() throws {
    let x = random([1, 2, 3, 5])
    let frame = try Glide()(x, by: .identity, progress: 0.3, magnify: 2, margin: 1, background: -0.5)
    #expect(frame.shape == [1, 2, 10, 14])
    for y in 0..<10 {
      for x2 in 0..<14 {
        let (row, column) = (y / 2 - 1, x2 / 2 - 1)
        let inside = (0..<3).contains(row) && (0..<5).contains(column)
        #expect(frame[0, 1, y, x2] == (inside ? x[0, 1, row, column] : -0.5))
      }
    }
  }

  /// 2×4 and its turn, 4×2, in the middle of 4×4.
  @Test func aTurnExchangesTheSides() throws {
    let x = random([1, 1, 2, 4])
    let seen = try View()(x, by: .rotate90)
    let (first, last) = (try Glide()(x, by: .rotate90, progress: 0), try Glide()(x, by: .rotate90, progress: 1))
    #expect(first.shape == [1, 1, 4, 4])
    for y in 0..<4 {
      for column in 0..<4 {
        #expect(first[0, 0, y, column] == ((1...2).contains(y) ? x[0, 0, y - 1, column] : 1))
        #expect(last[0, 0, y, column] == ((1...2).contains(column) ? seen[0, 0, y, column - 1] : 1))
      }
    }
  }

  /// Half way through a half turn the picture lies on its side: turned by 90°, clockwise.
  @Test func turnsAreClockwise() throws {
    let x = random([1, 3, 8, 8])
    #expect(try Glide()(x, by: .rotate180, progress: 0.5) == View()(x, by: .rotate90))
  }

  /// Of a picture of one colour, what turns over like a card is as wide as the cosine of its angle.
  @Test func aMirrorTurnsOverLikeACard() throws {
    let x = Tensor([1, 1, 8, 8], repeating: -1)
    let frame = try Glide()(x, by: .mirror, progress: 1.0 / 3)
    // cos 60° is a half: four of eight columns.
    for y in 0..<8 { #expect((0..<8).map { frame[0, 0, y, $0] } == [1, 1, -1, -1, -1, -1, 1, 1]) }
    let edge = try Glide()(x, by: .flip, progress: 0.5)
    #expect(edge == Tensor([1, 1, 8, 8], repeating: 1))
  }

  @Test func tilesMoveOnStraightLines() throws {
    // The outer two of four pixels exchange their places: half way both are in the middle, the second one above.
    let x = Tensor([1, 1, 1, 4], [-1, -0.5, 0, 0.5])
    let permutation = try Permutation([3, 1, 2, 0])
    let frame = try Glide()(x, by: .permutation, progress: 0.5, permutation: permutation, magnify: 2)
    let row: [Float] = [1, 1, -0.5, 0.5, 0.5, 0, 1, 1]
    #expect(frame.values == row + row)
  }

  @Test func whatAViewDoesNotTakeIsAnError() {
    #expect(throws: ViewFault.self) { try Glide()(random([1, 3, 5, 7]), by: .jigsaw, progress: 0.5) }
    #expect(throws: ViewFault.self) { try Glide()(random([1, 3, 8, 8]), by: .permutation, progress: 0.5) }
    #expect(throws: (any Error).self) {
      try Glide()(random([1, 1, 4096, 4096]), by: .identity, progress: 0, magnify: 64)
    }
  }
}
