/// Gradients of convolutions.
extension Convolution {
  func recorded(_ x: Tensor) -> Tensor {
    let (weight, bias) = (weight, bias)
    let w = weight.constant
    let taps = TapConvolution(kernel: kernel, stride: stride, padding: padding)
    let tiles = kernel == 3 && stride == 1 && padding <= 2 ? TileConvolution(padding: padding) : nil
    // Winograd pays where there are channels enough to share the transform of a tile.
    let (ofInput, ofResult) = (channels >= 8 ? tiles : nil, outputs >= 8 ? tiles : nil)
    let result = ofInput.map { $0(x.constant, w, bias: bias) } ?? taps(x.constant, w, bias: bias)
    let wanted = (x: x.isRecorded, weight: weight.isRecorded, bias: bias?.isRecorded == true)
    return result.recorded(from: x, weight, bias) { [x = x.constant] g in
      [
        !wanted.x
          ? nil
          : ofResult.map { $0.inputGradient(g, w) }
            ?? taps.inputGradient(g, w, height: x.shape[2], width: x.shape[3]),
        !wanted.weight ? nil : ofInput.map { $0.weightGradient(x, g) } ?? taps.weightGradient(x, g),
        wanted.bias ? g.channelSums() : nil,
      ]
    }
  }
}

extension Tensor {
  /// The sums over pictures and pixels of N×C×…: C.
  func channelSums() -> Tensor {
    let (n, channels) = (shape[0], shape[1])
    let sums = Tensor.planeSums(self, nil)
    return Tensor(
      [channels], (0..<channels).map { c in Float((0..<n).reduce(0.0) { $0 + Double(sums[$1 * channels + c]) }) })
  }
}
