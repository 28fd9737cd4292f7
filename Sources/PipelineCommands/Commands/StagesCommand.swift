import ArgumentParser
import Basics
import PipelineKit
import Tensors

/// `runner stages [NAME]`: what pipeline files can be made of.
struct StagesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "List the stages, or show a stage's inputs and outputs.")

  @ArgumentParser.Argument(help: "A stage's name.", completion: .stages)
  var name: String?

  @Flag(help: "Show all stages with their inputs and outputs.")
  var all = false

  func run() throws {
    try reportingFaults(to: QuietReporter()) {
      let registry = PipelineCommands.registry
      guard let name else {
        Terminal.output(lines: all ? StageListing.everything(registry) : StageListing.all(registry))
        return
      }
      if name == "loop" {
        Terminal.output(lines: StageListing.loop)
        return
      }
      guard let stage = registry[name] else {
        throw StageListingFault.unknown(name, known: registry.names)
      }
      Terminal.output(lines: StageListing.describe(stage.declaration, registry))
    }
  }
}

enum StageListingFault: Fault {
  case unknown(String, known: [String])

  var cause: FaultCause { .usage }

  var description: String {
    switch self {
    case .unknown(let name, let known):
      "there is no stage '\(name)'; "
        + (nearest(name, known).map { "did you mean '\($0)'?" } ?? "'\(ProgramName.current) stages' lists them")
    }
  }
}

/// Stages as text, out of their declarations alone.
enum StageListing {
  /// A line for each stage.
  static func all(_ registry: Registry) -> String {
    let declarations = registry.stages.map { $0.declaration } + [loopDeclaration]
    let width = declarations.map(\.name.count).max() ?? 0
    return declarations.sorted { $0.name < $1.name }.map { declaration in
      declaration.name.padded(to: width) + "  " + declaration.summary
    }.joined(separator: "\n")
  }

  /// Every stage with its ports, for docs/stages.md.
  static func everything(_ registry: Registry) -> String {
    let stages = registry.stages.map { ($0.declaration.name, describe($0.declaration, registry)) } + [("loop", loop)]
    return stages.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n\n\n")
  }

  /// A stage with its ports.
  static func describe(_ declaration: Declaration, _ registry: Registry) -> String {
    var lines = wrapped("\(declaration.name) – \(declaration.summary)", indent: 0)
    let width = (declaration.inputs + declaration.outputs).map(\.name.count).max() ?? 0
    /// The name and kind, and what it means below.
    func entry(_ port: Port, isOptional: Bool) -> [String] {
      var summary = port.summary
      if let choices = port.choices { summary += ": \(choices.joined(separator: ", "))" }
      if let absence = port.absence { summary += "; by default \(absence.text)" }
      let head = "  \(port.name.padded(to: width))  \(kind(port))\(isOptional ? ", optional" : "")"
      return [head] + wrapped(summary, indent: width + 4)
    }
    lines +=
      ["", "takes"] + declaration.inputs.map(registry.completed).flatMap { entry($0, isOptional: !$0.isRequired) }
    if declaration.inputs.isEmpty { lines.append("  nothing") }
    lines += ["", "gives"] + declaration.outputs.flatMap { entry($0, isOptional: false) }
    if let source = declaration.outputsFrom {
      lines.append("  what '\(source)' names")
    } else if declaration.outputs.isEmpty {
      lines.append("  nothing")
    }
    let effects: [(Declaration.Effect, String)] = [
      (.writes, "writes a file"), (.draws, "draws from its generator, in the order of the file"),
    ]
    let notes =
      effects.filter { declaration.effects.contains($0.0) }.map(\.1) + declaration.rules.map(\.summary)
    if !notes.isEmpty { lines += ["", "notes"] + notes.flatMap { wrapped($0, indent: 2) } }
    return lines.joined(separator: "\n")
  }

  /// Words in lines of at most 100 characters.
  static func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= 100 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(margin + word)
      }
    }
    return lines
  }

  private static func kind(_ port: Port) -> String {
    port.sameAs.map { "as '\($0)'" } ?? port.kind.description
  }

  static let loopDeclaration = Declaration(
    "loop",
    "Runs a body once for every element of a list, carrying values from one iteration to the next.",
    inputs: [],
    outputs: [])

  static let loop = """
    loop – \(loopDeclaration.summary)

    takes
      each     names, each bound to the elements of a list or of timesteps
               Several are iterated over side by side.
      carry    names with the values they start with, optional
      body     stages; they see 'each', 'carry' and everything outside
               Stages that depend on nothing that changes run once.
      next     what each carried name becomes for the next iteration
      collect  names, each bound to a value that is collected into a list, optional

    gives
      the carried names' final values, and the collected lists
    """
}

extension String {
  /// The text with spaces after it, `width` characters in all.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
