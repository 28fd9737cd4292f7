/// Elementwise arithmetic. Shapes broadcast as in NumPy: axes align at the end, and an axis of length 1 repeats.
extension Tensor {
  /// a + b; traps where the shapes don't broadcast.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    a.combined(with: b) { $0 + $1 }.recorded(from: a, b) { [a = a.shape, b = b.shape] g in
      [g.summed(to: a), g.summed(to: b)]
    }
  }
  /// a − b; traps where the shapes don't broadcast.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    a.combined(with: b) { $0 - $1 }.recorded(from: a, b) { [a = a.shape, b = b.shape] g in
      [g.summed(to: a), (-g).summed(to: b)]
    }
  }
  /// a · b, element by element; traps where the shapes don't broadcast.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    a.combined(with: b) { $0 * $1 }.recorded(from: a, b) { [a = a.constant, b = b.constant] g in
      [(g * b).summed(to: a.shape), (g * a).summed(to: b.shape)]
    }
  }
  /// a / b, element by element; traps where the shapes don't broadcast.
  public static func / (a: Tensor, b: Tensor) -> Tensor {
    a.combined(with: b) { $0 / $1 }.recorded(from: a, b) { [a = a.constant, b = b.constant] g in
      [(g / b).summed(to: a.shape), (-g * a / (b * b)).summed(to: b.shape)]
    }
  }

  /// Adds `b` to every element.
  public static func + (a: Tensor, b: Float) -> Tensor { a.map { $0 + b }.recorded(from: a) { [$0] } }
  /// Subtracts `b` from every element.
  public static func - (a: Tensor, b: Float) -> Tensor { a.map { $0 - b }.recorded(from: a) { [$0] } }
  /// Multiplies every element by `b`.
  public static func * (a: Tensor, b: Float) -> Tensor { a.map { $0 * b }.recorded(from: a) { [$0 * b] } }
  /// Divides every element by `b`.
  public static func / (a: Tensor, b: Float) -> Tensor { a.map { $0 / b }.recorded(from: a) { [$0 / b] } }
  /// Multiplies every element by `a`.
  public static func * (a: Float, b: Tensor) -> Tensor { b * a }
  /// The negative of every element.
  public static prefix func - (a: Tensor) -> Tensor { a.map { -$0 }.recorded(from: a) { [-$0] } }

  /// The tensor with `transform` applied to every element. Gradients do not pass through it.
  @inlinable
  public func map(_ transform: (Float) -> Float) -> Tensor {
    Tensor(shape) { out in
      values.withUnsafeBufferPointer { x in
        for i in 0..<x.count { out.initializeElement(at: i, to: transform(x[i])) }
      }
    }
  }

  /// The shape that `a` and `b` broadcast to; nil where they don't fit.
  public static func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    var shape = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let m = axis - (rank - a.count) < 0 ? 1 : a[axis - (rank - a.count)]
      let n = axis - (rank - b.count) < 0 ? 1 : b[axis - (rank - b.count)]
      guard m == n || m == 1 || n == 1 else { return nil }
      shape[axis] = m == 1 ? n : m
    }
    return shape
  }

  /// Applies `transform` to pairs of elements of the two tensors, broadcast to one shape. Gradients do not pass
  /// through it.
  @inlinable
  public func combined(with other: Tensor, _ transform: (Float, Float) -> Float) -> Tensor {
    if shape == other.shape {
      return Tensor(shape) { out in
        values.withUnsafeBufferPointer { x in
          other.values.withUnsafeBufferPointer { y in
            for i in 0..<x.count { out.initializeElement(at: i, to: transform(x[i], y[i])) }
          }
        }
      }
    }
    guard let shape = Tensor.broadcastShape(shape, other.shape) else {
      preconditionFailure("\(shapeText) and \(other.shapeText) don't broadcast")
    }
    let (a, b) = (self.broadcast(to: shape), other.broadcast(to: shape))
    return a.combined(with: b, transform)
  }

  /// The tensor repeated along its axes of length 1 (and new leading axes) to fill `target`.
  public func broadcast(to target: [Int]) -> Tensor {
    if shape == target { return self }
    precondition(Tensor.broadcastShape(shape, target) == target, "\(shapeText) does not broadcast to \(target)")
    let padded = [Int](repeating: 1, count: target.count - rank) + shape
    var strides = [Int](repeating: 0, count: target.count)
    var step = 1
    for axis in target.indices.reversed() {
      strides[axis] = padded[axis] == 1 ? 0 : step
      step *= padded[axis]
    }
    return walked(target, strides: strides).recorded(from: self) { [shape] g in [g.summed(to: shape)] }
  }

  /// The tensor with every element limited to `range`.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    map { min(max($0, range.lowerBound), range.upperBound) }
  }

  /// The mean of all elements, summed in double precision. NaN for no elements.
  public var mean: Float { Float(values.reduce(0.0) { $0 + Double($1) } / Double(count)) }

  /// The largest absolute difference between two tensors of one shape; NaN where an element is NaN.
  public func maximumDifference(from other: Tensor) -> Float {
    precondition(shape == other.shape, "\(shapeText) against \(other.shapeText)")
    return zip(values, other.values).reduce(0) { $1.0.isNaN || $1.1.isNaN ? .nan : max($0, abs($1.0 - $1.1)) }
  }

  /// ‖self − other‖ / ‖other‖ over all elements.
  public func relativeError(to other: Tensor) -> Float {
    precondition(shape == other.shape, "\(shapeText) against \(other.shapeText)")
    var difference = 0.0
    var norm = 0.0
    for (a, b) in zip(values, other.values) {
      difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
      norm += Double(b) * Double(b)
    }
    return Float((difference / norm).squareRoot())
  }

  /// The position and value of the first element that is not a finite number, or nil.
  public var firstNonFinite: (index: [Int], value: Float)? {
    guard let flat = values.firstIndex(where: { !$0.isFinite }) else { return nil }
    var index: [Int] = []
    var rest = flat
    for n in shape.reversed() {
      index.insert(rest % n, at: 0)
      rest /= n
    }
    return (index, values[flat])
  }
}
