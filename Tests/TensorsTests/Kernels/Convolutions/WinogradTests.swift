import Tensors
import TestSupport
import Testing

/// 3×3 convolutions of stride 1, at sizes of which many go through Winograd's algorithm and some don't.
struct WinogradTests {
  struct Shape: Sendable, CustomStringConvertible {
    var n, channels, outputs, height, width: Int
    var padding = 1
    var multiplications: Int { 9 * n * channels * outputs * height * width }
    var description: String { "\(n)×\(channels)×\(height)×\(width) → \(outputs), padding \(padding)" }
  }

  /// Edges of tiles and of the blocks of tiles that are transformed together, then odd sizes without a pattern.
  static let shapes: [Shape] =
    [
      Shape(n: 1, channels: 16, outputs: 16, height: 16, width: 16),
      Shape(n: 1, channels: 16, outputs: 17, height: 13, width: 13),
      Shape(n: 2, channels: 17, outputs: 16, height: 4, width: 64),
      Shape(n: 2, channels: 16, outputs: 16, height: 1, width: 65),
      Shape(n: 1, channels: 16, outputs: 16, height: 65, width: 1),
      Shape(n: 1, channels: 130, outputs: 129, height: 65, width: 33),
      Shape(n: 5, channels: 19, outputs: 23, height: 33, width: 65),
      // Few tiles, whose kernels are transformed on the way: half a vector of them, a whole one, and two blocks.
      Shape(n: 1, channels: 130, outputs: 41, height: 8, width: 8),
      Shape(n: 2, channels: 130, outputs: 41, height: 8, width: 7),
      Shape(n: 29, channels: 16, outputs: 9, height: 8, width: 8),
      Shape(n: 1, channels: 16, outputs: 16, height: 18, width: 18, padding: 0),
      Shape(n: 1, channels: 16, outputs: 16, height: 15, width: 14, padding: 2),
      Shape(n: 1, channels: 16, outputs: 16, height: 6, width: 40, padding: 7),
      // Tiles wholly beside the picture.
      Shape(n: 1, channels: 16, outputs: 16, height: 3, width: 5, padding: 80),
      // As wide as one, two, four and eight tiles, so that several rows of tiles fill a vector, and some are left over.
      Shape(n: 2, channels: 17, outputs: 16, height: 17, width: 4),
      Shape(n: 3, channels: 16, outputs: 18, height: 16, width: 8),
      Shape(n: 2, channels: 19, outputs: 16, height: 22, width: 16),
      Shape(n: 1, channels: 16, outputs: 16, height: 13, width: 32),
      Shape(n: 1, channels: 16, outputs: 16, height: 16, width: 16, padding: 2),
      // More kernels than are transformed at a time where none are kept, each more than fit the cache together.
      Shape(n: 1, channels: 1040, outputs: 130, height: 13, width: 13),
      // More than the transformed tiles' memory holds at a time.
      Shape(n: 2, channels: 16, outputs: 16, height: 245, width: 241),
    ]
    + (0..<24).map { i in
      Shape(
        n: 1 + i % 5, channels: 1 + i * 37 % 130, outputs: 1 + i * 53 % 61, height: 1 + i * 29 % 65,
        width: 1 + i * 17 % 33)
    }

  @Test(arguments: Sanitizer.small(shapes, \.multiplications)) func matchesTheDefinition(_ shape: Shape) {
    check(shape, within: 5e-6)
  }

  /// Tiles of 8×8 pixels: whole ones and pieces at the edges, more than a block of them, sums in more than one part, and
  /// outputs that are no whole bundle of panels.
  static let large: [Shape] = [
    Shape(n: 1, channels: 128, outputs: 128, height: 64, width: 64),
    Shape(n: 2, channels: 131, outputs: 129, height: 64, width: 64),
    // Fewer tiles than a block for each thread.
    Shape(n: 1, channels: 129, outputs: 140, height: 32, width: 32),
    Shape(n: 5, channels: 128, outputs: 128, height: 31, width: 32),
    // More kernels than are transformed at a time where none are kept.
    Shape(n: 1, channels: 832, outputs: 129, height: 32, width: 32),
    // Several rows of tiles to a vector, some left over, and more outputs than are multiplied together.
    Shape(n: 1, channels: 128, outputs: 401, height: 37, width: 32),
    // More outputs than a block's products of which exist at a time.
    Shape(n: 1, channels: 128, outputs: 401, height: 16, width: 256),
    Shape(n: 3, channels: 128, outputs: 200, height: 72, width: 16),
    Shape(n: 1, channels: 130, outputs: 141, height: 65, width: 71),
    Shape(n: 3, channels: 128, outputs: 153, height: 61, width: 77),
    Shape(n: 1, channels: 128, outputs: 128, height: 74, width: 66, padding: 0),
    Shape(n: 1, channels: 193, outputs: 128, height: 62, width: 94, padding: 2),
    Shape(n: 1, channels: 128, outputs: 128, height: 8, width: 512),
    Shape(n: 1, channels: 128, outputs: 130, height: 512, width: 8),
    Shape(n: 1, channels: 128, outputs: 128, height: 2, width: 3, padding: 80),
  ]

  @Test(arguments: Sanitizer.small(large, \.multiplications)) func largeTiles(_ shape: Shape) {
    check(shape, within: 5e-5)
  }

