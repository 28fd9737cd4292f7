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

  /// a·b + bias for each of `images` pictures, where `pack` writes some columns of a picture's b: its rows in
  /// `inner`, which are whole sections. Results are rows×columns, one picture after the other, their rows `stride`
  /// numbers apart; nil, `columns` apart.
  static func overImages(
    _ a: PackedMatrix, images: Int, columns: Int, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>,
    stride: Int? = nil,
    pack: @Sendable (_ image: Int, _ columns: Range<Int>, _ inner: Range<Int>, UnsafeMutableRawPointer) -> Void
  ) {
    nonisolated(unsafe) let (y, bias) = (y, bias)
    let (rows, inner, operands, stride) = (a.rows, a.inner, a.operands, stride ?? columns)
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
          a.multiply(
            panels: 0..<PackedMatrix.panels(rows), b, images: 1, imageInB: 0,
            into: y + image * rows * stride + range.lowerBound, stride: stride, imageInC: 0, columns: range.count,
            bias: bias)
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
      let all = PackedMatrix.panels(rows)
      let pieces = min(all, 4 * Parallel.threads)
      Parallel.forEach(pieces, costEach: images * inner * rows * columns / (16 * max(1, pieces))) { item in
        a.multiply(
          panels: piece(item, of: pieces, all), b, images: images, imageInB: size, into: y,
          stride: stride, imageInC: rows * stride, columns: columns, bias: bias)
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
