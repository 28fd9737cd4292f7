import CKernels

/// The C loops, under Swift's types. Pointers must hold the counts that are given.
enum Kernels {
  /// y = f(factor·(x − mean) + offset).
  static func affine(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, mean: Float = 0, factor: Float = 1,
    offset: Float = 0, _ activation: Activation
  ) {
    pk_affine(x, y, count, mean, factor, offset, activation.rawValue)
  }

  /// y = (x − mean)·scale·weight + bias, weight and bias per element.
  static func normalise(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int, mean: Float, scale: Float,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>?
  ) {
    pk_normalise(x, y, count, mean, scale, weight, bias)
  }

  /// y = (a + b) / divisor.
  static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ divisor: Float
  ) {
    pk_add(a, b, y, count, divisor)
  }

  /// The mean and variance (divided by n) of the elements, in double precision.
  static func moments(_ x: UnsafePointer<Float>, _ count: Int) -> (mean: Double, variance: Double) {
    let mean = pk_sum(x, count) / Double(count)
    return (mean, pk_squares(x, count, mean) / Double(count))
  }

  /// The mean of the squares, in double precision.
  static func meanSquare(_ x: UnsafePointer<Float>, _ count: Int) -> Double { pk_squares(x, count, 0) / Double(count) }

  /// Softmax in place.
  static func softmax(_ x: UnsafeMutablePointer<Float>, _ count: Int) { pk_softmax(x, count) }

  /// Whether every element is finite.
  static func finite(_ x: UnsafePointer<Float>, _ count: Int) -> Bool { pk_finite(x, count) == 1 }

  /// For each output pixel in `pixels` of rows of `wide`, what lies at (top, left) from its window's corner.
  static func patches(
    _ x: UnsafePointer<Float>, _ height: Int, _ width: Int, top: Int, left: Int, stride: Int, wide: Int,
    pixels: Range<Int>, into y: UnsafeMutablePointer<Float>
  ) {
    pk_patches(x, height, width, top, left, stride, wide, pixels.lowerBound, pixels.upperBound, y)
  }

  /// `count` 3×3 kernels transformed for `winogradOutput`'s products.
  static func winogradWeights(
    _ w: UnsafePointer<Float>, _ u: UnsafeMutablePointer<Float>, _ count: Int, stride: Int
  ) {
    pk_winograd_weights(w, u, count, stride)
  }

  /// One row of 4×4 tiles of a plane, transformed.
  static func winogradInput(
    _ x: UnsafePointer<Float>, _ height: Int, _ width: Int, padding: Int, row: Int, tiles: Int,
    _ v: UnsafeMutablePointer<Float>, stride: Int
  ) {
    pk_winograd_input(x, height, width, padding, row, tiles, v, stride)
  }

  /// One row of tiles of the height×width result.
  static func winogradOutput(
    _ m: UnsafePointer<Float>, stride: Int, row: Int, tiles: Int, bias: Float, _ y: UnsafeMutablePointer<Float>,
    _ height: Int, _ width: Int
  ) {
    pk_winograd_output(m, stride, row, tiles, bias, y, height, width)
  }

  /// Has the C library keep the memory of large arrays for the next ones.
  static func keepMemory() { _ = memoryKept }
  private static let memoryKept: Void = pk_keep_memory()

  /// Has OpenBLAS use the best kernels that the processor runs; once, before the first product.
  static func chooseBLASCore() { pk_choose_blas_core() }
}
