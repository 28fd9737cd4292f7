import Synchronization

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
    Tensor(shape) { out in
      let inner = numbers.count / scales.count
      for row in scales.indices { unpack(row, 0..<inner, into: out.baseAddress! + row * inner) }
    }
  }

  /// Writes the numbers of a row in `range` of the inner axis.
  func unpack(_ row: Int, _ range: Range<Int>, into target: UnsafeMutablePointer<Float>) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: Kernels.lanes) { repeated in
      repeated.initialize(repeating: scales[row])
      numbers.withUnsafeBufferPointer {
        Kernels.unpackBytes(
          $0.baseAddress! + row * ($0.count / scales.count) + range.lowerBound, scales: UnsafeBufferPointer(repeated),
          target, range.count)
      }
    }
  }

  private init?(_ start: UnsafePointer<Float>, _ rows: Int, _ inner: Int, onlyExact: Bool) {
    if rows * inner == 0 { return nil }
    let refused = Atomic<Bool>(false)
    var scales = [Float](repeating: 0, count: rows)
    numbers = scales.withUnsafeMutableBufferPointer { scales in
      [Int8](unsafeUninitializedCapacity: rows * inner) { bytes, count in
        count = rows * inner
        nonisolated(unsafe) let (start, scales, bytes) = (start, scales.baseAddress!, bytes.baseAddress!)
        // The first row that doesn't suit ends it; of other weights, that is the first of all.
        @Sendable func pack(_ row: Int) {
          if refused.load(ordering: .relaxed) { return }
          let source = start + row * inner
          let largest = Kernels.largest(source, inner)
          if largest.isFinite {
            scales[row] = Self.scale(largest: largest)
            let isExact = Kernels.packBytes(source, scale: scales[row], bytes + row * inner, inner)
            if isExact || !onlyExact { return }
          }
          refused.store(true, ordering: .relaxed)
        }
        pack(0)
        if !refused.load(ordering: .relaxed) { Parallel.forEach(rows - 1, costEach: 4 * inner) { pack($0 + 1) } }
      }
    }
    self.scales = scales
    if refused.load(ordering: .relaxed) { return nil }
  }

  private static func scale(largest: Float) -> Float {
    // Below the numbers of full precision, s·q would not be exact.
    let scale = max(largest / 127, 0x1p-100)
    return Float(bitPattern: (scale.bitPattern + 0xff) & ~0xff)
  }
}
