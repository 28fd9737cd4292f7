/// A transposed convolution of N×C×H×W by weights C×O×K×K, the adjoint of `Convolution`: every pixel adds its
/// multiple of the kernel to the result, `stride` pixels apart.
public struct TransposedConvolution: Sendable {
  /// The weights, C×O×K×K.
  public let weight: Tensor
  /// O numbers that are added to the result; nil for none.
  public let bias: Tensor?
  /// Pixels of the result from one kernel to the next; at least 1.
  public let stride: Int
  /// Rows and columns of the result that are cut off on every side; at least 0.
  public let padding: Int
  private let kernels: TileKernels

  /// Makes a layer of `weight`, C×O×K×K, and `bias`, O numbers; traps on other shapes, a stride below 1 or negative
  /// padding.
  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "C×O×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[1]))
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    kernels = TileKernels { [weight = weight.constant] in weight }
  }

  /// The transposed convolution of `x`, N×C×H×W: N×O×H′×W′ with H′ = (H − 1)·stride − 2·padding + K. Traps where
  /// nothing is left.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (_, channels, high, wide) = x.nchw
    precondition(channels == weight.shape[0], "\(x.shapeText) convolved by \(weight.shapeText), transposed")
    let kernel = weight.shape[2]
    let height = (high - 1) * stride - 2 * padding + kernel
    let width = (wide - 1) * stride - 2 * padding + kernel
    precondition(height > 0 && width > 0, "nothing is left of \(x.shapeText)")
    let wanted = (x: x.isRecorded, weight: weight.isRecorded, bias: bias?.isRecorded == true)
    let trains = wanted.x || wanted.weight || wanted.bias
    let taps = TapConvolution(kernel: kernel, stride: stride, padding: padding, trains: trains)
    let w = weight.constant
    let shape = ConvolutionShape(
      pictures: x.shape[0], channels: channels, height: high, width: wide, outputs: weight.shape[1], kernel: kernel,
      stride: stride, padding: padding, isTransposed: true)
    let tiles = trains ? ConvolutionPlan.tiles(shape) : ConvolutionPlan.keptTiles(shape)
    let back = ConvolutionPlan.backTiles(shape)
    if let tiles, !trains { return tiles(x, kernels, bias: bias) }
    if let product = ConvolutionPlan.pixels(shape) {
      let result = product(x.constant, w, bias: bias, apart: !trains).lying(inLanes: trains)
      return result.recorded(from: x, weight, bias) { [x = x.constant] g in
        [
          wanted.x ? product.inputGradient(g, w) : nil, wanted.weight ? product.weightGradient(x, g) : nil,
          wanted.bias ? g.channelSums() : nil,
        ]
      }
    }
    let result =
      tiles.map { $0(x.constant, w, bias: bias) }
      ?? taps.inputGradient(x.constant, w, height: height, width: width, bias: bias)
    return result.recorded(from: x, weight, bias) { [x = x.constant] g in
      [
        !wanted.x ? nil : back.map { $0(g, w) } ?? taps(g, w, bias: nil),
        // The weights' gradient uses the tiles of `back`, which are smaller; the input is its result.
        !wanted.weight ? nil : back?.gradients(g, x, shape: w.shape).weight ?? taps.weightGradient(g, x),
        !wanted.bias ? nil : g.channelSums(),
      ]
    }
  }
}
