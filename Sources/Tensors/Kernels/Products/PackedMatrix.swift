import Synchronization

/// A rows×inner matrix stored as the left operand of products: panels of a few rows, with the numbers in the order of
/// their use. They are kept in the smallest form that holds them exactly: whole numbers of 8 bits with a scale for each
/// row, as in quantised weights, half precision, as in published weights, or single precision. With `Precision.half`
/// all matrices are kept as the operands that are multiplied, whole numbers with scales.
final class PackedMatrix: Sendable {
  let rows, inner: Int
  /// The kernels that the other operand must be packed with.
  let operands: Operands
  private let numbers: Numbers
  /// Numbers along the inner axis of a panel, with padding.
  private let depth: Int

  private enum Numbers: Sendable {
    case single([Float])
    case half([UInt16])
    /// Operands: whole numbers of 16 or 8 bits, and scales.
    case whole([UInt8])
    /// Each panel's scales, so often that they fill whole vectors.
    case bytes([Int8], scales: [Float])
  }

  /// Packs the row-major matrix at `start` for products of `operands`.
  init(_ start: UnsafePointer<Float>, rows: Int, inner: Int, _ operands: Operands) {
    (self.rows, self.inner, self.operands) = (rows, inner, operands)
    depth = operands.depth(inner)
    if operands.isWhole {
      numbers = .whole(
        Self.panels(start, rows, inner, size: depth * operands.size, pack: Self.pack(as: operands)) ?? [])
    } else {
      numbers =
        RowBytes(exactly: start, rows: rows, inner: inner).map { Self.packed($0, rows, inner) }
        ?? Self.panels(start, rows, inner, size: inner, pack: Self.packExactly).map { .half($0) }
        ?? .single(Self.singles(start, rows, inner))
    }
  }

  /// Whole numbers in panels. Rows after the last are zeros.
  private static func packed(_ matrix: RowBytes, _ rows: Int, _ inner: Int) -> Numbers {
    let (height, lanes) = (Kernels.panelRows, Kernels.lanes)
    let packed = [Int8](unsafeUninitializedCapacity: panels(rows) * height * inner) { buffer, count in
      count = panels(rows) * height * inner
      guard let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let target = start
      Parallel.forEach(panels(rows), costEach: height * inner) { panel in
        for row in panel * height..<(panel + 1) * height {
          let first = target + panel * height * inner + row % height
          for k in 0..<inner { (first + k * height).initialize(to: row < rows ? matrix.numbers[row * inner + k] : 0) }
        }
      }
    }
    let scales = (0..<panels(rows)).flatMap { panel in
      (0..<lanes * height).map { i in
        let row = panel * height + i % height
        return row < rows ? matrix.scales[row] : 0
      }
    }
    return .bytes(packed, scales: scales)
  }

  private static func singles(_ start: UnsafePointer<Float>, _ rows: Int, _ inner: Int) -> [Float] {
    Tensor([panels(rows) * Kernels.panelRows * inner]) { buffer in
      if buffer.isEmpty { return }
      nonisolated(unsafe) let (start, packed) = (start, buffer.baseAddress!)
      Parallel.forEach(panels(rows), costEach: Kernels.panelRows * inner) { panel in
        let first = panel * Kernels.panelRows
        Kernels.single.packRows(
          start + first * inner, rowStride: inner, innerStride: 1, rows: min(Kernels.panelRows, rows - first),
          inner: inner, into: packed + first * inner)
      }
    }.values
  }

  /// Packs a panel of a few rows of `inner` numbers; returns whether it can be kept in this form.
  private typealias PanelPacking<Element> =
    @Sendable (UnsafePointer<Float>, _ rows: Int, _ inner: Int, UnsafeMutableBufferPointer<Element>) -> Bool

  /// Packs as operands.
  private static func pack(as operands: Operands) -> PanelPacking<UInt8> {
    { start, rows, inner, target in
      operands.packRows(
        start, rowStride: inner, innerStride: 1, rows: rows, inner: inner, into: target.baseAddress!)
      return true
    }
  }

  /// Packs in half precision where no number loses precision.
  private static let packExactly: PanelPacking<UInt16> = { start, rows, inner, target in
    var isExact = true
    Scratch.with(target.count) { single in
      Kernels.single.packRows(start, rowStride: inner, innerStride: 1, rows: rows, inner: inner, into: single)
      isExact = Kernels.packHalf(single, target.baseAddress!, target.count)
    }
    return isExact
  }

