/// The result of a convolution.
///
/// A thread computes some columns of the result at a time: their weights are stored in the order of their use, and
/// the products of a few tiles are still in the second-level cache when they become pixels.
extension TileConvolution {
  /// Columns of the result that are computed together.
  struct Share {
    /// The vectors of channels, and the phases.
    let vectors, phases: Range<Int>

    /// The distance of phases, in columns.
    var phaseColumns: Int { vectors.count * Kernels.lanes }
    var columns: Int { phases.count * phaseColumns }
  }

  /// Two phases of one vector of channels, or up to three vectors, the width of our product; for OpenBLAS enough that
  /// packing the tiles pays.
  var shares: [Share] {
    let vectors = result.phaseColumns / Kernels.lanes
    if library == .openBLAS {
      let most = max(1, 96 / Kernels.lanes)
      let pieces = (vectors + most - 1) / most
      let phases = result.spread == 2 ? [0..<2, 2..<4] : [0..<1]
      return phases.flatMap { phases in
        (0..<pieces).map { Share(vectors: MatrixProduct.piece($0, of: pieces, vectors), phases: phases) }
      }
    }
    if result.spread == 2 {
      return (0..<2 * vectors).map { Share(vectors: $0 / 2..<$0 / 2 + 1, phases: $0 % 2 * 2..<$0 % 2 * 2 + 2) }
    }
    let pieces = (vectors + 2) / 3
    return (0..<pieces).map { Share(vectors: MatrixProduct.piece($0, of: pieces, vectors), phases: 0..<1) }
  }

  /// The result for pictures N×C×H×W, plus `bias`, a number per channel of the result; stored in lanes if possible.
  func callAsFunction(_ x: Tensor, _ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    let shape = [x.shape[0], result.channels, result.height, result.width]
    return lying(inputInLanes: x.isInLanes, resultInLanes: Tensor.fitsLanes(shape)).make(x, weight, bias: bias, shape)
  }

