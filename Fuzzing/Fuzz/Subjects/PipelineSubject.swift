import PipelineKit
import PipelineModels

/// Pipeline files: reading, the outline, the drawing and the whole check. Nothing runs.
struct PipelineSubject: Subject {
  static let name = "pipeline"
  private let registry = Registry.standard

  init(in scratch: Scratch) throws { _ = try TinyModels(in: scratch) }

  func read(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    PipelineSubject.read(PipelineSource(text: text, file: "fuzz.json", folder: "."), registry)
  }

  /// What `runner pipelines`, `graph` and `check` do with a source.
  static func read(_ source: PipelineSource, _ registry: Registry) {
    guard attempt({ try PipelineOutline(source) }) != nil,
      let pipeline = attempt({ try Pipeline(source, registry: registry) }),
      let drawing = attempt({ try PipelineDrawing(source, registry: registry) })
    else { return }
    _ = (pipeline.provenance, drawing.svg, drawing.mermaid, drawing.dot)
  }
}
