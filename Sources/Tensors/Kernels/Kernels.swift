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

  /// Has OpenBLAS use the best kernels that the processor runs; once, before the first product.
  static func chooseBLASCore() { pk_choose_blas_core() }
}
