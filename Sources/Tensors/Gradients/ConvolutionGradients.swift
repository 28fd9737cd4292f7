/// Gradients of convolutions.
extension Convolution {
  func recorded(_ x: Tensor) -> Tensor {
    let convolution = Convolution(weight: weight.constant, bias: bias?.constant, stride: stride, padding: padding)
    let wanted = (x: x.isRecorded, weight: weight.isRecorded, bias: bias?.isRecorded == true)
    return convolution(x.constant).recorded(from: x, weight, bias) { [x = x.constant] g in
      [
        wanted.x ? convolution.inputGradient(g, height: x.shape[2], width: x.shape[3]) : nil,
        wanted.weight ? convolution.weightGradient(x, g) : nil,
        wanted.bias ? g.channelSums() : nil,
      ]
    }
  }

  /// What g, the gradient of the result, says of the input N×C×height×width.
  func inputGradient(_ g: Tensor, height: Int, width: Int) -> Tensor {
    let kernel = weight.shape[2]
    if stride == 1 && padding < kernel {
      return Convolution(weight: weight.turned, padding: kernel - 1 - padding)(g)
    }
    return TransposedConvolution(weight: weight, stride: stride, padding: padding).run(g, height: height, width: width)
  }

  /// What g says of the weights: Σ over pictures and pixels of g times the patch of `x` it came from.
  func weightGradient(_ x: Tensor, _ g: Tensor) -> Tensor {
    let (outputs, channels, kernel) = (weight.shape[0], weight.shape[1], weight.shape[2])
    if kernel == 3 && stride == 1
      && Winograd.pays(channels: channels, outputs: outputs, height: g.shape[2], width: g.shape[3])
    {
      return WinogradGradient(padding: padding)(x, g)
    }
    return PatchesGradient(kernel: kernel, stride: stride, padding: padding)(x, g)
  }
}

extension Tensor {
  /// Weights O×C×K×K with channels exchanged and every kernel turned by 180°: C×O×K×K.
  fileprivate var turned: Tensor {
    let (outputs, channels, window) = (shape[0], shape[1], shape[2] * shape[3])
    return Tensor([channels, outputs, shape[2], shape[3]]) { out in
      values.withUnsafeBufferPointer { w in
        for c in 0..<channels {
          for o in 0..<outputs {
            for k in 0..<window {
              out.initializeElement(
                at: (c * outputs + o) * window + k, to: w[(o * channels + c) * window + window - 1 - k])
            }
          }
        }
      }
    }
  }

  /// The sums over pictures and pixels of N×C×…: C.
  func channelSums() -> Tensor {
    let (n, channels) = (shape[0], shape[1])
    let sums = Tensor.planeSums(self, nil)
    return Tensor(
      [channels], (0..<channels).map { c in Float((0..<n).reduce(0.0) { $0 + Double(sums[$1 * channels + c]) }) })
  }
}

/// The gradient of a convolution's weights as a product of matrices: g, O×pixels, by the transposed columns of patches.
struct PatchesGradient {
  let kernel, stride, padding: Int

  /// Pixels of several small pictures that are multiplied at a time.
  private static let pixelsAtOnce = 1024
  /// Columns of one band, in elements.
  private static let columnCount = 1 << 18

