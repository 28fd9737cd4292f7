import Foundation
import Tensors
import TestSupport

/// Slow twins of the kernels: written from the definitions, in double precision.
enum Naive {
  /// Numbers that are the same in every run, about standard normal in size.
  static func tensor(_ shape: [Int], seed: Int = 1) -> Tensor {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return Tensor(
      shape,
      (0..<shape.reduce(1, *)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(bitPattern: state) >> 40) / Float(1 << 22)
      })
  }

  static func apply(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .identity: x
    case .relu: max(x, 0)
    case .silu: x / (1 + exp(-x))
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .geluTanh: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  static func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?) -> Tensor {
    let (outputs, inner) = (weight.shape[0], weight.shape[1])
    let rows = x.shape.dropLast().reduce(1, *)
    var out = Tensor(x.shape.dropLast() + [outputs], repeating: 0)
    for row in 0..<rows {
      for o in 0..<outputs {
        var sum = Double(bias?.values[o] ?? 0)
        for i in 0..<inner { sum += Double(x.values[row * inner + i]) * Double(weight.values[o * inner + i]) }
        out.values[row * outputs + o] = Float(sum)
      }
    }
    return out
  }

  static func convolution(_ x: Tensor, _ w: Tensor, _ bias: Tensor?, stride: Int, padding: Int) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (outputs, kernel) = (w.shape[0], w.shape[2])
    let high = (height + 2 * padding - kernel) / stride + 1
    let wide = (width + 2 * padding - kernel) / stride + 1
    var out = [Float](repeating: 0, count: n * outputs * high * wide)
    let (pixels, weights) = (x.values, w.values)
    for image in 0..<n {
      for o in 0..<outputs {
        for row in 0..<high {
          for column in 0..<wide {
            var sum = Double(bias?.values[o] ?? 0)
            for c in 0..<channels {
              for ky in 0..<kernel {
                for kx in 0..<kernel {
                  let (y, x0) = (row * stride + ky - padding, column * stride + kx - padding)
                  if y < 0 || y >= height || x0 < 0 || x0 >= width { continue }
                  let from = ((image * channels + c) * height + y) * width + x0
                  sum += Double(pixels[from]) * Double(weights[((o * channels + c) * kernel + ky) * kernel + kx])
                }
              }
            }
            out[((image * outputs + o) * high + row) * wide + column] = Float(sum)
          }
        }
      }
    }
    return Tensor([n, outputs, high, wide], out)
  }

  /// Every pixel adds its kernel's pattern, `stride` pixels apart; weights are C×O×K×K.
  static func transposedConvolution(_ x: Tensor, _ w: Tensor, _ bias: Tensor?, stride: Int, padding: Int) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (outputs, kernel) = (w.shape[1], w.shape[2])
    let (high, wide) = ((height - 1) * stride - 2 * padding + kernel, (width - 1) * stride - 2 * padding + kernel)
    var sums = [Double](repeating: 0, count: n * outputs * high * wide)
    for (i, value) in x.values.enumerated() {
      let (picture, c, row, column) = (
        i / (channels * height * width), i / (height * width) % channels, i / width % height, i % width
      )
      for o in 0..<outputs {
        for ky in 0..<kernel {
          for kx in 0..<kernel {
            let (y, z) = (row * stride - padding + ky, column * stride - padding + kx)
            if y < 0 || z < 0 || y >= high || z >= wide { continue }
            sums[((picture * outputs + o) * high + y) * wide + z] +=
              Double(value) * Double(w.values[((c * outputs + o) * kernel + ky) * kernel + kx])
          }
        }
      }
    }
    return Tensor(
      [n, outputs, high, wide],
      sums.enumerated().map { Float($1 + Double(bias?.values[$0 / (high * wide) % outputs] ?? 0)) })
  }

  /// x N×C×L.
  static func groupNorm(
    _ x: Tensor, groups: Int, _ weight: Tensor, _ bias: Tensor, epsilon: Double, scale: Tensor, shift: Tensor,
    _ activation: Activation
  ) -> Tensor {
    let (n, channels, length) = (x.shape[0], x.shape[1], x.shape[2])
    let size = channels / groups
    var out = x
    for image in 0..<n {
      for group in 0..<groups {
        let members = (0..<size).map { group * size + $0 }
        let all = members.flatMap { c in (0..<length).map { Double(x[image, c, $0]) } }
        let mean = all.reduce(0, +) / Double(all.count)
        let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
        for c in members {
          for i in 0..<length {
            let normed = (Double(x[image, c, i]) - mean) / (variance + epsilon).squareRoot()
            let affine = normed * Double(weight.values[c]) + Double(bias.values[c])
            out[image, c, i] = Float(
              apply(activation, affine * (1 + Double(scale[image, c])) + Double(shift[image, c])))
          }
        }
      }
    }
    return out
  }

  static func softmax(_ row: [Double]) -> [Double] {
    let largest = row.max() ?? 0
    let powers = row.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  static func attention(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, scale: Double, bias: Tensor?, mask: Tensor?
  ) -> Tensor {
    let (n, channels, length, span) = (q.shape[0], q.shape[1], q.shape[2], k.shape[2])
    let width = channels / heads
    var out = Tensor(q.shape, repeating: 0)
    for image in 0..<n {
      for head in 0..<heads {
        let members = head * width..<(head + 1) * width
        for i in 0..<length {
          let weights = softmax(
            (0..<span).map { j in
              members.reduce(0) { $0 + Double(q[image, $1, i]) * Double(k[image, $1, j]) } * scale
                + Double(bias?[head, i, j] ?? 0) + Double(mask?[image, j] ?? 0)
            })
          for c in members {
            out[image, c, i] = Float((0..<span).reduce(0) { $0 + weights[$1] * Double(v[image, c, $1]) })
          }
        }
      }
    }
    return out
  }
}

extension Sanitizer {
  /// All cases of which the slow twin makes at most 200 million multiplications under what slows it most, some tenths of a
  /// second without; all cases elsewhere.
  static func small<Case>(_ cases: [Case], _ multiplications: (Case) -> Int) -> [Case] {
    current == nil || current == .address ? cases : cases.filter { multiplications($0) <= 200_000_000 }
  }
}
