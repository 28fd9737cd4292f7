package import Tensors

/// A 4×4 jigsaw puzzle whose pieces come in three shapes: four corners, four inner pieces and eight edge pieces, so that
/// every piece fits every place of its shape after some quarter turns (Geng et al. 2023, the jigsaw view; the knobs are
/// circles of our own).
///
/// Along the rim and along the inner ring each piece has a knob in its clockwise neighbour; each edge piece also has one in
/// the inner piece before it. All geometry is in whole numbers of half pixels, so turned pieces match to the pixel.
package struct Jigsaw {
  /// A place on the 4×4 board.
  package struct Cell: Hashable { var column, row: Int }

  /// Places of each shape, clockwise from the top left.
  package static let corners = [(0, 0), (3, 0), (3, 3), (0, 3)].map(Cell.init)
  package static let inner = [(1, 1), (2, 1), (2, 2), (1, 2)].map(Cell.init)
  package static let edges = [(1, 0), (2, 0), (3, 1), (3, 2), (2, 3), (1, 3), (0, 2), (0, 1)].map(Cell.init)

  /// The places of the rim, clockwise.
  static let rim: [Cell] = (0..<4).flatMap { (quarter: Int) -> [Cell] in
    [corners[quarter], edges[2 * quarter], edges[2 * quarter + 1]]
  }

  /// A side of a cell, clockwise from the top.
  enum Side: Int, CaseIterable { case top, right, bottom, left }

  /// The cell whose knob reaches into `cell` across that side.
  static func giver(_ cell: Cell, _ side: Side) -> Cell? {
    let step = [(0, -1), (1, 0), (0, 1), (-1, 0)][side.rawValue]
    let neighbour = Cell(column: cell.column + step.0, row: cell.row + step.1)
    if let place = rim.firstIndex(of: cell) { return rim[(place + 11) % 12] == neighbour ? neighbour : nil }
    let place = inner.firstIndex(of: cell)!
    return rim.contains(neighbour) || inner[(place + 3) % 4] == neighbour ? neighbour : nil
  }

  /// The length of a cell's sides, in pixels.
  let side: Int

  package init(side: Int) { self.side = side }

  private static let givers: [Cell: [(side: Side, giver: Cell)]] = Dictionary(
    uniqueKeysWithValues: (rim + inner).map { cell in
      (cell, Side.allCases.compactMap { side in giver(cell, side).map { (side, $0) } })
    })

  /// The piece that the pixel belongs to, by its cell in the solved puzzle.
  package func piece(y: Int, x: Int) -> Cell {
    let cell = Cell(column: x / side, row: y / side)
    let (u, v) = (2 * (x - cell.column * side) + 1, 2 * (y - cell.row * side) + 1)
    for (edge, giver) in Jigsaw.givers[cell]! {
      let (along, depth) =
        switch edge {
        case .top: (u, v)
        case .bottom: (u, 2 * side - v)
        case .left: (v, u)
        case .right: (v, 2 * side - u)
        }
      // A circle of radius 0.16 sides, its centre 0.1 sides deep in the middle of the edge; times 25 to be whole.
      let (a, b) = (25 * (along - side), 25 * depth - 5 * side)
      if a * a + b * b < 64 * side * side { return giver }
    }
    return cell
  }

  /// The pixel's position after its piece moved from `cell` to `place` and was turned clockwise by that many quarters.
  func moved(y: Int, x: Int, from cell: Cell, to place: Cell, quarters: Int) -> (y: Int, x: Int) {
    // Offsets from the cell's middle in half pixels.
    var (dx, dy) = (2 * x + 1 - (2 * cell.column + 1) * side, 2 * y + 1 - (2 * cell.row + 1) * side)
    for _ in 0..<quarters { (dx, dy) = (-dy, dx) }
    return (((2 * place.row + 1) * side + dy - 1) / 2, ((2 * place.column + 1) * side + dx - 1) / 2)
  }
}

extension PixelOrder {
  /// The puzzle with every piece in a random place of its shape. Square pictures whose side is a multiple of 4.
  package static func jigsaw(_ height: Int, _ width: Int, generator: Generator) throws -> PixelOrder {
    try View.Rearrangement.jigsaw.requireSize(height, width)
    var moves: [Jigsaw.Cell: (place: Jigsaw.Cell, quarters: Int)] = [:]
    for (cells, perSide) in [(Jigsaw.corners, 1), (Jigsaw.inner, 1), (Jigsaw.edges, 2)] {
      for (from, to) in generator.permutation(cells.count).enumerated() {
        moves[cells[from]] = (cells[to], (to / perSide - from / perSide + 4) % 4)
      }
    }
    let puzzle = Jigsaw(side: height / 4)
    return PixelOrder(height, width) { y, x in
      let piece = puzzle.piece(y: y, x: x)
      let move = moves[piece]!
      return puzzle.moved(y: y, x: x, from: piece, to: move.place, quarters: move.quarters)
    }
  }
}
