/// Convolutions in training, and in inference for layers with few channels, by Winograd's F(m×m, r×r) (Lavin & Gray
/// 2016) and its adjoints.
///
/// 3×3 kernels of stride 1 compute tiles of 4×4 pixels from 36 products, or of 7×7 from 81 where those are clearly
/// fewer: a quarter of the multiplications, or less than a fifth.
///
/// A transposed convolution of 4×4 kernels, stride 2 and padding 1 is a convolution by 2×2 kernels for each of the
/// four phases of its result's pixels. One transform of the input's tile serves all four: 8×8 pixels of each from 81
/// products, a third of the multiplications. The gradient of its input reverses this: each phase is transformed, and
/// 7×7 pixels of the sum come from 64 products, again a third.
///
/// A 3×3 convolution of stride 2 and padding 1 is computed like that gradient, and the gradient of its input like the
/// transposed convolution, both with some taps of zero: three fifths of the multiplications.
///
/// In training, weights change with every step, and pictures are used again for the weights' gradient, so nothing is
/// packed. Transformed pictures and weights are matrices with a row for each tile or input and a column for each
/// channel, as `MatrixProduct.strided` takes them. In inference `TileKernels` keeps the transformed weights.
struct TileConvolution: Sendable {
  /// One side of the convolution, cut into tiles: input or result.
  struct Side: Sendable {
    let channels, height, width: Int
    /// 2 where the pixels are split into four phases, each convolved separately; otherwise 1.
    let spread: Int
    /// The first tile's first pixel in the first phase; the second phase begins one pixel earlier.
    let start: Int
    /// Whether its pixels are stored in lanes.
    var inLanes = false

    /// The phases by rows and columns.
    var phases: [(y: Int, x: Int)] { spread == 1 ? [(0, 0)] : [(0, 0), (0, 1), (1, 0), (1, 1)] }
    /// A phase's channels, in whole vectors, and those of all phases.
    var phaseColumns: Int { Kernels.wholeVectors(channels) }
    var columns: Int { spread * spread * phaseColumns }
  }

  private(set) var input, result: Side
  /// The library that multiplies.
  var library = ProductLibrary.own
  let points, outputs: Int
  /// Tiles down and across.
  let down, across: Int
  /// The numbers of the kernel of a pair of channels, and where those of each phase begin.
  let window: Int
  let taps: [[UInt8]]
  /// The distances of the kernels of outputs and of inputs, in numbers.
  let outputStep, inputStep: Int

  var matrices: Int { points * points }

  /// A 3×3 convolution of stride 1 by weights O×C×3×3.
  static func convolution(
    channels: Int, outputs: Int, height: Int, width: Int, padding: Int, onlySix: Bool = false
  ) -> Self {
    Self(
      Side(channels: channels, height: height, width: width, spread: 1, start: -padding),
      Side(channels: outputs, height: height + 2 * padding - 2, width: width + 2 * padding - 2, spread: 1, start: 0),
      kernel: 3, window: 9, taps: [Array(0..<9)], outputStep: 9 * channels, inputStep: 9, onlyFew: onlySix)
  }

  /// The gradient of the input: a convolution by the kernels turned by 180°.
  static func inputGradient(channels: Int, outputs: Int, height: Int, width: Int, padding: Int) -> Self {
    Self(
      Side(
        channels: outputs, height: height + 2 * padding - 2, width: width + 2 * padding - 2, spread: 1,
        start: padding - 2),
      Side(channels: channels, height: height, width: width, spread: 1, start: 0),
      kernel: 3, window: 9, taps: [(0..<9).reversed()], outputStep: 9, inputStep: 9 * channels)
  }