  /// The panels, whose rows take `size` elements each; nil where one can't be kept in this form.
  private static func panels<Element: FixedWidthInteger & Sendable>(
    _ start: UnsafePointer<Float>, _ rows: Int, _ inner: Int, size: Int, pack: PanelPacking<Element>
  ) -> [Element]? {
    let refused = Atomic<Bool>(false)
    let count = Kernels.panelRows * size
    let all = [Element](unsafeUninitializedCapacity: panels(rows) * count) { buffer, written in
      Kernels.useLargePages(UnsafeMutableRawBufferPointer(buffer))
      written = panels(rows) * count
      if written == 0 { return }
      nonisolated(unsafe) let (start, target) = (start, buffer.baseAddress!)
      Parallel.forEach(panels(rows), costEach: count) { panel in
        if refused.load(ordering: .relaxed) { return }
        let first = panel * Kernels.panelRows
        let panel = UnsafeMutableBufferPointer(start: target + first * size, count: count)
        if !pack(start + first * inner, min(Kernels.panelRows, rows - first), inner, panel) {
          refused.store(true, ordering: .relaxed)
        }
      }
    }
    return refused.load(ordering: .relaxed) ? nil : all
  }

  /// Calls `body` with the numbers of each panel, at most `step` of the inner axis at a time, on all threads.
  func forEachPanel(
    in panels: Range<Int>, step: Int,
    _ body: @Sendable (_ panel: Int, _ inner: Range<Int>, UnsafePointer<Float>) -> Void
  ) {
    let step = min(step, max(1, inner))
    Parallel.forEach(panels.count, costEach: Kernels.panelRows * inner) { i in
      let panel = panels.lowerBound + i
      withScratch(step) { scratch in
        for first in Swift.stride(from: 0, to: inner, by: step) {
          let range = first..<min(inner, first + step)
          withPanels(panel..<panel + 1, first, range.count, scratch) { a, _, _ in body(panel, range, a) }
        }
      }
    }
  }

  /// Calls `body` with the numbers of a panel in `range` of the inner axis.
  func withPanel(_ panel: Int, _ range: Range<Int>, _ body: (UnsafePointer<Float>) -> Void) {
    withScratch(range.count) { scratch in
      withPanels(panel..<panel + 1, range.lowerBound, range.count, scratch) { a, _, _ in body(a) }
    }
  }

  /// Where the numbers of a panel from `first` of the inner axis on lie in half precision, and how far apart panels are;
  /// nil after the last, and where they are kept in another form.
  func halves(of panel: Int, from first: Int) -> (start: UnsafePointer<UInt16>, panel: Int)? {
    guard case .half(let all) = numbers, first < inner else { return nil }
    // The array lives as long as this object, and is never changed.
    return all.withUnsafeBufferPointer {
      ($0.baseAddress! + (panel * inner + first) * Kernels.panelRows, inner * Kernels.panelRows)
    }
  }

  /// The matrix, rows×inner.
  var numbersInRows: Tensor {
    Tensor([rows, inner]) { out in
      guard let start = out.baseAddress else { return }
      nonisolated(unsafe) let target = start
      forEachPanel(in: 0..<Self.panels(rows), step: Self.unpackedInner) { panel, range, a in
        for row in panel * Kernels.panelRows..<min(rows, (panel + 1) * Kernels.panelRows) {
          for k in range {
            target[row * inner + k] = a[(k - range.lowerBound) * Kernels.panelRows + row % Kernels.panelRows]
          }
        }
      }
    }
  }

  static func panels(_ rows: Int) -> Int { (rows + Kernels.panelRows - 1) / Kernels.panelRows }

  /// Rows that are multiplied at a time, and numbers of each of them that are unpacked: 128 KB.
  private static let unpackedRows = 64
  private static let unpackedInner = 512

  /// c = self·b + bias for the rows of `panels` and each of a few pictures. Their packed b are `imageInB` numbers
  /// apart and their results `imageInC`; c points to row 0.
  func multiply(
    panels: Range<Int>, _ b: UnsafeRawPointer, images: Int, imageInB: Int, into c: UnsafeMutablePointer<Float>,
    stride: Int, imageInC: Int, columns: Int, bias: UnsafePointer<Float>?
  ) {
    if inner == 0 { return fill(panels: panels, images: images, into: c, stride, imageInC, columns, bias) }
    nonisolated(unsafe) let (b, c, bias) = (b, c, bias)
    /// The product for the rows from panel `start` on and some of the inner axis.
    @Sendable func multiply(
      _ a: UnsafeRawPointer, panel: Int, _ start: Int, _ end: Int, _ some: Range<Int>,
      next: UnsafePointer<UInt16>? = nil
    ) {
      let row = start * Kernels.panelRows
      for image in 0..<images {
        operands.product(
          a, panel: panel, b + image * imageInB * operands.size, inner: some, of: inner,
          into: c + image * imageInC + row * stride, stride: stride, rows: min(end * Kernels.panelRows, rows) - row,
          columns: columns, bias: bias.map { $0 + row }, accumulates: some.lowerBound > 0,
          next: next.map { ($0, inner * Kernels.panelRows) })
      }
    }
    // Threads that have nothing left to do help with some of the rows.
    let step = Self.unpackedRows / Kernels.panelRows
    let count = (panels.count + step - 1) / step
    Parallel.forEach(count, costEach: inner * columns * images) { piece in
      let some = MatrixProduct.piece(piece, of: count, panels.count)
      let (start, end) = (panels.lowerBound + some.lowerBound, panels.lowerBound + some.upperBound)
      if case .whole(let all) = numbers {
        all.withUnsafeBytes { whole in
          operands.forEachSection(of: 0..<inner) { some in
            let first = (start * depth + operands.position(some.lowerBound)) * Kernels.panelRows
            multiply(whole.baseAddress! + first * operands.size, panel: depth * Kernels.panelRows, start, end, some)
          }
        }
        return
      }
      withScratch { scratch in
        for first in Swift.stride(from: 0, to: inner, by: Self.unpackedInner) {
          let depth = min(Self.unpackedInner, inner - first)
          withPanels(start..<end, first, depth, scratch) { a, panel, next in
            multiply(a, panel: panel, start, end, first..<first + depth, next: next)
          }
        }
      }
    }
  }

