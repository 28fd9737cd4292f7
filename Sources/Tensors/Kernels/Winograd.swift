import Synchronization

/// A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) (Lavin & Gray 2016): 4×4 tiles of the result become 36
/// products of matrices, a quarter of the multiplications.
///
/// The kernels' transform, four times as large as they are in single precision, is made at the first call and kept: a
/// layer that never meets a picture that it pays for costs nothing. With `MemoryUse.lean` it is made at every call, for
/// some of the outputs at a time. Small pictures have too few tiles to wait for all that from memory: there each thread
/// transforms a few kernels, multiplies them with all tiles and forgets them. Tiles are transformed into packed operands,
/// a block of them at a time on each thread, so that a block's way through transform, products and back stays near its
/// core.
final class Winograd: Sendable {
  private let weight: PackedMatrix
  private let operands: Operands
  private let channels: Int
  private let keeps: Bool
  private let kept = Mutex<[UInt8]?>(nil)

  /// `weight` is O×(C·3·3).
  init(_ weight: PackedMatrix) {
    self.weight = weight
    operands = weight.operands.ofTransforms
    channels = weight.inner / 9
    keeps = MemoryUse.chosen != .lean
  }

  /// Tiles of a block: two panels of the widest vectors, or one where memory counts.
  private var blockTiles: Int { keeps ? 96 : 48 }
  /// Transformed kernels that exist at a time where they aren't kept, in numbers (8 MB).
  private static let passingCount = 1 << 21

  /// Whether this is faster than patches for pictures of height×width out. Patches that are multiplied in bfloat16, at
  /// twice the rate, are faster where the pictures are small.
  func pays(height: Int, width: Int) -> Bool {
    let tiles = ((height + 3) / 4) * ((width + 3) / 4)
    return channels >= 16 && weight.rows >= 4 && tiles >= (weight.operands.isBfloat ? Self.worthKeeping : 4)
  }

  /// Tiles of a picture from which on the transformed kernels of a whole layer are worth their memory.
  private static let worthKeeping = 16
  /// Panels and channels whose kernels are transformed at a time where they aren't: 300 KB, in the second cache with the
  /// tiles that they meet.
  private static let (fewPanels, fewChannels) = (4, 64)

  /// Numbers of one panel of one of the 36 transformed kernels.
  private var panelCount: Int { Kernels.panelRows * channels }

  /// Writes the transformed kernels of the outputs in `panels`: 36 left operands of as many panels.
  private func transform(_ panels: Range<Int>, into u: UnsafeMutableRawPointer) {
    let (panelCount, operands) = (panelCount, operands)
    nonisolated(unsafe) let u = u
    weight.forEachPanel(in: panels, step: 9 * 64) { panel, inner, w in
      let place = (panel - panels.lowerBound) * panelCount + inner.lowerBound / 9 * Kernels.panelRows
      operands.winogradWeights(
        w, u + place * operands.size, inner.count / 9, stride: panels.count * panelCount)
    }
  }

  /// Calls `body` with the transformed kernels of all panels, or with those of some after the other.
  private func forTransformed(_ body: (Range<Int>, UnsafeRawPointer) -> Void) {
    let panels = PackedMatrix.panels(weight.rows)
    if keeps {
      let numbers = kept.withLock { kept in
        if let kept { return kept }
        let bytes = 36 * panels * panelCount * operands.size
        let made = [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
          transform(0..<panels, into: buffer.baseAddress!)
          count = bytes
        }
        kept = made
        return made
      }
      numbers.withUnsafeBytes { body(0..<panels, $0.baseAddress!) }
      return
    }
    let step = max(1, Self.passingCount / (36 * panelCount))
    Scratch.with(bytes: 36 * min(step, panels) * panelCount * operands.size) { u in
      for first in stride(from: 0, to: panels, by: step) {
        let some = first..<min(panels, first + step)
        transform(some, into: u)
        body(some, u)
      }
    }
  }

  /// Calls `body` with the transformed kernels of `panels`, of a few channels after the other: their place, how far apart
  /// the 36 operands and their panels lie, and the channels.
  private func forFewTransformed(
    _ panels: Range<Int>, _ body: (UnsafeRawPointer, _ stride: Int, _ panel: Int, Range<Int>) -> Void
  ) {
    let panelCount = Kernels.panelRows * Self.fewChannels
    // A line more, as with tiles.
    let stride = panels.count * panelCount + 16
    Scratch.with(bytes: 36 * stride * operands.size) { u in
      for first in Swift.stride(from: 0, to: channels, by: Self.fewChannels) {
        let inner = first..<min(channels, first + Self.fewChannels)
        for panel in panels {
          weight.withPanel(panel, 9 * inner.lowerBound..<9 * inner.upperBound) { w in
            operands.winogradWeights(
              w, u + (panel - panels.lowerBound) * panelCount * operands.size, inner.count, stride: stride)
          }
        }
        body(u, stride, panelCount, inner)
      }
    }
  }

  /// Pictures and results of one call.
  private struct Call: @unchecked Sendable {
    let x: UnsafePointer<Float>
    let bias: UnsafePointer<Float>?
    let y: UnsafeMutablePointer<Float>
    let height, width, padding, high, wide: Int

