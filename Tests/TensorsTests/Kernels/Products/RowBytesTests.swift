import Tensors
import TestSupport
import Testing

/// Weights of 8 bits with a scale for each output, which layers keep as they are.
@Suite struct RowBytesTests {
  @Test(arguments: [(1, 1), (3, 7), (64, 300), (200, 129)]) func rounds(rows: Int, inner: Int) throws {
    for size: Float in [1e-20, 0.02, 1, 3e30] {
      let matrix = Naive.tensor([rows, inner]) * size
      let bytes = try #require(RowBytes(rounding: matrix))
      let meant = bytes.tensor(matrix.shape)
      for (row, scale) in bytes.scales.enumerated() {
        let numbers = matrix.values[row * inner..<(row + 1) * inner]
        let largest = numbers.reduce(0) { max($0, abs($1)) }
        #expect(scale.significandBitPattern & 0xff == 0)
        #expect(scale >= largest / 127 && scale <= largest / 127 * (1 + 0x1p-14))
        for k in row * inner..<(row + 1) * inner {
          #expect(meant.values[k] == Float(bytes.numbers[k]) * scale)
          #expect(abs(meant.values[k] - matrix.values[k]) <= scale / 2 * 1.0001)
        }
      }
      // Once rounded, nothing is lost again.
      let again = try #require(RowBytes(rounding: meant))
      #expect(again.numbers == bytes.numbers && again.scales == bytes.scales)
    }
  }

  @Test func refuses() throws {
    for wrong in [Float.nan, .infinity, -.infinity] {
      #expect(RowBytes(rounding: Tensor([2, 2], [1, 2, wrong, 3])) == nil)
    }
    #expect(RowBytes(rounding: Tensor([0, 3], [])) == nil)
    #expect(RowBytes(rounding: Tensor([3, 0], [])) == nil)
    #expect(try #require(RowBytes(rounding: Tensor([2, 2], [127, -3, 0, 0]))).numbers == [127, -3, 0, 0])
  }

  @Test(arguments: [1, 3, 40], [(130, 129), (64, 1000), (5, 40), (1, 1)])
  func linear(vectors: Int, shape: (Int, Int)) throws {
    let (outputs, inputs) = shape
    let weight = try #require(RowBytes(rounding: Naive.tensor([outputs, inputs], seed: 3))).tensor([outputs, inputs])
    let (x, bias) = (Naive.tensor([vectors, inputs]), Naive.tensor([outputs], seed: 4))
    let layer = LinearMap(weight: weight, bias: bias)
    let found = layer(x)
    #expect(found.relativeError(to: Naive.linear(x, weight, bias)) < 5e-6)
    #expect(Parallel.withThreads(1) { layer(x) } == found)
    let channels = x.permuted([1, 0]).reshaped([1, inputs, vectors])
    let turned = layer.overChannels(channels).reshaped([outputs, vectors]).permuted([1, 0])
    #expect(turned.relativeError(to: found) < 5e-6)
    // One number of each row at a time: the weights as they are.
    let unit = Tensor([inputs, inputs], (0..<inputs * inputs).map { $0 / inputs == $0 % inputs ? 1 : 0 })
    #expect(LinearMap(weight: weight)(unit) == weight.permuted([1, 0]))
  }

  @Test(arguments: Sanitizer.small(PackedWeightsTests.shapes, \.multiplications))
  func convolution(_ shape: PackedWeightsTests.Shape) throws {
    let x = Naive.tensor([shape.n, shape.channels, shape.height, shape.width])
    let kernels = [shape.outputs, shape.channels, shape.kernel, shape.kernel]
    let w = try #require(RowBytes(rounding: Naive.tensor(kernels, seed: 2))).tensor(kernels)
    let bias = Naive.tensor([shape.outputs], seed: 3)
    func make() -> Convolution { Convolution(weight: w, bias: bias, stride: shape.stride, padding: shape.padding) }
    let layer = make()
    let found = layer(x)
    let expected = Naive.convolution(x, w, bias, stride: shape.stride, padding: shape.padding)
    #expect(found.relativeError(to: expected) < 5e-6)
    let lean = MemoryUse.lean { make() }
    #expect(lean(x) == found)
    #expect(Parallel.withThreads(1) { layer(x) } == found)
  }
}
