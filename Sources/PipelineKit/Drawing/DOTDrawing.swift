import Basics

extension PipelineDrawing {
  /// The drawing in Graphviz's language: `runner graph FILE --format dot | dot -Tpdf`.
  public var dot: String {
    var lines = [
      "digraph \(quoted(name)) {", "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=Helvetica];",
      "  edge [fontname=Helvetica, fontsize=10];",
    ]
    func write(_ boxes: [Box], _ indent: String) {
      for box in boxes {
        if box.role == .loop {
          lines.append("\(indent)subgraph \(quoted("cluster " + box.id)) {")
          lines.append(
            "\(indent)  label=\(quoted("loop \(box.title)")); style=rounded; color=gray; fontname=Helvetica;")
          write(box.inner, indent + "  ")
          lines.append("\(indent)}")
          continue
        }
        let head = box.stage.isEmpty || box.stage == box.title ? box.title : "\(box.title)\n\(box.stage)"
        let shape =
          switch box.role {
          case .variable: ", shape=ellipse"
          case .input, .output: ", shape=cds"
          case .file: ", peripheries=2"
          case .stage, .loop: ""
          }
        lines.append(
          "\(indent)\(quoted(box.id)) [label=\(quoted(([head] + box.values).joined(separator: "\n")))\(shape)];")
      }
    }
    write(boxes, "  ")
    let known = Set(allBoxes.filter { $0.role != .loop }.map(\.id))
    for arrow in arrows where known.contains(arrow.from) && known.contains(arrow.to) {
      let style = arrow.isNext ? ", style=dashed, constraint=false" : ""
      lines.append(
        "  \(quoted(arrow.from)) -> \(quoted(arrow.to)) [label=\(quoted(arrow.label)), color=\(quoted(colour(of: arrow.kind)))\(style)];"
      )
    }
    return (lines + ["}"]).joined(separator: "\n")
  }

  /// A text in DOT's quotes.
  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
  }
}
