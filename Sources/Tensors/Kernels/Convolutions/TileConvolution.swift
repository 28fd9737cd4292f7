/// Convolutions in training, and digits' in inference, by Winograd's F(m×m, r×r) (Lavin & Gray 2016) and its adjoints.
///
/// 3×3 kernels of stride 1 make tiles of 4×4 pixels out of 36 products, or of 7×7 out of 81 where those are clearly fewer:
/// a quarter of the multiplications, or less than a fifth.
///
/// A transposed convolution of 4×4 kernels, stride 2 and padding 1 is a convolution by 2×2 kernels for each of the four
/// phases of its result's pixels. One transform of the input's tile serves all four, 8×8 pixels of each out of 81 products:
/// a third of the multiplications. Its input's gradient is the same the other way round: each phase is transformed, and 7×7
/// pixels of the sum are made out of 64 products, a third again.
///
/// A 3×3 convolution of stride 2 and padding 1 is of that kind, and its input's gradient of the first, both with a tap that
/// is zero here and there: three fifths of the multiplications.
///
/// In training weights change with every step, and pictures are wanted again for the weights' gradient, so that nothing is
/// packed: transformed pictures and weights are matrices with a row for each tile or input and a column for each channel,
/// as `MatrixProduct.strided` takes them. In inference `TileKernels` keeps the transformed weights.
struct TileConvolution: Sendable {
  /// A picture that is cut into tiles: what goes in, or what comes out.
  struct Side: Sendable {
    let channels, height, width: Int
    /// 2 where the pixels are dealt to four phases, each convolved by itself.
    let spread: Int
    /// The first tile's pixel of the first phase; a second phase's is the one before.
    let start: Int
    /// Whether its pixels lie in lanes.
    var inLanes = false

    /// The phases by rows and columns.
    var phases: [(y: Int, x: Int)] { spread == 1 ? [(0, 0)] : [(0, 0), (0, 1), (1, 0), (1, 1)] }
    /// A phase's channels, in whole vectors, and those of all phases.
    var phaseColumns: Int { Kernels.wholeVectors(channels) }
    var columns: Int { spread * spread * phaseColumns }
  }

  private(set) var input, result: Side
  /// Who multiplies.
  var library = ProductLibrary.own
  let points, outputs: Int
  /// Tiles down and across.
  let down, across: Int
  /// The kernels' numbers of a pair of channels, and where in it each phase's own begin.
  let window: Int
  let taps: [[UInt8]]
  /// From the kernels of an output, and of an input, to the next one's.
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

  /// What the result of such a convolution says of its input: a convolution by the kernels turned by 180°.
  static func inputGradient(channels: Int, outputs: Int, height: Int, width: Int, padding: Int) -> Self {
    Self(
      Side(
        channels: outputs, height: height + 2 * padding - 2, width: width + 2 * padding - 2, spread: 1,
        start: padding - 2),
      Side(channels: channels, height: height, width: width, spread: 1, start: 0),
      kernel: 3, window: 9, taps: [(0..<9).reversed()], outputStep: 9, inputStep: 9 * channels)
  }

