import Synchronization

/// A 3×3 convolution of stride 1 by Winograd's F(m×m, 3×3) (Lavin & Gray 2016). Tiles of the result become matrix
/// products: 36 for 4×4 pixels, a quarter of the multiplications, 100 for 8×8 pixels, less than a fifth, or 16 for 2×2,
/// four ninths.
///
/// A kernel g becomes GgGᵀ. Its transform is computed at the first call and kept, so a layer that never gets a suitable
/// picture costs nothing: in single precision its first half, Gg, twice as many numbers as the weights, or three and a
/// third times as many for tiles of 8×8 pixels; in whole numbers all of it, four times as many in 16 bits, or 16 ninths
/// in 8 bits for tiles of 2×2. The second half follows right before the products, a few kernels at a time, which takes
/// about as long as reading the other numbers from memory would. With `MemoryUse.lean`, or where memory is short, kernels
/// are transformed at every call, those of some of the outputs at a time.
///
/// Small pictures have too few tiles to read so much from memory. There, in single precision, each thread transforms a
/// few kernels, multiplies them with all tiles and discards them; where tiles are fewest, kernels never leave the
/// registers. In whole numbers tiles are of 2×2 pixels, whose transforms round off so little that 8 bits are enough, and of
/// layers with many channels larger pictures' too.
///
/// Tiles are transformed into packed operands, one block at a time on each thread, of large tiles some channels at a time,
/// so that they stay in its caches through transform, products and back. Those of 8 bits are first transformed in single
/// precision, as a column's scale is that of its largest number.
final class Winograd: Sendable {
  let weight: PackedMatrix
  /// What is multiplied, and what tiles are transformed into: the same, or single precision where they are then packed.
  let operands, transformed: Operands
  let tile: TileTransforms
  let channels: Int
  private let keeps: Bool
  private let kept = Mutex(Kept.undecided)

  /// The state of a layer's transformed kernels.
  private enum Kept {
    case undecided
    case kernels([UInt8])
    /// There was too little memory to keep them.
    case not
  }

