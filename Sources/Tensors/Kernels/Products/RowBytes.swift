/// A matrix as whole numbers q from −127 to 127 with a scale s for each row: element (i, k) is s[i]·q[i, k].
///
/// s is the row's largest magnitude divided by 127, rounded up to 16 binary digits, and q the nearest whole number. So
/// s·q is exact in single precision, the error is at most s/2 (1/254 of the row's largest number), and a matrix that
/// came from this form has the same s and q again.
package struct RowBytes: Sendable {
  /// Row after row.
  package let numbers: [Int8]
  /// A scale for each row.
  package let scales: [Float]

  /// Fewer weights than these keep their form: they take no room, and the layers that have them, a network's first and
  /// last, are those in which an error does the most harm.
  package static let fewest = 1 << 14

  /// Whether weights of this shape, outputs first, take this form with `Precision.int8Weights`.
  package static func suits(_ shape: [Int]) -> Bool {
    shape.count >= 2 && shape.reduce(1, *) >= fewest
  }

  /// Rounds a matrix or kernels, outputs first; nil if there are none or a number is not finite.
  package init?(rounding weights: Tensor) {
    guard let rows = weights.shape.first, rows > 0 else { return nil }
    self.init(weights.values, rows, weights.count / rows, onlyExact: false)
  }

  /// The row-major matrix at `start`; nil if a number would be rounded, or there are none.
  init?(exactly start: UnsafePointer<Float>, rows: Int, inner: Int) {
    self.init(start, rows, inner, onlyExact: true)
  }

  /// The numbers that the form stands for, exactly, as a tensor of the shape that they were made of.
  package func tensor(_ shape: [Int]) -> Tensor {
    let inner = max(1, numbers.count / scales.count)
    return Tensor(shape, numbers.enumerated().map { Float($1) * scales[$0 / inner] })
  }

  private init?(_ start: UnsafePointer<Float>, _ rows: Int, _ inner: Int, onlyExact: Bool) {
    if rows * inner == 0 { return nil }
    var scales: [Float] = []
    scales.reserveCapacity(rows)
    // Ends with the first number that doesn't suit, which other weights have at once.
    let numbers = [Int8](unsafeUninitializedCapacity: rows * inner) { bytes, count in
      for row in 0..<rows {
        let source = UnsafeBufferPointer(start: start + row * inner, count: inner)
        let scale = Self.scale(largest: source.reduce(0) { max($0, abs($1)) })
        scales.append(scale)
        for k in 0..<inner {
          let whole = (source[k] / scale).rounded()
          guard abs(whole) <= 127, !onlyExact || whole * scale == source[k] else { return }
          bytes.initializeElement(at: row * inner + k, to: Int8(whole))
        }
      }
      count = rows * inner
    }
    if numbers.isEmpty { return nil }
    (self.numbers, self.scales) = (numbers, scales)
  }

  private static func scale(largest: Float) -> Float {
    // Below the numbers of full precision, s·q would not be exact.
    let scale = max(largest / 127, 0x1p-100)
    return Float(bitPattern: (scale.bitPattern + 0xff) & ~0xff)
  }
}
