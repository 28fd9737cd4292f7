/// A 3×3 convolution of stride 1 in training, by Winograd's F(4×4, 3×3) (Lavin & Gray 2016) and its adjoints: the result
/// and both gradients at a quarter of the multiplications.
///
/// Weights change with every step, and pictures are wanted again for the weights' gradient, so that nothing is packed:
/// transformed pictures and weights are 36 matrices with a row for each tile or input and a column for each channel, as
/// `Kernels.stridedProduct` takes them.
struct TileConvolution: Sendable {
  let padding: Int

  /// Numbers of transformed tiles that a thread has at a time (512 KB): with the weights they stay in the second cache.
  private static let blockCount = 1 << 17

  /// The rows of tiles of some pictures, counted through, in pieces that a thread works on at a time.
  private struct Rows {
    let n, down, across, most: Int

    init(n: Int, high: Int, wide: Int, columns: Int) {
      self.n = n
      (down, across) = ((high + 3) / 4, (wide + 3) / 4)
      most = max(1, TileConvolution.blockCount / (36 * columns * across))
    }

    var blocks: Int { (n * down + most - 1) / most }
    func block(_ i: Int) -> Range<Int> { MatrixProduct.piece(i, of: blocks, n * down) }
    var mostTiles: Int { most * across }
  }

  /// Numbers from one of the 36 matrices to the next: a line more, so that they don't compete for the same places of the
  /// cache.
  private static func apart(_ count: Int) -> Int { count + Kernels.lanes }

  /// The convolution of N×C×H×W by O×C×3×3, plus `bias`.
  func callAsFunction(_ x: Tensor, _ weight: Tensor, bias: Tensor?) -> Tensor {
    let channels = weight.shape[1]
    return run(
      x, weight, outputs: weight.shape[0], lane: 9 * channels, item: 9, turned: false, bias: bias, padding: padding)
  }

  /// What g, N×O×h×w, says of the input N×C×H×W: its convolution by the weights turned by 180°.
  func inputGradient(_ g: Tensor, _ weight: Tensor) -> Tensor {
    let channels = weight.shape[1]
    return run(
      g, weight, outputs: channels, lane: 9, item: 9 * channels, turned: true, bias: nil, padding: 2 - padding)
  }

