/// Gradients of operations on rows, along the last axis.
extension Tensor {
  func recordedLayerNorm(weight: Tensor, bias: Tensor, epsilon: Float) -> Tensor {
    constant.layerNormed(weight: weight.constant, bias: bias.constant, epsilon: epsilon)
      .recorded(from: self, weight, bias) { [x = self.constant, w = weight.constant] g in
        let (toInput, toWeight) = x.rowNormGradient(g, weight: w, epsilon: epsilon, isCentred: true)
        return [toInput, toWeight, g.summed(to: [1, w.count]).reshaped([w.count])]
      }
  }

  func recordedRMSNorm(weight: Tensor, epsilon: Float) -> Tensor {
    constant.rmsNormed(weight: weight.constant, epsilon: epsilon).recorded(from: self, weight) {
      [x = self.constant, w = weight.constant] g in
      let (toInput, toWeight) = x.rowNormGradient(g, weight: w, epsilon: epsilon, isCentred: false)
      return [toInput, toWeight]
    }
  }

  /// The gradients of x and weight for y = x̂·weight with x̂ = (x − mean) / √(variance + ε), or x / √(mean x² + ε).
  private func rowNormGradient(
    _ g: Tensor, weight: Tensor, epsilon: Float, isCentred: Bool
  ) -> (x: Tensor, weight: Tensor) {
    let length = weight.count
    let weights = weight.values
    let rows = length == 0 ? 0 : count / length
    let normed = Tensor(shape) { out in
      values.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let (x, y) = (x.baseAddress, out.baseAddress)
        Parallel.forEach(rows, costEach: 4 * length) { row in
          let (x, y) = (x! + row * length, y! + row * length)
          let (mean, variance) = isCentred ? Kernels.moments(x, length) : (0, Kernels.meanSquare(x, length))
          let inverse = Float(1 / (variance + Double(epsilon)).squareRoot())
          for i in 0..<length { y[i] = (x[i] - Float(mean)) * inverse }
        }
      }
    }
    let toInput = Tensor(shape) { out in
      values.withUnsafeBufferPointer { x in
        normed.values.withUnsafeBufferPointer { normed in
          g.values.withUnsafeBufferPointer { g in
            nonisolated(unsafe) let (x, normed, g, y) = (
              x.baseAddress, normed.baseAddress, g.baseAddress, out.baseAddress
            )
            Parallel.forEach(rows, costEach: 8 * length) { row in
              let start = row * length
              let variance =
                isCentred ? Kernels.moments(x! + start, length).variance : Kernels.meanSquare(x! + start, length)
              let inverse = Float(1 / (variance + Double(epsilon)).squareRoot())
              var (first, second) = (0.0, 0.0)
              for i in 0..<length {
                let share = Double(g![start + i] * weights[i])
                first += share
                second += share * Double(normed![start + i])
              }
              let (mean, slope) = (isCentred ? Float(first / Double(length)) : 0, Float(second / Double(length)))
              for i in start..<(start + length) {
                y![i] = inverse * (g![i] * weights[i - start] - mean - normed![i] * slope)
              }
            }
          }
        }
      }
    }
    return (toInput, (g * normed).summed(to: [1, length]).reshaped([length]))
  }

  func recordedSoftmax() -> Tensor {
    let result = constant.softmax()
    return result.recorded(from: self) { g in
      let rows = g * result
      return [rows - result * rows.summed(to: rows.shape.dropLast() + [1])]
    }
  }

  func recordedLinear(_ weight: Tensor, bias: Tensor?) -> Tensor {
    let wanted = (x: isRecorded, weight: weight.isRecorded)
    return constant.linear(weight.constant, bias: bias?.constant).recorded(from: self, weight, bias) {
      [x = self.constant, w = weight.constant] g in
      let (outputs, inner) = (w.shape[0], w.shape[1])
      let rows = g.reshaped([outputs == 0 ? 0 : g.count / outputs, outputs])
      return [
        wanted.x ? rows.matrixProduct(w).reshaped(x.shape) : nil,
        wanted.weight ? rows.permuted([1, 0]).matrixProduct(x.reshaped([rows.shape[0], inner])) : nil,
        rows.summed(to: [1, outputs]).reshaped([outputs]),
      ]
    }
  }

  /// The tensor is W, O×K.
  func recordedLinearOverChannels(_ x: Tensor, bias: Tensor?) -> Tensor {
    let wanted = (weight: isRecorded, x: x.isRecorded, bias: bias?.isRecorded == true)
    return constant.linearOverChannels(x.constant, bias: bias?.constant).recorded(from: self, x, bias) {
      [w = self.constant, x = x.constant] g in
      let picture = { (t: Tensor) in t.reshaped([t.shape[0], t.shape[1], 1, t.shape[2]]) }
      return [
        wanted.weight
          ? TapConvolution(kernel: 1, stride: 1, padding: 0).weightGradient(picture(x), picture(g))
            .reshaped(w.shape) : nil,
        wanted.x ? w.permuted([1, 0]).linearOverChannels(g) : nil,
        wanted.bias ? g.channelSums() : nil,
      ]
    }
  }
}
