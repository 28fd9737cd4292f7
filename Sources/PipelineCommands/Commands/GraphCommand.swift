import ArgumentParser
import Basics
import PipelineKit

/// `runner graph FILE`: draws a pipeline.
struct GraphCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw a pipeline file: SVG, Mermaid or Graphviz's DOT.",
    discussion:
      """
      Loops are frames, arrows have the colours of their kinds, and what is set by a literal or a parameter stands in the \
      boxes. The file is checked first.
        \(ProgramName.current) graph hybrid --output hybrid.svg
        \(ProgramName.current) graph hybrid --format mermaid
        \(ProgramName.current) graph hybrid --format dot | dot -Tpdf > hybrid.pdf
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case svg, mermaid, dot }

  @OptionGroup var pipeline: PipelineArguments

  @Option(help: "svg, mermaid or dot. (default: by the ending of --output, else mermaid)")
  var format: Format?

  @Option(help: "The file to write; standard output by default.", completion: .file(extensions: ["svg", "mmd", "dot"]))
  var output: String?

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: TextReporter(isTerminal: false)) {
      let drawing = try PipelineDrawing(
        self.pipeline.source(self.pipeline.picture()), arguments: commandLineParameters(self.pipeline.parameters),
        registry: PipelineCommands.registry, reading: self.pipeline.reading)
      let format = try self.format ?? ending()
      let text =
        switch format {
        case .svg: drawing.svg
        case .mermaid: drawing.mermaid
        case .dot: drawing.dot
        }
      guard let output else {
        Terminal.output(lines: text)
        return
      }
      try requireReplaceable(output, as: "a drawing", overwrites: self.pipeline.overwrite) { isDrawing(output) }
      try AtomicFile.write(Array((text + "\n").utf8), to: output)
      Terminal.output("wrote \(output)")
    }
  }

  /// The format that the output's name asks for.
  private func ending() throws -> Format {
    guard let output else { return .mermaid }
    switch output.split(separator: ".").last {
    case "svg": return .svg
    case "mmd", "mermaid": return .mermaid
    case "dot", "gv": return .dot
    default: throw GraphFault.ending(output)
    }
  }

  /// Whether a file is a drawing, which may be replaced.
  private func isDrawing(_ path: String) -> Bool {
    guard let text = try? TextFile.read(path) else { return false }
    return ["<svg ", "flowchart ", "digraph "].contains { text.hasPrefix($0) }
  }
}

/// Why a drawing can't be written.
enum GraphFault: Fault {
  case ending(String)

  var cause: FaultCause { .usage }

  var description: String {
    switch self {
    case .ending(let path): "\(path): expected a name that ends in .svg, .mmd or .dot, or --format"
    }
  }
}
