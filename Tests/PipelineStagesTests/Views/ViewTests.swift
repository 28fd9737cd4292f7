import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct ViewTests {
  static let sizes = [(1, 1), (3, 3), (4, 4), (5, 8), (8, 5), (8, 8), (12, 12), (28, 28), (31, 31), (64, 64), (64, 48)]

  /// Whether a view says that it can take this size, by its documentation.
  func takes(_ view: View.Rearrangement, _ height: Int, _ width: Int, patches: Int) -> Bool {
    switch view {
    case .jigsaw: height == width && height % 4 == 0
    case .squareHinge: height == width && height >= 3
    case .patchPermute: height % patches == 0 && width % patches == 0
    default: true
    }
  }

  /// The view `permutation` takes its order from a file: `PermutationTests`.
  @Test(arguments: View.Rearrangement.allCases.filter { $0 != .permutation }) func theInverseIsExact(
    _ view: View.Rearrangement
  ) throws {
    for (height, width) in ViewTests.sizes {
      for seed in 0..<5 {
        let patches = [8, 4, 1][seed % 3]
        let factor = [1.5, -0.7, 100][seed % 3]
        let x = random([2, 3, height, width], seed: 9)
        guard takes(view, height, width, patches: patches) else {
          #expect(throws: ViewFault.self) { try View()(x, by: view, seed: Seed(Int128(seed)), patches: patches) }
          continue
        }
        let guess = Estimate(noise: x, variance: random(x.shape, seed: 10))
        func look<P: HasPixels>(_ p: P, inverse: Bool = false) throws -> P {
          try View()(p, by: view, inverse: inverse, seed: Seed(Int128(seed)), patches: patches, factor: factor)
        }
        let seen = try look(x)
        #expect(try look(seen, inverse: true) == x, "\(view) \(height)×\(width)")
        #expect(try look(look(x, inverse: true)) == x, "\(view) \(height)×\(width), the other way")
        let seenGuess = try look(guess)
        #expect(seenGuess.noise == seen)
        #expect(seenGuess.variance == (view == .negate ? guess.variance : try look(guess.variance!)))
        if view != .negate { #expect(seen.values.sorted() == x.values.sorted(), "only moves pixels") }
      }
    }
  }

  /// A picture whose pixel (y, x) is 10 y + x, viewed.
  func view(_ size: Int, _ view: View.Rearrangement, factor: Double = 1.5) throws -> [[Int]] {
    let x = Tensor([1, 1, size, size], (0..<size * size).map { (i: Int) -> Float in Float(i / size * 10 + i % size) })
    let seen = try View()(x, by: view, factor: factor)
    return (0..<size).map { y in (0..<size).map { Int(seen[0, 0, y, $0]) } }
  }

  @Test func rotationsAreClockwise() throws {
    #expect(try view(2, .rotate90) == [[10, 0], [11, 1]])
    #expect(try view(2, .rotate180) == [[11, 10], [1, 0]])
    #expect(try view(2, .rotate270) == [[1, 11], [0, 10]])
    #expect(try View()(random([1, 1, 2, 5]), by: .rotate90).shape == [1, 1, 5, 2])
    #expect(try view(2, .identity) == [[0, 1], [10, 11]])
    #expect(try view(2, .flip) == [[10, 11], [0, 1]])
    #expect(try view(2, .mirror) == [[1, 0], [11, 10]])
  }

  @Test func skewMovesColumnsDown() throws {
    // Columns −1.5, 0 and 1.5 pixels down, rounded towards zero.
    #expect(try view(3, .skew) == [[10, 1, 22], [20, 11, 2], [0, 21, 12]])
  }

  @Test func theHingeTurnsNeighboursAgainstEachOther() throws {
    let expected: [[Int]] = [
      [10, 0, 3, 13, 14, 4, 6], [11, 1, 2, 12, 15, 5, 16], [21, 31, 32, 22, 25, 35, 26],
      [20, 30, 33, 23, 24, 34, 36], [50, 40, 43, 53, 54, 44, 46], [51, 41, 42, 52, 55, 45, 56],
      [60, 61, 62, 63, 64, 65, 66],
    ]
    #expect(try view(7, .squareHinge) == expected)
  }

  @Test func theInnerCircleLeavesTheRest() throws {
    let n = 64
    let x = random([1, 1, n, n])
    let seen = try View()(x, by: .innerCircle)
    for y in 0..<n {
      for c in 0..<n {
        let (dy, dx) = (Double(y) - 31.5, Double(c) - 31.5)
        let inside = dy * dy + dx * dx < 24 * 24
        let expected = inside ? x[0, 0, n - 1 - y, n - 1 - c] : x[0, 0, y, c]
        #expect(seen[0, 0, y, c] == expected)
      }
    }
  }

  @Test func patchesStayWhole() throws {
    let x = Tensor([1, 1, 8, 8], (0..<64).map { (i: Int) -> Float in Float(i / 16 * 4 + i % 8 / 2) })
    let seen = try View()(x, by: .patchPermute, seed: 3, patches: 4)
    #expect(seen != x)
    for y in 0..<8 {
      for c in 0..<8 { #expect(seen[0, 0, y, c] == seen[0, 0, y / 2 * 2, c / 2 * 2]) }
    }
    #expect(seen == (try View()(x, by: .patchPermute, seed: 3, patches: 4)), "the seed decides")
    #expect(seen != (try View()(x, by: .patchPermute, seed: 4, patches: 4)))
    #expect(
      try View()(random([1, 1, 8, 8]), by: .pixelPermute)
        == View()(random([1, 1, 8, 8]), by: .patchPermute, patches: 8))
  }

  @Test(arguments: [4, 8, 12, 20, 28, 64, 100]) func jigsawPiecesMoveRigidly(_ size: Int) throws {
    let puzzle = Jigsaw(side: size / 4)
    var sizes: [Jigsaw.Cell: Int] = [:]
    for y in 0..<size { for x in 0..<size { sizes[puzzle.piece(y: y, x: x), default: 0] += 1 } }
    // Pieces of one shape have one size, and knobs are there from some size on.
    for cells in [Jigsaw.corners, Jigsaw.inner, Jigsaw.edges] { #expect(Set(cells.map { sizes[$0] }).count == 1) }
    if size >= 28 { #expect(Set(sizes.values).count == 3) }
    for seed in 0..<20 {
      let order = try PixelOrder.jigsaw(size, size, generator: Generator(seed: UInt64(seed)))
      #expect(order.source.sorted() == Array(0..<size * size))
    }
  }

  @Test func faults() {
    let image = random([1, 1, 6, 8])
    let table: [(String, String)] = [
      (
        faultText { try View()(image, by: .jigsaw) },
        "view 'jigsaw' takes a square picture whose side is a multiple of 4, found 6×8"
      ),
      (
        faultText { try View()(image, by: .squareHinge) },
        "view 'square-hinge' takes a square picture of at least 3×3, found 6×8"
      ),
      (
        faultText { try View()(image, by: .patchPermute, patches: 4) },
        "view 'patch-permute' takes a picture whose sides are multiples of 4, found 6×8"
      ),
      (faultText { try View()(image, by: .patchPermute, patches: 0) }, "'patches' takes 1…65536, found 0"),
      (
        faultText { try View().run(Inputs(["input": .tensor(random([3])), "by": .text("negate")]), in: Context()) },
        "'input' takes N×C×H×W, found 3"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
  }
}
