import Foundation
import Tensors
import Testing

/// Every kernel against its slow twin, over odd shapes, on one thread and on all.
@Suite struct KernelTests {
  /// The result of `body`, which must not depend on the number of threads.
  func onAnyThreads(_ body: () -> Tensor) -> Tensor {
    let result = body()
    #expect(Parallel.withThreads(1, body) == result)
    return result
  }

  @Test(arguments: Activation.allCases) func activations(_ activation: Activation) {
    let x = Tensor([40_001], (0..<40_001).map { Float($0 - 20_000) / 1000 })
    let found = onAnyThreads { activation(x) }
    for (a, b) in zip(x.values, found.values) {
      let expected = Naive.apply(activation, Double(a))
      #expect(abs(Double(b) - expected) <= 4e-7 * max(1, abs(Double(a))), "\(activation)(\(a))")
    }
  }

  @Test(arguments: Activation.allCases) func activationsOfWhatIsNotFinite(_ activation: Activation) {
    let y = activation(Tensor([5], [.nan, .infinity, -.infinity, 200, -200])).values
    #expect(y[0].isNaN)
    #expect(y[1] == .infinity && y[3] == 200, "\(y)")
    #expect(activation == .identity || y[4] == 0)
  }

  @Test(arguments: [
    (1, 1, 1), (3, 5, 7), (8, 33, 20), (56, 40, 17), (1, 640, 33), (77, 64, 100), (130, 17, 1000), (0, 3, 4), (2, 0, 3),
  ])
  func linear(rows: Int, inner: Int, outputs: Int) {
    let (x, w) = (Naive.tensor([rows, inner]), Naive.tensor([outputs, inner], seed: 2))
    let bias = Naive.tensor([outputs], seed: 3)
    for bias in [nil, bias] {
      let found = onAnyThreads { x.linear(w, bias: bias) }
      #expect(found.maximumDifference(from: Naive.linear(x, w, bias)) < 1e-3)
    }
    // The same product with channels first.
    let columns = Tensor.concatenated([x, x * 2].map { $0.permuted([1, 0]).reshaped([1, inner, rows]) }, axis: 0)
    let found = onAnyThreads { w.linearOverChannels(columns, bias: bias) }
    let expected = [x, x * 2].map { Naive.linear($0, w, bias).permuted([1, 0]).reshaped([1, outputs, rows]) }
    #expect(found.maximumDifference(from: .concatenated(expected, axis: 0)) < 1e-3)
  }

  @Test func matrixProduct() {
    let (a, b) = (Naive.tensor([37, 19]), Naive.tensor([19, 23], seed: 2))
    #expect(a.matrixProduct(b).maximumDifference(from: Naive.linear(a, b.permuted([1, 0]), nil)) < 1e-4)
  }

  struct Window: Sendable, CustomStringConvertible {
    var n, channels, outputs, height, width, kernel, stride, padding: Int
    var description: String { "\(n)×\(channels)×\(height)×\(width) → \(outputs), \(kernel)/\(stride)/\(padding)" }
  }

  @Test(arguments: [
    Window(n: 1, channels: 1, outputs: 1, height: 1, width: 1, kernel: 1, stride: 1, padding: 0),
    Window(n: 2, channels: 3, outputs: 5, height: 7, width: 9, kernel: 3, stride: 1, padding: 1),
    Window(n: 1, channels: 3, outputs: 4, height: 9, width: 7, kernel: 3, stride: 2, padding: 1),
    Window(n: 3, channels: 2, outputs: 3, height: 5, width: 6, kernel: 5, stride: 1, padding: 2),
    Window(n: 1, channels: 2, outputs: 3, height: 4, width: 5, kernel: 3, stride: 1, padding: 3),
    Window(n: 1, channels: 2, outputs: 3, height: 11, width: 13, kernel: 7, stride: 3, padding: 2),
    Window(n: 2, channels: 5, outputs: 6, height: 4, width: 4, kernel: 1, stride: 1, padding: 0),
    Window(n: 1, channels: 4, outputs: 2, height: 6, width: 5, kernel: 1, stride: 2, padding: 1),
    Window(n: 1, channels: 2, outputs: 2, height: 6, width: 6, kernel: 2, stride: 2, padding: 0),
    // Several tiles of pixels, cut within rows; several depths; and output channels in bands.
    Window(n: 1, channels: 3, outputs: 2, height: 23, width: 41, kernel: 3, stride: 1, padding: 1),
    Window(n: 1, channels: 400, outputs: 3, height: 17, width: 23, kernel: 3, stride: 1, padding: 1),
    Window(n: 1, channels: 32, outputs: 67, height: 8, width: 8, kernel: 3, stride: 1, padding: 1),
  ])
  func convolution(_ window: Window) {
    let x = Naive.tensor([window.n, window.channels, window.height, window.width])
    let w = Naive.tensor([window.outputs, window.channels, window.kernel, window.kernel], seed: 2)
    for bias in [nil, Naive.tensor([window.outputs], seed: 3)] {
      let convolution = Convolution(weight: w, bias: bias, stride: window.stride, padding: window.padding)
      let found = onAnyThreads { convolution(x) }
      let expected = Naive.convolution(x, w, bias, stride: window.stride, padding: window.padding)
      #expect(found.relativeError(to: expected) < 2e-6)
    }
  }

