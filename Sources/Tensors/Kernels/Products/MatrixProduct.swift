/// Products of a packed matrix with matrices that are packed during the computation, shared by all threads.
///
/// Each number of the result is summed in the order of the inner axis, in parts of a fixed length, so that it depends
/// neither on the number of threads nor on the other numbers.
enum MatrixProduct {
  /// The i-th of `pieces` near-equal parts of 0 ..< length.
  static func piece(_ i: Int, of pieces: Int, _ length: Int) -> Range<Int> {
    i * length / pieces..<(i + 1) * length / pieces
  }

  /// Numbers of packed columns that a thread works on at a time; they fit the second-level cache.
  private static let blockCount = 1 << 18
  /// The fewest columns for which the weights are read once more.
  private static let leastColumns = 128

  /// The number of blocks that the columns of one picture are cut into, so that each fits the cache and the threads
  /// get equal shares.
  private static func blocks(images: Int, columns: Int, inner: Int) -> Int {
    let most = max(1, columns / leastColumns)
    let least = min(most, max(1, columns * inner / blockCount))
    return (least...most).first { images * $0 % Parallel.threads == 0 } ?? least
  }

  /// The pieces of the inner axis, and of columns, in which threads pack one matrix.
  private static func packedPieces(
    of operands: Operands, inner: Int, columns: Int
  ) -> (strips: [Range<Int>], panels: [Range<Int>]) {
    if !operands.isWhole {
      let strips = max(1, min(inner / 16, 4 * Parallel.threads))
      return ((0..<strips).map { piece($0, of: strips, inner) }, [0..<columns])
    }
    var strips: [Range<Int>] = []
    operands.forEachSection(of: 0..<inner) { strips.append($0) }
    return (strips, operands.panels(of: columns))
  }

  /// A left operand, a, and where its products with each picture's b go.
  struct Left: @unchecked Sendable {
    let matrix: PackedMatrix
    /// A number for each row.
    var bias: UnsafePointer<Float>?
    /// What is added, as the results without gaps between rows would lie.
    var plus: UnsafePointer<Float>?
    /// Rows×columns, one picture after the other, rows `stride` numbers apart.
    let results: UnsafeMutablePointer<Float>
    let stride: Int

    /// Computes some rows, those of `panels`, and columns; the packed b of one image after the other are `imageInB`
    /// numbers apart.
    func multiply(
      _ panels: Range<Int>, _ b: UnsafeRawPointer, _ images: Range<Int>, imageInB: Int, _ columns: Range<Int>,
      of all: Int
    ) {
      let rows = matrix.rows
      matrix.multiply(
        panels: panels, b, images: images.count, imageInB: imageInB,
        into: results + images.lowerBound * rows * stride + columns.lowerBound, stride: stride,
        imageInC: rows * stride, columns: columns.count, bias: bias)
      guard let plus else { return }
      for image in images {
        for row in panels.lowerBound * Kernels.panelRows..<min(rows, panels.upperBound * Kernels.panelRows) {
          let place = results + (image * rows + row) * stride + columns.lowerBound
          Kernels.add(place, plus + (image * rows + row) * all + columns.lowerBound, place, columns.count, 1)
        }
      }
    }
  }

  /// a·b + bias for each of `images` pictures and each a of `lefts`, which have the same inner axis and operands; `pack`
  /// writes some columns of a picture's b: its rows in `inner`, which are whole sections.
  static func overImages(
    _ lefts: [Left], images: Int, columns: Int,
    pack: @Sendable (_ image: Int, _ columns: Range<Int>, _ inner: Range<Int>, UnsafeMutableRawPointer) -> Void
  ) {
    guard let a = lefts.first?.matrix else { return }
    let (rows, inner, operands) = (lefts.reduce(0) { $0 + $1.matrix.rows }, a.inner, a.operands)
    let blocks = blocks(images: images, columns: columns, inner: inner)
    if images * blocks >= Parallel.threads && columns >= leastColumns {
      // Rounded up to whole vectors.
      let vectors = (columns + operands.lanes - 1) / operands.lanes
      Parallel.forEach(images * blocks, costEach: inner * rows * columns / (16 * blocks)) { item in
        let image = item / blocks
        let some = piece(item % blocks, of: blocks, vectors)
        let range = some.lowerBound * operands.lanes..<min(columns, some.upperBound * operands.lanes)
        Scratch.with(bytes: operands.wholeVectors(range.count) * operands.depth(inner) * operands.size) { b in
          pack(image, range, 0..<inner, b)
          for left in lefts {
            left.multiply(
              0..<PackedMatrix.panels(left.matrix.rows), b, image..<image + 1, imageInB: 0, range, of: columns)
          }
        }
      }
      return
    }
    // Too few columns to share: they are packed once, and the threads share the rows.
    let depth = operands.depth(inner)
    let size = operands.wholeVectors(columns) * depth
    let (strips, panels) = packedPieces(of: operands, inner: inner, columns: columns)
    Scratch.with(bytes: images * size * operands.size) { b in
      nonisolated(unsafe) let b = b
      let count = strips.count * panels.count
      Parallel.forEach(images * count, costEach: 2 * size / max(1, count)) { item in
        let panel = panels[item / strips.count % panels.count]
        pack(
          item / count, panel, strips[item % strips.count],
          b + (item / count * size + panel.lowerBound * depth) * operands.size)
      }
      let pieces = min(lefts.map { PackedMatrix.panels($0.matrix.rows) }.max() ?? 0, 8 * Parallel.threads)
      let items = lefts.count * pieces
      Parallel.forEach(items, costEach: images * inner * rows * columns / (16 * max(1, items))) { item in
        let left = lefts[item / pieces]
        left.multiply(
          piece(item % pieces, of: pieces, PackedMatrix.panels(left.matrix.rows)), b, 0..<images, imageInB: size,
          0..<columns, of: columns)
      }
    }
  }
}

/// Temporary memory for one computation, aligned for whole vectors.
enum Scratch {
  /// A valid address for empty arrays; nothing is read from it.
  nonisolated(unsafe) static let nothing = UnsafePointer(UnsafeMutablePointer<Float>.allocate(capacity: 1))

  /// Calls `body` with memory for `count` numbers in single precision.
  static func with(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    with(bytes: 4 * count) { body($0.bindMemory(to: Float.self, capacity: count)) }
  }

  static func with(bytes: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes), alignment: 64)
    defer { memory.deallocate() }
    Kernels.useLargePages(UnsafeMutableRawBufferPointer(start: memory, count: bytes))
    body(memory)
  }
}
