import CKernels

/// The C loops with Swift types, compiled for each instruction set; the best one that the processor has is used.
/// Pointers must hold the given counts.
enum Kernels {
  nonisolated(unsafe) private static let table = pk_choose().pointee

  /// Whether the processor has this instruction set.
  static func supports(_ set: InstructionSet) -> Bool { pk_supports(set.rawValue) != 0 }

  /// The instruction set of these kernels.
  static let instructionSet = InstructionSet(rawValue: String(cString: pk_choose().pointee.name)) ?? .generic

  /// The name of OpenBLAS's kernels for this instruction set; nil where OpenBLAS chooses.
  static var openBLASCore: String? { pk_openblas_core().map { String(cString: $0) } }

  /// Clears the upper halves of vector registers that OpenBLAS leaves in use, for which every later instruction of an
  /// older instruction set would wait.
  static func clearUpperHalves() { pk_clear_upper_halves() }

  /// Rows of the panels of packed left operands.
  static let panelRows = Int(table.operands.rows)

  /// The kernels whose operands are in single precision.
  static let single = Operands(pk_choose().pointee.operands)
  /// The kernels whose operands are whole numbers of 16 bits, where the processor has an instruction for them.
  static let whole = pk_choose_whole(16).map { Operands($0.pointee) }
  /// Those whose operands are whole numbers of 8 bits; they pack and multiply, no more.
  static let bytes = pk_choose_whole(8).map { Operands($0.pointee) }

  /// y = f(factor·(x − mean) + offset).
  static func affine(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, mean: Float = 0, factor: Float = 1,
    offset: Float = 0, _ activation: Activation
  ) {
    table.affine(x, y, count, mean, factor, offset, activation.rawValue)
  }

  /// y = (x − mean)·scale·weight + bias, weight and bias per element.
  static func normalise(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, mean: Float, scale: Float,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>?
  ) {
    table.normalise(x, y, count, mean, scale, weight, bias)
  }

  /// y = (a + b) / divisor.
  static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ divisor: Float
  ) {
    table.add(a, b, y, count, divisor)
  }

  /// The mean and variance (divided by n) of the elements, in double precision.
  static func moments(_ x: UnsafePointer<Float>, _ count: Int) -> (mean: Double, variance: Double) {
    let mean = table.sum(x, count) / Double(count)
    return (mean, table.squares(x, count, mean) / Double(count))
  }

  /// Those of the elements of a few runs together.
  static func moments(_ runs: [(x: UnsafePointer<Float>, count: Int)]) -> (mean: Double, variance: Double) {
    let count = Double(runs.reduce(0) { $0 + $1.count })
    let mean = runs.reduce(0) { $0 + table.sum($1.x, $1.count) } / count
    return (mean, runs.reduce(0) { $0 + table.squares($1.x, $1.count, mean) } / count)
  }

  /// Σ (x − mean)², in double precision.
  static func squares(_ x: UnsafePointer<Float>, _ count: Int, mean: Double) -> Double {
    table.squares(x, count, mean)
  }

  /// The mean of the squares, in double precision.
  static func meanSquare(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
    table.squares(x, count, 0) / Double(count)
  }

  /// Softmax in place.
  static func softmax(_ x: UnsafeMutablePointer<Float>, _ count: Int) { table.softmax(x, count) }

  /// Whether every element is finite.
  static func finite(_ x: UnsafePointer<Float>, _ count: Int) -> Bool { table.finite(x, count) == 1 }

  /// Writes x in half precision; returns whether no number lost precision.
  static func packHalf(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<UInt16>, _ count: Int) -> Bool {
    table.pack_half(x, y, count) == 1
  }

  /// Converts numbers from half precision, at any alignment.
  static func unpackHalf(_ x: UnsafeRawPointer, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    table.unpack_half(x, y, count)
  }

  /// The largest magnitude; NaN where a number is NaN.
  static func largest(_ x: UnsafePointer<Float>, _ count: Int) -> Float { table.largest(x, count) }

  /// Writes x / scale to the nearest whole numbers, which must fit; returns whether each is exact.
  static func packBytes(
    _ x: UnsafePointer<Float>, scale: Float, _ y: UnsafeMutablePointer<Int8>, _ count: Int
  ) -> Bool {
    table.pack_bytes(x, scale, y, count) == 1
  }

  /// y[i] = scales[i mod period]·x[i], `period` being the number of scales, a multiple of `lanes`.
  static func unpackBytes(
    _ x: UnsafePointer<Int8>, scales: UnsafeBufferPointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    table.unpack_bytes(x, scales.baseAddress!, scales.count, y, count)
  }

  /// y += a·x for a packed a and a few columns, which follow each other in x and in y.
  static func productOfFew(
    _ a: UnsafePointer<Float>, panel: Int, _ x: UnsafePointer<Float>, xStride: Int,
    into y: UnsafeMutablePointer<Float>, yStride: Int, rows: Int, inner: Int, columns: Int
  ) {
    table.product_few(a, panel, x, xStride, y, yStride, rows, inner, columns)
  }

  /// Writes, for each output pixel in `pixels` of rows of `wide`, the number at (top, left) from the corner of its
  /// window.
  static func patches(
    _ x: UnsafePointer<Float>, _ height: Int, _ width: Int, top: Int, left: Int, stride: Int, wide: Int,
    pixels: Range<Int>, into y: UnsafeMutablePointer<Float>
  ) {
    table.patches(x, height, width, top, left, stride, wide, pixels.lowerBound, pixels.upperBound, y)
  }

  /// A short pause in a loop that waits for another thread.
  static func pause() { pk_pause() }

  /// Yields this core to another thread.
  static func yield() { pk_yield() }

  /// Makes the C library keep the memory of large arrays for the next ones.
  static func keepMemory() { pk_keep_memory() }

  /// Makes the system map a large array that was not written yet in large pages. With small ones, where a processor
  /// prefetches only within a page, a network takes a few percent longer.
  static func useLargePages(_ array: UnsafeMutableRawBufferPointer) {
    if let start = array.baseAddress, array.count >= 1 << 20 { pk_use_large_pages(start, array.count) }
  }

  /// Returns all memory that the C library keeps unused to the system.
  static func giveBackMemory() { pk_give_back_memory() }
}