  /// One object for each size of tile that `weight`, O×(C·3·3), can use, by the tile's side.
  static func bySide(_ weight: PackedMatrix) -> [Int: Winograd] {
    let operands = weight.operands
    var all = operands.tiles.map { Winograd(weight, operands, operands, $0) }
    if operands.isWhole, let bytes = Kernels.bytes, let small = Kernels.single.smallTiles {
      all.append(Winograd(weight, bytes, Kernels.single, small))
    }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.tile.side, $0) })
  }

  private init(_ weight: PackedMatrix, _ operands: Operands, _ transformed: Operands, _ tile: TileTransforms) {
    (self.weight, self.operands, self.transformed, self.tile) = (weight, operands, transformed, tile)
    channels = weight.inner / 9
    keeps = MemoryUse.chosen != .lean
  }

  /// Tiles per block: for the smaller ones two panels of the widest vectors, or one where memory counts; for the
  /// larger ones, which hold more numbers, two thirds as many.
  private var blockTiles: Int { (keeps ? 2 : 1) * (isLarge ? 32 : 48) }
  var isLarge: Bool { tile.side == 8 }
  /// Whether transformed numbers are in single precision, to be packed as whole ones.
  var packs: Bool { operands.isWhole && !transformed.isWhole }
  /// Transformed kernels that exist at a time where they are not kept, in numbers (8 or 12 MB in single precision); tiles
  /// are transformed again for each such piece.
  private var passingCount: Int { isLarge ? 3 << 20 : 1 << 21 }

  /// The side of the tiles, 8, 4 or 2 pixels, with which a convolution is faster than by patches; nil where patches are
  /// faster.
  static func side(_ shape: ConvolutionShape, _ multiplication: Multiplication) -> Int? {
    guard !shape.isTransposed, shape.kernel == 3, shape.stride == 1 else { return nil }
    func tiles(_ side: Int) -> Int {
      ((shape.resultHeight + side - 1) / side) * ((shape.resultWidth + side - 1) / side)
    }
    // Larger tiles round off more: they are not used in whole numbers of 16 bits, nor to save less than a fifth of the
    // products, nor for layers with few products.
    if multiplication == .single, shape.channels >= 128, shape.outputs >= 128, tiles(8) >= worthKeeping,
      5 * 100 * tiles(8) < 4 * 36 * tiles(4)
    {
      return 8
    }
    guard shape.channels >= 16, shape.outputs >= 4 else { return nil }
    if multiplication == .single { return tiles(4) >= 4 ? 4 : nil }
    // Of a small picture, or one with many channels, reading transformed kernels takes as long as the products; those of
    // small tiles in 8 bits are two ninths of the bytes.
    let isWide = shape.channels >= 256 && shape.outputs >= 256
    if tiles(4) < (isWide ? 4 : 1) * worthKeeping, tiles(2) >= worthKeeping { return 2 }
    // Where transformed kernels aren't kept, patches at twice the rate are faster.
    return tiles(4) >= worthKeeping ? 4 : nil
  }

  /// The fewest tiles of a picture for which a whole layer's transformed kernels are worth their memory.
  private static let worthKeeping = 16

  /// The matrices of transformed kernels: the left operands, or, half transformed, three for each row of points.
  private var matrices: Int { operands.isWhole ? tile.products : 3 * tile.points }
  /// The size of one panel of one of them, in numbers.
  var panelCount: Int { Kernels.panelRows * operands.depth(channels) }

  /// The layout of transformed kernels of the outputs in `panels`: `bundle` panels together, of all matrices. For large
  /// tiles, which need many, they are read mostly in the order of storage.
  struct Bundles {
    let panels, matrices, panelCount, bundle: Int

    var count: Int { (panels + bundle - 1) / bundle }
    func range(_ i: Int) -> Range<Int> { i * bundle..<min(panels, (i + 1) * bundle) }
    /// The position of a panel in the first matrix and the distance of matrices, in numbers.
    func place(_ panel: Int) -> (first: Int, stride: Int) {
      let range = range(panel / bundle)
      return (
        (range.lowerBound * matrices + panel - range.lowerBound) * panelCount, range.count * panelCount
      )
    }
  }

  func bundles(of panels: Int) -> Bundles {
    Bundles(
      panels: panels, matrices: matrices, panelCount: panelCount,
      bundle: isLarge ? largeBundle : max(1, panels))
  }
  /// Panels per bundle, of 192 outputs: transformed tiles are read from the third-level cache once for each bundle. In the
  /// lean mode, 16 outputs.
  private var largeBundle: Int { (keeps ? 192 : 16) / Kernels.panelRows }

  /// Writes the transformed kernels of the outputs in `panels`.
  private func transform(_ panels: Range<Int>, into u: UnsafeMutableRawPointer) {
    let (bundles, operands, tile) = (bundles(of: panels.count), operands, tile)
    nonisolated(unsafe) let u = u
    // Scales are those of whole sections.
    weight.forEachPanel(in: panels, step: 9 * (operands.isWhole ? operands.section : 64)) { panel, inner, w in
      let place = bundles.place(panel - panels.lowerBound)
      let target = u + (place.first + operands.position(inner.lowerBound / 9) * Kernels.panelRows) * operands.size
      if packs {
        pack(w, inner.count / 9, into: target, stride: place.stride)
      } else if operands.isWhole {
        tile.weights(w, target, inner.count / 9, stride: place.stride)
      } else {
        tile.weightsDown(w, target.assumingMemoryBound(to: Float.self), inner.count / 9, stride: place.stride)
      }
    }
  }

  /// Transforms `count` kernels of a panel's rows at w, a section, in single precision, and packs them into the panels at
  /// u, `stride` numbers apart.
  private func pack(_ w: UnsafePointer<Float>, _ count: Int, into u: UnsafeMutableRawPointer, stride: Int) {
    // One cache line more, as for tiles.
    let panel = Kernels.panelRows * count + 16
    Scratch.with((3 + 1) * tile.points * panel) { t in
      let row = t + 3 * tile.points * panel
      tile.weightsDown(w, t, count, stride: panel)
      for i in 0..<tile.points {
        tile.weightsAcross(t + 3 * i * panel, from: panel, row, to: panel, count)
        for j in 0..<tile.points {
          operands.packRows(
            row + j * panel, rowStride: 1, innerStride: Kernels.panelRows, rows: Kernels.panelRows, inner: count,
            into: u + (tile.points * i + j) * stride * operands.size)
        }
      }
    }
  }

  /// All transformed kernels; nil where they are not kept.
  private func keptKernels(_ panels: Int) -> [UInt8]? {
    if !keeps { return nil }
    return kept.withLock { kept in
      switch kept {
      case .kernels(let numbers): return numbers
      case .not: return nil
      case .undecided: break
      }
      let bytes = matrices * panels * panelCount * operands.size
      if !MemoryUse.hasRoom(for: bytes) {
        kept = .not
        return nil
      }
      let numbers = [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
        Kernels.useLargePages(UnsafeMutableRawBufferPointer(buffer))
        transform(0..<panels, into: buffer.baseAddress!)
        count = bytes
      }
      kept = .kernels(numbers)
      return numbers
    }
  }

  /// Calls `body` with the transformed kernels of all panels, or with one piece after the other.
  private func forTransformed(_ body: (Range<Int>, UnsafeRawPointer) -> Void) {
    let panels = PackedMatrix.panels(weight.rows)
    if let numbers = keptKernels(panels) {
      numbers.withUnsafeBytes { body(0..<panels, $0.baseAddress!) }
      return
    }
    // An even number, so that no bundle has a single panel.
    let step = max(2, passingCount / (matrices * panelCount) / 2) * 2
    Scratch.with(bytes: matrices * min(step, panels) * panelCount * operands.size) { u in
      for first in stride(from: 0, to: panels, by: step) {
        let some = first..<min(panels, first + step)
        transform(some, into: u)
        body(some, u)
      }
    }
  }

  /// The pictures of a call, N×C×H×W: all of them, or a function that writes some rows of a channel, in place, into
  /// memory for all rows.
  enum Pictures: @unchecked Sendable {
    case lying(UnsafePointer<Float>)
    case made(
      @Sendable (_ picture: Int, _ channel: Int, _ rows: Range<Int>, _ plane: UnsafeMutablePointer<Float>) -> Void)
  }

  /// Whether a call transforms each tile once, so that little is lost where pictures are made on the way: the rows that
  /// two blocks share are made twice. Whole numbers are scaled by the largest one of a picture, so they need all of it
  /// before.
  var transformsOnce: Bool {
    let isShort = kept.withLock { if case .not = $0 { true } else { false } }
    return keeps && !isShort && !transformed.isWhole
      && (!isLarge || PackedMatrix.panels(weight.rows) <= Self.panelsTogether)
  }

  /// The pictures and results of one call.
  struct Call: @unchecked Sendable {
    let x: Pictures
    /// For each picture, the scale of whole numbers that its tiles are transformed into; 1 of others.
    let scales: [Float]
    /// What is added: a number for each output, and one for each number of the result.
    let bias, plus: UnsafePointer<Float>?
    let y: UnsafeMutablePointer<Float>
    let height, width, padding, high, wide: Int
    /// Tiles down and across.
    let down, across: Int
  }

  /// Writes the convolution of x, N×C×height×width, plus `bias`, O numbers, and `plus`, N×O×high×wide, into y.
  func run(
    _ x: Pictures, _ bias: UnsafePointer<Float>?, plus: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>, n: Int, height: Int, width: Int, padding: Int, high: Int, wide: Int
  ) {
    let call = Call(
      x: x, scales: scales(x, n: n, height * width), bias: bias, plus: plus, y: y, height: height, width: width,
      padding: padding, high: high, wide: wide,
      down: (high + tile.side - 1) / tile.side, across: (wide + tile.side - 1) / tile.side)
    let rows = n * call.down
    if rows == 0 { return }
    let most = max(1, blockTiles / call.across)
    let least = (rows + most - 1) / most
    if call.down * call.across < Self.worthKeeping {
      precondition(!operands.isWhole, "few tiles in whole numbers, which ConvolutionPlan never chooses")
      for block in 0..<least {
        run(
          call, rows: MatrixProduct.piece(block, of: least, rows), panels: 0..<PackedMatrix.panels(weight.rows), nil)
      }
      return
    }
    // The same number for each thread: of three blocks, one of two threads would have two.
    let blocks = min(rows, (least + Parallel.threads - 1) / Parallel.threads * Parallel.threads)
    forTransformed { panels, u in
      nonisolated(unsafe) let u = u
      // Fewer tiles are not enough work for several threads, so these share the products instead, some blocks at a
      // time.
      if rows * call.across >= blockTiles / 2 * Parallel.threads {
        Parallel.forEach(blocks, costEach: 1 << 20) { block in
          let some = MatrixProduct.piece(block, of: blocks, rows)
          if self.isLarge {
            self.runByParts(call, rows: some, panels: panels, u)
          } else {
            self.run(call, rows: some, panels: panels, u)
          }
        }
      } else {
        let pieces = (least + 3) / 4
        for piece in 0..<pieces {
          run(call, rows: MatrixProduct.piece(piece, of: pieces, rows), panels: panels, u)
        }
      }
    }
  }

  /// For each picture of x, the scale of its tiles.
  private func scales(_ x: Pictures, n: Int, _ plane: Int) -> [Float] {
    if !transformed.isWhole { return [Float](repeating: 1, count: n) }
    guard case .lying(let x) = x else { preconditionFailure("whole numbers of pictures that are not there") }
    nonisolated(unsafe) let numbers = x
    let planes = Tensor([n * channels]) { largest in
      nonisolated(unsafe) let largest = largest.baseAddress!
      Parallel.forEach(n * channels, costEach: plane / 8) { largest[$0] = Kernels.largest(numbers + $0 * plane, plane) }
    }
    return planes.values.withUnsafeBufferPointer { planes in
      (0..<n).map {
        operands.columnScale(largest: Kernels.largest(planes.baseAddress! + $0 * channels, channels))
      }
    }
  }

  /// Computes `rows` of tiles, numbered through all pictures, for the outputs in `panels`. Their `kernels` are
  /// transformed; nil: they are transformed on the way. All threads share the work; with one thread's part, those that are free.
  private func run(_ call: Call, rows: Range<Int>, panels: Range<Int>, _ kernels: UnsafeRawPointer?) {
    let (operands, tile) = (operands, tile)
    let tiles = rows.count * call.across
    let lanes = operands.wholeVectors(tiles)
    // One cache line more, so that the matrices don't compete for the same cache lines.
    let depth = operands.depth(channels)
    let inStride = depth * lanes + 64 / operands.size
    // Whole vectors, or half of one with sixteen numbers; columns beyond the last tile are never read.
    let columns = operands.lanes == 16 && tiles <= 8 ? 8 : lanes
    let bundles = bundles(of: panels.count)
    let groups = groups(bundles, tiles: tiles, lanes: lanes, transformed: kernels != nil)
    nonisolated(unsafe) let kernels = kernels
    Scratch.with(bytes: tile.products * inStride * operands.size) { scratch in
      nonisolated(unsafe) let v = scratch
      transformTiles(call, rows, into: v, stride: inStride)
      Parallel.forEach(groups.count, costEach: panels.count * panelCount * tiles / groups.count) { group in
        let some = groups.range(group)
        if some.isEmpty { return }
        let first = (panels.lowerBound + some.lowerBound) * Kernels.panelRows
        let outputs = min(weight.rows, (panels.lowerBound + some.upperBound) * Kernels.panelRows) - first
        let outStride = outputs * lanes + 16
        Scratch.with(tile.products * outStride) { m in
          let products = Products(
            tiles: v, tilesStride: inStride, inner: 0..<channels, columns: columns, count: tiles, results: m,
            stride: outStride, outputs: outputs, lanes: lanes)
          if let kernels {
            let place = bundles.place(some.lowerBound)
            multiply(
              byTransformed: kernels + place.first * operands.size, stride: place.stride, panels: some.count, products)
          } else {
            multiplyOnTheWay(panels.lowerBound + some.lowerBound..<panels.lowerBound + some.upperBound, products)
          }
          write(m, stride: outStride, lanes: lanes, first..<first + outputs, call, rows)
        }
      }
    }
  }

  /// Transforms the products at m, which are outputs×lanes, `stride` numbers apart, back into `outputs`.
  func write(
    _ m: UnsafePointer<Float>, stride: Int, lanes: Int, _ outputs: Range<Int>, _ call: Call, _ rows: Range<Int>
  ) {
    nonisolated(unsafe) let m = m
    Parallel.forEach(outputs.count, costEach: tile.products * lanes) { i in
      let output = outputs.lowerBound + i
      TileRows.forPictures(rows, down: call.down, across: call.across) { picture, row, count, tile in
        let place = (picture * weight.rows + output) * call.high * call.wide
        self.tile.output(
          m + i * lanes + tile, stride: stride, ahead: lanes, row: row, down: count,
          across: call.across, bias: call.bias?[output] ?? 0, plus: call.plus.map { $0 + place }, call.y + place,
          call.high, call.wide)
      }
    }
  }

  /// Numbers of products of the smaller tiles that are computed before they are transformed back: 256 KB, so that
  /// they are still in the second-level cache.
  private static let groupCount = 1 << 16

  /// Groups of products that are computed before they are transformed back: equal pieces of each bundle.
  private struct Groups {
    let bundles: Bundles
    let pieces: Int

    var count: Int { bundles.count * pieces }
    /// The panels of a group, counted from the first; empty where a bundle has fewer panels than pieces.
    func range(_ i: Int) -> Range<Int> {
      let bundle = bundles.range(i / pieces)
      let piece = MatrixProduct.piece(i % pieces, of: pieces, bundle.count)
      return bundle.lowerBound + piece.lowerBound..<bundle.lowerBound + piece.upperBound
    }
  }

  private func groups(_ bundles: Bundles, tiles: Int, lanes: Int, transformed: Bool) -> Groups {
    if isLarge {
      // The products for two panels fit the second-level cache, and the tiles the third.
      return Groups(bundles: bundles, pieces: (bundles.bundle + 1) / 2)
    }
    if !transformed && tiles <= Self.fewTiles {
      // As many for each thread.
      let least = (bundles.panels + Self.fewTogether - 1) / Self.fewTogether
      return Groups(
        bundles: bundles, pieces: (least + Parallel.threads - 1) / Parallel.threads * Parallel.threads)
    }
    let most = transformed ? max(1, Self.groupCount / (tile.products * lanes * Kernels.panelRows)) : Self.fewPanels
    return Groups(bundles: bundles, pieces: (bundles.panels + most - 1) / most)
  }
}
