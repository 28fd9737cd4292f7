import Basics
import Foundation
import PipelineKit
import PipelineTesting
import Tensors
import Testing

/// Pipelines as drawings.
@Suite struct DrawingTests {
  static let text = #"""
    {"pipeline": "drawn", "parameters": {"start": 1.5, "to": "o"}, "inputs": {"n": "number"}, "outputs": {"r": "@l.total"},
     "stages": {
       "a": {"stage": "number", "value": "$start"},
       "s": {"stage": "sum", "inputs": ["@a", "@n", 3]},
       "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"total": "@s"}, "next": {"total": "@t"},
             "collect": {"all": "@t"},
             "body": {"t": {"stage": "sum", "inputs": ["@total", "@i", "@s.count"]}}},
       "w": {"stage": "save", "value": "@l.total", "to": "$to"},
       "<b>": {"stage": "number", "value": 1}
     }}
    """#

  private func drawing() throws -> PipelineDrawing {
    let text = Self.text.replacing("\"<b>\"", with: "\"b\"")
    return try PipelineDrawing(
      PipelineSource(text: text, file: "f.json", folder: ""), registry: testRegistry())
  }

  @Test func boxesAndArrows() throws {
    let drawing = try drawing()
    #expect(drawing.name == "drawn")
    #expect(drawing.boxes.map(\.id) == ["n", "a", "s", "l", "w", "b", "outputs/r"])
    #expect(drawing.boxes.map(\.role) == [.input, .stage, .stage, .loop, .stage, .stage, .output])
    #expect(drawing.boxes[1].values == ["value: $start = 1.5"])
    #expect(drawing.boxes[3].inner.map(\.id) == ["l/i", "l/total", "l/t", "l/all (collected)"])
    #expect(drawing.boxes[3].inner[0].values == ["[1, 2]"])
    let arrows = drawing.arrows.map { "\($0.from) → \($0.to) \($0.label) \($0.kind)\($0.isNext ? " next" : "")" }
    #expect(
      arrows == [
        "a → s inputs number", "n → s inputs number", "s → l/total  number", "l/total → l/t inputs number",
        "l/i → l/t inputs integer", "s → l/t inputs ← count integer", "l/t → l/all (collected)  number",
        "l/t → l/total next number next", "l/total → w value number", "l/total → outputs/r  number",
      ])
  }

  /// Names that look alike are boxes of their own.
  @Test func namesThatLookAlike() throws {
    let text = #"""
      {"stages": {"\u00e9": {"stage": "number", "value": 1}, "e\u0301": {"stage": "sum", "inputs": ["@\u00e9"]},
                  "w": {"stage": "save", "value": "@e\u0301", "to": "o"}}}
      """#
    let drawing = try PipelineDrawing(
      PipelineSource(text: text, file: "f.json", folder: ""), registry: testRegistry())
    #expect(drawing.mermaid.contains("b0 -->|\"inputs\"| b1") && drawing.mermaid.contains("b1 -->|\"value\"| b2"))
    #expect(drawing.svg.ranges(of: "<rect ").count >= 3)
  }

  /// Every box has a place of its own, inside of its frame, below what it takes values from.
  @Test func layout() throws {
    let drawing = try drawing()
    let svg = drawing.svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>"))
    var rectangles: [(x: Double, y: Double, width: Double, height: Double)] = []
    for match in svg.matches(of: /<rect x="([-0-9.]+)" y="([-0-9.]+)" width="([-0-9.]+)" height="([-0-9.]+)"/) {
      rectangles.append((Double(match.1)!, Double(match.2)!, Double(match.3)!, Double(match.4)!))
    }
    // The frame, then a box for each stage, variable, input and output.
    #expect(rectangles.count == 11)
    let (frame, boxes) = (rectangles[0], Array(rectangles.dropFirst()))
    func overlap(
      _ a: (x: Double, y: Double, width: Double, height: Double),
      _ b: (x: Double, y: Double, width: Double, height: Double)
    ) -> Bool {
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }
    for (index, a) in boxes.enumerated() {
      for b in boxes[..<index] { #expect(!overlap(a, b)) }
    }
    let inner = boxes.filter { overlap($0, frame) }
    #expect(inner.count == 4)
    #expect(
      inner.allSatisfy {
        $0.x >= frame.x && $0.y >= frame.y && $0.x + $0.width <= frame.x + frame.width
          && $0.y + $0.height <= frame.y + frame.height
      })
  }

  /// Kinds that packages add have colours of their own, and their words in the legend.
  @Test func kindsOfPackages() throws {
    let text = #"""
      {"stages": {"d": {"stage": "make-depth"}, "f": {"stage": "make-flow"},
                  "w": {"stage": "use-both", "depth": "@d", "flow": "@f"}}}
      """#
    var registry = try testRegistry()
    try registry.register([MakeDepth.self, MakeFlow.self, UseBoth.self])
    try registry.register([Depth.self, Flow.self] as [any CustomValue.Type])
    let svg = try PipelineDrawing(PipelineSource(text: text, file: "f.json", folder: ""), registry: registry).svg
    #expect(svg.contains(">depth-map</text>") && svg.contains(">optical-flow</text>") && !svg.contains(">value</text>"))
    let colours = Set(svg.matches(of: /fill="none" stroke="(#[0-9a-f]+)"/).map { String($0.1) })
    #expect(colours.count == 2 && !colours.contains("#888888"))
  }

  struct Depth: CustomValue { static let kindName = "depth-map" }
  struct Flow: CustomValue { static let kindName = "optical-flow" }

  struct MakeDepth: Stage {
    static let depth = Output<Depth>("depth", "a depth map")
    static let declaration = Declaration("make-depth", "Makes.", inputs: [], outputs: [depth])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.depth, Depth()) }
  }

  struct MakeFlow: Stage {
    static let flow = Output<Flow>("flow", "a flow")
    static let declaration = Declaration("make-flow", "Makes.", inputs: [], outputs: [flow])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs(Self.flow, Flow()) }
  }

  struct UseBoth: Stage {
    static let depth = Input<Depth>("depth", "a depth map")
    static let flow = Input<Flow>("flow", "a flow")
    static let declaration = Declaration("use-both", "Uses.", inputs: [depth, flow], outputs: [], effects: [.writes])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs { Outputs() }
  }

  /// The texts that others read: each box and arrow once, and nothing in a name that ends its quotes.
  @Test func mermaidAndDOT() throws {
    let drawing = try drawing()
    let mermaid = drawing.mermaid.split(separator: "\n")
    #expect(mermaid.first == "flowchart TD")
    #expect(mermaid.contains(#"  b1["<b>a</b><br/>number<br/>value: $start = 1.5"]"#))
    #expect(mermaid.contains(#"  subgraph b3["loop l"]"#))
    #expect(mermaid.filter { $0.contains("-->") || $0.contains("-.->") }.count == 10)
    let dot = drawing.dot
    #expect(dot.contains(##""l/t" -> "l/total" [label="next", color="#888888", style=dashed, constraint=false];"##))
    #expect(dot.components(separatedBy: " -> ").count - 1 == 10)
    #expect(dot.filter { $0 == "{" }.count == dot.filter { $0 == "}" }.count)
    let odd =
      #"{"pipeline": "a \"b\" <c> & d", "parameters": {"to": "x\"]<y>"}, "stages": {"w": {"stage": "save", "value": 1, "to": "$to"}}}"#
    let names = try PipelineDrawing(
      PipelineSource(text: odd, file: "f.json", folder: ""), registry: testRegistry())
    #expect(names.svg.contains("a &quot;b&quot; &lt;c&gt; &amp; d") && !names.svg.contains("<c>"))
    #expect(!names.mermaid.contains("<y>") && names.dot.hasPrefix(#"digraph "a \"b\" <c> & d" {"#))
    #expect(throws: Never.self) { try XMLCheck.wellFormed(names.svg) }
    #expect(throws: Never.self) { try XMLCheck.wellFormed(drawing.svg) }
  }

  /// Tags that are closed in the order in which they were opened, and no stray signs.
  private enum XMLCheck {
    struct Broken: Error {}

    static func wellFormed(_ text: String) throws {
      var open: [Substring] = []
      var rest = text[...]
      while let start = rest.firstIndex(of: "<") {
        let before = rest[..<start]
        if before.contains(">") { throw Broken() }
        guard let end = rest[start...].firstIndex(of: ">") else { throw Broken() }
        let tag = rest[rest.index(after: start)..<end]
        if tag.hasPrefix("/") {
          guard open.popLast() == tag.dropFirst() else { throw Broken() }
        } else if !tag.hasSuffix("/") {
          open.append(tag.prefix { $0 != " " && $0 != "\n" })
        }
        rest = rest[rest.index(after: end)...]
      }
      if !open.isEmpty { throw Broken() }
    }
  }
}