  /// Row 2s − p of the result, p being 0 or 1, is row s − 1 of the input by a kernel's row 3 − p plus row s by its
  /// row 1 − p; columns likewise. Weights are C×O×4×4. Always of nine points: in inference transformed kernels are
  /// kept, and serve pictures of all sizes.
  static func transposed(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: channels, height: height, width: width, spread: 1, start: -1),
      Side(channels: outputs, height: 2 * height, width: 2 * width, spread: 2, start: 0),
      kernel: 2, window: 16, taps: phaseTaps(4) { [3 - $0, 1 - $0] }, outputStep: 16, inputStep: 16 * outputs,
      onlyNine: true)
  }

  /// The gradient of a transposed convolution's input, H×W.
  static func transposedInputGradient(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: outputs, height: 2 * height, width: 2 * width, spread: 2, start: 0),
      Side(channels: channels, height: height, width: width, spread: 1, start: 0),
      kernel: 2, window: 16, taps: phaseTaps(4) { [1 - $0, 3 - $0] }, outputStep: 16 * outputs, inputStep: 16)
  }

  /// A 3×3 convolution of stride 2 and padding 1: row s of the result is row 2s by a kernel's row 1, plus row 2s − 1
  /// by its row 0 and row 2s + 1 by its row 2.
  static func strided(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: channels, height: height, width: width, spread: 2, start: 0),
      Side(channels: outputs, height: (height + 1) / 2, width: (width + 1) / 2, spread: 1, start: 0),
      kernel: 2, window: 9, taps: phaseTaps(3) { $0 == 0 ? [1, nil] : [0, 2] }, outputStep: 9 * channels, inputStep: 9)
  }

  /// The gradient of the input, H×W, of a `strided` convolution: row 2s + 1 from rows s and s + 1 by a kernel's rows
  /// 2 and 0, row 2s from row s by row 1.
  static func stridedInputGradient(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: outputs, height: (height + 1) / 2, width: (width + 1) / 2, spread: 1, start: 0),
      Side(channels: channels, height: height, width: width, spread: 2, start: 1),
      kernel: 2, window: 9, taps: phaseTaps(3) { $0 == 0 ? [2, 0] : [1, nil] }, outputStep: 9, inputStep: 9 * channels)
  }

  /// For each phase, the positions of its 2×2 taps in windows of kernel×kernel numbers, from those of a line; nil is
  /// a tap of zero.
  private static func phaseTaps(_ kernel: Int, _ line: (Int) -> [Int?]) -> [[UInt8]] {
    [(0, 0), (0, 1), (1, 0), (1, 1)].map { y, x in
      line(y).flatMap { row in
        line(x).map { column in
          if let row, let column { UInt8(kernel * row + column) } else { Kernels.noTap }
        }
      }
    }
  }

  private init(
    _ input: Side, _ result: Side, kernel: Int, window: Int, taps: [[UInt8]], outputStep: Int, inputStep: Int,
    onlyNine: Bool = false, onlyFew: Bool = false
  ) {
    (self.input, self.result) = (input, result)
    (self.window, self.taps, self.outputStep, self.inputStep) = (window, taps, outputStep, inputStep)
    // The pixels of a phase, counted from the first that has itself or its second phase in the picture.
    func pixels(_ length: Int) -> Int { (length - result.start) / result.spread + result.spread - 1 }
    let (high, wide) = (pixels(result.height), pixels(result.width))
    func tiles(_ points: Int) -> (points: Int, outputs: Int, down: Int, across: Int) {
      let outputs = points + 1 - kernel
      return (points, outputs, (high + outputs - 1) / outputs, (wide + outputs - 1) / outputs)
    }
    func products(_ tiles: (points: Int, outputs: Int, down: Int, across: Int)) -> Int {
      tiles.down * tiles.across * tiles.points * tiles.points
    }
    let (few, nine) = (tiles(kernel == 2 ? 8 : 6), tiles(9))
    // Nine points round off more than eight, so they are used only where they need fewer products; they round off ten
    // times as much as six, so they must save a fifth.
    let usesNine =
      !onlyFew
      && (onlyNine || (kernel == 2 ? products(nine) < products(few) : 5 * products(nine) < 4 * products(few)))
    (points, outputs, down, across) = usesNine ? nine : few
  }

  /// Whether this takes fewer products than one product per tap. With phases, small pictures leave most of a tile
  /// empty.
  var pays: Bool {
    if input.spread == 1 && result.spread == 1 { return true }
    let small = input.spread == 2 ? result : input
    return down * across * matrices * taps.count < small.height * small.width * window
  }

  /// Whether tiles of nine points fill the result exactly.
  var fit: Bool { points == 9 && down * outputs == result.height && across * outputs == result.width }

  /// The same convolution for pictures stored in this way.
  func lying(inputInLanes: Bool, resultInLanes: Bool) -> Self {
    var copy = self
    (copy.input.inLanes, copy.result.inLanes) = (inputInLanes, resultInLanes)
    return copy
  }

  // MARK: Tiles

  /// The rows of tiles of some pictures, numbered through all of them, in blocks of up to `most`.
  struct Rows {
    /// Rows of all pictures, rows of one, tiles per row, and rows of the largest block.
    let count, down, across, most: Int

    /// Makes blocks of about `tiles` tiles.
    init(_ convolution: TileConvolution, n: Int, tiles: Int) {
      (down, across) = (convolution.down, convolution.across)
      count = n * down
      most = max(1, min(count, tiles / across))
    }

    var blocks: Int { (count + most - 1) / most }
    func block(_ i: Int) -> Range<Int> { MatrixProduct.piece(i, of: blocks, count) }
    var mostTiles: Int { most * across }

    /// Calls `body` for the rows of tiles of each picture in `range`, with the picture, its first row, the number of
    /// rows, and the index of its first tile in the block.
    func forPictures(_ range: Range<Int>, _ body: (_ picture: Int, _ row: Int, _ count: Int, _ tile: Int) -> Void) {
      TileRows.forPictures(range, down: down, across: across, body)
    }

    /// Calls `body` for pieces of some rows, on all threads, with the piece and the index of its first tile.
    func forPieces(_ range: Range<Int>, costEach: Int, _ body: @Sendable (_ piece: Range<Int>, _ tile: Int) -> Void) {
      let pieces = min(range.count, max(2 * Parallel.threads, range.count / down))
      Parallel.forEach(pieces, costEach: costEach * range.count / pieces) { i in
        let piece = MatrixProduct.piece(i, of: pieces, range.count)
        body(piece.lowerBound + range.lowerBound..<piece.upperBound + range.lowerBound, piece.lowerBound * across)
      }
    }
  }

  /// The distance of matrices or rows: one cache line more than their size, so that they don't compete for the same
  /// cache lines.
  static func apart(_ count: Int) -> Int { count + Kernels.lanes }

  func place(_ tiles: Int, _ side: Side) -> Kernels.TileMatrices {
    let stride = Self.apart(side.columns)
    return .init(matrix: Self.apart(tiles * stride), stride: stride)
  }

  /// The tiles of one phase of a side, from `row` on.
  func tiles(_ side: Side, _ phase: (y: Int, x: Int), row: Int) -> Kernels.Tiles {
    Kernels.Tiles(
      points: points, outputs: outputs, spread: side.spread, height: side.height, width: side.width,
      top: side.start + row * outputs * side.spread - phase.y, left: side.start - phase.x,
      inLanes: side.inLanes)
  }

  /// Calls `body` for each vector of a side's channels: the first, and how many.
  static func forVectors(_ side: Side, _ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: 0, to: side.channels, by: Kernels.lanes) {
      body(first, min(Kernels.lanes, side.channels - first))
    }
  }

  /// Transforms the rows of tiles in `range` of pictures x.
  func transform(
    _ x: UnsafePointer<Float>, _ rows: Rows, _ range: Range<Int>, into v: UnsafeMutablePointer<Float>,
    _ place: Kernels.TileMatrices
  ) {
    rows.forPictures(range) { picture, row, count, tile in
      for (index, phase) in input.phases.enumerated() {
        let tiles = tiles(input, phase, row: row)
        Self.forVectors(input) { first, channels in
          Kernels.tileInput(
            tiles, x + (picture * input.channels + first) * input.height * input.width, channels: channels,
            down: count, across: across, into: v + tile * place.stride + index * input.phaseColumns + first, place)
        }
      }
    }
  }

  /// Spreads a gradient of the result, which is not split into phases, over the points. `biases` gets the sums of
  /// each row of tiles, one row of columns each.
  func spread(
    _ g: UnsafePointer<Float>, _ rows: Rows, _ range: Range<Int>, into m: UnsafeMutablePointer<Float>,
    _ place: Kernels.TileMatrices, biases: UnsafeMutablePointer<Float>
  ) {
    rows.forPictures(range) { picture, row, count, tile in
      Self.forVectors(result) { first, channels in
        for i in 0..<count {
          Kernels.tileGradient(
            tiles(result, (0, 0), row: row + i),
            g + (picture * result.channels + first) * result.height * result.width,
            channels: channels, across: across, into: m + (tile + i * across) * place.stride + first, place,
            bias: biases + (picture * down + row + i) * result.columns + first)
        }
      }
    }
  }
}