  private func run(
    _ x: Tensor, _ weight: Tensor, outputs: Int, lane: Int, item: Int, turned: Bool, bias: Tensor?, padding: Int
  ) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (high, wide) = (height + 2 * padding - 2, width + 2 * padding - 2)
    let lanes = Kernels.lanes
    let (inColumns, outColumns) = (Kernels.wholeVectors(channels), Kernels.wholeVectors(outputs))
    let rows = Rows(n: n, high: high, wide: wide, columns: inColumns + outColumns)
    let weights = Kernels.TileMatrices(matrix: Self.apart(channels * outColumns), stride: outColumns)
    let tiles = Kernels.TileMatrices(matrix: Self.apart(rows.mostTiles * inColumns), stride: inColumns)
    let results = Kernels.TileMatrices(matrix: Self.apart(rows.mostTiles * outColumns), stride: outColumns)
    return Tensor([n, outputs, high, wide]) { out in
      if out.isEmpty { return }
      Scratch.with(36 * weights.matrix) { u in
        x.values.withUnsafeBufferPointer { x in
          weight.values.withUnsafeBufferPointer { w in
            (bias?.values ?? []).withUnsafeBufferPointer { bias in
              nonisolated(unsafe) let (x, w, u, y) = (x.baseAddress!, w.baseAddress!, u, out.baseAddress!)
              nonisolated(unsafe) let bias = bias.isEmpty ? nil : bias.baseAddress
              Parallel.forEach(outColumns / lanes, costEach: 100 * channels) { i in
                Kernels.tileWeights(
                  w + i * lanes * lane, lane: lane, lanes: min(lanes, outputs - i * lanes), item: item, items: channels,
                  turned: turned, into: u + i * lanes, weights)
              }
              Parallel.forEach(rows.blocks, costEach: 36 * channels * outputs * rows.mostTiles / 16) { block in
                Scratch.with(36 * (tiles.matrix + results.matrix)) { v in
                  let m = v + 36 * tiles.matrix
                  let range = rows.block(block)
                  Self.transform(x, channels, height, width, padding: padding, rows, range, into: v, tiles)
                  for k in 0..<36 {
                    Kernels.stridedProduct(
                      v + k * tiles.matrix, row: tiles.stride, inner: 1, u + k * weights.matrix, stride: weights.stride,
                      into: m + k * results.matrix, stride: results.stride, rows: range.count * rows.across,
                      inner: channels, columns: outColumns)
                  }
                  for first in stride(from: 0, to: outputs, by: lanes) {
                    for row in range {
                      Kernels.tileOutput(
                        m + (row - range.lowerBound) * rows.across * results.stride + first, results,
                        row: row % rows.down, across: rows.across, bias: bias.map { $0 + first },
                        into: y + (row / rows.down * outputs + first) * high * wide,
                        channels: min(lanes, outputs - first), high, wide)
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// Transforms `range` of the rows of tiles of pictures N×C×H×W.
  private static func transform(
    _ x: UnsafePointer<Float>, _ channels: Int, _ height: Int, _ width: Int, padding: Int, _ rows: Rows,
    _ range: Range<Int>, into v: UnsafeMutablePointer<Float>, _ place: Kernels.TileMatrices
  ) {
    var row = range.lowerBound
    while row < range.upperBound {
      let count = min(rows.down - row % rows.down, range.upperBound - row)
      for first in stride(from: 0, to: channels, by: Kernels.lanes) {
        Kernels.tileInput(
          x + (row / rows.down * channels + first) * height * width, channels: min(Kernels.lanes, channels - first),
          height, width, padding: padding, row: row % rows.down, down: count, across: rows.across,
          into: v + (row - range.lowerBound) * rows.across * place.stride + first, place)
      }
      row += count
    }
  }

  /// Sums that are made apart and then added up in order, so that the result does not depend on the number of threads.
  private static let groups = 8

  /// What g, N×O×h×w, says of the weights O×C×3×3 of a convolution of x, N×C×H×W.
  func weightGradient(_ x: Tensor, _ g: Tensor) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let (_, outputs, high, wide) = g.nchw
    let lanes = Kernels.lanes
    let (inColumns, outColumns) = (Kernels.wholeVectors(channels), Kernels.wholeVectors(outputs))
    let rows = Rows(n: n, high: high, wide: wide, columns: inColumns + outColumns)
    let groups = min(Self.groups, rows.blocks)
    let sums = Kernels.TileMatrices(matrix: Self.apart(outputs * inColumns), stride: inColumns)
    let tiles = Kernels.TileMatrices(matrix: Self.apart(rows.mostTiles * inColumns), stride: inColumns)
    let results = Kernels.TileMatrices(matrix: Self.apart(rows.mostTiles * outColumns), stride: outColumns)
    return Tensor([outputs, channels, 3, 3]) { out in
      if out.isEmpty { return }
      if groups == 0 { return out.initialize(repeating: 0) }
      Scratch.with(groups * 36 * sums.matrix) { u in
        x.values.withUnsafeBufferPointer { x in
          g.values.withUnsafeBufferPointer { g in
            nonisolated(unsafe) let (x, g, u, w) = (x.baseAddress!, g.baseAddress!, u, out.baseAddress!)
            Parallel.forEach(groups) { group in
              let u = u + group * 36 * sums.matrix
              let blocks = MatrixProduct.piece(group, of: groups, rows.blocks)
              Scratch.with(36 * (tiles.matrix + results.matrix)) { v in
                let m = v + 36 * tiles.matrix
                for block in blocks {
                  let range = rows.block(block)
                  Self.transform(x, channels, height, width, padding: padding, rows, range, into: v, tiles)
                  for row in range {
                    for first in stride(from: 0, to: outputs, by: lanes) {
                      Kernels.tileGradient(
                        g + (row / rows.down * outputs + first) * high * wide, channels: min(lanes, outputs - first),
                        high, wide, row: row % rows.down, across: rows.across,
                        into: m + (row - range.lowerBound) * rows.across * results.stride + first, results)
                    }
                  }
                  for k in 0..<36 {
                    Kernels.stridedProduct(
                      m + k * results.matrix, row: 1, inner: results.stride, v + k * tiles.matrix, stride: tiles.stride,
                      into: u + k * sums.matrix, stride: sums.stride, rows: outputs, inner: range.count * rows.across,
                      columns: inColumns, accumulates: block > blocks.lowerBound)
                  }
                }
              }
            }
            Parallel.forEach(36, costEach: groups * sums.matrix) { k in
              for group in 1..<max(1, groups) {
                let (total, share) = (u + k * sums.matrix, u + (group * 36 + k) * sums.matrix)
                Kernels.add(total, share, total, outputs * inColumns, 1)
              }
            }
            Parallel.forEach(outputs, costEach: 30 * channels) { output in
              for first in stride(from: 0, to: channels, by: lanes) {
                Kernels.tileWeightsGradient(
                  u + output * sums.stride + first, matrix: sums.matrix, lanes: min(lanes, channels - first),
                  into: w + 9 * (output * channels + first))
              }
            }
          }
        }
      }
    }
  }
}
