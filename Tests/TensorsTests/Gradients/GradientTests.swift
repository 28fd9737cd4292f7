import Foundation
import Tensors
import TestSupport
import Testing

/// Every gradient against central differences of the operation's definition in double precision.
@Suite struct GradientTests {
  /// Compares ∂Σ(f·weights)/∂input for inputs of the given shapes, at every `each`-th element.
  static func check(
    _ shapes: [[Int]], each: Int = 1, tolerance: Double = 2e-4, from: Float = -1.5, to: Float = 1.5,
    _ f: ([Tensor]) -> Tensor, _ naive: ([Precise]) -> Precise, location: SourceLocation = #_sourceLocation
  ) {
    let generator = Generator(seed: 7)
    let inputs = shapes.map { generator.uniform($0, from: from, to: to).variable }
    let output = f(inputs)
    let weights = Tensor(output.shape, (0..<output.count).map { Float(sin(Double($0 + 1))) })
    let found = gradients(of: (output * weights).summed(), with: inputs)
    let precise = inputs.map { Precise($0) }
    func loss(_ inputs: [Precise]) -> Double {
      zip(naive(inputs).values, weights.values).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    let expectedOutput = naive(precise)
    #expect(expectedOutput.shape == output.shape, sourceLocation: location)
    for (a, b) in zip(output.values, expectedOutput.values) {
      #expect(abs(Double(a) - b) < tolerance / 2 * max(1, abs(b)), sourceLocation: location)
    }
    for (n, input) in precise.enumerated() {
      for i in stride(from: 0, to: input.values.count, by: each) {
        var (up, down) = (precise, precise)
        up[n].values[i] += 1e-5
        down[n].values[i] -= 1e-5
        let expected = (loss(up) - loss(down)) / 2e-5
        let value = Double(found[n].values[i])
        #expect(
          abs(value - expected) < tolerance * max(1, abs(expected)), "input \(n), element \(i)",
          sourceLocation: location)
      }
    }
  }

  @Test(arguments: [(3, 1, 1), (3, 2, 1), (1, 1, 0), (4, 2, 1), (2, 3, 0), (3, 1, 0), (7, 7, 0)])
  func convolution(kernel: Int, stride: Int, padding: Int) {
    Self.check(
      [[2, 3, 8, 7], [4, 3, kernel, kernel], [4]],
      { Convolution(weight: $0[1], bias: $0[2], stride: stride, padding: padding)($0[0]) },
      { Definition.convolution($0[0], $0[1], $0[2], stride: stride, padding: padding) })
  }

  @Test func crossEntropy() {
    let labels = [3, 0, 0, 1]
    Self.check(
      [[4, 5]], { $0[0].crossEntropy(with: labels) },
      { x in
        let rows = labels.enumerated().map { row, label in
          let powers = (0..<5).map { exp(x[0][row, $0]) }
          return -log(powers[label] / powers.reduce(0, +))
        }
        return Precise([], [rows.reduce(0, +) / 4])
      })
    // Numbers whose exponentials are infinite, or zero, together.
    let far = Tensor([2, 3], [2000, 0, -2000, -900, -901, -902])
    #expect(abs(far.crossEntropy(with: [0, 0]).values[0] - Float(log(1 + exp(-1.0) + exp(-2.0)) / 2)) < 1e-6)
    #expect(far.crossEntropy(with: [2, 0]).values[0] > 1999)
  }

  /// Large enough for Winograd's algorithm, on sizes that are and that are not multiples of its tiles.
  @Test(arguments: [16, 13]) func winograd(size: Int) {
    Self.check(
      [[2, 16, size, size], [4, 16, 3, 3], [4]], each: 97, tolerance: 1e-3,
      { Convolution(weight: $0[1], bias: $0[2], padding: 1)($0[0]) },
      { Definition.convolution($0[0], $0[1], $0[2], stride: 1, padding: 1) })
  }

  @Test(arguments: [(4, 2, 1, 3), (7, 7, 0, 1), (3, 1, 1, 4), (2, 3, 0, 2)])
  func transposedConvolution(kernel: Int, stride: Int, padding: Int, size: Int) {
    Self.check(
      [[3, 2, size, size + 1], [2, 3, kernel, kernel], [3]],
      { TransposedConvolution(weight: $0[1], bias: $0[2], stride: stride, padding: padding)($0[0]) },
      { Definition.transposed($0[0], $0[1], $0[2], stride: stride, padding: padding) })
  }

