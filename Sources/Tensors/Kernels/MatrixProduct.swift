/// Products of a packed matrix with matrices that are packed on the way, shared by all threads.
///
/// Each number of the result is summed in the order of the inner axis, so that it depends neither on the number of
/// threads nor on what else is computed along with it.
enum MatrixProduct {
  /// The i-th of `pieces` near-equal parts of 0 ..< length.
  static func piece(_ i: Int, of pieces: Int, _ length: Int) -> Range<Int> {
    i * length / pieces..<(i + 1) * length / pieces
  }

  /// The place that `columns` columns of `inner` numbers take when packed.
  static func packedCount(inner: Int, columns: Int) -> Int {
    (columns + Kernels.lanes - 1) / Kernels.lanes * Kernels.lanes * inner
  }

  /// Numbers of packed columns that a thread works on at a time: what stays in the second cache.
  private static let blockCount = 1 << 18

  /// For each of `images` pictures a·b + bias, where `pack` writes some columns of a picture's b: `inner` rows from
  /// `first` on. Results are rows×columns, one picture after the other.
  static func overImages(
    _ a: PackedMatrix, images: Int, columns: Int, bias: UnsafePointer<Float>?, into y: UnsafeMutablePointer<Float>,
    pack: @Sendable (_ image: Int, _ columns: Range<Int>, _ inner: Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    nonisolated(unsafe) let (y, bias) = (y, bias)
    let (rows, inner) = (a.rows, a.inner)
    let panels = (columns + Kernels.panelColumns - 1) / Kernels.panelColumns
    let width = Kernels.panelColumns * max(1, min(panels, blockCount / max(1, inner * Kernels.panelColumns)))
    let blocks = (columns + width - 1) / width
    if images * blocks >= 4 * Parallel.threads {
      Parallel.forEach(images * blocks, costEach: inner * rows * width / 16) { item in
        let image = item / blocks
        let range = item % blocks * width..<min(columns, (item % blocks + 1) * width)
        Scratch.with(packedCount(inner: inner, columns: range.count)) { b in
          pack(image, range, 0..<inner, b)
          a.multiply(
            panels: 0..<PackedMatrix.panels(rows), b, images: 1, imageInB: 0,
            into: y + image * rows * columns + range.lowerBound, stride: columns, imageInC: 0, columns: range.count,
            bias: bias)
        }
      }
      return
    }
    // Too few columns to share: packed once for all threads, which then share the rows.
    let size = packedCount(inner: inner, columns: columns)
    Scratch.with(images * size) { b in
      nonisolated(unsafe) let b = b
      let strips = max(1, min(inner / 16, 4 * Parallel.threads))
      Parallel.forEach(images * strips, costEach: 2 * size / strips) { item in
        pack(item / strips, 0..<columns, piece(item % strips, of: strips, inner), b + item / strips * size)
      }
      let all = PackedMatrix.panels(rows)
      let pieces = min(all, 4 * Parallel.threads)
      Parallel.forEach(pieces, costEach: images * inner * rows * columns / (16 * max(1, pieces))) { item in
        a.multiply(
          panels: piece(item, of: pieces, all), UnsafePointer(b), images: images, imageInB: size, into: y,
          stride: columns, imageInC: rows * columns, columns: columns, bias: bias)
      }
    }
  }
}

/// Memory for one computation, on a boundary that whole vectors need.
enum Scratch {
  /// What an empty array's missing address is replaced by: nothing is read from it.
  nonisolated(unsafe) static let nothing = UnsafePointer(UnsafeMutablePointer<Float>.allocate(capacity: 1))

  static func with(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4 * max(1, count), alignment: 64)
    defer { memory.deallocate() }
    nonisolated(unsafe) let start = memory.bindMemory(to: Float.self, capacity: count)
    body(start)
  }
}