  /// y += self·x for a few columns, which follow each other in x and in y.
  func multiply(
    panels: Range<Int>, few x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, columns: Int
  ) {
    withScratch { scratch in
      for panel in panels {
        let row = panel * Kernels.panelRows
        for first in Swift.stride(from: 0, to: inner, by: Self.unpackedInner) {
          let depth = min(Self.unpackedInner, inner - first)
          withPanels(panel..<panel + 1, first, depth, scratch) { a, stride, _ in
            Kernels.productOfFew(
              a, panel: stride, x + first, xStride: inner, into: y + row, yStride: rows,
              rows: min(Kernels.panelRows, rows - row), inner: depth, columns: columns)
          }
        }
      }
    }
  }

  /// Temporary memory for the rows that are unpacked at a time, or for one panel, with `step` numbers of each.
  private func withScratch(_ step: Int? = nil, _ body: (UnsafeMutablePointer<Float>?) -> Void) {
    if case .single = numbers { return body(nil) }
    let count = step.map { $0 * Kernels.panelRows } ?? Self.unpackedRows * min(inner, Self.unpackedInner)
    Scratch.with(count) { body($0) }
  }

  /// Calls `body` with the panels' numbers of the inner axis from `first` on, their distance, and, where they were
  /// unpacked, the numbers that come next.
  private func withPanels(
    _ panels: Range<Int>, _ first: Int, _ depth: Int, _ scratch: UnsafeMutablePointer<Float>?,
    _ body: (UnsafePointer<Float>, Int, UnsafePointer<UInt16>?) -> Void
  ) {
    let rows = Kernels.panelRows
    let start = (panels.lowerBound * inner + first) * rows
    switch numbers {
    case .single(let all): all.withUnsafeBufferPointer { body($0.baseAddress! + start, inner * rows, nil) }
    case .half(let all):
      all.withUnsafeBufferPointer { half in
        for i in 0..<panels.count {
          Kernels.unpackHalf(
            half.baseAddress! + start + i * inner * rows, scratch! + i * depth * rows, depth * rows)
        }
        let isLast = first + depth == inner
        let next = isLast ? panels.upperBound * inner * rows : start + depth * rows
        body(UnsafePointer(scratch!), depth * rows, next < half.count ? half.baseAddress! + next : nil)
      }
    case .whole(let all):
      all.withUnsafeBytes { whole in
        for (i, panel) in panels.enumerated() {
          operands.unpackRows(
            whole.baseAddress! + panel * self.depth * rows * operands.size, inner: inner, first..<first + depth,
            scratch! + i * depth * rows)
        }
      }
      body(UnsafePointer(scratch!), depth * rows, nil)
    case .bytes(let all, let scales):
      let period = Kernels.lanes * rows
      all.withUnsafeBufferPointer { bytes in
        scales.withUnsafeBufferPointer { scales in
          for (i, panel) in panels.enumerated() {
            Kernels.unpackBytes(
              bytes.baseAddress! + start + i * inner * rows,
              scales: UnsafeBufferPointer(rebasing: scales[panel * period..<(panel + 1) * period]),
              scratch! + i * depth * rows, depth * rows)
          }
        }
      }
      body(UnsafePointer(scratch!), depth * rows, nil)
    }
  }

  private func fill(
    panels: Range<Int>, images: Int, into c: UnsafeMutablePointer<Float>, _ stride: Int, _ image: Int, _ columns: Int,
    _ bias: UnsafePointer<Float>?
  ) {
    for i in 0..<images {
      for row in panels.lowerBound * Kernels.panelRows..<min(rows, panels.upperBound * Kernels.panelRows) {
        (c + i * image + row * stride).initialize(repeating: bias?[row] ?? 0, count: columns)
      }
    }
  }
}
