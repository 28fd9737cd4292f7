extension PipelineDrawing {
  /// The drawing as an SVG picture: arrows have the colours of kinds, which a legend names.
  public var svg: String {
    let layout = DrawingLayout(self)
    let margin = 20.0
    let kinds = legend
    let places = kinds.reduce(into: [0.0]) { $0.append($0.last! + 44 + Double($1.name.count) * 7.2) }
    let width = max(layout.width, places.last!, Double(name.count) * 11) + 2 * margin
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
    let routes = layout.routes()
    for (index, arrow) in arrows.enumerated() {
      if let points = routes[index] { parts += self.arrow(arrow, along: points) }
    }
    parts += titles(boxes, layout)
    parts += boxes(boxes, layout)
    parts.append("</g>")
    for (index, entry) in kinds.enumerated() {
      let (x, y) = (margin + places[index], height - margin)
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
      let (kind, colour) = (arrow.kind.innermost, colour(of: arrow.kind))
      guard seen.insert(colour).inserted else { return nil }
      return (colour == Kind.plainColour ? "value" : kind == .timesteps ? "timestep" : kind.description, colour)
    }
  }

  private func frames(_ boxes: [Box], _ layout: DrawingLayout, depth: Int) -> [String] {
    boxes.filter { $0.role == .loop }.flatMap { box -> [String] in
      guard let r = layout.rectangles[box.id] else { return [] }
      let frame =
        "<rect \(place(r)) rx=\"10\" fill=\"\(depth % 2 == 0 ? "#f4f6f8" : "#e9edf1")\" stroke=\"#9aa5b1\" stroke-dasharray=\"5 3\"/>"
      return [frame] + frames(box.inner, layout, depth: depth + 1)
    }
  }

  /// The frames' titles, over the arrows that enter there.
  private func titles(_ boxes: [Box], _ layout: DrawingLayout) -> [String] {
    boxes.filter { $0.role == .loop }.flatMap { box -> [String] in
      guard let r = layout.rectangles[box.id] else { return [] }
      let title =
        "<text x=\"\(text(r.x + 10))\" y=\"\(text(r.y + 17))\" fill=\"#52606d\" stroke=\"#f4f6f8\" stroke-width=\"4\" paint-order=\"stroke\">loop <tspan font-weight=\"bold\">\(escaped(box.title))</tspan></text>"
      return [title] + titles(box.inner, layout)
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

  /// A line through points, straight beside boxes and curved between layers, with a head at its end.
  private func arrow(_ arrow: Arrow, along points: [DrawingLayout.Point]) -> [String] {
    var points = points
    guard let end = points.popLast(), let start = points.first else { return [] }
    let colour = colour(of: arrow.kind)
    var path = "M\(point(start))"
    var last = start
    for next in points.dropFirst() + [(end.x, end.y - 6)] where next != last {
      let half = (next.y - last.y) / 2
      path +=
        next.x == last.x || next.y == last.y
        ? " L\(point(next))"
        : " C\(point((last.x, last.y + half))) \(point((next.x, next.y - half))) \(point(next))"
      last = next
    }
    let dash = arrow.isNext ? " stroke-dasharray=\"4 3\"" : ""
    var parts = [
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\"\(dash)><title>\(escaped("\(arrow.from) → \(arrow.to): \(arrow.label)"))</title></path>",
      "<path d=\"M\(point(end)) l-4 -8 h8 z\" fill=\"\(colour)\"/>",
    ]
    if arrow.isNext {
      parts.append(
        "<text x=\"\(text(end.x + 6))\" y=\"\(text(end.y - 2))\" font-size=\"10\" fill=\"\(colour)\">next</text>")
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
