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

  /// Σ (x − mean)², in double precision.
  static func squares(_ x: UnsafePointer<Float>, _ count: Int, mean: Double) -> Double { pk_squares(x, count, mean) }

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

/// The C loops of training.
extension Kernels {
  /// y = g·f′(x).
  static func activationGradient(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int,
    _ activation: Activation
  ) {
    pk_activation_gradient(x, g, y, count, activation.rawValue)
  }

  /// How one channel was normalised: y = f(gain·x̂ + offset), x̂ = (x − mean)·inverse.
  struct Normed {
    var mean: Float
    var inverse: Float
    var gain: Float
    var offset: Float
  }

  /// gz = g·f′(gain·x̂ + offset), and Σ gz and Σ gz·x̂ added to `sums`.
  static func normSums(
    _ x: UnsafePointer<Float>, _ g: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ count: Int,
    _ normed: Normed, _ activation: Activation, _ sums: inout (Double, Double)
  ) {
    var both = [sums.0, sums.1]
    pk_norm_sums(
      x, g, gz, count, normed.mean, normed.inverse, normed.gain, normed.offset, activation.rawValue, &both)
    sums = (both[0], both[1])
  }

  /// gz ← inverse·(gain·gz − first − x̂·second).
  static func normGradient(
    _ x: UnsafePointer<Float>, _ gz: UnsafeMutablePointer<Float>, _ count: Int, _ normed: Normed, first: Float,
    second: Float
  ) {
    pk_norm_gradient(x, gz, count, normed.mean, normed.inverse, normed.gain, first, second)
  }

  /// Σ a·b, or Σ a.
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, _ count: Int) -> Double {
    pk_dot(a, b, count)
  }

  /// The adjoint of `patches`.
  static func addPatches(
    _ windows: UnsafePointer<Float>, _ height: Int, _ width: Int, top: Int, left: Int, stride: Int, high: Int,
    wide: Int, to plane: UnsafeMutablePointer<Float>
  ) {
    pk_patches_add(windows, height, width, top, left, stride, high, wide, plane)
  }

  /// The adjoint of `winogradOutput`.
  static func winogradOutputGradient(
    _ g: UnsafePointer<Float>, _ height: Int, _ width: Int, row: Int, tiles: Int, _ m: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    pk_winograd_output_gradient(g, height, width, row, tiles, m, stride)
  }

  /// The adjoint of `winogradWeights`.
  static func winogradWeightsGradient(
    _ u: UnsafePointer<Float>, _ w: UnsafeMutablePointer<Float>, _ count: Int, stride: Int
  ) {
    pk_winograd_weights_gradient(u, w, count, stride)
  }

  /// One step of Adam.
  static func adam(
    _ p: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ count: Int, beta1: Float, beta2: Float, epsilon: Float, step: Float,
    correction: Float
  ) {
    pk_adam(p, g, m, v, count, beta1, beta2, epsilon, step, correction)
  }
}
