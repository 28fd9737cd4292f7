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
  static let panelRows = Int(table.rows)

  /// The kernels whose operands are in single precision.
  static let single = Operands(pk_choose().pointee)
  /// The kernels whose operands are in half precision or in bfloat16, where the processor can multiply in it.
  static let half = pk_choose_half().map { Operands($0.pointee) }

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

  /// Softmax of scale·x down each of the columns of span×columns, a whole number of vectors, in place.
  static func softmaxColumns(_ x: UnsafeMutablePointer<Float>, span: Int, columns: Int, scale: Float) {
    table.softmax_columns(x, span, columns, scale)
  }

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

/// The kernels that pack and multiply operands of one precision: a left one in panels of a few rows, and a right one
/// in panels of three vectors' columns, the last ones as many whole vectors wide as they need. Results are in single
/// precision.
struct Operands: @unchecked Sendable {
  private let table: pk_kernels
  /// Numbers per vector; columns per panel; numbers of the inner axis that are stored together; bytes per number.
  let lanes, panelColumns, together, size: Int

  fileprivate init(_ table: pk_kernels) {
    self.table = table
    (lanes, panelColumns, together, size) = (table.lanes, table.columns, table.together, table.operand)
  }

  /// Whether numbers are bfloat16: they have the range of single precision, so nothing overflows, but too few digits
  /// for Winograd's transforms.
  var isBfloat: Bool { together == 2 }

  var isSingle: Bool { size == MemoryLayout<Float>.size }

  var multiplication: Multiplication { isBfloat ? .bfloat : isSingle ? .single : .half }

  /// The operands of Winograd's transforms where layers multiply in these.
  var ofTransforms: Operands { isBfloat ? Kernels.single : self }

  /// Numbers that `inner` numbers take along the inner axis of a panel, with padding.
  func whole(_ inner: Int) -> Int { (inner + together - 1) / together * together }

  /// Columns of the panel of a right operand that begins at column `first`: three vectors, or what is left; the last
  /// four vectors are two panels.
  func panelColumns(from first: Int, of columns: Int) -> Int {
    let rest = columns - first
    return min(rest, rest > panelColumns && rest <= panelColumns + lanes ? 2 * lanes : panelColumns)
  }

  /// `columns` rounded up to whole vectors.
  func wholeVectors(_ columns: Int) -> Int { (columns + lanes - 1) / lanes * lanes }

  /// Packs a rows×inner matrix as a left operand.
  func packRows(
    _ a: UnsafePointer<Float>, rowStride: Int, innerStride: Int, rows: Int, inner: Int,
    into packed: UnsafeMutableRawPointer
  ) {
    table.pack_rows(a, rowStride, innerStride, rows, inner, packed, table.rows * whole(inner))
  }

  /// Unpacks one panel of a left operand, `inner` numbers per row, into single precision.
  func unpackRows(_ packed: UnsafeRawPointer, _ y: UnsafeMutablePointer<Float>, inner: Int) {
    table.unpack_rows(packed, y, inner)
  }

  /// Packs an inner×columns matrix into a right operand of `depth` rows, from row `first` on, a multiple of
  /// `together`. One panel of whole vectors may be packed in place, row after row.
  func packColumns(
    _ b: UnsafePointer<Float>, innerStride: Int, columnStride: Int, inner: Int, columns: Int,
    into packed: UnsafeMutableRawPointer, depth: Int, first: Int = 0
  ) {
    table.pack_columns(b, innerStride, columnStride, inner, columns, packed, depth, first)
  }

  /// c = a·b of packed operands, or c += a·b. Panels of a are `panel` numbers apart. Of the `depth` rows of b,
  /// `inner` from `first` on are used. Sums begin with `bias`, one number per row, or 0. `next` are numbers in half
  /// precision, in panels, that are needed soon.
  func product(
    _ a: UnsafeRawPointer, panel: Int, _ b: UnsafeRawPointer, depth: Int, first: Int = 0,
    into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int,
    bias: UnsafePointer<Float>? = nil, accumulates: Bool = false,
    next: (start: UnsafePointer<UInt16>, panel: Int)? = nil
  ) {
    table.product(
      a, panel, b, depth, first, c, stride, rows, inner, columns, bias, accumulates ? 1 : 0, next?.start,
      next?.panel ?? 0)
  }

  /// Winograd's transforms of tiles of 4×4 and of 8×8 pixels into such operands; nil where these have too few digits.
  var fourByFour: TileTransforms? { TileTransforms(table.winograd_4) }
  var eightByEight: TileTransforms? { TileTransforms(table.winograd_8) }
}

/// The transforms of Winograd's F(m×m, 3×3) into packed operands and back.
struct TileTransforms: @unchecked Sendable {
  private let table: pk_winograd
  /// m, the pixels of a tile's side.
  let side: Int
  /// The number of products per tile: (m + 2)².
  let products: Int

  fileprivate init?(_ table: pk_winograd) {
    if table.points == 0 { return nil }
    self.table = table
    side = table.points - 2
    products = table.points * table.points
  }

  /// Transforms a packed panel of `count` 3×3 kernels per row into the same panel of as many left operands as there
  /// are products, `stride` numbers apart.
  func weights(_ w: UnsafePointer<Float>, _ u: UnsafeMutableRawPointer, _ count: Int, stride: Int) {
    table.weights!(w, u, count, stride)
  }

  /// Transforms `down` rows of tiles of a plane into row `channel` of as many right operands, of `tiles` columns; its
  /// first tile is column `first`.
  func input(
    _ x: UnsafePointer<Float>, _ height: Int, _ width: Int, padding: Int, row: Int, down: Int, across: Int,
    _ v: UnsafeMutableRawPointer, stride: Int, channel: Int, of channels: Int, first: Int, of tiles: Int
  ) {
    table.input!(x, height, width, padding, row, down, across, v, stride, channel, channels, first, tiles)
  }

  /// Transforms products back into `down` rows of tiles of the height×width result; the next output's products are
  /// `ahead` numbers further.
  func output(
    _ m: UnsafePointer<Float>, stride: Int, ahead: Int, row: Int, down: Int, across: Int, bias: Float,
    _ y: UnsafeMutablePointer<Float>, _ height: Int, _ width: Int
  ) {
    table.output!(m, stride, ahead, row, down, across, bias, y, height, width)
  }
}
