import ArgumentParser
import NoiseEstimators
import PipelineKit
import Stages

/// The command line: `runner pipelines/hybrid.json far="a skull" seed=7`.
@main
struct Runner: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runner",
    abstract: "Runs image pipelines: graphs of small diffusion stages around one network.",
    discussion: """
      runner pipelines/hybrid.json                          make the picture that the file describes
      runner pipelines/hybrid.json far="a penguin" seed=7   the same with other parameters
      runner check pipelines/hybrid.json                    say what is wrong with a file, without running it
      runner stages step                                    what a stage takes and gives
      """,
    version: "runner \(PipelineKit.version)",
    subcommands: [Run.self, Check.self, StagesCommand.self, Models.self],
    defaultSubcommand: Run.self)

  /// Every stage that pipeline files may name.
  static func registry() throws -> Registry {
    var registry = Registry()
    try registry.register(estimatorStages)
    try registry.register(commonStages)
    return registry
  }
}

/// The file and parameters that `run` and `check` take alike.
struct PipelineArguments: ParsableArguments {
  @Argument(
    help: "The pipeline file, JSON or YAML.",
    completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @Argument(help: "Parameters of the file, as name=value. A list is written a,b,c.")
  var parameters: [String] = []

  @Option(help: "The folder that files are written to.", completion: .directory)
  var out: String = ""

  /// Reads and checks the file; warnings go to stderr.
  func load() throws -> Pipeline {
    let arguments = try parameters.map { text -> (name: String, text: String) in
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError("'\(text)' is no parameter; expected name=value")
      }
      return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
    return try Pipeline(
      path: file, arguments: arguments, registry: Runner.registry(), outputFolder: out)
  }
}
