/// A dense array of Float32 values, with value semantics: copies are made on write.
///
/// Images are N×C×H×W. Arithmetic traps on shapes that don't fit, like array subscripts. Code that takes tensors from
/// a user checks shapes first and reports a `Fault`.
///
/// A tensor that was computed from `variable`s keeps its derivation for `gradients(of:with:)`; nothing else depends
/// on it.
public struct Tensor: Sendable, Equatable {
  /// The length of each axis, outermost first. Empty for a scalar.
  public private(set) var shape: [Int]

  /// The elements in the order of their storage.
  @usableFromInline
  package private(set) var storage: [Float]

  /// Whether a vector of channels is stored side by side, as in pictures between the layers of a network in training
  /// (`Tensor+Lanes`), or in row-major order.
  @usableFromInline
  package private(set) var isInLanes = false

  /// The elements in row-major order; their number is the product of `shape`. For a tensor in lanes each access makes
  /// a copy, so loops access it once.
  @inlinable
  public package(set) var values: [Float] {
    get { isInLanes ? rowMajor() : storage }
    _modify {
      if isInLanes { (storage, isInLanes) = (rowMajor(), false) }
      yield &storage
    }
  }

  /// How the tensor was computed; nil where no variables took part.
  package var derivation: Derivation?

  /// Makes a tensor of the given elements in row-major order; traps where their number is not the product of `shape`.
  public init(_ shape: [Int], _ values: [Float]) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
      "shape \(shape) does not hold \(values.count) values")
    self.shape = shape
    storage = values
  }

  /// Makes a tensor whose elements all equal `value`.
  public init(_ shape: [Int], repeating value: Float) {
    self.init(shape, [Float](repeating: value, count: shape.reduce(1, *)))
  }

  /// Makes a tensor whose elements `body` writes in row-major order. `body` must initialise every element.
  public init(_ shape: [Int], writing body: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
    try self.init(shape, inLanes: false, writing: body)
  }

  /// Makes a tensor whose elements `body` writes in the order of their storage.
  init(_ shape: [Int], inLanes: Bool, writing body: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
    let count = shape.reduce(1, *)
    let values = try [Float](unsafeUninitializedCapacity: count) { buffer, written in
      Kernels.useLargePages(UnsafeMutableRawBufferPointer(buffer))
      try body(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      written = count
    }
    self.init(shape, values)
    isInLanes = inLanes
  }

  /// Makes tensors of several shapes, all of whose elements `body` writes, in row-major order, at the places it is given.
  static func written(_ shapes: [[Int]], _ body: ([UnsafeMutablePointer<Float>]) -> Void) -> [Tensor] {
    var tensors: [Tensor] = []
    func next(_ places: [UnsafeMutablePointer<Float>]) {
      if places.count == shapes.count { return body(places) }
      let tensor = Tensor(shapes[places.count]) { next(places + [$0.baseAddress ?? .init(mutating: Scratch.nothing)]) }
      tensors.insert(tensor, at: 0)
    }
    next([])
    return tensors
  }

  /// Calls `body` with the places of tensors' elements; nil where there is no tensor, or none of its elements.
  static func withNumbers(of tensors: [Tensor?], _ body: ([UnsafePointer<Float>?]) -> Void) {
    func next(_ places: [UnsafePointer<Float>?]) {
      if places.count == tensors.count { return body(places) }
      guard let tensor = tensors[places.count] else { return next(places + [nil]) }
      tensor.values.withUnsafeBufferPointer { next(places + [$0.isEmpty ? nil : $0.baseAddress]) }
    }
    next([])
  }

  public static func == (a: Tensor, b: Tensor) -> Bool { a.shape == b.shape && a.values == b.values }

  /// The number of elements.
  public var count: Int { storage.count }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The four axes of an image, N×C×H×W. Traps for another rank.
  public var nchw: (n: Int, c: Int, h: Int, w: Int) {
    precondition(rank == 4, "expected N×C×H×W, found \(shapeText)")
    return (shape[0], shape[1], shape[2], shape[3])
  }

  /// The shape for messages: `1×3×64×64`; `scalar` without axes.
  public var shapeText: String { Tensor.text(shape) }

  /// A shape for messages, as in `shapeText`.
  public static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
  }

  /// The element at the given index on every axis; traps outside of the shape.
  public subscript(_ index: Int...) -> Float {
    get { values[offset(index)] }
    set {
      precondition(derivation == nil, "an element set in a tensor whose gradient is wanted")
      values[offset(index)] = newValue
    }
  }

  private func offset(_ index: [Int]) -> Int {
    precondition(index.count == rank, "\(index.count) indices for \(rank) axes")
    var offset = 0
    for (i, n) in zip(index, shape) {
      precondition(i >= 0 && i < n, "index \(index) is outside of \(shapeText)")
      offset = offset * n + i
    }
    return offset
  }

  /// The same elements with another shape for as many. One axis may be −1; its length is computed.
  public func reshaped(_ shape: [Int]) -> Tensor {
    var shape = shape
    if let free = shape.firstIndex(of: -1) {
      let known = shape.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
      precondition(known > 0 && count % known == 0, "\(shapeText) can't become \(shape)")
      shape[free] = count / known
    }
    return Tensor(shape, values).recorded(from: self) { [old = self.shape] g in [g.reshaped(old)] }
  }
}
