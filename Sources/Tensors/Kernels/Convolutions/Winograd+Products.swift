/// The products of transformed kernels with a block of transformed tiles.
extension Winograd {
  /// The transformed tiles of a block, and its products for some outputs.
  struct Products: @unchecked Sendable {
    /// The right operands of the channels in `inner`, `tilesStride` numbers apart; the columns that are used, of which
    /// `count` are tiles.
    let tiles: UnsafeRawPointer, tilesStride: Int, inner: Range<Int>, columns: Int, count: Int
    /// The results, outputs×lanes, `stride` numbers apart.
    let results: UnsafeMutablePointer<Float>, stride: Int, outputs: Int, lanes: Int
  }

  /// Kernels' numbers that will be needed soon, as a place in half precision: where they begin, and how far apart panels
  /// are.
  private typealias Next = (start: UnsafePointer<UInt16>, panel: Int)

  /// Channels that are summed before they are added to the others: long sums cause most of the rounding error of large
  /// tiles.
  var summedTogether: Int { isLarge ? min(96, channels) : channels }
  /// Numbers of kernels that are transformed across at a time: 128 KB, or one panel, so that they stay in the second-level
  /// cache with their tiles and products.
  private static let acrossCount = 1 << 15
  /// Panels and channels whose kernels are transformed down at a time where there are few tiles: 150 KB.
  static let (fewPanels, fewChannels) = (4, 64)

  /// Computes the products with the kernels of the outputs in `panels`, which are transformed on the way, a few channels
  /// at a time.
  func multiplyOnTheWay(_ panels: Range<Int>, _ products: Products) {
    if products.count <= Self.fewTiles { return multiplyFew(panels, products) }
    let panel = Kernels.panelRows * Self.fewChannels
    // One cache line more, as for tiles.
    let stride = panels.count * panel + 16
    Scratch.with(3 * tile.points * stride) { t in
      forRow(panels.count, Self.fewChannels) { u in
        for first in Swift.stride(from: 0, to: channels, by: Self.fewChannels) {
          let inner = first..<min(channels, first + Self.fewChannels)
          for (i, outputs) in panels.enumerated() {
            weight.withPanel(outputs, 9 * inner.lowerBound..<9 * inner.upperBound) { w in
              tile.weightsDown(w, t + i * panel, inner.count, stride: stride)
            }
          }
          let next = weight.halves(of: panels.lowerBound, from: 9 * inner.upperBound)
          for point in 0..<tile.points {
            multiplyRow(
              t + 3 * point * stride, stride: stride, panel: panel, point, inner, 0..<panels.count, u, products
            ) {
              // The first nine products ask memory for the next weights, nine to a kernel, a ninth each.
              let k = tile.points * point + $0
              return k < 9 ? next.map { ($0.start + k * inner.count * Kernels.panelRows, $0.panel) } : nil
            }
          }
        }
      }
    }
  }

  /// Tiles that are so few that kernels transformed for them are not stored.
  static let fewTiles = min(16, 2 * Kernels.lanes)
  /// Panels that are multiplied with the same tiles: their products take 38 KB a pair at most.
  static let fewTogether = 8

  /// The same with few tiles, for two panels at a time: those of the next channels are all multiplied before the ones
  /// after them, so that their tiles stay in the second-level cache.
  private func multiplyFew(_ panels: Range<Int>, _ products: Products) {
    let rows = 2 * Kernels.panelRows
    let pairs = (panels.count + 1) / 2
    // One cache line more, as for tiles.
    let (stride, resultStride) = (rows * Self.fewChannels + 16, (products.count + 7) / 8 * 8 * rows + 16)
    let tiles = products.tiles.assumingMemoryBound(to: Float.self)
    Scratch.with(3 * tile.points * stride) { t in
      Scratch.with(pairs * tile.products * resultStride) { results in
        for start in Swift.stride(from: 0, to: channels, by: Self.fewChannels) {
          let inner = start..<min(channels, start + Self.fewChannels)
          for pair in 0..<pairs {
            let first = panels.lowerBound + 2 * pair
            weightsDown(first, min(first + 1, panels.upperBound - 1), inner, t, stride: stride)
            let isLast = pair + 1 == pairs
            let next = weight.halves(
              of: isLast ? panels.lowerBound : first + 2, from: 9 * (isLast ? inner.upperBound : inner.lowerBound))
            for point in 0..<tile.points {
              let from = tile.points * point
              tile.productsOfFew(
                t + 3 * point * stride, from: stride,
                tiles + from * products.tilesStride + inner.lowerBound * products.lanes,
                vStride: products.tilesStride, lanes: products.lanes, inner.count, tiles: products.count,
                into: results + (pair * tile.products + from) * resultStride, mStride: resultStride,
                accumulates: inner.lowerBound > 0,
                next: next.map { ($0.start + 16 * point * inner.count, $0.panel) })
            }
          }
        }
        for pair in 0..<pairs {
          let row = pair * rows
          tile.columnsOfFew(
            results + pair * tile.products * resultStride, stride: resultStride,
            rows: min(rows, products.outputs - row), tiles: products.count, lanes: products.lanes,
            into: products.results + row * products.lanes, stride: products.stride)
        }
      }
    }
  }

