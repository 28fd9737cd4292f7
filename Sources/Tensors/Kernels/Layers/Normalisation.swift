/// Normalisations: over groups of channels, and over the last axis.
extension Tensor {
  /// Group normalisation (Wu & He 2018) of N×C×…, then, where they are given, ·(1 + scale) + shift per picture and
  /// channel (N×C each), then `activation`; one sweep over the data for all of it.
  ///
  /// Each of `groups` groups of neighbouring channels gets mean 0 and variance 1; `weight` and `bias` hold C numbers. With
  /// another tensor that is `joined`, the channels are those of both, of what they are concatenated to.
  public func groupNormed(
    joined other: Tensor? = nil, groups: Int, weight: Tensor, bias: Tensor, epsilon: Float, scale: Tensor? = nil,
    shift: Tensor? = nil, activation: Activation = .identity
  ) -> Tensor {
    let isRecorded = [self, other, weight, bias, scale, shift].contains { $0?.isRecorded == true }
    if let other, isRecorded || count == 0 || other.count == 0 {
      return Tensor.concatenated([self, other], axis: 1).groupNormed(
        groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift, activation: activation
      )
    }
    let (n, own) = (shape[0], shape[1])
    let channels = own + (other?.shape[1] ?? 0)
    precondition(rank >= 2 && groups > 0 && channels % groups == 0, "\(shapeText) in \(groups) groups")
    precondition(other == nil || (other!.shape[0] == n && other!.shape[2...] == shape[2...]), "\(other!.shapeText)")
    precondition(weight.count == channels && bias.count == channels)
    precondition(scale == nil || scale!.count == n * channels)
    precondition(shift == nil || shift!.count == n * channels)
    if count == 0 { return self }
    if isRecorded {
      return recordedGroupNorm(
        groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift,
        activation: activation)
    }
    let plane = shape[2...].reduce(1, *)
    let (size, more) = (channels / groups, channels - own)
    let none = [Float](repeating: 0, count: n * channels)
    let (scales, shifts) = (scale?.values ?? none, shift?.values ?? none)
    let (weights, biases) = (weight.values, bias.values)
    return Tensor([n, channels] + shape[2...]) { out in
      values.withUnsafeBufferPointer { x in
        (other?.values ?? []).withUnsafeBufferPointer { other in
          nonisolated(unsafe) let (x, other, y) = (x.baseAddress!, other.baseAddress, out.baseAddress!)
          Parallel.forEach(n * groups, costEach: 4 * size * plane) { item in
            let (picture, first) = (item / groups, item % groups * size)
            /// Where a channel's numbers lie.
            func place(_ channel: Int) -> UnsafePointer<Float> {
              channel < own
                ? x + (picture * own + channel) * plane : other! + (picture * more + channel - own) * plane
            }
            // Of a group with channels of both tensors, these are added up one after the other.
            let here = first..<first + size
            let runs = [here.clamped(to: 0..<own), here.clamped(to: own..<channels)].filter { !$0.isEmpty }
              .map { (place($0.lowerBound), $0.count * plane) }
            let (mean, variance) = Kernels.moments(runs)
            let inverse = 1 / (variance + Double(epsilon)).squareRoot()
            for channel in here {
              let at = picture * channels + channel
              let gain = 1 + scales[at]
              Kernels.affine(
                place(channel), y + at * plane, plane, mean: Float(mean),
                factor: Float(inverse) * weights[channel] * gain, offset: biases[channel] * gain + shifts[at],
                activation)
            }
          }
        }
      }
    }
  }

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
