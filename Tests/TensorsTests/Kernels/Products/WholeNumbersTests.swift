import Tensors
import TestSupport
import Testing

/// Products in whole numbers, `Precision.half`, of 16 bits and of 8: what scales, sums and sections must keep.
@Suite(.enabled(if: Precision.half.isAvailable, "this processor doesn't multiply in half precision"))
struct WholeNumbersTests {
  private static func ones(_ shape: [Int], _ value: Float = 1) -> Tensor { Tensor(shape, repeating: value) }

  /// Sums of the largest numbers of one sign, over less and more than a section: none overflows. Weights that are all the
  /// same are all rounded the same way, by up to 1/510.
  @Test(arguments: [1, 2, 31, 511, 512, 513, 1024, 1301]) func largestSums(inner: Int) {
    let x = Self.ones([70, inner])
    for sign in [Float(1), -1] {
      let expected = Self.ones([70, 11], sign * Float(inner))
      let found = Precision.half { LinearMap(weight: Self.ones([11, inner], sign)) }(x)
      #expect(found.relativeError(to: expected) < 2e-3)
      let inBytes = Precision.half { LinearMap(weight: Self.ones([11, inner], sign), inBytes: true) }
      for x in [x, -x] { #expect(inBytes(x).relativeError(to: expected * x[0, 0]) < 1e-6) }
    }
  }

  /// The same for tiles: constant pictures, whose transforms are as large as their bounds, and checkerboards.
  @Test(arguments: [16, 64, 600]) func largestTiles(channels: Int) {
    for checkered in [false, true] {
      var x = Self.ones([1, channels, 16, 16])
      if checkered {
        for i in x.values.indices where (i % 16 + i / 16 % 16) % 2 == 1 { x.values[i] = -1 }
      }
      let w = Self.ones([8, channels, 3, 3])
      let expected = Convolution(weight: w, padding: 1)(x)
      #expect(Precision.half { Convolution(weight: w, padding: 1) }(x).relativeError(to: expected) < 5e-3)
    }
  }

  /// A power of two times x gives the same times it, bit for bit; zeros give the bias.
  @Test func sizes() {
    let w = Naive.tensor([24, 32, 3, 3], seed: 2)
    let x = Naive.tensor([2, 32, 17, 20])
    let convolution = Precision.half { Convolution(weight: w, padding: 1) }
    let map = Precision.half { LinearMap(weight: w.reshaped([24, 288])) }
    let vectors = Naive.tensor([40, 288])
    for power in [Float(0x1p-60), 0x1p-20, 0x1p10, 0x1p60] {
      #expect(convolution(x * power) == convolution(x) * power)
      #expect(map(vectors * power) == map(vectors) * power)
    }
    let bias = Naive.tensor([24], seed: 3)
    let zeros = Precision.half { LinearMap(weight: w.reshaped([24, 288]), bias: bias) }(Self.ones([9, 288], 0))
    for row in 0..<9 { #expect(zeros.slice(axis: 0, row..<row + 1).values == bias.values) }
  }

  /// A weight far from its row's others, up to beyond half precision's range, takes digits from that row alone.
  @Test(arguments: [Float(256), 40_000, 70_000, 1e30]) func largeWeights(_ large: Float) {
    var w = Naive.tensor([5, 17, 3, 3], seed: 2)
    w.values[100] = -large
    for size in [8, 16] {
      let x = Naive.tensor([1, 17, size, 20])
      let found = Precision.half { Convolution(weight: w, padding: 1) }(x)
      let expected = Convolution(weight: w, padding: 1)(x)
      #expect(found.isFinite && found.relativeError(to: expected) < 2e-2)
      let others = (found.slice(axis: 1, 1..<5), expected.slice(axis: 1, 1..<5))
      #expect(others.0.relativeError(to: others.1) < 2e-2)
    }
  }

  /// What isn't a number stays in its vector, or its picture.
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func notNumbers(_ value: Float) {
    let w = Naive.tensor([24, 32, 3, 3], seed: 2)
    let map = Precision.half { LinearMap(weight: w.reshaped([24, 288])) }
    var vectors = Naive.tensor([40, 288])
    let before = map(vectors)
    vectors.values[7 * 288 + 5] = value
    let after = map(vectors)
    for row in 0..<40 {
      let (a, b) = (before.slice(axis: 0, row..<row + 1), after.slice(axis: 0, row..<row + 1))
      #expect(row == 7 ? b.values.allSatisfy { !$0.isFinite } : a == b)
    }
    let convolution = Precision.half { Convolution(weight: w, padding: 1) }
    var x = Naive.tensor([3, 32, 17, 20])
    let (first, last) = (convolution(x).slice(axis: 0, 0..<1), convolution(x).slice(axis: 0, 2..<3))
    x.values[32 * 17 * 20 + 9] = value
    let found = convolution(x)
    #expect(found.slice(axis: 0, 0..<1) == first && found.slice(axis: 0, 2..<3) == last)
    #expect(!found.slice(axis: 0, 1..<2).isFinite)
    // Weights that aren't numbers show too.
    var bad = w.reshaped([24, 288])
    bad.values[288 * 3] = value
    let shown = Precision.half { LinearMap(weight: bad) }(Naive.tensor([40, 288]))
    #expect(!shown[0, 3].isFinite && shown[0, 2].isFinite)
  }

  /// A picture's result depends neither on the pictures beside it nor on the number of threads.
  @Test(arguments: [8, 16, 33]) func picturesApart(size: Int) {
    var x = Naive.tensor([5, 40, size, size])
    for i in 0..<40 * size * size { x.values[i] *= 100 }
    for kernel in [1, 3] {
      let w = Naive.tensor([20, 40, kernel, kernel], seed: 2)
      let convolution = Precision.half { Convolution(weight: w, padding: kernel / 2) }
      let together = convolution(x)
      for i in 0..<5 { #expect(convolution(x.slice(axis: 0, i..<i + 1)) == together.slice(axis: 0, i..<i + 1)) }
      #expect(Parallel.withThreads(1) { convolution(x) } == together)
    }
  }

  /// Products of whole numbers of 8 bits against the sums of the rounded numbers themselves: less than an operand, ends in
  /// the midst of one, less and more than a section; a few vectors, which single precision multiplies, half a vector of
  /// the processor's, a part of a panel, and panels; along rows and along channels.
  @Test(arguments: [1, 3, 4, 31, 383, 384, 385, 771], [1, 4, 5, 8, 13, 48, 70, 200])
  func bytes(inner: Int, vectors: Int) {
    let (w, bias) = (Naive.tensor([13, inner], seed: 2), Naive.tensor([13], seed: 3))
    let map = Precision.half { LinearMap(weight: w, bias: bias, inBytes: true) }
    let x = Naive.tensor([vectors, inner])
    let few = vectors <= 4
    let rounded = Self.inBytes(w)
    let expected = (few ? x : Self.inBytes(x)).linear(rounded, bias: bias)
    #expect(map(x).relativeError(to: expected) < 1e-4)
    let channels = x.reshaped([1, vectors, inner]).permuted([0, 2, 1])
    #expect(
      map.overChannels(channels).relativeError(
        to: Self.inBytes(x).linear(rounded, bias: bias).permuted([1, 0]).reshaped([1, 13, vectors])) < 1e-4)
    if !few { #expect(map.overChannels(channels).permuted([0, 2, 1]).reshaped([vectors, 13]) == map(x)) }
    #expect(map(x).relativeError(to: x.linear(w, bias: bias)) < 2e-2)
  }

  /// Kernels of a single pixel have 8 bits from 512 channels on: pictures as they lie, half a vector of columns, and windows
  /// that are copied.
  @Test(arguments: [511, 512, 771], [(8, 8, 1, 0), (2, 4, 1, 0), (9, 7, 2, 0), (7, 8, 1, 1)])
  func pixels(channels: Int, _ shape: (height: Int, width: Int, stride: Int, padding: Int)) {
    let (w, bias) = (Naive.tensor([13, channels, 1, 1], seed: 2), Naive.tensor([13], seed: 3))
    let x = Naive.tensor([2, channels, shape.height, shape.width])
    func made(_ w: Tensor) -> Convolution {
      Convolution(weight: w, bias: bias, stride: shape.stride, padding: shape.padding)
    }
    let half = Precision.half { made(w) }
    let found = half(x)
    if channels >= 512 {
      #expect(half.weight.relativeError(to: Self.inBytes(w.reshaped([13, channels])).reshaped(w.shape)) < 1e-5)
      let places = shape.height * shape.width
      let columns = x.reshaped([2, channels, places]).permuted([0, 2, 1]).reshaped([2 * places, channels])
      let rounded = Self.inBytes(columns).reshaped([2, places, channels]).permuted([0, 2, 1]).reshaped(x.shape)
      #expect(found.relativeError(to: made(half.weight)(rounded)) < 1e-4)
    }
    #expect(found.relativeError(to: made(w)(x)) < (channels >= 512 ? 2e-2 : 2.5e-3))
    for i in 0..<2 { #expect(half(x.slice(axis: 0, i..<i + 1)) == found.slice(axis: 0, i..<i + 1)) }
    #expect(Parallel.withThreads(1) { half(x) } == found)
    #expect(MemoryUse.lean { Precision.half { made(w) } }(x) == found)
  }

  /// A matrix with each row's numbers, 384 at a time, rounded to whole numbers up to 127 of a scale.
  static func inBytes(_ matrix: Tensor) -> Tensor {
    let inner = matrix.shape[1]
    var result = matrix
    for row in 0..<matrix.shape[0] {
      for first in stride(from: 0, to: inner, by: 384) {
        let some = row * inner + first..<row * inner + min(inner, first + 384)
        let scale = matrix.values[some].map(abs).max()! / 127
        if scale == 0 { continue }
        for i in some { result.values[i] = (matrix.values[i] / scale).rounded(.toNearestOrEven) * scale }
      }
    }
    return result
  }

  /// With 8 bits too, a power of two times x gives the same times it, zeros the bias, what isn't a number stays in its
  /// vector or its output, and a vector's result doesn't depend on those beside it.
  @Test func bytesApart() {
    let (w, bias) = (Naive.tensor([24, 400], seed: 2), Naive.tensor([24], seed: 3))
    let map = Precision.half { LinearMap(weight: w, inBytes: true) }
    let x = Naive.tensor([40, 400])
    let result = map(x)
    for power in [Float(0x1p-60), 0x1p-20, 0x1p10, 0x1p60] { #expect(map(x * power) == result * power) }
    let zeros = Precision.half { LinearMap(weight: w, bias: bias, inBytes: true) }(Self.ones([9, 400], 0))
    for row in 0..<9 { #expect(zeros.slice(axis: 0, row..<row + 1).values == bias.values) }
    for some in [0..<20, 7..<40, 3..<15] {
      #expect(map(x.slice(axis: 0, some)) == result.slice(axis: 0, some))
    }
    #expect(Parallel.withThreads(1) { map(x) } == result)
    for value in [Float.nan, .infinity, -.infinity] {
      var bad = (x, w)
      bad.0.values[7 * 400 + 5] = value
      bad.1.values[400 * 3 + 399] = value
      let after = map(bad.0)
      for row in 0..<40 {
        let numbers = after.slice(axis: 0, row..<row + 1)
        #expect(row == 7 ? numbers.values.allSatisfy { !$0.isFinite } : numbers == result.slice(axis: 0, row..<row + 1))
      }
      let shown = Precision.half { LinearMap(weight: bad.1, inBytes: true) }(x)
      for output in 0..<24 { #expect(shown[0, output].isFinite == (output != 3)) }
    }
  }
}
