import Synchronization

/// A 2-D convolution (cross-correlation, as networks have it) of N×C×H×W by weights O×C×K×K.
///
/// 3×3 kernels of stride 1 go through `Winograd` where that pays. Otherwise patches of the input are copied into
/// columns, a tile at a time, and multiplied with the weights: the memory beyond the result is 2 MB a thread, or 4 MB and
/// a copy of the result for small pictures. Work is cut by shape alone, so the result does not depend on the
/// number of threads.
public struct Convolution: Sendable {
  /// O×C×K×K, K odd or not.
  public let weight: Tensor
  /// O, or nil.
  public let bias: Tensor?
  public let stride: Int
  /// Zeros added on every side.
  public let padding: Int
  /// Where the kernel is one for it.
  private let winograd: Winograd?

  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "O×C×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[0]))
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
    Kernels.keepMemory()
    winograd = weight.shape[2] == 3 && stride == 1 ? Winograd(weight) : nil
  }

  /// Columns of one tile, in elements.
  private static let tileCount = 1 << 19
  /// Pixels of all pictures together up to which they share one matrix of columns.
  private static let fewPixels = 1024
  /// Pixels of one tile: enough for the product to run at full speed.
  private static let tilePixels = 384

  /// The convolution of `x`, N×C×H×W; N×O×H′×W′ with H′ = (H + 2·padding − K) / stride + 1.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (outputs, kernel) = (weight.shape[0], weight.shape[2])
    precondition(channels == weight.shape[1], "\(x.shapeText) convolved by \(weight.shapeText)")
    precondition(height + 2 * padding >= kernel && width + 2 * padding >= kernel, "\(x.shapeText) is below \(kernel)")
    let high = (height + 2 * padding - kernel) / stride + 1
    let wide = (width + 2 * padding - kernel) / stride + 1
    if kernel == 1 && stride == 1 && padding == 0 {
      return weight.reshaped([outputs, channels])
        .linearOverChannels(x.reshaped([n, channels, height * width]), bias: bias)
        .reshaped([n, outputs, high, wide])
    }
    if x.isRecorded || weight.isRecorded || bias?.isRecorded == true { return recorded(x) }
    if let winograd, Winograd.pays(channels: channels, outputs: outputs, height: high, width: wide) {
      return Tensor([n, outputs, high, wide]) { out in
        if out.isEmpty { return }
        x.values.withUnsafeBufferPointer { x in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            winograd.run(
              x.baseAddress!, bias, into: out.baseAddress!, n: n, height: height, width: width, padding: padding,
              high: high, wide: wide)
          }
        }
      }
    }
    let patches = Patches(
      channels: channels, height: height, width: width, wide: wide, kernel: kernel, stride: stride, padding: padding)
    return Tensor([n, outputs, high, wide]) { out in
      if out.isEmpty { return }
      x.values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            let pixels = high * wide
            if n * pixels <= Self.fewPixels {
              runTogether(x, w, bias, out, patches, n: n, outputs: outputs, pixels: pixels)
            } else {
              run(x, w, bias, out, patches, n: n, outputs: outputs, pixels: pixels)
            }
          }
        }
      }
    }
  }

  /// For small pictures, whose weights are more than they are: all pictures' columns side by side, so that the weights
  /// are read once, shared by bands of output channels.
  private func runTogether(
    _ x: UnsafeBufferPointer<Float>, _ w: UnsafeBufferPointer<Float>, _ bias: UnsafeBufferPointer<Float>,
    _ out: UnsafeMutableBufferPointer<Float>, _ patches: Patches, n: Int, outputs: Int, pixels: Int
  ) {
    let window = patches.kernel * patches.kernel
    let (channels, inner, total) = (patches.channels, patches.channels * window, n * pixels)
    let depth = max(1, min(channels, 2 * Self.tileCount / (total * window)))
    let bands = MatrixProduct.pieces(outputs, costEach: inner * total)
    nonisolated(unsafe) let (x, w, y, bias) = (x.baseAddress, w.baseAddress, out.baseAddress!, bias)
    nonisolated(unsafe) let columns = UnsafeMutablePointer<Float>.allocate(capacity: depth * window * total)
    nonisolated(unsafe) let sums = n == 1 ? y : UnsafeMutablePointer<Float>.allocate(capacity: outputs * total)
    defer {
      columns.deallocate()
      if n > 1 { sums.deallocate() }
    }
    for first in Swift.stride(from: 0, to: max(1, channels), by: depth) {
      let count = min(depth, channels - first)
      Parallel.forEach(count, costEach: 2 * window * total) { channel in
        for image in 0..<n {
          patches.copy(
            x! + (image * channels + first + channel) * patches.height * patches.width, pixels: 0..<pixels,
            into: columns + channel * window * total + image * pixels, stride: total)
        }
      }
      Parallel.forEach(bands, costEach: outputs * count * window * total / (16 * bands)) { band in
        let rows = MatrixProduct.piece(band, of: bands, outputs)
        if first == 0 {
          for row in rows { (sums + row * total).initialize(repeating: bias.isEmpty ? 0 : bias[row], count: total) }
        }
        if count > 0 {
          MatrixProduct.multiply(
            .init(start: w! + rows.lowerBound * inner + first * window, stride: inner),
            .init(start: UnsafePointer(columns), stride: total), into: sums + rows.lowerBound * total, stride: total,
            rows: rows.count, inner: count * window, columns: total, beta: 1)
        }
        if n == 1 || first + count < channels { return }
        for image in 0..<n {
          for row in rows {
            (y + (image * outputs + row) * pixels).initialize(from: sums + row * total + image * pixels, count: pixels)
          }
        }
      }
    }
  }

  private func run(
    _ x: UnsafeBufferPointer<Float>, _ w: UnsafeBufferPointer<Float>, _ bias: UnsafeBufferPointer<Float>,
    _ out: UnsafeMutableBufferPointer<Float>, _ patches: Patches, n: Int, outputs: Int, pixels: Int
  ) {
    let window = patches.kernel * patches.kernel
    let inner = patches.channels * window
    let tiles = (pixels + Self.tilePixels - 1) / Self.tilePixels
    let tile = (pixels + tiles - 1) / tiles
    let depth = max(1, min(patches.channels, Self.tileCount / (tile * window)))
    // A few small pictures make too few tiles to share, so their output channels are cut as well.
    let bands = n * tiles >= 8 ? 1 : min(4, MatrixProduct.pieces(outputs, costEach: inner * tile))
    let items = n * tiles * bands
    let next = Atomic<Int>(0)
    nonisolated(unsafe) let (x, w, y, bias) = (x.baseAddress, w.baseAddress, out.baseAddress!, bias)
    Parallel.forEach(min(items, Parallel.threads), costEach: n * pixels * outputs * inner / 16) { _ in
      let columns = UnsafeMutablePointer<Float>.allocate(capacity: depth * window * tile)
      defer { columns.deallocate() }
      while true {
        let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if item >= items { break }
        let image = item / (tiles * bands)
        let range = item / bands % tiles * tile..<min(pixels, (item / bands % tiles + 1) * tile)
        let rows = MatrixProduct.piece(item % bands, of: bands, outputs)
        let target = y + image * outputs * pixels + range.lowerBound
        for row in rows {
          (target + row * pixels).initialize(repeating: bias.isEmpty ? 0 : bias[row], count: range.count)
        }
        var channel = 0
        while channel < patches.channels {
          let count = min(depth, patches.channels - channel)
          for i in 0..<count {
            patches.copy(
              x! + (image * patches.channels + channel + i) * patches.height * patches.width, pixels: range,
              into: columns + i * window * range.count, stride: range.count)
          }
          MatrixProduct.multiply(
            .init(start: w! + rows.lowerBound * inner + channel * window, stride: inner),
            .init(start: UnsafePointer(columns), stride: range.count), into: target + rows.lowerBound * pixels,
            stride: pixels, rows: rows.count, inner: count * window, columns: range.count, beta: 1)
          channel += count
        }
      }
    }
  }
}

/// Where the windows of a convolution lie in its input.
private struct Patches: Sendable {
  let channels, height, width, wide, kernel, stride, padding: Int

  /// Writes the windows of the output pixels in `pixels` of one channel as the columns of a (K·K)×pixels matrix, whose
  /// rows start `stride` elements apart.
  func copy(_ plane: UnsafePointer<Float>, pixels: Range<Int>, into columns: UnsafeMutablePointer<Float>, stride: Int) {
    for ky in 0..<kernel {
      for kx in 0..<kernel {
        Kernels.patches(
          plane, height, width, top: ky - padding, left: kx - padding, stride: self.stride, wide: wide, pixels: pixels,
          into: columns + (ky * kernel + kx) * stride)
      }
    }
  }
}
