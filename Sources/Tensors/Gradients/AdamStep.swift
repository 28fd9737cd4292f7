extension Tensor {
  /// One step of Adam (Kingma & Ba 2015) as in PyTorch, in place: m ← m + (g − m)(1 − β₁), v ← β₂v + (1 − β₂)g², p ←
  /// p − rate/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). Before that, p is reduced by rate·`weightDecay` (AdamW).
  ///
  /// - Parameters:
  ///   - first, second: m and v of this tensor's shape; zeros before the first step.
  ///   - count: t, from 1 on.
  public mutating func adamStep(
    _ gradient: Tensor, first: inout Tensor, second: inout Tensor, count t: Int, rate: Double, beta1: Double,
    beta2: Double, epsilon: Double, weightDecay: Double = 0
  ) {
    precondition(gradient.shape == shape && first.shape == shape && second.shape == shape, "\(shapeText)")
    let step = rate / (1 - power(beta1, t))
    let correction = (1 - power(beta2, t)).squareRoot()
    values.withUnsafeMutableBufferPointer { p in
      gradient.values.withUnsafeBufferPointer { g in
        first.values.withUnsafeMutableBufferPointer { m in
          second.values.withUnsafeMutableBufferPointer { v in
            nonisolated(unsafe) let (p, g, m, v) = (p.baseAddress, g.baseAddress, m.baseAddress, v.baseAddress)
            let count = gradient.count
            let block = 1 << 15
            Parallel.forEach((count + block - 1) / block) { i in
              let (start, size) = (i * block, min(block, count - i * block))
              if weightDecay != 0 {
                Kernels.affine(p! + start, p! + start, size, factor: Float(1 - rate * weightDecay), .identity)
              }
              Kernels.adam(
                p! + start, g! + start, m! + start, v! + start, size, beta1: Float(beta1),
                beta2: Float(beta2), epsilon: Float(epsilon), step: Float(step), correction: Float(correction))
            }
          }
        }
      }
    }
  }

  /// Replaces every element x by part·x + (1 − part)·y, where y is the element of `other`.
  public mutating func average(with other: Tensor, keeping part: Double) {
    precondition(shape == other.shape, "\(shapeText) and \(other.shapeText) differ")
    let (kept, new) = (Float(part), Float(1 - part))
    values.withUnsafeMutableBufferPointer { x in
      other.values.withUnsafeBufferPointer { y in
        nonisolated(unsafe) let (x, y) = (x, y)
        let block = 1 << 15
        Parallel.forEach((x.count + block - 1) / block, costEach: block) { b in
          for i in b * block..<min(x.count, (b + 1) * block) { x[i] = kept * x[i] + new * y[i] }
        }
      }
    }
  }

  /// Σ x², in double precision.
  public var squaredNorm: Double {
    values.withUnsafeBufferPointer { x in x.isEmpty ? 0 : Kernels.dot(x.baseAddress!, x.baseAddress!, x.count) }
  }
}

/// x to a whole power, by squaring, so that the result is the same on every machine.
private func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
