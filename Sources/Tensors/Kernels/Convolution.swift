import Synchronization

/// A 2-D convolution (cross-correlation, as networks have it) of N×C×H×W by weights O×C×K×K.
///
/// Patches of the input are copied into columns, a tile at a time, and multiplied with the weights: the memory beyond
/// the result is 2 MB a thread whatever the sizes. Work is cut by shape alone, so the result does not depend on the
/// number of threads.
public struct Convolution: Sendable {
  /// O×C×K×K, K odd or not.
  public let weight: Tensor
  /// O, or nil.
  public let bias: Tensor?
  public let stride: Int
  /// Zeros added on every side.
  public let padding: Int

  public init(weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0) {
    precondition(weight.rank == 4 && weight.shape[2] == weight.shape[3] && weight.shape[2] > 0, "O×C×K×K expected")
    precondition(stride > 0 && padding >= 0 && (bias == nil || bias!.count == weight.shape[0]))
    self.weight = weight
    self.bias = bias
    self.stride = stride
    self.padding = padding
  }

  /// Columns of one tile, in elements.
  private static let tileCount = 1 << 19
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
    let patches = Patches(
      channels: channels, height: height, width: width, wide: wide, kernel: kernel, stride: stride, padding: padding)
    return Tensor([n, outputs, high, wide]) { out in
      if out.isEmpty { return }
      x.values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            run(x, w, bias, out, patches, n: n, outputs: outputs, pixels: high * wide)
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
    Parallel.forEach(min(items, Parallel.threads)) { _ in
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
          patches.copy(
            x! + (image * patches.channels + channel) * patches.height * patches.width, channels: count, pixels: range,
            into: columns)
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

  /// Writes the windows of the output pixels in `pixels` as the columns of a (channels·K·K)×pixels matrix.
  func copy(
    _ x: UnsafePointer<Float>, channels: Int, pixels: Range<Int>, into columns: UnsafeMutablePointer<Float>
  ) {
    var target = columns
    for channel in 0..<channels {
      let plane = x + channel * height * width
      for ky in 0..<kernel {
        for kx in 0..<kernel {
          var pixel = pixels.lowerBound
          while pixel < pixels.upperBound {
            let (row, column) = (pixel / wide, pixel % wide)
            let run = min(wide - column, pixels.upperBound - pixel)
            copyRow(
              plane, y: row * stride + ky - padding, x: column * stride + kx - padding, count: run, into: target)
            target += run
            pixel += run
          }
        }
      }
    }
  }

  /// Writes `count` pixels of row y from x on, `stride` apart; zero outside of the picture.
  @inline(__always)
  private func copyRow(
    _ plane: UnsafePointer<Float>, y: Int, x: Int, count: Int, into target: UnsafeMutablePointer<Float>
  ) {
    guard y >= 0 && y < height else {
      target.initialize(repeating: 0, count: count)
      return
    }
    let row = plane + y * width
    if stride == 1 {
      let before = min(count, max(0, -x))
      let inside = max(before, min(count, width - x))
      if before > 0 { target.initialize(repeating: 0, count: before) }
      if inside > before { (target + before).initialize(from: row + x + before, count: inside - before) }
      if count > inside { (target + inside).initialize(repeating: 0, count: count - inside) }
    } else {
      for i in 0..<count {
        let column = x + i * stride
        target[i] = column >= 0 && column < width ? row[column] : 0
      }
    }
  }
}
