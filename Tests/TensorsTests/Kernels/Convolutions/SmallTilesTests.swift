import Tensors
import TestSupport
import Testing

/// Winograd's F(2×2, 3×3) in whole numbers of 8 bits: what half precision takes for small pictures.
@Suite(.enabled(if: Precision.half.isAvailable, "this processor doesn't multiply in half precision"))
struct SmallTilesTests {
  typealias Shape = WinogradTests.Shape

  /// Several rows of tiles to a vector, or a part of one; ends in the midst of an operand, of a section and of a panel;
  /// more than a block of tiles; no padding and much.
  static let shapes: [Shape] = [
    Shape(n: 1, channels: 16, outputs: 16, height: 10, width: 8),
    Shape(n: 2, channels: 33, outputs: 21, height: 9, width: 11),
    Shape(n: 3, channels: 770, outputs: 24, height: 8, width: 8),
    Shape(n: 11, channels: 32, outputs: 40, height: 8, width: 8),
    Shape(n: 1, channels: 385, outputs: 16, height: 4, width: 16),
    Shape(n: 1, channels: 18, outputs: 17, height: 10, width: 10, padding: 0),
    Shape(n: 1, channels: 16, outputs: 16, height: 3, width: 3, padding: 3),
    // Of many channels, larger pictures too.
    Shape(n: 2, channels: 384, outputs: 260, height: 16, width: 16),
    // More kernels than are transformed at a time where none are kept.
    Shape(n: 1, channels: 400, outputs: 345, height: 9, width: 10),
    Shape(n: 1, channels: 257, outputs: 261, height: 27, width: 25),
  ]

  private static func layer(_ shape: Shape) -> (x: Tensor, w: Tensor, bias: Tensor) {
    (
      Naive.tensor([shape.n, shape.channels, shape.height, shape.width]),
      Naive.tensor([shape.outputs, shape.channels, 3, 3], seed: 2), Naive.tensor([shape.outputs], seed: 3)
    )
  }

  /// Against Winograd's equations with transformed numbers that are rounded one by one, and against the definition.
  @Test(arguments: Sanitizer.small(shapes, \.multiplications)) func matchesTheRoundedSums(_ shape: Shape) {
    let (x, w, bias) = Self.layer(shape)
    func made() -> Convolution { Convolution(weight: w, bias: bias, padding: shape.padding) }
    let half = Precision.half { made() }
    #expect(ConvolutionPlan.inference(half.shape(of: x), .whole).result == .winograd(2))
    let found = half(x)
    // The layer keeps its weights in 16 bits.
    #expect(found.relativeError(to: Self.rounded(x, half.weight, bias, padding: shape.padding)) < 1e-3)
    #expect(found.relativeError(to: made()(x)) < 2e-2)
    #expect(Parallel.withThreads(1) { half(x) } == found)
    #expect(MemoryUse.lean { Precision.half { made() } }(x) == found)
    for i in 0..<shape.n { #expect(half(x.slice(axis: 0, i..<i + 1)) == found.slice(axis: 0, i..<i + 1)) }
  }

  /// A power of two times x gives the same times it, zeros the bias; what isn't a number stays in the windows that see
  /// it, or in its output.
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func apart(_ value: Float) {
    let (x, w, bias) = Self.layer(Shape(n: 2, channels: 400, outputs: 260, height: 12, width: 12))
    let half = Precision.half { Convolution(weight: w, padding: 1) }
    let result = half(x)
    for power in [Float(0x1p-60), 0x1p-20, 0x1p10, 0x1p60] { #expect(half(x * power) == result * power) }
    let zeros = Precision.half { Convolution(weight: w, bias: bias, padding: 1) }(x * 0)
    for output in 0..<260 { #expect(zeros[1, output, 7, 3] == bias[output]) }
    var bad = (x, w)
    // Pixel (5, 6) of the second picture.
    bad.0.values[((400 + 9) * 12 + 5) * 12 + 6] = value
    bad.1.values[9 * (400 * 3 + 399) + 4] = value
    let after = half(bad.0)
    for row in 0..<12 {
      for column in 0..<12 {
        let sees = (4...6).contains(row) && (5...7).contains(column)
        #expect(after[0, 2, row, column] == result[0, 2, row, column])
        #expect(sees ? !after[1, 2, row, column].isFinite : after[1, 2, row, column] == result[1, 2, row, column])
      }
    }
    let shown = Precision.half { Convolution(weight: bad.1, padding: 1) }(x)
    for output in 0..<260 { #expect(shown[0, output, 5, 5].isFinite == (output != 3)) }
  }

  /// Aᵀ[(GgGᵀ) ⊙ (BᵀdB)]A on the points 0, ±1, ∞, summed over channels, with both factors rounded.
  private static func rounded(_ x: Tensor, _ w: Tensor, _ bias: Tensor, padding: Int) -> Tensor {
    let (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (outputs, high, wide) = (w.shape[0], height + 2 * padding - 2, width + 2 * padding - 2)
    let (down, across) = ((high + 1) / 2, (wide + 1) / 2)
    let tiles = n * down * across
    var windows = Tensor([tiles * channels, 16], repeating: 0)
    for i in 0..<tiles * channels * 16 {
      let (tile, channel) = (i / 16 / channels, i / 16 % channels)
      let (picture, place) = (tile / (down * across), tile % (down * across))
      let row = place / across * 2 - padding + i % 16 / 4
      let column = place % across * 2 - padding + i % 4
      guard (0..<height).contains(row), (0..<width).contains(column) else { continue }
      windows.values[i] = x.values[((picture * channels + channel) * height + row) * width + column]
    }
    // Each as point × rows × channels.
    let forward: [[Float]] = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, -1, 0, 1]]
    let d = windows.linear(twice(forward)).reshaped([tiles, channels, 16]).permuted([2, 0, 1])
    let points: [[Float]] = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]]
    let g = w.reshaped([outputs * channels, 9]).linear(twice(points)).reshaped([outputs, channels, 16])
      .permuted([2, 0, 1])
    var products = Tensor([tiles * outputs, 16], repeating: 0)
    for point in 0..<16 {
      let (d, g) = (d.slice(axis: 0, point..<point + 1), g.slice(axis: 0, point..<point + 1))
      let product = WholeNumbersTests.inBytes(d.reshaped([tiles, channels])).linear(
        WholeNumbersTests.inBytes(g.reshaped([outputs, channels])))
      for (i, number) in product.values.enumerated() { products.values[16 * i + point] = number }
    }
    let pixels = products.linear(twice([[1, 1, 1, 0], [0, 1, -1, 1]]))
    var result = Tensor([n, outputs, high, wide], repeating: 0)
    for i in result.values.indices {
      let (output, row, column) = (i / (high * wide) % outputs, i / wide % high, i % wide)
      let tile = (i / (outputs * high * wide) * down + row / 2) * across + column / 2
      result.values[i] = pixels.values[(tile * outputs + output) * 4 + row % 2 * 2 + column % 2] + bias.values[output]
    }
    return result
  }

  /// The matrix that applies `matrix` to the columns and to the rows of a square whose numbers follow row by row.
  private static func twice(_ matrix: [[Float]]) -> Tensor {
    Tensor(
      [matrix.count * matrix.count, matrix[0].count * matrix[0].count],
      matrix.flatMap { a in matrix.flatMap { b in a.flatMap { x in b.map { x * $0 } } } })
  }
}
