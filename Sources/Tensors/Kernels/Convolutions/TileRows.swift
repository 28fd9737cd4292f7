/// Rows of Winograd's tiles, counted through all pictures.
enum TileRows {
  /// Calls `body` for the rows of each picture that `rows` has some of, of `down` rows a picture and `across` tiles a row:
  /// the picture, its first row, how many, and the first tile's place among those of `rows`.
  static func forPictures(
    _ rows: Range<Int>, down: Int, across: Int, _ body: (_ picture: Int, _ row: Int, _ count: Int, _ tile: Int) -> Void
  ) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let count = min(down - row % down, rows.upperBound - row)
      body(row / down, row % down, count, (row - rows.lowerBound) * across)
      row += count
    }
  }
}
