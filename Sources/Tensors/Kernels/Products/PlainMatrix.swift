/// A row-major rows×inner matrix as the left operand of OpenBLAS's products: a layer's weights. Numbers that are whole
/// numbers of 8 bits times a scale for each row, as in quantised weights, take one byte each. With `keepsHalves`,
/// numbers that are all exact in half precision, as in published weights, take two bytes each.
///
/// A product is always cut into the same pieces, so that it does not depend on how weights are stored, on the number
/// of threads or on other pictures.
final class PlainMatrix: Sendable {
  let rows, inner: Int
  private let numbers: Numbers

  private enum Numbers: Sendable {
    case single([Float])
    case half([UInt16])
    case bytes(RowBytes)
  }

  /// Stores the row-major matrix at `start`.
  init(_ start: UnsafePointer<Float>, rows: Int, inner: Int, keepsHalves: Bool) {
    (self.rows, self.inner) = (rows, inner)
    let source = UnsafeBufferPointer(start: start, count: rows * inner)
    if let bytes = RowBytes(exactly: start, rows: rows, inner: inner) {
      numbers = .bytes(bytes)
      return
    }
    if keepsHalves, !source.isEmpty {
      var isExact = true
      let half = [UInt16](unsafeUninitializedCapacity: source.count) { buffer, count in
        isExact = Kernels.packHalf(start, buffer.baseAddress!, source.count)
        count = source.count
      }
      if isExact {
        numbers = .half(half)
        return
      }
    }
    numbers = .single(Array(source))
  }

  /// The matrix, rows×inner.
  var numbersInRows: Tensor {
    switch numbers {
    case .single(let all): return Tensor([rows, inner], all)
    case .half(let all):
      return Tensor([rows, inner]) { out in
        all.withUnsafeBufferPointer { Kernels.unpackHalf($0.baseAddress!, out.baseAddress!, $0.count) }
      }
    case .bytes(let all):
      return Tensor([rows, inner]) { out in
        guard let target = out.baseAddress else { return }
        for row in 0..<rows { all.unpack(row, 0..<inner, into: target + row * inner) }
      }
    }
  }

  // MARK: Pieces

  /// Rows and numbers of the inner axis that are multiplied at a time: 256 KB.
  private static let (rowsAtATime, innerAtATime) = (128, 512)
  private var rowPieces: Int { (rows + Self.rowsAtATime - 1) / Self.rowsAtATime }
  private func rowPiece(_ i: Int) -> Range<Int> { i * Self.rowsAtATime..<min(rows, (i + 1) * Self.rowsAtATime) }

  /// The number of pieces that `columns` columns are cut into: 1 MB of the other operand each.
  private func columnPieces(_ columns: Int) -> Int { max(1, min(columns / 128, columns * inner / (1 << 18))) }

  /// Calls `body` for pieces of the inner axis of some rows, with a pointer to the first row's numbers and the
  /// distance of rows.
  private func forInner(_ rows: Range<Int>, _ body: (Range<Int>, UnsafePointer<Float>, Int) -> Void) {
    func forPieces(_ piece: (Range<Int>) -> Void) {
      for first in stride(from: 0, to: inner, by: Self.innerAtATime) {
        piece(first..<min(inner, first + Self.innerAtATime))
      }
    }
    switch numbers {
    case .single(let all):
      all.withUnsafeBufferPointer { a in
        forPieces { body($0, a.baseAddress! + rows.lowerBound * inner + $0.lowerBound, inner) }
      }
    case .half(let all):
      Scratch.with(rows.count * min(inner, Self.innerAtATime)) { scratch in
        all.withUnsafeBufferPointer { a in
          forPieces { some in
            for (i, row) in rows.enumerated() {
              Kernels.unpackHalf(
                a.baseAddress! + row * inner + some.lowerBound, scratch + i * some.count, some.count)
            }
            body(some, scratch, some.count)
          }
        }
      }
    case .bytes(let all):
      Scratch.with(rows.count * min(inner, Self.innerAtATime)) { scratch in
        forPieces { some in
          for (i, row) in rows.enumerated() {
            all.unpack(row, some, into: scratch + i * some.count)
          }
          body(some, scratch, some.count)
        }
      }
    }
  }

  /// c = self·b + bias for one piece of the rows; c points to row 0.
  private func multiply(
    _ piece: Int, _ b: UnsafePointer<Float>, stride bStride: Int, into c: UnsafeMutablePointer<Float>, stride: Int,
    columns: Int, bias: UnsafePointer<Float>?
  ) {
    let some = rowPiece(piece)
    if bias != nil || inner == 0 {
      for row in some { (c + row * stride).initialize(repeating: bias?[row] ?? 0, count: columns) }
    }
    forInner(some) { inner, a, aStride in
      OpenBLAS.product(
        a, row: aStride, inner: 1, b + inner.lowerBound * bStride, inner: bStride,
        into: c + some.lowerBound * stride, stride: stride, rows: some.count, inner: inner.count, columns: columns,
        accumulates: bias != nil || inner.lowerBound > 0)
    }
  }

  // MARK: Products