  @Test(arguments: Activation.allCases) func batchNorm(activation: Activation) {
    Self.check(
      [[3, 2, 4, 3], [2], [2]],
      { $0[0].batchNormed(weight: $0[1], bias: $0[2], epsilon: 1e-5, activation: activation).result },
      { x in
        let normed = Definition.normed(x[0], epsilon: 1e-5) { $0[1] }
        return Precise(normed.shape) { Definition.activation(activation, normed[$0] * x[1][$0[1]] + x[2][$0[1]]) }
      })
  }

  @Test func batchNormByGivenStatistics() {
    let (mean, variance) = (Tensor([2], [0.3, -0.2]), Tensor([2], [0.7, 1.9]))
    Self.check(
      [[3, 2, 2, 3], [2], [2]],
      {
        $0[0].batchNormed(mean: mean, variance: variance, weight: $0[1], bias: $0[2], epsilon: 1e-5, activation: .gelu)
      },
      { x in
        Precise(x[0].shape) { i in
          let c = i[1]
          let normed = (x[0][i] - Double(mean[c])) / (Double(variance[c]) + 1e-5).squareRoot()
          return Definition.activation(.gelu, normed * x[1][c] + x[2][c])
        }
      })
    let x = Generator(seed: 3).normal([3, 2, 2, 3])
    let (w, b) = (Tensor([2], [1.5, -0.5]), Tensor([2], [0.1, 0.2]))
    let plain = x.batchNormed(mean: mean, variance: variance, weight: w, bias: b, epsilon: 1e-5, activation: .gelu)
    let recorded = x.variable.batchNormed(
      mean: mean, variance: variance, weight: w, bias: b, epsilon: 1e-5, activation: .gelu)
    #expect(plain.maximumDifference(from: recorded) < 1e-6)
  }

  @Test(arguments: Activation.allCases) func groupNorm(activation: Activation) {
    Self.check(
      [[2, 4, 3, 2], [4], [4], [2, 4], [2, 4]],
      {
        $0[0].groupNormed(
          groups: 2, weight: $0[1], bias: $0[2], epsilon: 1e-5, scale: $0[3], shift: $0[4], activation: activation)
      },
      { x in
        let normed = Definition.normed(x[0], epsilon: 1e-5) { $0[0] * 2 + $0[1] / 2 }
        return Precise(normed.shape) { i in
          let plain = normed[i] * x[1][i[1]] + x[2][i[1]]
          return Definition.activation(activation, plain * (1 + x[3][i[0], i[1]]) + x[4][i[0], i[1]])
        }
      })
  }

  @Test func rowNorms() {
    Self.check(
      [[2, 3, 5], [5], [5]], { $0[0].layerNormed(weight: $0[1], bias: $0[2], epsilon: 1e-5) },
      { x in
        let normed = Definition.normed(x[0], epsilon: 1e-5) { $0[0] * 3 + $0[1] }
        return Precise(normed.shape) { normed[$0] * x[1][$0[2]] + x[2][$0[2]] }
      })
    Self.check(
      [[2, 3, 5], [5]], { $0[0].rmsNormed(weight: $0[1], epsilon: 1e-5) },
      { x in
        let normed = Definition.normed(x[0], epsilon: 1e-5, centred: false) { $0[0] * 3 + $0[1] }
        return Precise(normed.shape) { normed[$0] * x[1][$0[2]] }
      })
    Self.check(
      [[3, 4]], { $0[0].softmax() },
      { x in
        Precise(x[0].shape) { i in exp(x[0][i]) / (0..<4).reduce(0) { $0 + exp(x[0][i[0], $1]) } }
      })
  }

