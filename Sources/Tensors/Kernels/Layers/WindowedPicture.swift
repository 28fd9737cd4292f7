/// The neighbours that are summed into a new pixel, and their weights.
package struct InterpolationWindow: Equatable, Sendable {
  package var first: Int
  package var weights: [Float]

  package var range: Range<Int> { first..<(first + weights.count) }

  package init(first: Int, weights: [Float]) { (self.first, self.weights) = (first, weights) }

  /// Makes a window of `weights` for pixels from `start` on; pixels outside 0..<length are replaced by the one at the
  /// edge.
  package init(start: Int, weights: [Float], length: Int) {
    first = min(max(start, 0), length - 1)
    let last = min(max(start + weights.count - 1, 0), length - 1)
    self.weights = [Float](repeating: 0, count: last - first + 1)
    for (k, weight) in weights.enumerated() { self.weights[min(max(start + k, 0), length - 1) - first] += weight }
  }
}

/// Resamples pictures while their rows arrive: first each row's windows across, then the row's share of the windows
/// down that contain it. Sums are made in the order of the pixels, so the result does not depend on how many rows
/// arrive at a time.
package struct WindowedPicture {
  private let down: [InterpolationWindow]
  private let firsts: [Int]
  /// Where the weights of each window across begin in `weights`, and the end of the last one.
  private let starts: [Int]
  private let weights: [Float]

  /// N×C×down×across.
  package private(set) var result: Tensor

  package init(_ n: Int, _ c: Int, across: [InterpolationWindow], down: [InterpolationWindow]) {
    self.down = down
    firsts = across.map(\.first)
    starts = across.reduce(into: [0]) { $0.append($0.last! + $1.weights.count) }
    weights = across.flatMap(\.weights)
    result = Tensor([n, c, down.count, across.count], repeating: 0)
  }

  /// Adds the next rows, N×C×rows×W, the first of which is row `y`. Rows must come in order.
  package mutating func add(_ band: Tensor, from y: Int) {
    let (n, c, rows, w) = band.nchw
    let (width, height, planes) = (firsts.count, down.count, n * c)
    let touched = down.indices.filter { down[$0].range.overlaps(y..<y + rows) }
    guard !touched.isEmpty, width > 0 else { return }
    precondition(starts.count > 1 && firsts.last! + weights.count - starts[width - 1] <= w)
    let narrowed = [Float](unsafeUninitializedCapacity: planes * rows * width) { buffer, written in
      written = buffer.count
      across(band.values, planes * rows, w, buffer.baseAddress!)
    }
    result.values.withUnsafeMutableBufferPointer { out in
      narrowed.withUnsafeBufferPointer { narrowed in
        nonisolated(unsafe) let (out, narrowed) = (out.baseAddress!, narrowed.baseAddress!)
        Parallel.forEach(planes * touched.count, costEach: rows * width) { [down] index in
          let (plane, row) = (index / touched.count, touched[index % touched.count])
          let to = out + (plane * height + row) * width
          let window = down[row]
          for source in window.range.clamped(to: y..<y + rows) {
            let weight = window.weights[source - window.first]
            let from = narrowed + (plane * rows + source - y) * width
            for x in 0..<width { to[x] += weight * from[x] }
          }
        }
      }
    }
  }

  /// Applies the windows across to each row. Four rows are processed together, because each sum waits for its last
  /// addition.
  private func across(_ values: [Float], _ rows: Int, _ w: Int, _ out: UnsafeMutablePointer<Float>) {
    let width = firsts.count
    values.withUnsafeBufferPointer { values in
      weights.withUnsafeBufferPointer { weights in
        let cost = 4 * max(w, weights.count)
        nonisolated(unsafe) let (source, weights, out) = (values.baseAddress!, weights.baseAddress!, out)
        Parallel.forEach((rows + 3) / 4, costEach: cost) { [firsts, starts] group in
          let (row, number) = (4 * group, min(4, rows - 4 * group))
          // A missing row is replaced by the last one.
          let (a, b, c, d) = (
            source + row * w, source + (row + min(1, number - 1)) * w, source + (row + min(2, number - 1)) * w,
            source + (row + number - 1) * w
          )
          let to = out + row * width
          for x in 0..<width {
            let (first, start) = (firsts[x], starts[x])
            var sum = (a: Float(0), b: Float(0), c: Float(0), d: Float(0))
            for k in 0..<starts[x + 1] - start {
              let (weight, i) = (weights[start + k], first + k)
              sum.a += weight * a[i]
              sum.b += weight * b[i]
              sum.c += weight * c[i]
              sum.d += weight * d[i]
            }
            to[x] = sum.a
            if number > 1 { to[width + x] = sum.b }
            if number > 2 { to[2 * width + x] = sum.c }
            if number > 3 { to[3 * width + x] = sum.d }
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Copies the pictures N×C×h×w of `part` into these, with their first row at `y` and their first column at `x`.
  package mutating func put(_ part: Tensor, y: Int, x: Int) {
    let ((n, c, height, width), (m, d, h, w)) = (nchw, part.nchw)
    precondition(n == m && c == d && y >= 0 && x >= 0 && y + h <= height && x + w <= width)
    let source = part.values
    values.withUnsafeMutableBufferPointer { out in
      source.withUnsafeBufferPointer { source in
        guard let out = out.baseAddress, let source = source.baseAddress else { return }
        for plane in 0..<n * c {
          for row in 0..<h {
            let to = (plane * height + y + row) * width + x
            (out + to).update(from: source + (plane * h + row) * w, count: w)
          }
        }
      }
    }
  }
}