  @Test(arguments: [(1, 1, 1, 1), (2, 6, 3, 5), (1, 32, 32, 1), (3, 12, 1, 7), (2, 64, 16, 33)])
  func groupNorm(n: Int, channels: Int, groups: Int, length: Int) {
    let x = Naive.tensor([n, channels, length]) * 3 + 5
    let (w, b) = (Naive.tensor([channels], seed: 2), Naive.tensor([channels], seed: 3))
    let (scale, shift) = (Naive.tensor([n, channels], seed: 4), Naive.tensor([n, channels], seed: 5))
    let none = Tensor([n, channels], repeating: 0)
    for activation in [Activation.identity, .gelu] {
      let plain = onAnyThreads {
        x.groupNormed(groups: groups, weight: w, bias: b, epsilon: 1e-5, activation: activation)
      }
      #expect(
        plain.maximumDifference(
          from: Naive.groupNorm(
            x, groups: groups, w, b, epsilon: 1e-5, scale: none, shift: none, activation)) < 1e-4)
      let scaled = onAnyThreads {
        x.groupNormed(
          groups: groups, weight: w, bias: b, epsilon: 1e-5, scale: scale, shift: shift, activation: activation)
      }
      #expect(
        scaled.maximumDifference(
          from: Naive.groupNorm(
            x, groups: groups, w, b, epsilon: 1e-5, scale: scale, shift: shift, activation)) < 1e-4)
    }
  }

  /// Two tensors' channels without joining them: groups of one of them, and of both.
  @Test(arguments: [(8, 8, 4), (6, 9, 5), (1, 2, 1), (5, 3, 2)]) func joinedChannels(
    first: Int, second: Int, groups: Int
  ) {
    let (x, y) = (Naive.tensor([2, first, 5, 7]) * 3 + 5, Naive.tensor([2, second, 5, 7], seed: 2) * 2 - 1)
    let (all, channels) = (Tensor.concatenated([x, y], axis: 1), first + second)
    let (w, b) = (Naive.tensor([channels], seed: 3), Naive.tensor([channels], seed: 4))
    let found = onAnyThreads {
      x.groupNormed(joined: y, groups: groups, weight: w, bias: b, epsilon: 1e-5, activation: .silu)
    }
    let expected = all.groupNormed(groups: groups, weight: w, bias: b, epsilon: 1e-5, activation: .silu)
    #expect(found.maximumDifference(from: expected) < 1e-6)
    if first % (channels / groups) == 0 { #expect(found == expected) }
    // Where a parameter is trained, and where there are no pictures.
    let trained = x.groupNormed(
      joined: y, groups: groups, weight: w.variable, bias: b, epsilon: 1e-5, activation: .silu)
    #expect(trained.isRecorded && trained.constant.maximumDifference(from: expected) < 1e-6)
    let none = Tensor([0, first, 5, 7], [])
    #expect(
      none.groupNormed(joined: Tensor([0, second, 5, 7], []), groups: groups, weight: w, bias: b, epsilon: 1e-5).shape
        == [0, channels, 5, 7])
    // Enough pixels for blocks of columns.
    let (high, low) = (Naive.tensor([2, first, 15, 21], seed: 7), Naive.tensor([2, second, 15, 21], seed: 8))
    let single = Convolution(weight: Naive.tensor([13, channels, 1, 1], seed: 5))
    #expect(onAnyThreads { single(joining: high, low) } == single(.concatenated([high, low], axis: 1)))
    for kernel in [1, 3] {
      let weight = Naive.tensor([13, channels, kernel, kernel], seed: 5)
      for precision in Precision.allCases where precision.isAvailable {
        let convolution = precision {
          Convolution(weight: weight, bias: Naive.tensor([13], seed: 6), padding: kernel / 2)
        }
        #expect(onAnyThreads { convolution(joining: x, y) } == convolution(all), "\(precision) \(kernel)")
      }
    }
  }

  @Test(arguments: [(1, 1), (3, 5), (7, 64), (2, 1001)]) func rowNorms(rows: Int, length: Int) {
    let x = Naive.tensor([rows, length]) * 2 + 1
    let (w, b) = (Naive.tensor([length], seed: 2), Naive.tensor([length], seed: 3))
    let layer = onAnyThreads { x.layerNormed(weight: w, bias: b, epsilon: 1e-5) }
    let rms = onAnyThreads { x.rmsNormed(weight: w, epsilon: 1e-6) }
    let soft = onAnyThreads { x.softmax() }
    for row in 0..<rows {
      let values = (0..<length).map { Double(x[row, $0]) }
      let mean = values.reduce(0, +) / Double(length)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(length)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(length)
      let weights = Naive.softmax(values)
      for i in 0..<length {
        let normed = (values[i] - mean) / (variance + 1e-5).squareRoot() * Double(w[i]) + Double(b[i])
        #expect(abs(Double(layer[row, i]) - normed) < 1e-4)
        #expect(abs(Double(rms[row, i]) - values[i] / (square + 1e-6).squareRoot() * Double(w[i])) < 1e-5)
        #expect(abs(Double(soft[row, i]) - weights[i]) < 1e-6)
      }
    }
  }

  @Test(arguments: [
    (1, 1, 1, 1, 1), (2, 6, 3, 5, 7), (1, 8, 2, 130, 9), (1, 64, 4, 300, 77), (3, 4, 4, 1, 33), (1, 16, 2, 61, 1101),
  ])
  func attention(n: Int, channels: Int, heads: Int, length: Int, span: Int) {
    let q = Naive.tensor([n, channels, length])
    let (k, v) = (Naive.tensor([n, channels, span], seed: 2), Naive.tensor([n, channels, span], seed: 3))
    let bias = Naive.tensor([heads, length, span], seed: 4)
    var mask = Tensor([n, span], repeating: 0)
    for i in mask.values.indices where i % 3 == 1 { mask.values[i] = -.greatestFiniteMagnitude }
    for (bias, mask) in [(nil, nil), (bias, nil), (bias, mask)] {
      let found = onAnyThreads {
        q.attention(keys: k, values: v, heads: heads, scale: 0.3, bias: bias, mask: mask)
      }
      let expected = Naive.attention(q, k, v, heads: heads, scale: 0.3, bias: bias, mask: mask)
      #expect(found.maximumDifference(from: expected) < 1e-5)
      guard Precision.half.isAvailable else { continue }
      let half = onAnyThreads {
        q.attention(keys: k, values: v, heads: heads, scale: 0.3, bias: bias, mask: mask, precision: .half)
      }
      #expect(half.relativeError(to: expected) < 1e-2)
    }
  }

  @Test(arguments: [(1, 1, 1, 1), (2, 3, 4, 6), (1, 2, 5, 7), (1, 1, 64, 2)])
  func resampling(n: Int, c: Int, h: Int, w: Int) {
    let x = Naive.tensor([n, c, h, w])
    let up = onAnyThreads { x.upsampledNearest() }
    let down = onAnyThreads { x.averagePooled() }
    #expect(up.shape == [n, c, 2 * h, 2 * w] && down.shape == [n, c, h / 2, w / 2])
    for i in 0..<n {
      for j in 0..<c {
        for y in 0..<2 * h { for z in 0..<2 * w { #expect(up[i, j, y, z] == x[i, j, y / 2, z / 2]) } }
        for y in 0..<h / 2 {
          for z in 0..<w / 2 {
            let sum = x[i, j, 2 * y, 2 * z] + x[i, j, 2 * y, 2 * z + 1] + x[i, j, 2 * y + 1, 2 * z]
            #expect(abs(down[i, j, y, z] - (sum + x[i, j, 2 * y + 1, 2 * z + 1]) / 4) < 1e-6)
          }
        }
      }
    }
  }

  @Test func sums() {
    let (a, b) = (Naive.tensor([3, 30_001]), Naive.tensor([3, 30_001], seed: 2))
    #expect(onAnyThreads { .sum(a, b) } == a + b)
    #expect(onAnyThreads { .sum(a, b, dividedBy: 1.4142) } == (a + b) / 1.4142)
  }

  @Test func finiteness() {
    var x = Naive.tensor([1003])
    #expect(x.isFinite && Tensor([0], []).isFinite)
    for bad in [Float.nan, .infinity, -.infinity] {
      x.values[1002] = bad
      #expect(!x.isFinite)
    }
  }

  /// Numbers that aren't finite spread as arithmetic has it, and nothing traps.
  @Test func whatIsNotFinite() {
    for bad in [Float.nan, .infinity, -.infinity] {
      var x = Naive.tensor([2, 4, 6, 6])
      x.values[7] = bad
      let w = Naive.tensor([4, 4, 3, 3], seed: 2)
      let ones = Tensor([4], repeating: 1)
      #expect(!Convolution(weight: w, padding: 1)(x).isFinite)
      #expect(!x.groupNormed(groups: 2, weight: ones, bias: ones, epsilon: 1e-5).isFinite)
      #expect(
        !x.reshaped([2, 4, 36]).attention(
          keys: x.reshaped([2, 4, 36]), values: x.reshaped([2, 4, 36]), heads: 2, scale: 1
        ).isFinite)
      let row = Tensor([6], repeating: 1)
      #expect(!x.layerNormed(weight: row, bias: row, epsilon: 1e-5).isFinite)
      #expect(!x.rmsNormed(weight: row, epsilon: 1e-5).isFinite)
      #expect(bad == -.infinity || !x.softmax().isFinite)
      #expect(!x.averagePooled().isFinite && !x.upsampledNearest().isFinite)
    }
  }
}