  /// Transforms the kernels of two panels and the channels in `inner` down, to matrices that are `stride` numbers apart.
  private func weightsDown(
    _ first: Int, _ second: Int, _ inner: Range<Int>, _ t: UnsafeMutablePointer<Float>, stride: Int
  ) {
    if let a = weight.halves(of: first, from: 9 * inner.lowerBound),
      let b = weight.halves(of: second, from: 9 * inner.lowerBound),
      tile.weightsDown(halves: a.start, b.start, t, inner.count, stride: stride)
    {
      return
    }
    let numbers = 9 * inner.lowerBound..<9 * inner.upperBound
    weight.withPanel(first, numbers) { a in
      weight.withPanel(second, numbers) { b in tile.weightsDown(a, b, t, inner.count, stride: stride) }
    }
  }

  /// Computes the products with transformed kernels of `panels` panels, whose matrices begin at u, `stride` numbers apart.
  func multiply(byTransformed u: UnsafeRawPointer, stride: Int, panels: Int, _ products: Products) {
    if !operands.isWhole {
      return multiply(
        byHalf: u.assumingMemoryBound(to: Float.self), stride: stride, panels: panels, products)
    }
    for k in 0..<tile.products {
      operands.product(
        u + k * stride * operands.size, panel: panelCount, products.tiles + k * products.tilesStride * operands.size,
        inner: 0..<channels, of: channels, into: products.results + k * products.stride, stride: products.lanes,
        rows: products.outputs, columns: products.columns)
    }
  }

  /// The same with kernels that were transformed down: row of points by row of points, some channels of a few panels are
  /// transformed across and multiplied.
  private func multiply(byHalf t: UnsafePointer<Float>, stride: Int, panels: Int, _ products: Products) {
    let (rows, points, together, panelCount) = (Kernels.panelRows, tile.points, summedTogether, panelCount)
    nonisolated(unsafe) let t = t
    let most = min(panels, max(1, Self.acrossCount / (points * together * rows)))
    let parts = (products.inner.count + together - 1) / together
    let pieces = (panels + most - 1) / most
    /// The i-th step of a row of points: where its kernels begin in the first of their three matrices, and which they are.
    @Sendable func step(_ i: Int, _ point: Int) -> (start: UnsafePointer<Float>, inner: Range<Int>, panels: Range<Int>)
    {
      let (part, piece) = (i / pieces, i % pieces)
      let start = products.inner.lowerBound + part * together
      let inner = start..<min(products.inner.upperBound, start + together)
      let some = piece * most..<min(panels, (piece + 1) * most)
      return (t + 3 * point * stride + some.lowerBound * panelCount + inner.lowerBound * rows, inner, some)
    }
    let steps = parts * pieces
    Parallel.forEach(points, costEach: points * products.inner.count * panels * products.columns) { point in
      forRow(most, together) { u in
        for i in 0..<steps {
          let (start, inner, some) = step(i, point)
          let isLast = i + 1 == steps
          let next = step(isLast ? 0 : i + 1, isLast ? min(point + 1, points - 1) : point).start
          multiplyRow(start, stride: stride, panel: panelCount, point, inner, some, u, products) { j in
            // Six products ask memory for half of each of the next step's three matrices.
            if j >= 6 { return nil }
            let half = UnsafeRawPointer(next + j / 2 * stride + j % 2 * inner.count * rows / 2)
            return (half.assumingMemoryBound(to: UInt16.self), 2 * panelCount)
          }
        }
      }
    }
  }

  /// The left operands of a row of points, `stride` numbers apart.
  private struct Row {
    let start: UnsafeMutablePointer<Float>
    let stride: Int
  }

  /// Calls `body` with memory for the operands of a row of points.
  private func forRow(_ panels: Int, _ channels: Int, _ body: (Row) -> Void) {
    // One cache line more, as for tiles.
    let stride = panels * channels * Kernels.panelRows + 16
    Scratch.with(tile.points * stride) { body(Row(start: $0, stride: stride)) }
  }

  /// Transforms the kernels at t across, those of one row of points, of the channels in `inner` and of the outputs in
  /// `panels`, with matrices `stride` and panels `panel` numbers apart, and adds their contributions to the products. The
  /// j-th of these asks memory for `next(j)`.
  private func multiplyRow(
    _ t: UnsafePointer<Float>, stride: Int, panel: Int, _ point: Int, _ inner: Range<Int>, _ panels: Range<Int>,
    _ u: Row, _ products: Products, next: (Int) -> Next?
  ) {
    let width = inner.count * Kernels.panelRows
    for k in 0..<panels.count {
      tile.weightsAcross(t + k * panel, from: stride, u.start + k * width, to: u.stride, inner.count)
    }
    let (first, held) = (panels.lowerBound * Kernels.panelRows, products.inner)
    for j in 0..<tile.points {
      let k = tile.points * point + j
      let tiles = products.tiles + k * products.tilesStride * operands.size
      // Large tiles, which lie far apart, come from the third cache.
      let isAlone = !isLarge || j + 1 == tile.points
      operands.product(
        u.start + j * u.stride, panel: width, tiles,
        inner: inner.lowerBound - held.lowerBound..<inner.upperBound - held.lowerBound, of: held.count,
        into: products.results + k * products.stride + first * products.lanes, stride: products.lanes,
        rows: min(panels.count * Kernels.panelRows, products.outputs - first), columns: products.columns,
        accumulates: inner.lowerBound > 0, next: next(j),
        nextB: isAlone ? nil : tiles + products.tilesStride * operands.size)
    }
  }
}
