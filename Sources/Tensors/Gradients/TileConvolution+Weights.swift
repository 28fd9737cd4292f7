/// The gradient of a convolution's weights.
///
/// All threads transform some tiles; then each computes some of the sums over them. Every sum adds blocks of tiles in
/// order, and the shapes alone decide the size of the blocks, so the result does not depend on the number of threads.
/// Results are not split into phases: the weights' gradient of a layer that doubles a picture is that of the
/// convolution that halves it, whose tiles are smaller.
extension TileConvolution {
  /// The number of tiles that are transformed at a time, for n pictures. Sums are read and written once per block:
  /// with eight tiles that was most of the traffic through the caches. Between 32 and 64 no difference was measured;
  /// 96 were slower. Up to 128 tiles of a wide layer are one block, so that its sums are complete at once and 42 MB
  /// of them (512 channels by 256) need not be kept.
  private func tilesAtATime(_ n: Int) -> Int { !sharesPoints && n * down * across <= 128 ? 128 : 64 }

  /// A part of the sums, outputs by inputs: vectors of columns of both.
  private struct Piece {
    let outputs, inputs: Range<Int>
  }

  /// All of the sums.
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
    let most = library == .own ? 4 : max(1, 96 / Kernels.lanes)
    return (min(most, result.columns / Kernels.lanes), min(most, input.columns / Kernels.lanes))
  }

  /// Whether the sums are so few that keeping all of them costs less than reading tiles more often.
  private var sharesPoints: Bool { result.columns * input.columns <= 256 * 256 }

  private var sumsPlace: Kernels.TileMatrices {
    let (high, wide) = pieceSize
    return .init(matrix: Self.apart(high * wide * Kernels.lanes * Kernels.lanes), stride: wide * Kernels.lanes)
  }

  /// The gradients of the weights and of a bias from g, the gradient of the result; x is the input.
  func gradients(_ x: Tensor, _ g: Tensor, shape: [Int]) -> (weight: Tensor, bias: Tensor) {
    precondition(result.spread == 1, "a result that is dealt to phases")
    return lying(inputInLanes: x.isInLanes, resultInLanes: g.isInLanes).sums(x, g, shape: shape)
  }

  private func sums(_ x: Tensor, _ g: Tensor, shape: [Int]) -> (weight: Tensor, bias: Tensor) {
    let rows = Rows(self, n: x.shape[0], tiles: tilesAtATime(x.shape[0]))
    let (tiles, results) = (place(rows.mostTiles, input), place(rows.mostTiles, result))
    let pieces = pieces
    let size = matrices * sumsPlace.matrix
    let shares = sharesPoints ? min(matrices, (8 * Parallel.threads + pieces.count - 1) / pieces.count) : 1
    // Sums that one thread completes in one block are gathered immediately.
    let kept = rows.blocks > 1 || shares > 1 ? pieces.count * size : 0
    var bias = [Float](repeating: 0, count: result.channels)
    let weight = Tensor(shape) { out in
      if out.isEmpty { return }
      if rows.count == 0 { return out.initialize(repeating: 0) }
      Scratch.with(matrices * (tiles.matrix + results.matrix) + kept + rows.count * result.columns) { v in
        x.storage.withUnsafeBufferPointer { x in
          g.storage.withUnsafeBufferPointer { g in
            nonisolated(unsafe) let (x, g, w) = (x.baseAddress!, g.baseAddress!, out.baseAddress!)
            nonisolated(unsafe) let (v, m) = (v, v + matrices * tiles.matrix)
            nonisolated(unsafe) let sums = m + matrices * results.matrix
            nonisolated(unsafe) let biases = sums + kept
            for block in 0..<rows.blocks {
              let range = rows.block(block)
              rows.forPieces(range, costEach: matrices * (input.columns + result.columns) * across) { rowsOfIt, tile in
                transform(x, rows, rowsOfIt, into: v + tile * tiles.stride, tiles)
                spread(g, rows, rowsOfIt, into: m + tile * results.stride, results, biases: biases)
              }
              Parallel.forEach(pieces.count * shares, costEach: size / shares * range.count * across / 16) { item in
                let (i, share) = item.quotientAndRemainder(dividingBy: shares)
                func finish(_ sums: UnsafeMutablePointer<Float>) {
                  addProducts(
                    pieces[i], points: MatrixProduct.piece(share, of: shares, matrices), m, results, v, tiles,
                    count: range.count * across, to: sums, isFirst: block == 0)
                  if shares == 1 && block == rows.blocks - 1 {
                    for vector in pieces[i].outputs { gather(pieces[i], vector, sums, into: w) }
                  }
                }
                if kept > 0 { finish(sums + i * size) } else { Scratch.with(size, finish) }
              }
            }
            if shares > 1 {
              let high = pieceSize.high
              Parallel.forEach(pieces.count * high, costEach: size / high) { item in
                let (i, row) = item.quotientAndRemainder(dividingBy: high)
                if row < pieces[i].outputs.count {
                  gather(pieces[i], pieces[i].outputs.lowerBound + row, sums + i * size, into: w)
                }
              }
            }
            bias = sum(biases, rows: rows.count)
          }
        }
      }
    }
    return (weight, Tensor([result.channels], bias))
  }

  /// The channels' sums from those of rows of tiles.
  private func sum(_ biases: UnsafePointer<Float>, rows: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: result.channels)
    for row in 0..<rows {
      for channel in sums.indices { sums[channel] += Double(biases[row * result.columns + channel]) }
    }
    return sums.map { Float($0) }
  }

  /// Adds the contribution of `count` tiles to a piece of the sums at some points; m are the gradients and v the
  /// inputs, both transformed.
  private func addProducts(
    _ piece: Piece, points: Range<Int>, _ m: UnsafePointer<Float>, _ results: Kernels.TileMatrices,
    _ v: UnsafePointer<Float>,
    _ tiles: Kernels.TileMatrices, count: Int, to sums: UnsafeMutablePointer<Float>, isFirst: Bool
  ) {
    let place = sumsPlace
    let (output, input) = (piece.outputs.lowerBound * Kernels.lanes, piece.inputs.lowerBound * Kernels.lanes)
    // A result with few channels has few rows, not a whole vector of them.
    let rows = min(piece.outputs.count * Kernels.lanes, result.channels - output)
    for k in points {
      MatrixProduct.strided(
        m + k * results.matrix + output, row: 1, inner: results.stride, v + k * tiles.matrix + input,
        stride: tiles.stride, into: sums + k * place.matrix, stride: place.stride, rows: rows, inner: count,
        columns: piece.inputs.count * Kernels.lanes, accumulates: !isFirst,
        // The points after these may belong to another thread.
        next: k + 1 < points.upperBound ? place.matrix : 0)
    }
  }

  /// The weights' gradient of a vector of outputs, from a piece of the sums.
  private func gather(
    _ piece: Piece, _ vector: Int, _ sums: UnsafePointer<Float>, into w: UnsafeMutablePointer<Float>
  ) {
    let place = sumsPlace
    let start = (vector - piece.outputs.lowerBound) * Kernels.lanes
    for row in start..<start + Kernels.lanes {
      let output = piece.outputs.lowerBound * Kernels.lanes + row
      if output >= result.channels { return }
      for (i, vector) in piece.inputs.enumerated() {
        let (phase, first) = (vector * Kernels.lanes).quotientAndRemainder(dividingBy: input.phaseColumns)
        Kernels.tileWeightsGradient(
          tiles(result, (0, 0), row: 0), sums + row * place.stride + i * Kernels.lanes, matrix: place.matrix,
          lanes: min(Kernels.lanes, input.channels - first), taps: taps[phase], lane: inputStep,
          into: w + output * outputStep + first * inputStep)
      }
    }
  }
}