/// The kernels that pack and multiply operands of one number type: a left one in panels of a few rows, and a right one
/// in panels of three vectors' columns, the last ones as many whole vectors wide as they need. Results are in single
/// precision.
///
/// Whole numbers are packed in sections of the inner axis. Each section of each row and each column has a scale of its
/// own, which follows the section's numbers, and is multiplied by itself. A section's range is cut only at its ends.
struct Operands: @unchecked Sendable {
  private let table: pk_operands
  /// Numbers per vector; columns per panel; numbers of the inner axis that are stored together; bytes per number.
  let lanes, panelColumns, together, size: Int
  /// Numbers that the scales of a section take.
  var scales: Int { table.scales }

  fileprivate init(_ table: pk_operands) {
    self.table = table
    (lanes, panelColumns, together, size) = (table.lanes, table.columns, table.together, table.operand)
  }

  /// Whether numbers are whole ones, of 16 or of 8 bits.
  var isWhole: Bool { together > 1 }

  var multiplication: Multiplication { isWhole ? .whole : .single }

  /// Numbers of the inner axis to a section: a multiple of those that are stored together, or more than there are.
  var section: Int { table.section }

  /// Calls `body` with each section of `range`, which begins with one.
  func forEachSection(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var first = range.lowerBound
    while first < range.upperBound {
      let end = min(range.upperBound, first + section)
      body(first..<end)
      first = end
    }
  }

  /// The place of number `k` of the inner axis in a panel's rows or columns, in numbers; with the scales before it.
  func position(_ k: Int) -> Int { k + k / section * table.scales }

  /// The length of a panel's inner axis, in numbers, with padding and scales.
  func depth(_ inner: Int) -> Int {
    (inner + together - 1) / together * together + (inner + section - 1) / section * table.scales
  }

  /// The scale of a column whose largest magnitude is `largest`.
  func columnScale(largest: Float) -> Float { isWhole ? largest / table.most : 1 }

  /// Columns of the panel of a right operand that begins at column `first`: three vectors, or what is left; the last
  /// four vectors are two panels.
  func panelColumns(from first: Int, of columns: Int) -> Int {
    let rest = columns - first
    return min(rest, rest > panelColumns && rest <= panelColumns + lanes ? 2 * lanes : panelColumns)
  }

  /// The columns of each panel.
  func panels(of columns: Int) -> [Range<Int>] {
    var panels: [Range<Int>] = []
    var first = 0
    while first < columns {
      panels.append(first..<first + panelColumns(from: first, of: columns))
      first = panels.last!.upperBound
    }
    return panels
  }

  /// `columns` rounded up to whole vectors.
  func wholeVectors(_ columns: Int) -> Int { (columns + lanes - 1) / lanes * lanes }