  @Test func linear() {
    Self.check(
      [[2, 3, 5], [4, 5], [4]], { $0[0].linear($0[1], bias: $0[2]) },
      { x in
        Precise([2, 3, 4]) { i in (0..<5).reduce(x[2][i[2]]) { $0 + x[0][i[0], i[1], $1] * x[1][i[2], $1] } }
      })
    Self.check(
      [[4, 3], [2, 3, 5], [4]], { $0[0].linearOverChannels($0[1], bias: $0[2]) },
      { x in
        Precise([2, 4, 5]) { i in (0..<3).reduce(x[2][i[1]]) { $0 + x[0][i[1], $1] * x[1][i[0], $1, i[2]] } }
      })
    Self.check(
      [[3, 4], [4, 2]], { $0[0].matrixProduct($0[1]) },
      { x in Precise([3, 2]) { i in (0..<4).reduce(0) { $0 + x[0][i[0], $1] * x[1][$1, i[1]] } } })
  }

  @Test func attention() {
    Self.check(
      [[2, 4, 3], [2, 4, 5], [2, 4, 5], [2, 3, 5]],
      { $0[0].attention(keys: $0[1], values: $0[2], heads: 2, scale: 0.7, bias: $0[3]) },
      { Definition.attention($0[0], $0[1], $0[2], $0[3], heads: 2, scale: 0.7) })
  }

  @Test(arguments: Activation.allCases) func activation(_ activation: Activation) {
    Self.check(
      [[2, 9]], from: -5, to: 5, { activation($0[0]) }, { $0[0].map { Definition.activation(activation, $0) } })
  }

  /// Slopes everywhere, against differences of the definition. That of the tanh has the more to round off.
  @Test(arguments: Activation.allCases) func slopes(_ activation: Activation) {
    let x = Tensor([40_000], (0..<40_000).map { (Float($0) - 19_999.5) / 2000 }).variable
    let slopes = gradients(of: activation(x).summed(), with: [x])[0]
    for (x, slope) in zip(x.values, slopes.values) {
      let (x, h) = (Double(x), 1e-5)
      let expected = (Definition.activation(activation, x + h) - Definition.activation(activation, x - h)) / (2 * h)
      #expect(abs(Double(slope) - expected) < (activation == .geluTanh ? 3e-6 : 1e-6), "\(activation)′(\(x))")
    }
  }

  @Test(arguments: [([2, 3], [2, 3]), ([2, 3], [3]), ([2, 1, 3], [4, 1]), ([1], [2, 2])])
  func arithmetic(a: [Int], b: [Int]) {
    let shape = Tensor.broadcastShape(a, b)!
    func both(_ f: @escaping (Double, Double) -> Double) -> ([Precise]) -> Precise {
      { x in Precise(shape) { f(x[0].broadcast($0), x[1].broadcast($0)) } }
    }
    Self.check([a, b], { $0[0] + $0[1] }, both(+))
    Self.check([a, b], { $0[0] - $0[1] }, both(-))
    Self.check([a, b], { $0[0] * $0[1] }, both(*))
    Self.check([a, b], from: 0.5, to: 2, { $0[0] / $0[1] }, both(/))
  }

  @Test func scalarsAndSums() {
    Self.check([[2, 3]], { -(2 * ($0[0] + 1) - 3) / 4 }, { $0[0].map { -(2 * ($0 + 1) - 3) / 4 } })
    Self.check([[2, 3]], { $0[0].summed() }, { Precise([], [$0[0].values.reduce(0, +)]) })
    Self.check(
      [[2, 3], [2, 3]], { Tensor.sum($0[0], $0[1], dividedBy: 1.5) },
      { x in Precise([2, 3]) { (x[0][$0] + x[1][$0]) / 1.5 } })
    let target = Generator(seed: 1).normal([2, 3])
    Self.check(
      [[2, 3]], { $0[0].meanSquaredError(to: target) },
      { x in Precise([], [zip(x[0].values, target.values).reduce(0) { $0 + pow($1.0 - Double($1.1), 2) } / 6]) })
  }

  @Test func modulation() {
    Self.check(
      [[2, 3, 2, 2], [2, 3], [2, 3]], { $0[0].modulated(scale: $0[1], shift: $0[2]) },
      { x in Precise(x[0].shape) { x[0][$0] * x[1][$0[0], $0[1]] + x[2][$0[0], $0[1]] } })
    Self.check(
      [[2, 3, 2, 2], [2, 3]], { $0[0].modulated(shift: $0[1]) },
      { x in Precise(x[0].shape) { x[0][$0] + x[1][$0[0], $0[1]] } })
  }