  private func make(_ x: Tensor, _ weight: Tensor, bias: Tensor?, _ shape: [Int]) -> Tensor {
    let n = shape[0]
    return Tensor(shape, inLanes: result.inLanes) { out in
      if out.isEmpty { return }
      x.storage.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            // The smaller of transformed tiles and transformed weights is computed first and shared.
            let bias = bias.isEmpty ? nil : bias.baseAddress
            if library == .openBLAS {
              makeByOpenBLAS(
                x.baseAddress!, n, kernels: nil, weights: w.baseAddress!, bias, out.baseAddress!, apart: false)
            } else if n * down * across < result.columns {
              makeByShares(x.baseAddress!, n, w.baseAddress!, bias, out.baseAddress!, inputs: Self.inputsAtATime)
            } else {
              makeByTiles(x.baseAddress!, n, w.baseAddress!, bias, out.baseAddress!)
            }
          }
        }
      }
    }
  }

  /// The result in inference: by kept transformed kernels, or else, with limited memory, by a share of them and a few
  /// pictures at a time. Each product covers all inputs, so results are identical to the bit, and a picture's result
  /// does not depend on the number of pictures. The input is not split into phases.
  func callAsFunction(_ x: Tensor, _ kernels: TileKernels, bias: Tensor?) -> Tensor {
    precondition(input.spread == 1)
    let n = x.shape[0]
    return Tensor([n, result.channels, result.height, result.width]) { out in
      if out.isEmpty { return }
      x.values.withUnsafeBufferPointer { x in
        (bias?.values ?? []).withUnsafeBufferPointer { bias in
          let bias = bias.isEmpty ? nil : bias.baseAddress
          if let kept = kernels.kept(for: self) {
            kept.withUnsafeBufferPointer { u in
              let u = TileKernels.line(u.baseAddress!)
              if library == .openBLAS {
                makeByOpenBLAS(x.baseAddress!, n, kernels: u, weights: nil, bias, out.baseAddress!, apart: true)
              } else {
                make(x.baseAddress!, by: u, bias, out.baseAddress!, n: n)
              }
            }
            return
          }
          let (inputs, results) = (x.count / n, out.count / n)
          kernels.weight().values.withUnsafeBufferPointer { w in
            if library == .openBLAS {
              makeByOpenBLAS(
                x.baseAddress!, n, kernels: nil, weights: w.baseAddress!, bias, out.baseAddress!, apart: true)
              return
            }
            for first in stride(from: 0, to: n, by: Self.picturesAtATime) {
              makeByShares(
                x.baseAddress! + first * inputs, min(Self.picturesAtATime, n - first), w.baseAddress!, bias,
                out.baseAddress! + first * results, inputs: input.channels)
            }
          }
        }
      }
    }
  }

  /// Pictures whose transformed tiles exist at a time where memory is short.
  private static let picturesAtATime = 8

  /// All weights are transformed first; each thread takes some tiles and computes all shares of them.
  private func makeByTiles(
    _ x: UnsafePointer<Float>, _ n: Int, _ w: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>
  ) {
    Scratch.with(kernelsCount) { u in
      transformKernels(w, into: u)
      make(x, by: u, bias, y, n: n)
    }
  }

  /// Numbers of all transformed kernels, and from one share's to the next one's.
  var kernelsCount: Int { shares.count * shareCount }
  var shareCount: Int { matrices * Self.apart(input.columns * widestShare) }

  /// Transforms the kernels w for all shares, one after the other.
  func transformKernels(_ w: UnsafePointer<Float>, into u: UnsafeMutablePointer<Float>) {
    transformKernels(w, for: shares, into: u)
  }

  func transformKernels(_ w: UnsafePointer<Float>, for shares: [Share], into u: UnsafeMutablePointer<Float>) {
    let size = shareCount
    nonisolated(unsafe) let (w, u) = (w, u)
    if hasEmptyRows { u.initialize(repeating: 0, count: shares.count * size) }
    let pieces = (input.channels + 31) / 32
    Parallel.forEach(shares.count * pieces, costEach: 3 * size / pieces) { item in
      let (share, piece) = item.quotientAndRemainder(dividingBy: pieces)
      for phase in 0..<input.phases.count {
        let inputs = MatrixProduct.piece(piece, of: pieces, input.channels)
        let place = weightsPlace(shares[share], rows: input.columns)
        let row = phase * input.phaseColumns + inputs.lowerBound
        transformWeights(w, shares[share], phase, inputs, into: u + share * size + row * place.stride, place)
      }
    }
  }

  /// Makes the result y of n pictures x by transformed kernels u.
  private func make(
    _ x: UnsafePointer<Float>, by u: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>, n: Int
  ) {
    let rows = productRows(n)
    let tiles = place(rows.mostTiles, input)
    let (shares, size) = (shares, shareCount)
    nonisolated(unsafe) let (x, u, bias, y) = (x, u, bias, y)
    Parallel.forEach(
      rows.blocks, costEach: matrices * input.columns * result.columns * rows.mostTiles / 16
    ) { block in
      Scratch.with(matrices * tiles.matrix + productsSize(rows)) { v in
        let range = rows.block(block)
        transform(x, rows, range, into: v, tiles)
        for (i, share) in shares.enumerated() {
          let products = v + matrices * tiles.matrix
          multiply(
            share, v, tiles, u + i * size, weightsPlace(share, rows: input.columns), inner: input.columns,
            count: range.count * across, into: products, accumulates: false)
          makePixels(share, rows, range, products: products, bias: bias, into: y)
        }
      }
    }
  }

  /// All tiles are transformed first; each thread takes a share and computes it for all tiles, some inputs at a time.
  private func makeByShares(
    _ x: UnsafePointer<Float>, _ n: Int, _ w: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>, inputs atATime: Int
  ) {
    let rows = Rows(self, n: n, tiles: 128)
    let tiles = place(rows.count * across, input)
    let shares = shares
    nonisolated(unsafe) let (x, w, bias, y) = (x, w, bias, y)
    Scratch.with(matrices * tiles.matrix) { v in
      nonisolated(unsafe) let v = v
      rows.forPieces(0..<rows.count, costEach: matrices * input.columns * across) { piece, tile in
        transform(x, rows, piece, into: v + tile * tiles.stride, tiles)
      }
      Parallel.forEach(shares.count, costEach: 3 * matrices * input.columns * widestShare) { item in
        let share = shares[item]
        let place = weightsPlace(share, rows: atATime)
        let size = matrices * place.matrix
        Scratch.with(size + productsSize(rows)) { u in
          for block in 0..<rows.blocks {
            let range = rows.block(block)
            let v = v + range.lowerBound * across * tiles.stride
            for phase in 0..<input.phases.count {
              for first in stride(from: 0, to: input.channels, by: atATime) {
                let inputs = first..<min(first + atATime, input.channels)
                transformWeights(w, share, phase, inputs, into: u, place)
                multiply(
                  share, v + phase * input.phaseColumns + first, tiles, u, place, inner: inputs.count,
                  count: range.count * across, into: u + size, accumulates: phase + first > 0)
              }
            }
            makePixels(share, rows, range, products: u + size, bias: bias, into: y)
          }
        }
      }
    }
  }

  /// Inputs that a share is computed from at a time: their transformed weights, which are used only once, fit the
  /// second-level cache.
  private static let inputsAtATime = 64

  /// Tiles at a time: a share's products fit the second-level cache, and all threads get some.
  private func productRows(_ n: Int) -> Rows {
    Rows(self, n: n, tiles: min(16, max(8, n * down * across / (2 * Parallel.threads))))
  }

  /// Whether the input's vectors have rows beyond its channels; these are multiplied by zero and must not hold NaN.
  private var hasEmptyRows: Bool { input.phaseColumns > input.channels }

  /// The size of a share's products, in numbers.
  func productsSize(_ rows: Rows) -> Int { matrices * Self.apart(rows.mostTiles * widestShare) }
  private var widestShare: Int { shares.map(\.columns).max() ?? 0 }

  func weightsPlace(_ share: Share, rows: Int) -> Kernels.TileMatrices {
    .init(matrix: Self.apart(rows * share.columns), stride: share.columns)
  }

  /// Transforms weights into a matrix with a row for each of `inputs`, channels of a phase of the input, and a column
  /// for each of the share's.
  private func transformWeights(
    _ w: UnsafePointer<Float>, _ share: Share, _ inputPhase: Int, _ inputs: Range<Int>,
    into u: UnsafeMutablePointer<Float>, _ place: Kernels.TileMatrices
  ) {
    let wanted = input.spread == 1 ? share.phases : inputPhase..<inputPhase + 1
    for (phase, taps) in taps.enumerated() where wanted.contains(phase) {
      let column = result.spread == 1 ? 0 : (phase - share.phases.lowerBound) * share.phaseColumns
      for (i, vector) in share.vectors.enumerated() {
        let first = vector * Kernels.lanes
        Kernels.tileWeights(
          tiles(result, (0, 0), row: 0), w + first * outputStep + inputs.lowerBound * inputStep, window: window,
          taps: taps, lane: outputStep, lanes: min(Kernels.lanes, result.channels - first), item: inputStep,
          items: inputs.count, into: u + column + i * Kernels.lanes, place)
      }
    }
  }

  private func productsPlace(_ share: Share, tiles: Int) -> Kernels.TileMatrices {
    .init(matrix: Self.apart(tiles * share.columns), stride: share.columns)
  }

  /// Multiplies `count` tiles v at all points by the share's weights u for `inner` inputs; or adds the products to m.
  func multiply(
    _ share: Share, _ v: UnsafePointer<Float>, _ tiles: Kernels.TileMatrices, _ u: UnsafePointer<Float>,
    _ weights: Kernels.TileMatrices, inner: Int, count: Int, into m: UnsafeMutablePointer<Float>, accumulates: Bool
  ) {
    let place = productsPlace(share, tiles: count)
    // With many points, most of the rounding error comes from long sums.
    let together = library == .openBLAS && points > 6 ? Self.inputsAtATime : max(1, inner)
    for k in 0..<matrices {
      for first in stride(from: 0, to: inner, by: together) {
        MatrixProduct.strided(
          v + k * tiles.matrix + first, row: tiles.stride, inner: 1,
          u + k * weights.matrix + first * weights.stride, stride: weights.stride, into: m + k * place.matrix,
          stride: place.stride, rows: count, inner: min(together, inner - first), columns: share.columns,
          accumulates: accumulates || first > 0, next: place.matrix)
      }
    }
  }

  /// Computes a share of the pixels in the rows of tiles in `range` from their products m.
  func makePixels(
    _ share: Share, _ rows: Rows, _ range: Range<Int>, products m: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>
  ) {
    let place = productsPlace(share, tiles: range.count * across)
    rows.forPictures(range) { picture, row, count, tile in
      for (i, vector) in share.vectors.enumerated() {
        let first = vector * Kernels.lanes
        for j in 0..<count {
          Kernels.tileOutput(
            self.tiles(result, (share.phases.lowerBound / 2, result.spread - 1), row: row + j),
            m + (tile + j * across) * place.stride + i * Kernels.lanes, phase: share.phaseColumns, place,
            across: across, bias: bias.map { $0 + first },
            into: y + (picture * result.channels + first) * result.height * result.width,
            channels: min(Kernels.lanes, result.channels - first))
        }
      }
    }
  }
}
