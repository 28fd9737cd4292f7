/// The area of a plot's lines, and its surroundings: title, axes, ticks and grid.
struct PlotFrame {
  /// The columns and rows of the picture inside of the axes.
  let columns, rows: Range<Int>
  private let plot: Plot
  private let across, up: PlotScale
  private let acrossTicks, upTicks: [PlotScale.Tick]

  private static let margin = 14
  /// The distance between ticks and their labels, and between those and the axis' label.
  private static let gap = 6
  private static let tickLength = 5
  private static let gridColour = Canvas.Ink(repeating: 0.8)
  private static let axisColour = Canvas.Ink(repeating: -0.3)

  init(_ plot: Plot, _ across: PlotScale, _ up: PlotScale, width: Int, height: Int) {
    (self.plot, self.across, self.up) = (plot, across, up)
    let small = LabelFont.small
    let (margin, gap) = (PlotFrame.margin, PlotFrame.gap)
    let top = margin + (plot.title.isEmpty ? 0 : LabelFont.large.lineHeight + gap)
    let below = PlotFrame.tickLength + small.lineHeight + (plot.x.label.isEmpty ? 0 : gap + small.lineHeight)
    rows = top..<height - margin - below
    upTicks = up.ticks(atMost: max(2, rows.count / 40))
    let labels = upTicks.map { small.width($0.label) }.max() ?? 0
    let left = margin + (plot.y.label.isEmpty ? 0 : small.lineHeight + gap) + labels + gap + PlotFrame.tickLength
    // The last label extends beyond the end of the axis.
    columns = min(left, width / 2)..<width - margin - 10
    let length = columns.count
    acrossTicks =
      (2...max(2, length / 50)).reversed().lazy.map(across.ticks).first { ticks in
        zip(ticks, ticks.dropFirst()).allSatisfy { a, b in
          let room = ((across.place(b.value) ?? 0) - (across.place(a.value) ?? 0)) * Double(length)
          return Double(small.width(a.label) + small.width(b.label)) / 2 + 14 <= room
        }
      } ?? across.ticks(atMost: 2)
  }

  /// The place of a point on the canvas; nil where it has none.
  private func place(_ point: (x: Double, y: Double)) -> PlotPoint? {
    guard var x = across.place(point.x), var y = up.place(point.y) else { return nil }
    // With given bounds, points may be so far outside that their pixels can't be counted.
    let far = 1e4
    (x, y) = (min(max(x, -far), far), min(max(y, -far), far))
    return [
      Double(columns.lowerBound) + x * Double(columns.count), Double(rows.upperBound) - y * Double(rows.count),
    ]
  }

  /// A series' points on the canvas, cut at its gaps.
  func runs(_ series: Plot.Series) -> [[PlotPoint]] {
    series.points.map(place).split { $0 == nil }.map { $0.compactMap(\.self) }
  }

  func draw(on canvas: inout Canvas) {
    let small = LabelFont.small
    let (left, right, top, bottom) = (columns.lowerBound, columns.upperBound, rows.lowerBound, rows.upperBound)
    func column(_ value: Double) -> Int { left + Int((across.place(value)! * Double(columns.count)).rounded()) }
    func row(_ value: Double) -> Int { bottom - Int((up.place(value)! * Double(rows.count)).rounded()) }

    for tick in acrossTicks { canvas.fill(PlotFrame.gridColour, x: column(tick.value), y: top, height: rows.count) }
    for tick in upTicks { canvas.fill(PlotFrame.gridColour, x: left, y: row(tick.value), width: columns.count) }
    let length = PlotFrame.tickLength
    for value in across.minorTicks() {
      canvas.fill(PlotFrame.axisColour, x: column(value), y: bottom, height: length / 2 + 1)
    }
    for value in up.minorTicks() {
      canvas.fill(PlotFrame.axisColour, x: left - length / 2, y: row(value), width: length / 2)
    }
    for tick in acrossTicks {
      let x = column(tick.value)
      canvas.fill(PlotFrame.axisColour, x: x, y: bottom, height: length + 1)
      let labelX = min(x - small.width(tick.label) / 2, canvas.width - small.width(tick.label) - 2)
      canvas.write(tick.label, small, x: labelX, y: bottom + length + 2)
    }
    for tick in upTicks {
      let y = row(tick.value)
      canvas.fill(PlotFrame.axisColour, x: left - length, y: y, width: length)
      canvas.write(
        tick.label, small, x: left - length - PlotFrame.gap - small.width(tick.label), y: y - small.lineHeight / 2)
    }
    canvas.fill(PlotFrame.axisColour, x: left, y: bottom, width: columns.count + 1)
    canvas.fill(PlotFrame.axisColour, x: left, y: top, height: rows.count)

    let cut = { (text: String, font: LabelFont, width: Int) in font.wrap(text, width: width, lines: 1).first ?? "" }
    let title = cut(plot.title, .large, canvas.width - 2 * PlotFrame.margin)
    canvas.write(title, .large, x: left, y: PlotFrame.margin - 4)
    let under = cut(plot.x.label, small, canvas.width - 2 * PlotFrame.margin)
    let middle = min((left + right) / 2, canvas.width - PlotFrame.margin - small.width(under) / 2)
    canvas.write(
      under, small, x: middle - small.width(under) / 2, y: canvas.height - PlotFrame.margin - small.lineHeight + 4)
    let beside = cut(plot.y.label, small, canvas.height - 2 * PlotFrame.margin)
    canvas.writeUpwards(
      beside, small, x: PlotFrame.margin - 4, y: max(PlotFrame.margin, (top + bottom - small.width(beside)) / 2))
  }
}

