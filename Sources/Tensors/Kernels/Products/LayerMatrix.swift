/// A layer's weights, a rows×inner matrix, stored for the library that multiplies them.
enum LayerMatrix: Sendable {
  case packed(PackedMatrix)
  case plain(PlainMatrix)

  /// Stores the row-major matrix at `start` as `ProductPlan` chooses for the current precision; in 8 bits where these
  /// are enough for half precision.
  init(_ start: UnsafePointer<Float>, rows: Int, inner: Int, inBytes: Bool = false) {
    let operands = Precision.current.operands(inBytes: inBytes) ?? Kernels.single
    let plan = ProductPlan.plan(operands.multiplication, memory: MemoryUse.chosen)
    switch plan.library {
    case .own: self = .packed(PackedMatrix(start, rows: rows, inner: inner, operands))
    case .openBLAS: self = .plain(PlainMatrix(start, rows: rows, inner: inner, keepsHalves: plan.keepsHalves))
    }
  }

  /// The matrix, rows×inner.
  var numbersInRows: Tensor {
    switch self {
    case .packed(let matrix): matrix.numbersInRows
    case .plain(let matrix): matrix.numbersInRows
    }
  }

  /// The number type in which it is multiplied.
  var multiplication: Multiplication {
    switch self {
    case .packed(let matrix): matrix.operands.multiplication
    case .plain: .single
    }
  }
}
