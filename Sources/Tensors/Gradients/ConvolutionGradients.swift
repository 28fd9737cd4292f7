/// Gradients of convolutions.
extension Convolution {
  func recorded(_ x: Tensor) -> Tensor {
    let (weight, bias) = (weight, bias)
    let w = weight.constant
    let (_, _, height, width) = x.nchw
    let taps = TapConvolution(kernel: kernel, stride: stride, padding: padding)
    let shape = shape(of: x)
    let (tiles, back) = (ConvolutionPlan.tiles(shape), ConvolutionPlan.backTiles(shape))
    let result = tiles.map { $0(x.constant, w, bias: bias) } ?? taps(x.constant, w, bias: bias)
    let wanted = (x: x.isRecorded, weight: weight.isRecorded, bias: bias?.isRecorded == true)
    return result.recorded(from: x, weight, bias) { [x = x.constant, tiles, back] g in
      let tiled = wanted.weight ? tiles?.gradients(x, g, shape: w.shape) : nil
      return [
        !wanted.x ? nil : back.map { $0(g, w) } ?? taps.inputGradient(g, w, height: height, width: width),
        !wanted.weight ? nil : tiled?.weight ?? taps.weightGradient(x, g),
        !wanted.bias ? nil : tiled?.bias ?? g.channelSums(),
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