  @Test func axes() {
    Self.check([[2, 6]], { $0[0].reshaped([3, -1]) }, { Precise([3, 4], $0[0].values) })
    Self.check(
      [[2, 3, 4]], { $0[0].permuted([2, 0, 1]) }, { x in Precise([4, 2, 3]) { x[0][$0[1], $0[2], $0[0]] } })
    Self.check(
      [[2, 1, 3]], { $0[0].broadcast(to: [4, 2, 2, 3]) }, { x in Precise([4, 2, 2, 3]) { x[0].broadcast($0) } })
    Self.check(
      [[2, 5, 3]], { $0[0].slice(axis: 1, 1..<3) }, { x in Precise([2, 2, 3]) { x[0][$0[0], $0[1] + 1, $0[2]] } })
    Self.check(
      [[2, 2, 3], [2, 1, 3]], { Tensor.concatenated([$0[0], $0[1]], axis: 1) },
      { x in Precise([2, 3, 3]) { $0[1] < 2 ? x[0][$0] : x[1][$0[0], 0, $0[2]] } })
    // An embedding: rows of a table.
    Self.check(
      [[4, 3]], { $0[0].gathered(axis: 0, [2, 0, 2]) }, { x in Precise([3, 3]) { x[0][[2, 0, 2][$0[0]], $0[1]] } })
    Self.check([[2, 3]], { $0[0].flipped(axis: 1) }, { x in Precise([2, 3]) { x[0][$0[0], 2 - $0[1]] } })
  }

  @Test func resampling() {
    Self.check(
      [[1, 2, 3, 2]], { $0[0].upsampledNearest() },
      { x in Precise([1, 2, 6, 4]) { x[0][0, $0[1], $0[2] / 2, $0[3] / 2] } })
    for shape in [[1, 2, 4, 4], [1, 2, 5, 3]] {
      Self.check(
        [shape], { $0[0].averagePooled() },
        { x in
          Precise([1, 2, shape[2] / 2, shape[3] / 2]) { i in
            (0..<4).reduce(0) { $0 + x[0][0, i[1], 2 * i[2] + $1 / 2, 2 * i[3] + $1 % 2] } / 4
          }
        })
    }
    Self.check(
      [[2, 2, 6, 3]], { $0[0].averagePooled(by: 3) },
      { x in
        Precise([2, 2, 2, 1]) { i in
          (0..<9).reduce(0) { $0 + x[0][i[0], i[1], 3 * i[2] + $1 / 3, 3 * i[3] + $1 % 3] } / 9
        }
      })
  }

  /// A variable that is used twice gets both gradients; one that is not used gets zero.
  @Test func manyPaths() {
    let (x, unused) = (Tensor([2], [3, -1]).variable, Tensor([1], [5]).variable)
    let found = gradients(of: (x * x + 2 * x).summed(), with: [x, unused])
    #expect(found[0].values == [8, 0])
    #expect(found[1].values == [0])
  }

  /// Nothing is recorded where no variable takes part, and constants end the way.
  @Test func constants() {
    let x = Tensor([2], [3, -1])
    #expect(!(x * x).isRecorded)
    #expect(!(x.variable.constant * x).isRecorded)
    #expect((x.variable * x).isRecorded)
    #expect(x.variable == x)
  }

  /// The same gradients for every number of threads, to the bit.
  @Test func threads() {
    func run(_ threads: Int) -> [Tensor] {
      Parallel.withThreads(threads) {
        let generator = Generator(seed: 5)
        let inputs = [[9, 16, 14, 14], [32, 16, 3, 3], [32], [32], [32], [32, 8, 4, 4]].map {
          generator.normal($0).variable
        }
        let conv = Convolution(weight: inputs[1], bias: inputs[2], padding: 1)(inputs[0])
        let norm = conv.batchNormed(weight: inputs[3], bias: inputs[4], epsilon: 1e-5, activation: .gelu).result
        let up = TransposedConvolution(weight: inputs[5], stride: 2, padding: 1)(norm)
        return gradients(of: up.meanSquaredError(to: Tensor(up.shape, repeating: 0.5)), with: inputs)
      }
    }
    let one = run(1)
    #expect(run(2) == one)
    #expect(run(5) == one)
  }
}
