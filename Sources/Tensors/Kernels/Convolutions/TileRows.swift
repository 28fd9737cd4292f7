/// Rows of Winograd's tiles, counted through all pictures.
enum TileRows {
  /// Calls `body` for the rows of each picture in `rows`, with `down` rows per picture and `across` tiles per row. It
  /// gets the picture, its first row, the number of rows, and the index of the first tile within `rows`.
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