  /// Row 2s − p of the result, p being 0 or 1, is row s − 1 of the input by a kernel's row 3 − p plus row s by its row
  /// 1 − p; columns likewise. Weights are C×O×4×4. Always of nine points: in inference transformed kernels are kept, and
  /// serve pictures of all sizes.
  static func transposed(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: channels, height: height, width: width, spread: 1, start: -1),
      Side(channels: outputs, height: 2 * height, width: 2 * width, spread: 2, start: 0),
      kernel: 2, window: 16, taps: phaseTaps(4) { [3 - $0, 1 - $0] }, outputStep: 16, inputStep: 16 * outputs,
      onlyNine: true)
  }

  /// What the result of a transposed convolution says of its input, H×W.
  static func transposedInputGradient(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: outputs, height: 2 * height, width: 2 * width, spread: 2, start: 0),
      Side(channels: channels, height: height, width: width, spread: 1, start: 0),
      kernel: 2, window: 16, taps: phaseTaps(4) { [1 - $0, 3 - $0] }, outputStep: 16 * outputs, inputStep: 16)
  }

  /// A 3×3 convolution of stride 2 and padding 1: row s of the result is row 2s by a kernel's row 1, plus row 2s − 1 by its
  /// row 0 and row 2s + 1 by its row 2.
  static func strided(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: channels, height: height, width: width, spread: 2, start: 0),
      Side(channels: outputs, height: (height + 1) / 2, width: (width + 1) / 2, spread: 1, start: 0),
      kernel: 2, window: 9, taps: phaseTaps(3) { $0 == 0 ? [1, nil] : [0, 2] }, outputStep: 9 * channels, inputStep: 9)
  }

  /// What the result of such a convolution says of its input, H×W: of row 2s + 1 rows s and s + 1 by a kernel's rows 2 and
  /// 0, of row 2s row s by row 1.
  static func stridedInputGradient(channels: Int, outputs: Int, height: Int, width: Int) -> Self {
    Self(
      Side(channels: outputs, height: (height + 1) / 2, width: (width + 1) / 2, spread: 1, start: 0),
      Side(channels: channels, height: height, width: width, spread: 2, start: 1),
      kernel: 2, window: 9, taps: phaseTaps(3) { $0 == 0 ? [2, 0] : [1, nil] }, outputStep: 9, inputStep: 9 * channels)
  }

  /// For each phase where in windows of kernel×kernel numbers its 2×2 taps are, by those of a line; nil is a tap of zero.
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
    // The pixels of a phase, from the first that is in the picture or whose second phase's is.
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
    // Nine points round off more than eight: only for fewer products; and ten times as much as six: only for a fifth fewer.
    let usesNine =
      !onlyFew
      && (onlyNine || (kernel == 2 ? products(nine) < products(few) : 5 * products(nine) < 4 * products(few)))
    (points, outputs, down, across) = usesNine ? nine : few
  }

  /// Whether this takes fewer products than a tap at a time. Where pictures are dealt to phases, small ones leave most of a
  /// tile empty.
  var pays: Bool {
    if input.spread == 1 && result.spread == 1 { return true }
    let small = input.spread == 2 ? result : input
    return down * across * matrices * taps.count < small.height * small.width * window
  }

  /// Whether tiles of nine points fill the result without a rest.
  var fit: Bool { points == 9 && down * outputs == result.height && across * outputs == result.width }

  /// The same of pictures that lie so.
  func lying(inputInLanes: Bool, resultInLanes: Bool) -> Self {
    var copy = self
    (copy.input.inLanes, copy.result.inLanes) = (inputInLanes, resultInLanes)
    return copy
  }

  // MARK: Tiles

  /// The rows of tiles of some pictures, counted through, in blocks of up to `most`.
  struct Rows {
    /// Of all pictures, of one, tiles of each, and rows of the largest block.
    let count, down, across, most: Int

    /// In blocks of about `tiles` tiles.
    init(_ convolution: TileConvolution, n: Int, tiles: Int) {
      (down, across) = (convolution.down, convolution.across)
      count = n * down
      most = max(1, min(count, tiles / across))
    }

    var blocks: Int { (count + most - 1) / most }
    func block(_ i: Int) -> Range<Int> { MatrixProduct.piece(i, of: blocks, count) }
    var mostTiles: Int { most * across }

    /// Calls `body` for the rows of tiles of each picture in `range`: the picture, its first row, how many, and the first
    /// one's place in the block.
    func forPictures(_ range: Range<Int>, _ body: (_ picture: Int, _ row: Int, _ count: Int, _ tile: Int) -> Void) {
      TileRows.forPictures(range, down: down, across: across, body)
    }

    /// Calls `body` for pieces of some rows, on all threads: a piece, and its first tile's place among those of all.
    func forPieces(_ range: Range<Int>, costEach: Int, _ body: @Sendable (_ piece: Range<Int>, _ tile: Int) -> Void) {
      let pieces = min(range.count, max(2 * Parallel.threads, range.count / down))
      Parallel.forEach(pieces, costEach: costEach * range.count / pieces) { i in
        let piece = MatrixProduct.piece(i, of: pieces, range.count)
        body(piece.lowerBound + range.lowerBound..<piece.upperBound + range.lowerBound, piece.lowerBound * across)
      }
    }
  }

  /// Numbers from one matrix to the next, or from row to row: a line more, so that they don't compete for the same places
  /// of the cache.
  static func apart(_ count: Int) -> Int { count + Kernels.lanes }

  func place(_ tiles: Int, _ side: Side) -> Kernels.TileMatrices {
    let stride = Self.apart(side.columns)
    return .init(matrix: Self.apart(tiles * stride), stride: stride)
  }

  /// Of a side's phase, the tiles from `row` on.
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

  /// Transforms `range` of the rows of tiles of pictures x.
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

  /// Spreads a gradient of the result, which is not dealt to phases, over the points. `biases` gets each row of tiles' sums,
  /// a row of columns for it.
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
