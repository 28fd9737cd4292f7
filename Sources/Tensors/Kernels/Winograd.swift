import Synchronization

/// A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) (Lavin & Gray 2016): 4×4 tiles of the result become 36
/// products of matrices, a quarter of the multiplications.
///
/// The kernels' transform, four times as large as they are, is made at the first call and kept: a layer that never
/// meets a picture that it pays for costs nothing. Tiles are transformed into packed operands, a block of them at a time
/// on each thread, so that a block's way through transform, products and back stays near its core.
final class Winograd: Sendable {
  private let outputs, channels: Int
  private let transformed = Mutex<[Float]?>(nil)

  init(outputs: Int, channels: Int) { (self.outputs, self.channels) = (outputs, channels) }

  /// Tiles of a block: two panels of the widest vectors.
  private static let blockTiles = 96

  /// Whether this is faster than patches for pictures of height×width out, at C channels in and O out. With fewer tiles
  /// it is the transformed weights that cost: to keep them, and to read them.
  static func pays(channels: Int, outputs: Int, height: Int, width: Int) -> Bool {
    channels >= 16 && outputs >= 4 && ((height + 3) / 4) * ((width + 3) / 4) >= 16
  }

  private var kernelCount: Int { PackedMatrix.panels(outputs) * Kernels.panelRows * channels }

  private func kernels(_ weight: () -> Tensor) -> [Float] {
    transformed.withLock { known in
      if let known { return known }
      let (count, channels) = (kernelCount, channels)
      let made = Tensor([36 * count]) { out in
        weight().values.withUnsafeBufferPointer { w in
          nonisolated(unsafe) let (w, u) = (w.baseAddress!, out.baseAddress!)
          if outputs % Kernels.panelRows > 0 { out.initialize(repeating: 0) }
          Parallel.forEach(outputs) { row in
            let panel = row / Kernels.panelRows * Kernels.panelRows
            Kernels.winogradWeights(
              w + 9 * row * channels, u + panel * channels + row - panel, channels, stride: count)
          }
        }
      }.values
      known = made
      return made
    }
  }

  /// Writes the convolution of x, N×C×height×width, by `weight`, O×C×3×3 and the same at every call, into y,
  /// N×O×high×wide.
  func run(
    _ x: UnsafePointer<Float>, weight: () -> Tensor, _ bias: UnsafeBufferPointer<Float>,
    into y: UnsafeMutablePointer<Float>, n: Int, height: Int, width: Int, padding: Int, high: Int, wide: Int
  ) {
    let (down, across) = ((high + 3) / 4, (wide + 3) / 4)
    let rows = n * down
    let most = max(1, Self.blockTiles / across)
    let blocks = max((rows + most - 1) / most, min(rows, Parallel.threads))
    nonisolated(unsafe) let (x, y, bias) = (x, y, bias)
    kernels(weight).withUnsafeBufferPointer { u in
      nonisolated(unsafe) let u = u.baseAddress!
      let one: @Sendable (Int) -> Void = { block in
        let rows = MatrixProduct.piece(block, of: blocks, rows)
        self.run(
          rows: rows, x, u, bias, into: y, height: height, width: width, padding: padding, high: high, wide: wide)
      }
      // Fewer tiles than that are no work for two threads: these share the products instead.
      if rows * across >= Self.blockTiles / 2 * Parallel.threads {
        Parallel.forEach(blocks, costEach: 1 << 20, one)
      } else {
        self.run(
          rows: 0..<rows, x, u, bias, into: y, height: height, width: width, padding: padding, high: high, wide: wide)
      }
    }
  }

  /// The same for `rows` of tiles, counted through all pictures.
  private func run(
    rows: Range<Int>, _ x: UnsafePointer<Float>, _ u: UnsafePointer<Float>, _ bias: UnsafeBufferPointer<Float>,
    into y: UnsafeMutablePointer<Float>, height: Int, width: Int, padding: Int, high: Int, wide: Int
  ) {
    let (down, across) = ((high + 3) / 4, (wide + 3) / 4)
    let tiles = rows.count * across
    let lanes = MatrixProduct.packedCount(inner: 1, columns: tiles)
    // A line more, so that the 36 matrices don't compete for the same places of the cache.
    let (inStride, outStride) = (channels * lanes + 16, outputs * lanes + 16)
    let kernelCount = kernelCount
    nonisolated(unsafe) let (x, u, y, bias) = (x, u, y, bias)
    Scratch.with(36 * (inStride + outStride)) { scratch in
      nonisolated(unsafe) let (v, m) = (scratch, scratch + 36 * inStride)
      Parallel.forEach(channels, costEach: 16 * tiles) { channel in
        for row in rows {
          Kernels.winogradInput(
            x + (row / down * channels + channel) * height * width, height, width, padding: padding,
            row: row % down, across: across, v, stride: inStride, channel: channel, of: channels,
            first: (row - rows.lowerBound) * across, of: tiles)
        }
      }
      Parallel.forEach(36, costEach: outputs * channels * tiles / 16) { k in
        Kernels.product(
          u + k * kernelCount, panel: Kernels.panelRows * channels, v + k * inStride, depth: channels,
          into: m + k * outStride, stride: lanes, rows: outputs, inner: channels, columns: tiles)
      }
      Parallel.forEach(outputs, costEach: 16 * tiles) { output in
        for row in rows {
          Kernels.winogradOutput(
            m + output * lanes + (row - rows.lowerBound) * across, stride: outStride, row: row % down,
            across: across, bias: bias.isEmpty ? 0 : bias[output], y + (row / down * outputs + output) * high * wide,
            high, wide)
        }
      }
    }
  }
}