  /// Packs a rows×inner matrix as a left operand.
  func packRows(
    _ a: UnsafePointer<Float>, rowStride: Int, innerStride: Int, rows: Int, inner: Int,
    into packed: UnsafeMutableRawPointer
  ) {
    let panel = table.rows * depth(inner)
    forEachSection(of: 0..<inner) { some in
      table.pack_rows(
        a + some.lowerBound * innerStride, rowStride, innerStride, rows, some.count,
        packed + position(some.lowerBound) * table.rows * size, panel)
    }
  }

  /// Unpacks the numbers in `range` of one panel of a left operand, `inner` numbers per row, into single precision. The
  /// range begins with numbers that are stored together.
  func unpackRows(_ panel: UnsafeRawPointer, inner: Int, _ range: Range<Int>, _ y: UnsafeMutablePointer<Float>) {
    precondition(range.lowerBound % together == 0, "\(range) in the midst of an operand")
    var k = range.lowerBound
    while k < range.upperBound {
      let first = k / section * section
      let whole = first..<min(inner, first + section)
      let end = min(whole.upperBound, range.upperBound)
      let numbers = panel + position(k) * table.rows * size
      let scales = panel + (position(first) + depth(whole.count) - table.scales) * table.rows * size
      table.unpack_rows(
        numbers, scales.assumingMemoryBound(to: Float.self), y + (k - range.lowerBound) * table.rows, end - k)
      k = end
    }
  }

  /// Packs rows `inner` of a matrix with `total` rows, which begin and end with a section, as a right operand; its
  /// number in row inner.lowerBound of the first column is at b.
  func packColumns(
    _ b: UnsafePointer<Float>, innerStride: Int, columnStride: Int, inner: Range<Int>, of total: Int, columns: Int,
    into packed: UnsafeMutableRawPointer
  ) {
    forEachSection(of: inner) { some in
      table.pack_columns(
        b + (some.lowerBound - inner.lowerBound) * innerStride, innerStride, columnStride, some.count, columns, packed,
        depth(total), position(some.lowerBound))
    }
  }

  /// Softmax of scale·x down each of the columns of span×columns, a whole number of vectors, which is left in place as
  /// one panel of a right operand. There must be room for its scales: depth(span)×columns numbers in single precision.
  /// Not of whole numbers of 8 bits, which have none.
  func softmaxColumns(_ x: UnsafeMutablePointer<Float>, span: Int, columns: Int, scale: Float) {
    table.softmax_columns!(x, span, columns, scale)
  }

  /// c = a·b of packed operands, or c += a·b. Panels of a are `panel` numbers apart. Of the `total` rows of b, those in
  /// `inner` are used, which begin and end with a section, as a does. Sums begin with `bias`, one number per row, or 0.
  /// `next` are numbers in half precision, in panels, that are needed soon, and `nextB` is needed like b.
  func product(
    _ a: UnsafeRawPointer, panel: Int, _ b: UnsafeRawPointer, inner: Range<Int>, of total: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int,
    bias: UnsafePointer<Float>? = nil, accumulates: Bool = false,
    next: (start: UnsafePointer<UInt16>, panel: Int)? = nil, nextB: UnsafeRawPointer? = nil
  ) {
    let start = position(inner.lowerBound)
    forEachSection(of: inner) { some in
      let first = position(some.lowerBound)
      table.product(
        a + (first - start) * table.rows * size, panel, b, depth(total), first, c, stride, rows,
        some.count, columns, bias, accumulates || some.lowerBound > inner.lowerBound ? 1 : 0, next?.start,
        next?.panel ?? 0, nextB)
    }
  }

  /// Winograd's transforms into such operands: of tiles of 4×4 pixels, and of 8×8 where there are digits enough.
  var tiles: [TileTransforms] { [table.winograd_4, table.winograd_8].compactMap { TileTransforms($0) } }

  /// The transforms of tiles of 2×2 pixels into operands in single precision, which are then packed in 8 bits; nil where
  /// no processor multiplies these.
  var smallTiles: TileTransforms? { TileTransforms(table.winograd_2) }
}

/// The transforms of Winograd's F(m×m, 3×3) into packed operands and back.
struct TileTransforms: @unchecked Sendable {
  private let table: pk_winograd
  /// m, the pixels of a tile's side.
  let side: Int
  /// m + 2, the points of the transforms in each direction, and their square, the products per tile.
  let points, products: Int

  fileprivate init?(_ table: pk_winograd) {
    if table.points == 0 { return nil }
    self.table = table
    points = table.points
    (side, products) = (points - 2, points * points)
  }

