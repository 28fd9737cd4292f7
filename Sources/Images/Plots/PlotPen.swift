/// A place on a canvas in pixels, x to the right and y down; the middle of the first pixel is at 0.5, 0.5.
typealias PlotPoint = SIMD2<Double>

/// The mark at each point of a series.
enum PlotMarker: Int, CaseIterable {
  case disc, square, triangle, diamond

  /// Its radius, in pixels.
  static let size = 3.5

  /// The distance of a place from the edge of the mark around the origin, in pixels; negative inside.
  func distance(_ p: PlotPoint) -> Double {
    let size = PlotMarker.size
    switch self {
    case .disc: return (p * p).sum().squareRoot() - size
    case .square: return max(abs(p.x), abs(p.y)) - size * 0.9
    case .triangle: return max(p.y - size * 0.75, (abs(p.x) * 1.732 - p.y) / 2 - size * 0.75)
    case .diamond: return (abs(p.x) + abs(p.y) - size * 1.35) * 0.7071
    }
  }
}

/// Anti-aliased lines and marks inside a frame. The coverage of each pixel is collected first and painted once, so
/// that a line that crosses itself many times is not darker there.
struct PlotPen {
  /// Columns and rows that may be painted.
  let columns, rows: Range<Int>
  private var cover: [Float]

  init(columns: Range<Int>, rows: Range<Int>) {
    (self.columns, self.rows) = (columns, rows)
    cover = [Float](repeating: 0, count: columns.count * rows.count)
  }

  /// Draws a line through points in the given style; nothing for `points`.
  mutating func line(_ points: [PlotPoint], _ style: Plot.Style) {
    switch style {
    case .solid: line(points, width: 1.8)
    case .dashed: line(points, width: 1.6, dash: (6, 4))
    case .faint: line(points, width: 1)
    case .points: break
    }
  }

  /// Draws a line through points, dashed if `dash` gives the lengths of stroke and gap.
  private mutating func line(_ points: [PlotPoint], width: Double, dash: (on: Double, off: Double)? = nil) {
    var walked = 0.0
    for (a, b) in zip(points, points.dropFirst()) {
      let length = ((b - a) * (b - a)).sum().squareRoot()
      defer { walked += length }
      guard let (first, last) = inFrame(a, b, margin: width + 1) else { continue }
      guard let dash, length > 0 else {
        stroke(a + first * (b - a), a + last * (b - a), width)
        continue
      }
      let period = dash.on + dash.off
      var start = ((walked + first * length) / period).rounded(.down) * period
      while start < walked + last * length {
        let from = max(first, (start - walked) / length)
        let to = min(last, (start + dash.on - walked) / length)
        if from < to { stroke(a + from * (b - a), a + to * (b - a), width) }
        start += period
      }
    }
  }

  mutating func mark(_ marker: PlotMarker, at point: PlotPoint) {
    let reach = PlotMarker.size * 1.5 + 1
    shade(from: point - reach, to: point + reach) { marker.distance($0 - point) }
  }

  /// Paints the collected coverage.
  func paint(_ ink: Canvas.Ink, _ style: Plot.Style, on canvas: inout Canvas) {
    let strength: Float = style == .faint ? 0.5 : 1
    for (i, amount) in cover.enumerated() where amount > 0 {
      canvas.mix(
        ink, strength * amount, x: columns.lowerBound + i % columns.count, y: rows.lowerBound + i / columns.count)
    }
  }

  /// The number of painted pixels in a box.
  func count(columns box: Range<Int>, rows lines: Range<Int>) -> Int {
    var count = 0
    for y in lines.clamped(to: rows) {
      let row = (y - rows.lowerBound) * columns.count - columns.lowerBound
      for x in box.clamped(to: columns) where cover[row + x] > 0 { count += 1 }
    }
    return count
  }

  private mutating func stroke(_ a: PlotPoint, _ b: PlotPoint, _ width: Double) {
    let reach = PlotPoint(repeating: width / 2 + 1)
    let along = b - a
    let square = (along * along).sum()
    shade(from: pointwiseMin(a, b) - reach, to: pointwiseMax(a, b) + reach) { p in
      let t = square > 0 ? min(max(((p - a) * along).sum() / square, 0), 1) : 0
      let off = p - a - t * along
      return (off * off).sum().squareRoot() - width / 2
    }
  }

  /// Covers the pixels of a box by how far their middles lie outside (`distance`), over an edge of one pixel.
  private mutating func shade(from: PlotPoint, to: PlotPoint, _ distance: (PlotPoint) -> Double) {
    let (left, right) = (max(columns.lowerBound, Int(from.x)), min(columns.upperBound, Int(to.x) + 1))
    let (top, bottom) = (max(rows.lowerBound, Int(from.y)), min(rows.upperBound, Int(to.y) + 1))
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      for x in left..<right {
        let amount = Float(min(max(0.5 - distance([Double(x) + 0.5, Double(y) + 0.5]), 0), 1))
        let at = (y - rows.lowerBound) * columns.count + x - columns.lowerBound
        if amount > cover[at] { cover[at] = amount }
      }
    }
  }

  /// The part of the segment from a to b that lies in the frame, as fractions (Liang & Barsky 1984); nil for none.
  private func inFrame(_ a: PlotPoint, _ b: PlotPoint, margin: Double) -> (Double, Double)? {
    let low = PlotPoint(Double(columns.lowerBound), Double(rows.lowerBound)) - margin
    let high = PlotPoint(Double(columns.upperBound), Double(rows.upperBound)) + margin
    let along = b - a
    var (first, last) = (0.0, 1.0)
    for axis in 0..<2 {
      if along[axis] == 0 {
        if a[axis] < low[axis] || a[axis] > high[axis] { return nil }
        continue
      }
      let (s, t) = ((low[axis] - a[axis]) / along[axis], (high[axis] - a[axis]) / along[axis])
      first = max(first, min(s, t))
      last = min(last, max(s, t))
    }
    return first <= last ? (first, last) : nil
  }
}