  /// Numbers that are large, small, or far from zero.
  @Test(arguments: Sanitizer.cases([Float(1e-20), 1e-3, 1e3, 1e15])) func largeTilesOfAnySize(_ size: Float) {
    var x = Naive.tensor([1, 128, 64, 64])
    for i in x.values.indices { x.values[i] = (x.values[i] + 3) * size }
    let w = PackedWeightsTests.halves([128, 128, 3, 3], seed: 2)
    let expected = Naive.convolution(x, w, nil, stride: 1, padding: 1)
    let found = Convolution(weight: w, padding: 1)(x)
    #expect(found.relativeError(to: expected) < 1e-4)
    #expect(MemoryUse.lean { Convolution(weight: w, padding: 1) }(x) == found)
    #expect(Parallel.withThreads(1) { Convolution(weight: w, padding: 1)(x) } == found)
    guard Precision.half.isAvailable, size == 1e-3 else { return }
    #expect(Precision.half { Convolution(weight: w, padding: 1) }(x).relativeError(to: expected) < 1e-2)
  }

  /// Pictures of few tiles, alone and in a batch, whose kernels are stored: with weights in each form in which they are kept,
  /// for outputs that end in the midst of a panel and of two.
  @Test(arguments: [(8, 8), (8, 7), (5, 12), (3, 20), (12, 12), (7, 29)]) func fewTiles(height: Int, width: Int) {
    for outputs in [41, 48] {
      let all = Naive.tensor([outputs, 130, 3, 3], seed: 2)
      for w in [all, PackedWeightsTests.halves(all.shape, seed: 2), all.map { Float(Int($0 * 60)) / 64 }] {
        let x = Naive.tensor([19, 130, height, width])
        let convolution = Convolution(weight: w, padding: 1)
        let together = convolution(x)
        #expect(
          together.element(18).relativeError(
            to: Naive.convolution(
              x.element(18), w, nil, stride: 1, padding: 1)) < 5e-6)
        for n in 1...5 {
          let some = convolution(x.slice(axis: 0, 19 - n..<19))
          #expect(some == together.slice(axis: 0, 19 - n..<19), "\(n) of \(height)×\(width)")
          #expect(Parallel.withThreads(1) { convolution(x.slice(axis: 0, 19 - n..<19)) } == some)
        }
      }
    }
  }

  /// What is added with the result is added as a sum of its own, to the bit: tiles of each size, several rows of them side by
  /// side, some cut off, and other algorithms.
  @Test(arguments: [
    Shape(n: 2, channels: 128, outputs: 128, height: 32, width: 32),
    Shape(n: 1, channels: 128, outputs: 130, height: 61, width: 70),
    Shape(n: 1, channels: 260, outputs: 17, height: 16, width: 16),
    Shape(n: 3, channels: 300, outputs: 16, height: 8, width: 8),
    Shape(n: 2, channels: 300, outputs: 9, height: 13, width: 7),
    Shape(n: 1, channels: 16, outputs: 16, height: 18, width: 18, padding: 0),
    Shape(n: 1, channels: 3, outputs: 8, height: 9, width: 9),
  ])
  func addedToTheResult(_ shape: Shape) {
    let x = Naive.tensor([shape.n, shape.channels, shape.height, shape.width])
    let (w, bias) = (
      Naive.tensor([shape.outputs, shape.channels, 3, 3], seed: 2), Naive.tensor([shape.outputs], seed: 3)
    )
    for precision in Precision.allCases where precision.isAvailable {
      let convolution = precision { Convolution(weight: w, bias: bias, padding: shape.padding) }
      let plain = convolution(x)
      let other = Naive.tensor(plain.shape, seed: 4)
      #expect(convolution(x, plus: other) == .sum(other, plain), "\(precision)")
    }
  }

  private func check(_ shape: Shape, within bound: Float) {
    let x = Naive.tensor([shape.n, shape.channels, shape.height, shape.width])
    let w = Naive.tensor([shape.outputs, shape.channels, 3, 3], seed: 2)
    let bias = Naive.tensor([shape.outputs], seed: 3)
    let convolution = Convolution(weight: w, bias: bias, padding: shape.padding)
    let found = convolution(x)
    let expected = Naive.convolution(x, w, bias, stride: 1, padding: shape.padding)
    #expect(found.relativeError(to: expected) < bound)
    #expect(MemoryUse.lean { Convolution(weight: w, bias: bias, padding: shape.padding) }(x) == found)
    #expect(Parallel.withThreads(1) { convolution(x) } == found)
    // A layer's first call is like the others.
    #expect(convolution(x) == found)
    guard Precision.half.isAvailable else { return }
    let half = Precision.half { Convolution(weight: w, bias: bias, padding: shape.padding) }
    let rounded = half(x)
    // Whole sections of channels have the fewest digits; small tiles are in 8 bits.
    let inBytes = ConvolutionPlan.inference(half.shape(of: x), .whole).result == .winograd(2)
    #expect(rounded.relativeError(to: expected) < (inBytes ? 2e-2 : shape.channels > 600 ? 5e-3 : 2.5e-3))
    #expect(Parallel.withThreads(1) { half(x) } == rounded)
    let lean = MemoryUse.lean { Precision.half { Convolution(weight: w, bias: bias, padding: shape.padding) } }
    #expect(lean(x) == rounded)
  }

  /// A batch of none is one.
  @Test func noPictures() {
    let convolution = Convolution(weight: Naive.tensor([16, 16, 3, 3]), padding: 1)
    #expect(convolution(Tensor([0, 16, 32, 32], [])).shape == [0, 16, 32, 32])
  }
}
