import Basics

extension PipelineDrawing {
  /// The drawing as Mermaid's flowchart, which GitHub and many editors show.
  public var mermaid: String {
    var lines = ["flowchart TD"]
    let ids = NameTable(allBoxes.enumerated().map { ($1.id, "b\($0)") })
    func write(_ boxes: [Box], _ indent: String) {
      for box in boxes {
        let id = ids[box.id]!
        switch box.role {
        case .loop:
          lines.append("\(indent)subgraph \(id)[\"\(escaped("loop \(box.title)"))\"]")
          write(box.inner, indent + "  ")
          lines.append("\(indent)end")
        case .variable: lines.append("\(indent)\(id)([\"\(text(box))\"])")
        case .input, .output: lines.append("\(indent)\(id)[/\"\(text(box))\"/]")
        case .file: lines.append("\(indent)\(id)[[\"\(text(box))\"]]")
        case .stage: lines.append("\(indent)\(id)[\"\(text(box))\"]")
        }
      }
    }
    write(boxes, "  ")
    for (index, arrow) in arrows.enumerated() {
      guard let from = ids[arrow.from], let to = ids[arrow.to] else { continue }
      let label = arrow.label.isEmpty ? "" : "|\"\(escaped(arrow.label))\"|"
      lines.append("  \(from) \(arrow.isNext ? "-.->" : "-->")\(label) \(to)")
      lines.append("  linkStyle \(index) stroke:\(colour(of: arrow.kind))")
    }
    return lines.joined(separator: "\n")
  }

  private func text(_ box: Box) -> String {
    let head =
      box.stage.isEmpty || box.stage == box.title
      ? "<b>\(escaped(box.title))</b>" : "<b>\(escaped(box.title))</b><br/>\(escaped(box.stage))"
    return ([head] + box.values.map(escaped)).joined(separator: "<br/>")
  }

  /// Text in Mermaid's quotes: what would end them, or be taken for HTML, by its number.
  private func escaped(_ text: String) -> String {
    text.unicodeScalars.map {
      "\"<>&#`[]{}()|\\".unicodeScalars.contains($0) || $0.value < 32 ? "#\($0.value);" : String($0)
    }.joined()
  }
}

extension PipelineDrawing {
  /// Every box, with those in frames.
  var allBoxes: [Box] {
    func all(_ boxes: [Box]) -> [Box] { boxes.flatMap { [$0] + all($0.inner) } }
    return all(boxes)
  }
}