  /// The right operands of some pictures, with vectors as columns.
  enum Columns: Sendable {
    /// Stored operands: those of the first picture, and the distances of pictures and of rows.
    case lying(PlainNumbers, picture: Int, row: Int)
    /// Operands written on demand: for some of a picture's columns the rows in `inner`, each so many numbers after
    /// the one before.
    case made(
      @Sendable (_ picture: Int, _ columns: Range<Int>, _ inner: Range<Int>, UnsafeMutablePointer<Float>) -> Void)
  }

  /// self·b + bias for each of `images` pictures: rows×columns, one picture after the other.
  func overImages(
    images: Int, columns: Int, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>, _ right: Columns
  ) {
    nonisolated(unsafe) let (y, bias) = (y, bias)
    let (pieces, rowPieces) = (columnPieces(columns), rowPieces)
    let cost = rows * inner * columns / (16 * max(1, pieces))
    @Sendable func columnsOf(_ item: Int) -> Range<Int> { MatrixProduct.piece(item % pieces, of: pieces, columns) }
    @Sendable func place(_ item: Int) -> UnsafeMutablePointer<Float> {
      y + item / pieces * rows * columns + columnsOf(item).lowerBound
    }
    switch right {
    case .lying(let b, let picture, let row):
      Parallel.forEach(images * pieces * rowPieces, costEach: cost / max(1, rowPieces)) { i in
        let (item, rowPiece) = i.quotientAndRemainder(dividingBy: rowPieces)
        multiply(
          rowPiece, b.start + item / pieces * picture + columnsOf(item).lowerBound, stride: row, into: place(item),
          stride: columns, columns: columnsOf(item).count, bias: bias)
      }
    case .made(let make):
      if images * pieces >= Parallel.threads && columns >= 128 {
        Parallel.forEach(images * pieces, costEach: cost) { item in
          let some = columnsOf(item)
          Scratch.with(inner * some.count) { b in
            make(item / pieces, some, 0..<inner, b)
            for i in 0..<rowPieces {
              multiply(i, b, stride: some.count, into: place(item), stride: columns, columns: some.count, bias: bias)
            }
          }
        }
        return
      }
      // Too few columns to share: they are made once, and the threads share the rows.
      Scratch.with(images * inner * columns) { b in
        nonisolated(unsafe) let b = b
        @Sendable func start(_ item: Int) -> Int {
          item / pieces * inner * columns + columnsOf(item).lowerBound * inner
        }
        let strips = max(1, min(inner / 16, 4 * Parallel.threads))
        Parallel.forEach(images * pieces * strips, costEach: 2 * inner * columns / (pieces * strips)) { i in
          let (item, strip) = i.quotientAndRemainder(dividingBy: strips)
          let (some, rows) = (columnsOf(item), MatrixProduct.piece(strip, of: strips, inner))
          make(item / pieces, some, rows, b + start(item) + rows.lowerBound * some.count)
        }
        Parallel.forEach(images * pieces * rowPieces, costEach: cost / max(1, rowPieces)) { i in
          let (item, rowPiece) = i.quotientAndRemainder(dividingBy: rowPieces)
          let some = columnsOf(item)
          multiply(
            rowPiece, b + start(item), stride: some.count, into: place(item), stride: columns, columns: some.count,
            bias: bias)
        }
      }
    }
  }

  /// Vectors that are multiplied at a time. Fewer than `few` are multiplied one by one.
  private static let (vectorsAtATime, few) = (96, 8)

  /// x·selfᵀ + bias for vectors x: vectors×inner to vectors×rows.
  func overVectors(
    _ x: UnsafePointer<Float>, _ vectors: Int, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>
  ) {
    nonisolated(unsafe) let (x, y, bias) = (x, y, bias)
    let blocks = (vectors + Self.vectorsAtATime - 1) / Self.vectorsAtATime
    Parallel.forEach(
      blocks * rowPieces, costEach: vectors * rows * inner / (8 * max(1, blocks * rowPieces))
    ) { item in
      let (block, piece) = item.quotientAndRemainder(dividingBy: rowPieces)
      let some = rowPiece(piece)
      let first = block * Self.vectorsAtATime
      let count = min(Self.vectorsAtATime, vectors - first)
      for vector in first..<first + count {
        let target = y + vector * rows + some.lowerBound
        if let bias {
          target.initialize(from: bias + some.lowerBound, count: some.count)
        } else {
          target.initialize(repeating: 0, count: some.count)
        }
      }
      forInner(some) { inner, a, stride in
        if vectors < Self.few {
          for vector in 0..<vectors {
            OpenBLAS.addProduct(
              a, stride: stride, x + vector * self.inner + inner.lowerBound, to: y + vector * rows + some.lowerBound,
              rows: some.count, inner: inner.count)
          }
        } else {
          OpenBLAS.product(
            x + first * self.inner + inner.lowerBound, row: self.inner, inner: 1, a, inner: 1, column: stride,
            into: y + first * rows + some.lowerBound, stride: rows, rows: count, inner: inner.count,
            columns: some.count, accumulates: true)
        }
      }
    }
  }
}

/// A pointer to numbers that another object keeps alive.
struct PlainNumbers: @unchecked Sendable {
  let start: UnsafePointer<Float>
}
