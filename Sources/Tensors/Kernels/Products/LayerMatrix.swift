/// A layer's weights, a rows×inner matrix, stored for the library that multiplies them.
enum LayerMatrix: Sendable {
  case packed(PackedMatrix)
  case plain(PlainMatrix)

  /// Stores the row-major matrix at `start` as `ProductPlan` chooses for the current precision.
  init(_ start: UnsafePointer<Float>, rows: Int, inner: Int) {
    let multiplication = (Precision.current.operands ?? Kernels.single).multiplication
    let plan = ProductPlan.plan(multiplication, memory: MemoryUse.chosen)
    switch plan.library {
    case .own: self = .packed(PackedMatrix(start, rows: rows, inner: inner))
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
