import Tensors
import TestSupport
import Testing

/// Convolutions in inference by tiles of nine points, whose kernels are kept.
struct TileKernelsTests {
  typealias Shape = WinogradTests.Shape

  /// Whole tiles, one and several; channels that are whole vectors, less and more; one output; all paddings; and, last,
  /// pictures for which tiles of 8×8 pixels pay.
  static let shapes: [Shape] = [
    Shape(n: 1, channels: 8, outputs: 8, height: 7, width: 7),
    Shape(n: 3, channels: 64, outputs: 64, height: 28, width: 28),
    Shape(n: 20, channels: 128, outputs: 128, height: 7, width: 7),
    Shape(n: 2, channels: 17, outputs: 49, height: 14, width: 21),
    Shape(n: 5, channels: 64, outputs: 1, height: 28, width: 28),
    Shape(n: 1, channels: 256, outputs: 130, height: 14, width: 14),
    Shape(n: 2, channels: 33, outputs: 12, height: 16, width: 23, padding: 0),
    Shape(n: 2, channels: 24, outputs: 16, height: 12, width: 19, padding: 2),
    Shape(n: 1, channels: 128, outputs: 128, height: 56, width: 56),
  ]

  @Test(arguments: Sanitizer.small(shapes, \.multiplications)) func matchesTheDefinition(_ shape: Shape) {
    let x = Naive.tensor([shape.n, shape.channels, shape.height, shape.width])
    let w = Naive.tensor([shape.outputs, shape.channels, 3, 3], seed: 2)
    let bias = Naive.tensor([shape.outputs], seed: 3)
    func make() -> Convolution { Convolution(weight: w, bias: bias, padding: shape.padding) }
    check(x, near: Naive.convolution(x, w, bias, stride: 1, padding: shape.padding), make) { $0($1) }
  }

  /// Transposed ones, the last with more kernels than are kept.
  @Test(arguments: Sanitizer.cases([(1, 8, 8, 7), (5, 64, 33, 14), (20, 256, 64, 7), (1, 512, 400, 7)]))
  func doubling(n: Int, channels: Int, outputs: Int, size: Int) {
    let x = Naive.tensor([n, channels, size, size])
    let w = Naive.tensor([channels, outputs, 4, 4], seed: 2)
    let bias = Naive.tensor([outputs], seed: 3)
    func make() -> TransposedConvolution { TransposedConvolution(weight: w, bias: bias, stride: 2, padding: 1) }
    check(x, near: Naive.transposedConvolution(x, w, bias, stride: 2, padding: 1), make) { $0($1) }
  }

  /// Right, and the same to the bit however it comes about: at the second call, with no memory to spare, on one thread,
  /// without the other pictures.
  private func check<Layer>(
    _ x: Tensor, near expected: Tensor, _ make: () -> Layer, _ call: (Layer, Tensor) -> Tensor
  ) {
    let layer = make()
    let found = call(layer, x)
    #expect(found.relativeError(to: expected) < 5e-5)
    #expect(call(layer, x) == found)
    #expect(call(MemoryUse.lean { make() }, x) == found)
    #expect(Parallel.withThreads(1) { call(make(), x) } == found)
    for range in [0..<1, x.shape[0] - 1..<x.shape[0]] {
      #expect(call(layer, x.slice(axis: 0, range)) == found.slice(axis: 0, range))
    }
    #expect(call(layer, x.slice(axis: 0, 0..<0)).count == 0)
  }

  /// What is kept serves pictures of all sizes; those that are no whole tiles go another way.
  @Test func sizesByTurns() {
    let w = Naive.tensor([16, 24, 3, 3], seed: 2)
    let layer = Convolution(weight: w, padding: 1)
    for size in [28, 12, 7, 56, 29, 14] {
      let x = Naive.tensor([2, 24, size, size], seed: size)
      let found = layer(x)
      #expect(found.relativeError(to: Naive.convolution(x, w, nil, stride: 1, padding: 1)) < 5e-5)
      #expect(Convolution(weight: w, padding: 1)(x) == found)
    }
  }

  @Test(arguments: [[7, 6, 14, 13, 20], [6, 7, 13, 14, 1]]) func sizesDoubledByTurns(sizes: [Int]) {
    let w = Naive.tensor([24, 16, 4, 4], seed: 2)
    let layer = TransposedConvolution(weight: w, stride: 2, padding: 1)
    for size in sizes {
      let x = Naive.tensor([2, 24, size, size], seed: size)
      let found = layer(x)
      #expect(found.relativeError(to: Naive.transposedConvolution(x, w, nil, stride: 2, padding: 1)) < 5e-5)
      #expect(TransposedConvolution(weight: w, stride: 2, padding: 1)(x) == found)
    }
  }
}
