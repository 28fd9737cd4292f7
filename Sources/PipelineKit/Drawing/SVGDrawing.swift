extension PipelineDrawing {
  /// The drawing as an SVG picture: arrows have the colours of kinds, which a legend names.
  public var svg: String {
    let layout = DrawingLayout(self)
    let margin = 20.0
    let kinds = legend
    let width = max(layout.width, Double(kinds.count) * 118, Double(name.count) * 11) + 2 * margin
    let top = margin + 30
    let height = top + layout.height + 50 + margin
    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(text(width))" height="\(text(height))" viewBox="0 0 \(text(width)) \(text(height))" font-family="Helvetica, Arial, sans-serif" font-size="12">
      <title>\(escaped(name))</title>
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(text(margin))" y="\(text(margin + 8))" font-size="18" font-weight="bold">\(escaped(name))</text>
      <g transform="translate(\(text(margin + max(0, (width - 2 * margin - layout.width) / 2))) \(text(top)))">
      """
    ]
    parts += frames(boxes, layout, depth: 0)
    let ends = layout.ends()
    for (index, arrow) in arrows.enumerated() {
      guard let (start, end) = ends[index] else { continue }
      parts += self.arrow(arrow, from: start, layout.bends[index] ?? [], to: end, layout)
    }
    parts += boxes(boxes, layout)
    parts.append("</g>")
    for (index, entry) in kinds.enumerated() {
      let (x, y) = (margin + Double(index) * 118, height - margin)
      parts.append(
        """
        <line x1="\(text(x))" y1="\(text(y - 4))" x2="\(text(x + 20))" y2="\(text(y - 4))" stroke="\(entry.colour)" stroke-width="2"/>
        <text x="\(text(x + 26))" y="\(text(y))" fill="#444">\(escaped(entry.name))</text>
        """)
    }
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  /// The kinds that arrows have, each once.
  private var legend: [(name: String, colour: String)] {
    var seen: Set<String> = []
    return arrows.compactMap { arrow in
      var kind = arrow.kind
      while let element = kind.element { kind = element }
      let colour = kind.colour
      guard seen.insert(colour).inserted else { return nil }
      return (colour == "#888888" ? "value" : kind == .timesteps ? "timestep" : kind.description, colour)
    }
  }

  private func frames(_ boxes: [Box], _ layout: DrawingLayout, depth: Int) -> [String] {
    boxes.filter { $0.role == .loop }.flatMap { box -> [String] in
      guard let r = layout.rectangles[box.id] else { return [] }
      let frame = """
        <rect \(place(r)) rx="10" fill="\(depth % 2 == 0 ? "#f4f6f8" : "#e9edf1")" stroke="#9aa5b1" stroke-dasharray="5 3"/>
        <text x="\(text(r.x + 10))" y="\(text(r.y + 17))" fill="#52606d">loop <tspan font-weight="bold">\(escaped(box.title))</tspan></text>
        """
      return [frame] + frames(box.inner, layout, depth: depth + 1)
    }
  }

  private func boxes(_ boxes: [Box], _ layout: DrawingLayout) -> [String] {
    boxes.flatMap { box -> [String] in
      if box.role == .loop { return self.boxes(box.inner, layout) }
      guard let r = layout.rectangles[box.id] else { return [] }
      let (fill, stroke) =
        switch box.role {
        case .variable: ("#fff8e1", "#b8860b")
        case .input, .output: ("#e8f5e9", "#2e7d32")
        case .file: ("#ede7f6", "#5e35b1")
        case .stage, .loop: ("white", "#52606d")
        }
      let round = box.role == .variable ? r.height / 2 : 6
      let rect = "<rect \(place(r)) rx=\"\(text(round))\" fill=\"\(fill)\" stroke=\"\(stroke)\"/>"
      let lines = DrawingLayout.lines(box).enumerated().map { index, line in
        let y = r.y + 6 + DrawingLayout.line * (Double(index) + 0.75)
        let style = index == 0 ? "font-weight=\"bold\"" : "fill=\"#52606d\""
        return
          "<text x=\"\(text(r.x + r.width / 2))\" y=\"\(text(y))\" text-anchor=\"middle\" \(style)>\(escaped(line))</text>"
      }
      return [rect] + lines
    }
  }

  /// A curve from the lower edge of one box to the upper edge of another, with its label beside its end.
  private func arrow(
    _ arrow: Arrow, from start: (x: Double, y: Double), _ bends: [(x: Double, y: Double)],
    to finish: (x: Double, y: Double), _ layout: DrawingLayout
  ) -> [String] {
    guard let from = layout.rectangles[arrow.from], let to = layout.rectangles[arrow.to] else { return [] }
    let colour = arrow.kind.colour
    var end = finish
    var path: String
    let label: (x: Double, y: Double)
    if arrow.isNext {
      // Around the right side, up to the name that the next iteration sees.
      end = (to.x + to.width, to.y + to.height / 2)
      let side = max(from.x + from.width, to.x + to.width) + 24
      path =
        "M\(point(start)) C\(point((start.x, start.y + 30))) \(point((side, start.y + 30))) \(point((side, (start.y + end.y) / 2))) S\(point((side, end.y))) \(point((end.x + 6, end.y)))"
      label = (end.x + 8, end.y - 4)
    } else {
      path = "M\(point(start))"
      var last = start
      for next in bends + [(end.x, end.y - 6)] {
        let half = (next.y - last.y) / 2
        path += " C\(point((last.x, last.y + half))) \(point((next.x, next.y - half))) \(point(next))"
        last = (next.x, next.y)
      }
      label = (end.x + 5, end.y - 9)
    }
    let dash = arrow.isNext ? " stroke-dasharray=\"4 3\"" : ""
    let head =
      arrow.isNext
      ? "M\(point((end.x, end.y))) l8 -4 v8 z" : "M\(point(end)) l-4 -8 h8 z"
    var parts = [
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\"\(dash)><title>\(escaped("\(arrow.from) → \(arrow.to): \(arrow.label)"))</title></path>",
      "<path d=\"\(head)\" fill=\"\(colour)\"/>",
    ]
    if arrow.isNext {
      parts.append(
        "<text x=\"\(text(label.x))\" y=\"\(text(label.y))\" font-size=\"10\" fill=\"\(colour)\">next</text>")
    }
    return parts
  }

  private func place(_ r: DrawingLayout.Rectangle) -> String {
    "x=\"\(text(r.x))\" y=\"\(text(r.y))\" width=\"\(text(r.width))\" height=\"\(text(r.height))\""
  }

  private func point(_ p: (x: Double, y: Double)) -> String { "\(text(p.x)) \(text(p.y))" }

  /// A number with at most one digit behind the point.
  private func text(_ number: Double) -> String {
    let tenths = (number * 10).rounded() / 10
    return tenths == tenths.rounded() ? String(Int(tenths)) : String(tenths)
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
