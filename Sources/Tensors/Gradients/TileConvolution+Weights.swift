/// The gradient of a convolution's weights.
///
/// All threads transform some tiles; then each makes some of the sums over these, at all points. Every sum is one in the
/// order of the tiles: it depends neither on the number of threads nor on how many tiles are transformed at a time.
extension TileConvolution {
  /// Tiles that are transformed at a time. For so many sums are read and written once: with eight that was most of what
  /// passed through the caches. Between 32 and 128 no difference was measured.
  private static let tilesAtATime = 64

  /// Some of the sums, outputs by inputs: vectors of columns of both.
  private struct Piece {
    let outputs, inputs: Range<Int>
  }

  /// All of the sums, in pieces that stay in the second cache; smaller ones where there are few, so that all threads have
  /// some.
  private var pieces: [Piece] {
    let (outputs, inputs) = (result.columns / Kernels.lanes, input.columns / Kernels.lanes)
    let (high, wide) = pieceSize
    let (down, across) = ((outputs + high - 1) / high, (inputs + wide - 1) / wide)
    return (0..<down * across).map {
      Piece(
        outputs: MatrixProduct.piece($0 / across, of: down, outputs),
        inputs: MatrixProduct.piece($0 % across, of: across, inputs))
    }
  }

  /// The most vectors of outputs and of inputs.
  private var pieceSize: (high: Int, wide: Int) {
    result.columns * input.columns < 128 * 128 ? (1, 2) : (2, 4)
  }

  private var sumsPlace: Kernels.TileMatrices {
    let (high, wide) = pieceSize
    return .init(matrix: Self.apart(high * wide * Kernels.lanes * Kernels.lanes), stride: wide * Kernels.lanes)
  }

  /// What g, a gradient of the result, says of the weights; x is what went in.
  func weightGradient(_ x: Tensor, _ g: Tensor, shape: [Int]) -> Tensor {
    let rows = Rows(self, n: x.shape[0], tiles: Self.tilesAtATime)
    let (tiles, results) = (place(rows.mostTiles, input), place(rows.mostTiles, result))
    let pieces = pieces
    let size = matrices * sumsPlace.matrix
    // Sums that one block completes are gathered at once.
    let kept = rows.blocks > 1 ? pieces.count * size : 0
    return Tensor(shape) { out in
      if out.isEmpty { return }
      if rows.count == 0 { return out.initialize(repeating: 0) }
      Scratch.with(matrices * (tiles.matrix + results.matrix) + kept) { v in
        x.values.withUnsafeBufferPointer { x in
          g.values.withUnsafeBufferPointer { g in
            nonisolated(unsafe) let (x, g, w) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
            nonisolated(unsafe) let (v, m) = (v, v + matrices * tiles.matrix)
            nonisolated(unsafe) let sums = m + matrices * results.matrix
            for block in 0..<rows.blocks {
              let range = rows.block(block)
              rows.forPieces(range, costEach: matrices * (input.columns + result.columns) * across) { rowsOfIt, tile in
                transform(x, rows, rowsOfIt, into: v + tile * tiles.stride, tiles)
                spread(g, rows, rowsOfIt, into: m + tile * results.stride, results)
              }
              Parallel.forEach(pieces.count, costEach: size * range.count * across / 16) { i in
                func finish(_ sums: UnsafeMutablePointer<Float>) {
                  addProducts(
                    pieces[i], m, results, v, tiles, count: range.count * across, to: sums, isFirst: block == 0)
                  if block == rows.blocks - 1 { gather(pieces[i], sums, into: w) }
                }
                if kept > 0 { finish(sums + i * size) } else { Scratch.with(size, finish) }
              }
            }
          }
        }
      }
    }
  }

  /// Adds to a piece of the sums what `count` tiles say, of the gradients m and the inputs v, both transformed.
  private func addProducts(
    _ piece: Piece, _ m: UnsafePointer<Float>, _ results: Kernels.TileMatrices, _ v: UnsafePointer<Float>,
    _ tiles: Kernels.TileMatrices, count: Int, to sums: UnsafeMutablePointer<Float>, isFirst: Bool
  ) {
    let place = sumsPlace
    let (output, input) = (piece.outputs.lowerBound * Kernels.lanes, piece.inputs.lowerBound * Kernels.lanes)
    // A result of few channels has few rows, not a vector of them.
    let outputs = piece.outputs.count * Kernels.lanes
    let rows = result.spread == 1 ? min(outputs, result.channels - output) : outputs
    for k in 0..<matrices {
      Kernels.stridedProduct(
        m + k * results.matrix + output, row: 1, inner: results.stride, v + k * tiles.matrix + input,
        stride: tiles.stride, into: sums + k * place.matrix, stride: place.stride, rows: rows, inner: count,
        columns: piece.inputs.count * Kernels.lanes, accumulates: !isFirst)
    }
  }

  /// The weights' gradient from a piece of the sums.
  private func gather(_ piece: Piece, _ sums: UnsafePointer<Float>, into w: UnsafeMutablePointer<Float>) {
    let place = sumsPlace
    let firstRow = piece.outputs.lowerBound * Kernels.lanes
    for row in 0..<piece.outputs.count * Kernels.lanes {
      let (outputPhase, output) = (firstRow + row).quotientAndRemainder(dividingBy: result.phaseColumns)
      if output >= result.channels { continue }
      for (i, vector) in piece.inputs.enumerated() {
        let (inputPhase, first) = (vector * Kernels.lanes).quotientAndRemainder(dividingBy: input.phaseColumns)
        // One of the two has but one phase.
        Kernels.tileWeightsGradient(
          tiles(result, (0, 0), row: 0), sums + row * place.stride + i * Kernels.lanes, matrix: place.matrix,
          lanes: min(Kernels.lanes, input.channels - first), taps: taps[outputPhase + inputPhase], lane: inputStep,
          into: w + output * outputStep + first * inputStep)
      }
    }
  }
}
