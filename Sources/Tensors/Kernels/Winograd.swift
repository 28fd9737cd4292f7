import Synchronization

/// A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) (Lavin & Gray 2016): 4×4 tiles of the result become 36
/// products of matrices, a quarter of the multiplications.
///
/// The kernels' transform, four times as large as they are, is made at the first call and kept: a layer that never
/// meets a picture that it pays for costs nothing. Beside it a call takes at most `scratchCount` numbers, or one row of
/// tiles. Work is cut by shape alone.
final class Winograd: Sendable {
  private let weight: Tensor
  private let transformed = Mutex<[Float]?>(nil)

  /// `weight` is O×C×3×3.
  init(_ weight: Tensor) { self.weight = weight }

  /// Transformed tiles and their products that exist at a time, in elements (32 MB).
  private static let scratchCount = 1 << 23

  /// Whether this is faster than patches for pictures of height×width out, at C channels in and O out. With fewer tiles
  /// it is the transformed weights that cost: to keep them, and to read them.
  static func pays(channels: Int, outputs: Int, height: Int, width: Int) -> Bool {
    channels >= 16 && outputs >= 4 && ((height + 3) / 4) * ((width + 3) / 4) >= 16
  }

  private func kernels() -> [Float] {
    transformed.withLock { known in
      if let known { return known }
      let count = weight.shape[0] * weight.shape[1]
      let made = Tensor([36 * count]) { out in
        weight.values.withUnsafeBufferPointer { w in
          nonisolated(unsafe) let (w, u) = (w.baseAddress!, out.baseAddress!)
          let rows = weight.shape[0]
          Parallel.forEach(rows) { row in
            let first = row * count / rows
            Kernels.winogradWeights(w + 9 * first, u + first, count / rows, stride: count)
          }
        }
      }.values
      known = made
      return made
    }
  }

  /// Writes the convolution of x, N×C×height×width, into y, N×O×high×wide.
  func run(
    _ x: UnsafePointer<Float>, _ bias: UnsafeBufferPointer<Float>, into y: UnsafeMutablePointer<Float>, n: Int,
    height: Int, width: Int, padding: Int, high: Int, wide: Int
  ) {
    let (outputs, channels) = (weight.shape[0], weight.shape[1])
    let (down, across) = ((high + 3) / 4, (wide + 3) / 4)
    // Rows of tiles, counted through all pictures, that are transformed at a time.
    let limit = max(1, Self.scratchCount / (36 * (channels + outputs) * across))
    let passes = (n * down + limit - 1) / limit
    let most = (n * down + passes - 1) / passes * across
    // A line more, so that the 36 matrices don't compete for the same places of the cache.
    let (inStride, outStride) = (channels * most + 16, outputs * most + 16)
    let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 36 * (inStride + outStride))
    defer { scratch.deallocate() }
    nonisolated(unsafe) let (x, y, bias, v, m) = (x, y, bias, scratch, scratch + 36 * inStride)
    kernels().withUnsafeBufferPointer { u in
      nonisolated(unsafe) let u = u.baseAddress!
      for pass in 0..<passes {
        let rows = MatrixProduct.piece(pass, of: passes, n * down)
        let tiles = rows.count * across
        Parallel.forEach(channels, costEach: 16 * tiles) { channel in
          for row in rows {
            Kernels.winogradInput(
              x + (row / down * channels + channel) * height * width, height, width, padding: padding,
              row: row % down, tiles: across, v + channel * tiles + (row - rows.lowerBound) * across, stride: inStride)
          }
        }
        Parallel.forEach(36, costEach: outputs * channels * tiles / 16) { k in
          MatrixProduct.multiply(
            .init(start: u + k * outputs * channels, stride: channels),
            .init(start: UnsafePointer(v + k * inStride), stride: tiles), into: m + k * outStride, stride: tiles,
            rows: outputs, inner: channels, columns: tiles)
        }
        Parallel.forEach(outputs, costEach: 16 * tiles) { output in
          for row in rows {
            Kernels.winogradOutput(
              m + output * tiles + (row - rows.lowerBound) * across, stride: outStride, row: row % down,
              tiles: across, bias: bias.isEmpty ? 0 : bias[output], y + (row / down * outputs + output) * high * wide,
              high, wide)
          }
        }
      }
    }
  }
}