    var down: Int { (high + 3) / 4 }
    var across: Int { (wide + 3) / 4 }
  }

  /// Writes the convolution of x, N×C×height×width, plus `bias`, O numbers, into y, N×O×high×wide.
  func run(
    _ x: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, n: Int,
    height: Int, width: Int, padding: Int, high: Int, wide: Int
  ) {
    let call = Call(x: x, bias: bias, y: y, height: height, width: width, padding: padding, high: high, wide: wide)
    let rows = n * call.down
    if rows == 0 { return }
    let most = max(1, blockTiles / call.across)
    let least = (rows + most - 1) / most
    if call.down * call.across < Self.worthKeeping {
      for block in 0..<least {
        run(
          call, rows: MatrixProduct.piece(block, of: least, rows), panels: 0..<PackedMatrix.panels(weight.rows), nil)
      }
      return
    }
    // As many for each thread: of three blocks one thread would have two.
    let blocks = min(rows, (least + Parallel.threads - 1) / Parallel.threads * Parallel.threads)
    forTransformed { panels, u in
      nonisolated(unsafe) let u = u
      // Fewer tiles than that are no work for several threads: these share the products instead.
      if rows * call.across >= blockTiles / 2 * Parallel.threads {
        Parallel.forEach(blocks, costEach: 1 << 20) { block in
          self.run(call, rows: MatrixProduct.piece(block, of: blocks, rows), panels: panels, u)
        }
      } else {
        run(call, rows: 0..<rows, panels: panels, u)
      }
    }
  }

  /// The same for `rows` of tiles, counted through all pictures, and the outputs in `panels`, whose `kernels` are
  /// transformed; where that is nil they are made on the way.
  private func run(_ call: Call, rows: Range<Int>, panels: Range<Int>, _ kernels: UnsafeRawPointer?) {
    let (down, across, channels, operands) = (call.down, call.across, channels, operands)
    let tiles = rows.count * across
    let lanes = operands.wholeVectors(tiles)
    // A line more, so that the 36 matrices don't compete for the same places of the cache.
    let inStride = channels * lanes + 16
    // Whole vectors, or, of sixteen numbers, half of one: what is beyond the last tile is never read.
    let columns = operands.lanes == 16 && tiles <= 8 ? 8 : lanes
    let kernelCount = panels.count * panelCount
    let groups =
      kernels == nil ? (panels.count + Self.fewPanels - 1) / Self.fewPanels : groups(of: panels.count, lanes: lanes)
    nonisolated(unsafe) let kernels = kernels
    Scratch.with(bytes: 36 * inStride * operands.size) { scratch in
      nonisolated(unsafe) let v = scratch
      Parallel.forEach(channels, costEach: 16 * tiles) { channel in
        for row in rows {
          operands.winogradInput(
            call.x + (row / down * channels + channel) * call.height * call.width, call.height, call.width,
            padding: call.padding, row: row % down, across: across, v, stride: inStride, channel: channel,
            of: channels, first: (row - rows.lowerBound) * across, of: tiles)
        }
      }
      Parallel.forEach(groups, costEach: kernelCount * tiles / groups) { group in
        let some = MatrixProduct.piece(group, of: groups, panels.count)
        let first = (panels.lowerBound + some.lowerBound) * Kernels.panelRows
        let outputs = min(weight.rows, (panels.lowerBound + some.upperBound) * Kernels.panelRows) - first
        let outStride = outputs * lanes + 16
        Scratch.with(36 * outStride) { m in
          /// Adds up what the channels in `inner` give, whose kernels are at u.
          func multiply(_ u: UnsafeRawPointer, stride: Int, panel: Int, _ inner: Range<Int>) {
            for k in 0..<36 {
              operands.product(
                u + k * stride * operands.size, panel: panel, v + k * inStride * operands.size, depth: channels,
                first: inner.lowerBound, into: m + k * outStride, stride: lanes, rows: outputs, inner: inner.count,
                columns: columns, accumulates: inner.lowerBound > 0)
            }
          }
          if let kernels {
            multiply(
              kernels + some.lowerBound * panelCount * operands.size, stride: kernelCount, panel: panelCount,
              0..<channels)
          } else {
            forFewTransformed(panels.lowerBound + some.lowerBound..<panels.lowerBound + some.upperBound, multiply)
          }
          for output in 0..<outputs {
            for row in rows {
              Kernels.winogradOutput(
                m + output * lanes + (row - rows.lowerBound) * across, stride: outStride, row: row % down,
                across: across, bias: call.bias?[first + output] ?? 0,
                call.y + (row / down * weight.rows + first + output) * call.high * call.wide, call.high, call.wide)
            }
          }
        }
      }
    }
  }

  /// Numbers of products that are made before they are transformed back: 256 KB, so that they are still in the second
  /// cache then.
  private static let groupCount = 1 << 16

  /// Into how many groups the panels of outputs are cut.
  private func groups(of panels: Int, lanes: Int) -> Int {
    let most = max(1, Self.groupCount / (36 * lanes * Kernels.panelRows))
    return (panels + most - 1) / most
  }
}