  /// Transforms a packed panel of `count` 3×3 kernels g per row into the same panel of as many left operands in whole
  /// numbers as there are products, `stride` numbers apart: GgGᵀ. In single precision this takes two steps.
  func weights(_ w: UnsafePointer<Float>, _ u: UnsafeMutableRawPointer, _ count: Int, stride: Int) {
    table.weights!(w, u, count, stride)
  }

  /// The first step, Gg: to three panels for each row of points, `stride` numbers apart.
  func weightsDown(_ w: UnsafePointer<Float>, _ t: UnsafeMutablePointer<Float>, _ count: Int, stride: Int) {
    table.weights_down!(w, t, count, stride)
  }

  /// The second step for one row of points, times Gᵀ: its three panels at t, `from` numbers apart, to its operands at u,
  /// `to` numbers apart.
  func weightsAcross(
    _ t: UnsafePointer<Float>, from: Int, _ u: UnsafeMutablePointer<Float>, to: Int, _ count: Int
  ) {
    table.weights_across!(t, from, u, count, to)
  }

  /// Like `weightsDown`, for two panels whose rows then lie side by side as if they were one panel. Only for tiles of 4×4
  /// pixels in single precision.
  func weightsDown(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ t: UnsafeMutablePointer<Float>, _ count: Int,
    stride: Int
  ) {
    table.weights_down_of_two!(first, second, t, count, stride)
  }

  /// The same out of half precision; false where no instructions do that.
  func weightsDown(
    halves first: UnsafePointer<UInt16>, _ second: UnsafePointer<UInt16>, _ t: UnsafeMutablePointer<Float>,
    _ count: Int, stride: Int
  ) -> Bool {
    table.halves_down_of_two?(first, second, t, count, stride) != nil
  }

  /// The second step for one row of points of such kernels at t, and their products with the first `tiles` columns at v,
  /// which are vectors of `lanes`: sums of `count` channels, to one row of m for each point, `mStride` numbers apart. There
  /// the rows of both panels follow each other, for one tile after the other. On the way memory is asked for 16·count
  /// numbers of both panels that are `next`.
  func productsOfFew(
    _ t: UnsafePointer<Float>, from: Int, _ v: UnsafePointer<Float>, vStride: Int, lanes: Int, _ count: Int,
    tiles: Int, into m: UnsafeMutablePointer<Float>, mStride: Int, accumulates: Bool,
    next: (start: UnsafePointer<UInt16>, panel: Int)?
  ) {
    table.products_of_few!(
      t, from, v, vStride, lanes, count, tiles, m, mStride, accumulates ? 1 : 0, next?.start, 2 * (next?.panel ?? 0))
  }

  /// The products at m as those of other kernels: `rows` rows of `lanes` columns for each point, `stride` numbers apart.
  func columnsOfFew(
    _ m: UnsafePointer<Float>, stride mStride: Int, rows: Int, tiles: Int, lanes: Int,
    into result: UnsafeMutablePointer<Float>, stride: Int
  ) {
    table.columns_of_few!(m, mStride, rows, tiles, lanes, result, stride)
  }

  /// Transforms `down` rows of tiles of a plane, and of the plane `next` where two numbers are stored together, to
  /// `position` of the inner axis of as many right operands, which are `depth` long and have `tiles` columns; the first
  /// tile is column `first`. `scale` is that of whole numbers.
  func input(
    _ x: UnsafePointer<Float>, next: UnsafePointer<Float>?, scale: Float, _ height: Int, _ width: Int, padding: Int,
    row: Int, down: Int, across: Int, _ v: UnsafeMutableRawPointer, stride: Int, position: Int, of depth: Int,
    first: Int, of tiles: Int
  ) {
    table.input!(
      x, next, scale, height, width, padding, row, down, across, v, stride, position, depth, first, tiles)
  }

  /// Writes the scales of the columns at `position`, where operands have them: `tiles` of them, and zeros to whole
  /// vectors.
  func scales(
    _ scales: UnsafePointer<Float>, _ v: UnsafeMutableRawPointer, stride: Int, position: Int, of depth: Int,
    of tiles: Int
  ) {
    table.scales?(scales, v, stride, position, depth, tiles)
  }

  /// Transforms products back into `down` rows of tiles of the height×width result, plus the numbers at `plus`; the next
  /// output's products are `ahead` numbers further.
  func output(
    _ m: UnsafePointer<Float>, stride: Int, ahead: Int, row: Int, down: Int, across: Int, bias: Float,
    plus: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>, _ height: Int, _ width: Int
  ) {
    table.output!(m, stride, ahead, row, down, across, bias, y, plus, height, width)
  }
}
