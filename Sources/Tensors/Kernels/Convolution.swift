/// A 2-D convolution (cross-correlation, as networks have it) of N×C×H×W by weights O×C×K×K.
///
/// 3×3 kernels of stride 1 go through `Winograd` where that pays, or, of few channels, through `TileConvolution` where
/// pictures are whole tiles of 7×7 pixels, as digits' are. Otherwise patches of the input are packed as columns, a block at
/// a time, and multiplied with the weights. Each number of the result is summed in one order, whatever the number of
/// threads or of pictures.
public struct Convolution: Sendable {
  public let outputs, channels, kernel: Int
  public let stride: Int
  /// Zeros added on every side.
  public let padding: Int
  let bias: Tensor?
  private let weights: Weights

  private enum Weights: Sendable {
    /// And the ways that 3×3 kernels of stride 1 may go, the first that pays; and few channels' kernels for tiles.
    case packed(PackedMatrix, [Winograd], TileKernels?)
    /// Weights to differentiate by are used once: packed when they are.
    case recorded(Tensor)
  }

  /// `weight` is O×C×K×K; `bias` holds O numbers.
  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "O×C×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[0]))
    (outputs, channels, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
    self.stride = stride
    self.padding = padding
    self.bias = bias
    Kernels.keepMemory()
    if weight.isRecorded {
      weights = .recorded(weight)
      return
    }
    let (outputs, inner) = (outputs, channels * kernel * kernel)
    let matrix = weight.values.withUnsafeBufferPointer { w in
      PackedMatrix(w.baseAddress ?? Scratch.nothing, rows: outputs, inner: inner)
    }
    let shape = weight.shape
    let isSmall = kernel == 3 && stride == 1
    let byTiles = isSmall && max(channels, outputs) <= Self.fewChannels && matrix.operands.isSingle
    weights = .packed(
      matrix, isSmall ? Winograd.ways(matrix) : [],
      byTiles ? TileKernels { matrix.numbersInRows.reshaped(shape) } : nil)
  }

  /// So few that nine times their kernels is little.
  private static let fewChannels = 256

  /// The convolution of `x`, N×C×H×W; N×O×H′×W′ with H′ = (H + 2·padding − K) / stride + 1.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (n, channels, height, width) = x.nchw
    precondition(channels == self.channels, "\(x.shapeText) convolved by \(outputs)×\(self.channels)")
    precondition(height + 2 * padding >= kernel && width + 2 * padding >= kernel, "\(x.shapeText) is below \(kernel)")
    let high = (height + 2 * padding - kernel) / stride + 1
    let wide = (width + 2 * padding - kernel) / stride + 1
    guard case .packed(let matrix, let winograd, let kernels) = weights, !x.isRecorded, bias?.isRecorded != true else {
      return recorded(x)
    }
    let way = winograd.first { $0.pays(height: high, width: wide) }
    if let kernels, way?.isLarge != true, let tiles = tiles(height: height, width: width), tiles.fit {
      return tiles(x, kernels, bias: bias)
    }
    return Tensor([n, outputs, high, wide]) { out in
      guard let y = out.baseAddress else { return }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          nonisolated(unsafe) let pixels = x.baseAddress ?? Scratch.nothing
          if let way {
            way.run(
              pixels, bias.isEmpty ? nil : bias.baseAddress, into: y, n: n, height: height, width: width,
              padding: padding,
              high: high, wide: wide)
            return
          }
          let patches = Patches(
            channels: channels, height: height, width: width, wide: wide, kernel: kernel, stride: stride,
            padding: padding)
          MatrixProduct.overImages(
            matrix, images: n, columns: high * wide, bias: bias.isEmpty ? nil : bias.baseAddress, into: y
          ) { image, columns, inner, packed in
            patches.pack(
              pixels + image * channels * height * width, pixels: columns, inner: inner, into: packed,
              matrix.operands)
          }
        }
      }
    }
  }
}

extension Convolution {
  /// The convolution of such pictures by tiles, where there is one and channels enough to share the transform of a tile.
  func tiles(height: Int, width: Int) -> TileConvolution? {
    var tiles: TileConvolution?
    switch (kernel, stride, padding) {
    case (3, 1, 0...2):
      tiles = .convolution(channels: channels, outputs: outputs, height: height, width: width, padding: padding)
    case (3, 2, 1): tiles = .strided(channels: channels, outputs: outputs, height: height, width: width)
    default: break
    }
    return channels >= 8 && outputs > 0 && tiles?.pays == true ? tiles : nil
  }

  /// O×C×K×K.
  var weight: Tensor {
    switch weights {
    case .packed(let matrix, _, _): matrix.numbersInRows.reshaped([outputs, channels, kernel, kernel])
    case .recorded(let weight): weight
    }
  }
}

/// Where the windows of a convolution lie in its input.
private struct Patches: Sendable {
  let channels, height, width, wide, kernel, stride, padding: Int

  /// Packs the windows of the output pixels in `pixels` as columns; of their channels·K·K numbers those in `inner`.
  func pack(
    _ x: UnsafePointer<Float>, pixels: Range<Int>, inner: Range<Int>, into packed: UnsafeMutableRawPointer,
    _ operands: Operands
  ) {
    let depth = operands.whole(channels * kernel * kernel)
    if kernel == 1 && stride == 1 && padding == 0 {
      operands.packColumns(
        x + inner.lowerBound * height * width + pixels.lowerBound, innerStride: height * width, columnStride: 1,
        inner: inner.count, columns: pixels.count, into: packed, depth: depth, first: inner.lowerBound)
      return
    }
    // A panel's rows in single precision, and then as the operand wants them.
    Scratch.with(inner.count * operands.panelColumns) { windows in
      var next = 0
      while next < pixels.count {
        let first = next
        let count = operands.panelColumns(from: first, of: pixels.count)
        next += count
        let lanes = operands.wholeVectors(count)
        let panel = packed + first * depth * operands.size
        let range = pixels.lowerBound + first..<pixels.lowerBound + first + count
        let direct = operands.isSingle
        let rows =
          direct
          ? panel.assumingMemoryBound(to: Float.self) + inner.lowerBound * lanes : windows
        for k in inner {
          let (channel, ky, kx) = (k / (kernel * kernel), k / kernel % kernel, k % kernel)
          let row = rows + (k - inner.lowerBound) * lanes
          Kernels.patches(
            x + channel * height * width, height, width, top: ky - padding, left: kx - padding, stride: stride,
            wide: wide, pixels: range, into: row)
          if count < lanes { (row + count).initialize(repeating: 0, count: lanes - count) }
        }
        if !direct {
          operands.packColumns(
            windows, innerStride: lanes, columnStride: 1, inner: inner.count, columns: lanes, into: panel,
            depth: depth, first: inner.lowerBound)
        }
      }
    }
  }
}