  /// x is N×C×H×W, g N×O×h×w; the result is O×C×K×K. Pieces of work are bands of channels and, where these are few,
  /// groups of pictures, whose sums are added in order: cut by shape alone, the result does not depend on the number of
  /// threads.
  func callAsFunction(_ x: Tensor, _ g: Tensor) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (_, outputs, high, wide) = g.nchw
    let (window, pixels) = (kernel * kernel, high * wide)
    let together = max(1, min(n, Self.pixelsAtOnce / max(1, pixels)))
    let band = max(1, min((channels + 7) / 8, Self.columnCount / (window * together * max(1, pixels))))
    let bands = (channels + band - 1) / band
    let chunks = (n + together - 1) / together
    let groups = max(1, min(chunks, 8 / max(1, bands)))
    let size = outputs * channels * window
    let sums = Tensor([groups, size]) { out in
      out.initialize(repeating: 0)
      if out.isEmpty || n * pixels == 0 { return }
      x.values.withUnsafeBufferPointer { x in
        g.values.withUnsafeBufferPointer { g in
          nonisolated(unsafe) let (x, g, w) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
          Parallel.forEach(bands * groups) { item in
            let range = item % bands * band..<min(channels, (item % bands + 1) * band)
            let part = MatrixProduct.piece(item / bands, of: groups, chunks)
            let w = w + item / bands * size
            let columns = UnsafeMutablePointer<Float>.allocate(capacity: band * window * together * pixels)
            let packed = UnsafeMutablePointer<Float>.allocate(capacity: together > 1 ? outputs * together * pixels : 0)
            defer {
              columns.deallocate()
              packed.deallocate()
            }
            for chunk in part {
              let first = chunk * together
              let count = min(together, n - first)
              let length = count * pixels
              for image in 0..<count {
                for channel in range {
                  let plane = x + ((first + image) * channels + channel) * height * width
                  for k in 0..<window {
                    Kernels.patches(
                      plane, height, width, top: k / kernel - padding, left: k % kernel - padding, stride: stride,
                      wide: wide, pixels: 0..<pixels,
                      into: columns + ((channel - range.lowerBound) * window + k) * length + image * pixels)
                  }
                }
                if count > 1 {
                  for o in 0..<outputs {
                    (packed + o * length + image * pixels).initialize(
                      from: g + ((first + image) * outputs + o) * pixels, count: pixels)
                  }
                }
              }
              MatrixProduct.multiply(
                .init(start: count > 1 ? UnsafePointer(packed) : g + first * outputs * pixels, stride: length),
                .init(start: UnsafePointer(columns), stride: length, transposed: true),
                into: w + range.lowerBound * window, stride: channels * window, rows: outputs, inner: length,
                columns: range.count * window, beta: 1)
            }
          }
        }
      }
    }
    return sums.summed(to: [1, size]).reshaped([outputs, channels, kernel, kernel])
  }
}

/// The gradient of a 3×3 convolution's weights by the adjoint of Winograd's F(4×4, 3×3): a quarter of the
/// multiplications, like the convolution itself.
struct WinogradGradient {
  let padding: Int

  /// Transformed tiles that exist at a time, in elements (16 MB).
  private static let scratchCount = 1 << 22

  /// x is N×C×H×W, g N×O×h×w; the result is O×C×3×3. Each of the 36 products sums over the pictures in order.
  func callAsFunction(_ x: Tensor, _ g: Tensor) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (_, outputs, high, wide) = g.nchw
    let (down, across) = ((high + 3) / 4, (wide + 3) / 4)
    let limit = max(1, Self.scratchCount / (36 * (channels + outputs) * across))
    let passes = (n * down + limit - 1) / limit
    let most = (n * down + passes - 1) / max(1, passes) * across
    // A line more, so that the 36 matrices don't compete for the same places of the cache.
    let (inStride, outStride, count) = (channels * most + 16, outputs * most + 16, outputs * channels)
    return Tensor([outputs, channels, 3, 3]) { out in
      if out.isEmpty { return }
      let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 36 * (inStride + outStride + count + 16))
      defer { scratch.deallocate() }
      x.values.withUnsafeBufferPointer { x in
        g.values.withUnsafeBufferPointer { g in
          nonisolated(unsafe) let (x, g, w) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
          nonisolated(unsafe) let (v, m) = (scratch, scratch + 36 * inStride)
          nonisolated(unsafe) let u = m + 36 * outStride
          for pass in 0..<passes {
            let rows = MatrixProduct.piece(pass, of: passes, n * down)
            let tiles = rows.count * across
            Parallel.forEach(channels + outputs, costEach: 16 * tiles) { item in
              for row in rows {
                let (image, at) = (row / down, (row - rows.lowerBound) * across)
                if item < channels {
                  Kernels.winogradInput(
                    x + (image * channels + item) * height * width, height, width, padding: padding, row: row % down,
                    tiles: across, v + item * tiles + at, stride: inStride)
                } else {
                  let output = item - channels
                  Kernels.winogradOutputGradient(
                    g + (image * outputs + output) * high * wide, high, wide, row: row % down, tiles: across,
                    m + output * tiles + at, stride: outStride)
                }
              }
            }
            Parallel.forEach(36, costEach: outputs * channels * tiles / 16) { k in
              MatrixProduct.multiply(
                .init(start: UnsafePointer(m + k * outStride), stride: tiles),
                .init(start: UnsafePointer(v + k * inStride), stride: tiles, transposed: true),
                into: u + k * (count + 16), stride: channels, rows: outputs, inner: tiles, columns: channels,
                beta: pass == 0 ? 0 : 1)
            }
          }
          Parallel.forEach(outputs, costEach: 64 * channels) { row in
            Kernels.winogradWeightsGradient(
              u + row * channels, w + 9 * row * channels, channels, stride: count + 16)
          }
        }
      }
    }
  }
}
