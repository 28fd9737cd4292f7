import COpenBLAS

/// Matrix products by OpenBLAS, which runs on the calling thread; work is shared by `Parallel`.
enum MatrixProduct {
  /// A row-major matrix in memory, or its transpose.
  struct Operand {
    var start: UnsafePointer<Float>
    /// Elements from one row (of what is stored) to the next.
    var stride: Int
    var transposed = false
  }

  private static let prepared: Void = {
    Kernels.chooseBLASCore()
    openblas_set_num_threads(1)
  }()

  /// c = alpha·a·b + beta·c, for a rows×inner, b inner×columns, c rows×columns with `stride` elements from row to row.
  /// With beta 0, c need not be initialised.
  static func multiply(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, inner: Int, columns: Int,
    alpha: Float = 1, beta: Float = 0
  ) {
    _ = prepared
    if rows == 0 || columns == 0 { return }
    cblas_sgemm(
      CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
      blasint(rows), blasint(columns), blasint(inner), alpha, a.start, blasint(max(1, a.stride)), b.start,
      blasint(max(1, b.stride)), beta, c, blasint(max(1, stride)))
  }

  /// How many pieces to cut `length` rows or columns into, given the multiplications that each costs. The answer does
  /// not depend on the number of threads, so neither does the result.
  static func pieces(_ length: Int, costEach: Int) -> Int {
    max(1, min(length / 16, min(16, length * max(1, costEach) / 500_000)))
  }

  /// The i-th of `pieces` near-equal parts of 0 ..< length.
  static func piece(_ i: Int, of pieces: Int, _ length: Int) -> Range<Int> {
    i * length / pieces..<(i + 1) * length / pieces
  }
}

extension Tensor {
  /// x·Wᵀ + bias: x is …×K, `weight` O×K, `bias` O; the result is …×O.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    precondition(
      weight.rank == 2 && rank >= 1 && shape[rank - 1] == weight.shape[1], "\(shapeText) · \(weight.shapeText)ᵀ")
    let (outputs, inner) = (weight.shape[0], weight.shape[1])
    let rows = shape.dropLast().reduce(1, *)
    precondition(bias == nil || bias!.count == outputs)
    if isRecorded || weight.isRecorded || bias?.isRecorded == true { return recordedLinear(weight, bias: bias) }
    return Tensor(shape.dropLast() + [outputs]) { out in
      fill(out, rows: rows, columns: outputs, with: bias)
      if out.isEmpty || inner == 0 { return }
      values.withUnsafeBufferPointer { x in
        weight.values.withUnsafeBufferPointer { w in
          nonisolated(unsafe) let (x, w, y) = (x.baseAddress!, w.baseAddress!, out.baseAddress!)
          // Cut the longer side, so that each thread reads as little as possible twice.
          let byRows = rows > outputs
          let length = byRows ? rows : outputs
          let pieces = MatrixProduct.pieces(length, costEach: inner * (byRows ? outputs : rows))
          Parallel.forEach(pieces) { i in
            let part = MatrixProduct.piece(i, of: pieces, length)
            let r = byRows ? part : 0..<rows
            let c = byRows ? 0..<outputs : part
            MatrixProduct.multiply(
              .init(start: x + r.lowerBound * inner, stride: inner),
              .init(start: w + c.lowerBound * inner, stride: inner, transposed: true),
              into: y + r.lowerBound * outputs + c.lowerBound, stride: outputs, rows: r.count, inner: inner,
              columns: c.count, beta: 1)
          }
        }
      }
    }
  }

  /// The product of this M×K matrix and K×N `other`.
  public func matrixProduct(_ other: Tensor) -> Tensor {
    precondition(rank == 2 && other.rank == 2 && shape[1] == other.shape[0], "\(shapeText) · \(other.shapeText)")
    return linearOverChannels(other.reshaped([1] + other.shape)).reshaped([shape[0], other.shape[1]])
  }

  /// W·x + bias for each element of a batch: this is W, O×K; x is N×K×L; `bias` O; the result is N×O×L.
  public func linearOverChannels(_ x: Tensor, bias: Tensor? = nil) -> Tensor {
    precondition(rank == 2 && x.rank == 3 && x.shape[1] == shape[1], "\(shapeText) · \(x.shapeText)")
    let (outputs, inner) = (shape[0], shape[1])
    let (n, length) = (x.shape[0], x.shape[2])
    precondition(bias == nil || bias!.count == outputs)
    if isRecorded || x.isRecorded || bias?.isRecorded == true { return recordedLinearOverChannels(x, bias: bias) }
    return Tensor([n, outputs, length]) { out in
      if out.isEmpty { return }
      values.withUnsafeBufferPointer { w in
        x.values.withUnsafeBufferPointer { x in
          (bias?.values ?? []).withUnsafeBufferPointer { bias in
            nonisolated(unsafe) let (x, w, y, bias) = (x.baseAddress, w.baseAddress, out.baseAddress!, bias)
            let byRows = outputs > length
            let long = byRows ? outputs : length
            let pieces = MatrixProduct.pieces(long, costEach: inner * (byRows ? length : outputs))
            Parallel.forEach(n * pieces, costEach: inner * outputs * length / (16 * pieces)) { item in
              let part = MatrixProduct.piece(item % pieces, of: pieces, long)
              let r = byRows ? part : 0..<outputs
              let c = byRows ? 0..<length : part
              let target = y + item / pieces * outputs * length + c.lowerBound
              for row in r {
                (target + row * length).initialize(repeating: bias.isEmpty ? 0 : bias[row], count: c.count)
              }
              if inner == 0 { return }
              MatrixProduct.multiply(
                .init(start: w! + r.lowerBound * inner, stride: inner),
                .init(start: x! + item / pieces * inner * length + c.lowerBound, stride: length),
                into: target + r.lowerBound * length, stride: length, rows: r.count, inner: inner, columns: c.count,
                beta: 1)
            }
          }
        }
      }
    }
  }

  /// Writes `bias` (or zero) into every row of a rows×columns matrix.
  private func fill(_ out: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, with bias: Tensor?) {
    guard let bias else {
      out.initialize(repeating: 0)
      return
    }
    bias.values.withUnsafeBufferPointer { b in
      guard let b = b.baseAddress, let y = out.baseAddress else { return }
      for row in 0..<rows { (y + row * columns).initialize(from: b, count: columns) }
    }
  }
}
