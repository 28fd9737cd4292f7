/// The result of a convolution by OpenBLAS: blocks of transformed tiles are multiplied by shares of the kernels, and
/// the products are transformed to pixels.
extension TileConvolution {
  /// Tiles per block, and the numbers of transformed kernels that exist at a time where none are kept (64 MB).
  private static let (blockTiles, kernelsAtATime) = (96, 1 << 24)

  /// Rows of tiles, numbered through all pictures, in blocks that depend on shapes alone.
  private struct Blocks: Sendable {
    let rows: Rows
    /// Blocks per picture; nil where blocks extend over pictures.
    let ofPicture: Int?

    init(_ convolution: TileConvolution, n: Int, apart: Bool) {
      rows = Rows(convolution, n: n, tiles: blockTiles)
      let most = max(1, blockTiles / convolution.across)
      ofPicture = apart ? (convolution.down + most - 1) / most : nil
    }

    var count: Int { ofPicture.map { $0 * rows.count / rows.down } ?? rows.blocks }

    subscript(i: Int) -> Range<Int> {
      guard let ofPicture else { return rows.block(i) }
      let (picture, piece) = i.quotientAndRemainder(dividingBy: ofPicture)
      let some = MatrixProduct.piece(piece, of: ofPicture, rows.down)
      return picture * rows.down + some.lowerBound..<picture * rows.down + some.upperBound
    }
  }

  /// Computes the result y of n pictures x by transformed `kernels`, or by `weights` that are transformed on the way.
  /// With `apart`, each picture is multiplied separately.
  func makeByOpenBLAS(
    _ x: UnsafePointer<Float>, _ n: Int, kernels: UnsafePointer<Float>?, weights: UnsafePointer<Float>?,
    _ bias: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>, apart: Bool
  ) {
    let (shares, blocks) = (shares, Blocks(self, n: n, apart: apart))
    guard let weights else { return make(x, blocks, shares, by: kernels!, bias, y) }
    let together = max(1, Self.kernelsAtATime / shareCount)
    Scratch.with(min(together, shares.count) * shareCount) { u in
      for first in stride(from: 0, to: shares.count, by: together) {
        let some = Array(shares[first..<min(shares.count, first + together)])
        transformKernels(weights, for: some, into: u)
        make(x, blocks, some, by: u, bias, y)
      }
    }
  }

  private func make(
    _ x: UnsafePointer<Float>, _ blocks: Blocks, _ shares: [Share], by u: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>
  ) {
    let (rows, size) = (blocks.rows, shareCount)
    let cost = size * rows.mostTiles / 16
    nonisolated(unsafe) let (x, u, bias, y) = (x, u, bias, y)
    /// Computes one share of the pixels of a block, whose transformed tiles are at v.
    @Sendable func make(
      _ i: Int, _ range: Range<Int>, _ v: UnsafePointer<Float>, _ tiles: Kernels.TileMatrices,
      _ products: UnsafeMutablePointer<Float>
    ) {
      multiply(
        shares[i], v, tiles, u + i * size, weightsPlace(shares[i], rows: input.columns), inner: input.columns,
        count: range.count * across, into: products, accumulates: false)
      makePixels(shares[i], rows, range, products: products, bias: bias, into: y)
    }
    if blocks.count >= 2 * Parallel.threads {
      // Each thread takes a block, whose tiles stay in its cache.
      Parallel.forEach(blocks.count, costEach: cost * shares.count) { block in
        let range = blocks[block]
        let tiles = place(range.count * across, input)
        Scratch.with(matrices * tiles.matrix + productsSize(rows)) { v in
          transform(x, rows, range, into: v, tiles)
          for i in shares.indices { make(i, range, v, tiles, v + matrices * tiles.matrix) }
        }
      }
      return
    }
    // With few tiles, all threads transform them first and then take shares.
    let tiles = place(rows.count * across, input)
    Scratch.with(matrices * tiles.matrix) { v in
      nonisolated(unsafe) let v = v
      rows.forPieces(0..<rows.count, costEach: matrices * input.columns * across) { piece, tile in
        transform(x, rows, piece, into: v + tile * tiles.stride, tiles)
      }
      Parallel.forEach(blocks.count * shares.count, costEach: cost) { item in
        let (block, i) = item.quotientAndRemainder(dividingBy: shares.count)
        let range = blocks[block]
        Scratch.with(productsSize(rows)) {
          make(i, range, v + range.lowerBound * across * tiles.stride, tiles, $0)
        }
      }
    }
  }
}
