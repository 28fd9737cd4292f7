/// A layer's weights, a rows×inner matrix, laid out for who multiplies them.
enum LayerMatrix: Sendable {
  case packed(PackedMatrix)
  case plain(PlainMatrix)

  /// Of the matrix of row after row at `start`, as `ProductPlan` has it for what layers multiply in now.
  init(_ start: UnsafePointer<Float>, rows: Int, inner: Int) {
    let multiplication = (Precision.current.operands ?? Kernels.single).multiplication
    let plan = ProductPlan.plan(ProductShape(rows: rows, inner: inner), multiplication, memory: MemoryUse.chosen)
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

  /// What it is multiplied in.
  var multiplication: Multiplication {
    switch self {
    case .packed(let matrix): matrix.operands.multiplication
    case .plain: .single
    }
  }
}
