/// Normalisations over the last axis.
extension Tensor {
  /// Layer normalisation (Ba et al. 2016) over the last axis: mean 0 and variance 1, then ·weight + bias.
  public func layerNormed(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
    if isRecorded || weight.isRecorded || bias.isRecorded {
      return recordedLayerNorm(weight: weight, bias: bias, epsilon: epsilon)
    }
    return normalisingRows(weight: weight, bias: bias) { row, length in
      let (mean, variance) = Kernels.moments(row, length)
      return (Float(mean), Float(1 / (variance + Double(epsilon)).squareRoot()))
    }
  }

  /// Root-mean-square normalisation (Zhang & Sennrich 2019) over the last axis: x / √(mean x² + ε) · weight.
  public func rmsNormed(weight: Tensor, epsilon: Float) -> Tensor {
    if isRecorded || weight.isRecorded { return recordedRMSNorm(weight: weight, epsilon: epsilon) }
    return normalisingRows(weight: weight, bias: nil) { row, length in
      (0, Float(1 / (Kernels.meanSquare(row, length) + Double(epsilon)).squareRoot()))
    }
  }

  /// Softmax over the last axis.
  public func softmax() -> Tensor {
    guard let length = shape.last, count > 0 else { return self }
    if isRecorded { return recordedSoftmax() }
    return Tensor(shape) { out in
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress!, out.baseAddress!)
        Parallel.forEach(count / length, costEach: 4 * length) { row in
          (y + row * length).initialize(from: x + row * length, count: length)
          Kernels.softmax(y + row * length, length)
        }
      }
    }
  }

  private func normalisingRows(
    weight: Tensor, bias: Tensor?, _ moments: @Sendable (UnsafePointer<Float>, Int) -> (mean: Float, scale: Float)
  ) -> Tensor {
    guard let length = shape.last, count > 0 else { return self }
    precondition(weight.count == length && (bias == nil || bias!.count == length))
    return Tensor(shape) { out in
      values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          (bias?.values ?? []).withUnsafeBufferPointer { b in
            nonisolated(unsafe) let (x, y, w) = (x.baseAddress!, out.baseAddress!, w.baseAddress!)
            nonisolated(unsafe) let b = bias == nil ? nil : b.baseAddress
            Parallel.forEach(count / length, costEach: 4 * length) { row in
              let (mean, scale) = moments(x + row * length, length)
              Kernels.normalise(
                x + row * length, y + row * length, length, mean: mean, scale: scale, weight: w, bias: b)
            }
          }
        }
      }
    }
  }
}
