import Foundation
import Tensors

/// A tensor in double precision, for operations written down as their definitions: what gradients are checked against.
struct Precise {
  var shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) { (self.shape, self.values) = (shape, values) }
  init(_ t: Tensor) { self.init(t.shape, t.values.map(Double.init)) }
  init(_ shape: [Int], _ value: ([Int]) -> Double) {
    self.shape = shape
    values = []
    for flat in 0..<shape.reduce(1, *) {
      var (rest, index) = (flat, [Int]())
      for n in shape.reversed() {
        index.insert(rest % n, at: 0)
        rest /= n
      }
      values.append(value(index))
    }
  }

  subscript(_ index: Int...) -> Double { self[index] }
  subscript(_ index: [Int]) -> Double { values[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }] }

  func map(_ f: (Double) -> Double) -> Precise { Precise(shape, values.map(f)) }

  /// The value that NumPy's broadcasting reads at an index of the result.
  func broadcast(_ index: [Int]) -> Double {
    self[zip(index.suffix(shape.count), shape).map { $1 == 1 ? 0 : $0 }]
  }
}

enum Definition {
  static func activation(_ f: Activation, _ x: Double) -> Double {
    switch f {
    case .identity: x
    case .relu: max(x, 0)
    case .silu: x / (1 + exp(-x))
    case .gelu: x * (1 + erf(x / 2.0.squareRoot())) / 2
    case .geluTanh: x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) / 2
    }
  }

  static func convolution(_ x: Precise, _ w: Precise, _ b: Precise, stride: Int, padding: Int) -> Precise {
    let k = w.shape[2]
    let size = { (n: Int) in (n + 2 * padding - k) / stride + 1 }
    return Precise([x.shape[0], w.shape[0], size(x.shape[2]), size(x.shape[3])]) { i in
      var sum = b.values[i[1]]
      for c in 0..<x.shape[1] {
        for ky in 0..<k {
          for kx in 0..<k {
            let (row, column) = (i[2] * stride - padding + ky, i[3] * stride - padding + kx)
            if row < 0 || column < 0 || row >= x.shape[2] || column >= x.shape[3] { continue }
            sum += x[i[0], c, row, column] * w[i[1], c, ky, kx]
          }
        }
      }
      return sum
    }
  }

  static func transposed(_ x: Precise, _ w: Precise, _ b: Precise, stride: Int, padding: Int) -> Precise {
    let k = w.shape[2]
    let size = { (n: Int) in (n - 1) * stride - 2 * padding + k }
    return Precise([x.shape[0], w.shape[1], size(x.shape[2]), size(x.shape[3])]) { i in
      var sum = b.values[i[1]]
      for row in 0..<x.shape[2] {
        for column in 0..<x.shape[3] {
          let (ky, kx) = (i[2] + padding - row * stride, i[3] + padding - column * stride)
          if ky < 0 || kx < 0 || ky >= k || kx >= k { continue }
          for c in 0..<x.shape[1] { sum += x[i[0], c, row, column] * w[c, i[1], ky, kx] }
        }
      }
      return sum
    }
  }

  /// x̂: every set of elements with one `set` to mean 0 and variance 1.
  static func normed(_ x: Precise, epsilon: Double, centred: Bool = true, _ set: ([Int]) -> Int) -> Precise {
    var (sums, squares, counts) = ([Int: Double](), [Int: Double](), [Int: Double]())
    _ = Precise(x.shape) { i in
      sums[set(i), default: 0] += x[i]
      counts[set(i), default: 0] += 1
      return 0
    }
    let mean = { (s: Int) in centred ? sums[s]! / counts[s]! : 0 }
    _ = Precise(x.shape) { i in
      squares[set(i), default: 0] += pow(x[i] - mean(set(i)), 2)
      return 0
    }
    return Precise(x.shape) { i in
      let s = set(i)
      return (x[i] - mean(s)) / (squares[s]! / counts[s]! + epsilon).squareRoot()
    }
  }

  static func attention(
    _ q: Precise, _ k: Precise, _ v: Precise, _ bias: Precise, heads: Int, scale: Double
  ) -> Precise {
    let width = q.shape[1] / heads
    return Precise(q.shape) { i in
      let head = i[1] / width
      let scores = (0..<k.shape[2]).map { s in
        (0..<width).reduce(0) { $0 + scale * q[i[0], head * width + $1, i[2]] * k[i[0], head * width + $1, s] }
          + bias[head, i[2], s]
      }
      let sum = scores.reduce(0) { $0 + exp($1) }
      return scores.indices.reduce(0) { $0 + exp(scores[$1]) / sum * v[i[0], i[1], $1] }
    }
  }
}