/// The legend, in the corner of the frame where least is drawn.
struct PlotLegend {
  private let entries: [(index: Int, series: Plot.Series)]
  private let frame: PlotFrame
  private let width, height: Int

  private static let padding = 8
  /// The length of the line before a name.
  private static let sample = 26

  /// nil where no series has a name.
  init?(_ series: [Plot.Series], _ frame: PlotFrame) {
    let named = series.enumerated().filter { !$1.name.isEmpty }
    guard !named.isEmpty else { return nil }
    let small = LabelFont.small
    let most = max(20, frame.columns.count / 2 - 3 * Self.padding - Self.sample)
    entries = named.map { index, series in
      var series = series
      series.name = small.wrap(series.name, width: most, lines: 1).first ?? ""
      return (index, series)
    }
    self.frame = frame
    width = entries.map { small.width($1.name) }.max()! + 3 * Self.padding + Self.sample
    height = entries.count * small.lineHeight + 2 * Self.padding - 4
  }

  func draw(on canvas: inout Canvas, avoiding pens: [PlotPen]) {
    let inset = 8
    let (left, right) = (frame.columns.lowerBound + inset, frame.columns.upperBound - inset - width)
    let (top, bottom) = (frame.rows.lowerBound + inset, frame.rows.upperBound - inset - height)
    let corners = [(right, top), (left, top), (right, bottom), (left, bottom)]
    let hidden = corners.map { x, y in
      pens.reduce(0) { $0 + $1.count(columns: x - 6..<x + width + 6, rows: y - 6..<y + height + 6) }
    }
    let (x, y) = corners[hidden.firstIndex(of: hidden.min()!)!]
    let (white, hairline) = (Canvas.Ink(repeating: 1), Canvas.Ink(repeating: 0.6))
    canvas.fill(hairline, x: x - 1, y: y - 1, width: width + 2, height: height + 2)
    canvas.fill(white, x: x, y: y, width: width, height: height)
    let small = LabelFont.small
    for (line, entry) in entries.enumerated() {
      let top = y + Self.padding - 2 + line * small.lineHeight
      let from = x + Self.padding
      let middle = Double(top) + Double(small.lineHeight) / 2
      var pen = PlotPen(columns: from..<from + Self.sample + 1, rows: top..<top + small.lineHeight)
      let ends = [PlotPoint(Double(from) + 1, middle), PlotPoint(Double(from + Self.sample), middle)]
      pen.line(ends, entry.series.style)
      if entry.series.isMarked { pen.mark(Plot.marker(entry.index), at: (ends[0] + ends[1]) / 2) }
      pen.paint(Plot.colour(entry.index), entry.series.style, on: &canvas)
      canvas.write(entry.series.name, small, x: from + Self.sample + Self.padding, y: top)
    }
  }
}

extension Canvas {
  /// Fills a box with one colour.
  mutating func fill(_ ink: Ink, x: Int, y: Int, width: Int = 1, height: Int = 1) {
    for row in y..<y + max(0, height) { for column in x..<x + max(0, width) { mix(ink, 1, x: column, y: row) } }
  }
}
