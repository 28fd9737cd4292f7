extension MatrixProduct {
  /// A row-major matrix in memory, or its transpose.
  struct Operand {
    var start: UnsafePointer<Float>
    /// The distance of stored rows, in numbers.
    var stride: Int
    var transposed = false
  }

  /// Rows of the inner axis that are packed at a time.
  private static let packedInner = 512

  /// c = a·b, or c += a·b, on the calling thread: a is rows×inner, b inner×columns, c rows×columns with rows `stride`
  /// numbers apart.
  static func multiply(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int,
    accumulates: Bool = false
  ) {
    if rows == 0 || columns == 0 { return }
    if ProductPlan.library() == .openBLAS {
      OpenBLAS.product(
        a.start, row: a.transposed ? 1 : a.stride, inner: a.transposed ? a.stride : 1, b.start,
        inner: b.transposed ? 1 : b.stride, column: b.transposed ? b.stride : 1, into: c, stride: stride, rows: rows,
        inner: inner, columns: columns, accumulates: accumulates)
      return
    }
    if inner == 0 {
      if !accumulates { for row in 0..<rows { (c + row * stride).initialize(repeating: 0, count: columns) } }
      return
    }
    let operands = Kernels.single
    let depth = min(inner, packedInner)
    let leftCount = (PackedMatrix.panels(rows) * Kernels.panelRows * depth + 15) / 16 * 16
    Scratch.with(leftCount + operands.wholeVectors(columns) * depth) { left in
      let right = left + leftCount
      for first in Swift.stride(from: 0, to: inner, by: depth) {
        let count = min(depth, inner - first)
        operands.packRows(
          a.start + first * (a.transposed ? a.stride : 1), rowStride: a.transposed ? 1 : a.stride,
          innerStride: a.transposed ? a.stride : 1, rows: rows, inner: count, into: left)
        operands.packColumns(
          b.start + first * (b.transposed ? 1 : b.stride), innerStride: b.transposed ? 1 : b.stride,
          columnStride: b.transposed ? b.stride : 1, inner: 0..<count, of: count, columns: columns, into: right)
        operands.product(
          left, panel: Kernels.panelRows * count, right, inner: 0..<count, of: count, into: c, stride: stride,
          rows: rows, columns: columns, accumulates: accumulates || first > 0)
      }
    }
  }

  /// c = a·b, or c += a·b, where number (i, k) of a is at i·`aRow` + k·`aInner`, one of which is 1, and rows of b and
  /// c are whole vectors long. Our kernels prefetch the next result, `next` numbers after c; 0 for none.
  static func strided(
    _ a: UnsafePointer<Float>, row aRow: Int, inner aInner: Int, _ b: UnsafePointer<Float>, stride bStride: Int,
    into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int, accumulates: Bool = false,
    next: Int = 0
  ) {
    switch ProductPlan.library() {
    case .own:
      Kernels.stridedProduct(
        a, row: aRow, inner: aInner, b, stride: bStride, into: c, stride: stride, rows: rows, inner: inner,
        columns: columns, accumulates: accumulates, next: next)
    case .openBLAS:
      OpenBLAS.product(
        a, row: aRow, inner: aInner, b, inner: bStride, into: c, stride: stride, rows: rows, inner: inner,
        columns: columns, accumulates: accumulates)
    }
  }
}
