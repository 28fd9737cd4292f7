import ArgumentParser
import Foundation
import NoiseEstimators
import PipelineKit
import Stages
import Tensors

/// The command line: `runner pipelines/hybrid.json far="a skull" seed=7`.
@main
struct Runner: Command {
  static let configuration = CommandConfiguration(
    commandName: "runner",
    abstract: "Runs image pipelines: graphs of small diffusion stages around one network.",
    usage: """
      runner FILE [name=value ...] [--out DIR] [--overwrite] [--allow-write DIR] [--threads N] [--quiet]
                    [--json] [--verbose] [--profile] [--no-cache]
             runner check FILE [name=value ...] [--out DIR] [--overwrite] [--allow-write DIR]
             runner train FILE [name=value ...] [--resume] [--out DIR] [--allow-write DIR]
             runner evaluate FILE [name=value ...] [--model DIR]
             runner fetch mnist [--to DIR]
             runner stages [NAME]
             runner models
             runner cache [list | prune | clear]
      """,
    discussion: """
      Make the picture that a file describes; the same with other parameters:
        runner pipelines/hybrid.json
        runner pipelines/hybrid.json far="a skull" seed=7
      Say what is wrong with a file, without running it:
        runner check pipelines/hybrid.json
      What a stage takes and gives:
        runner stages step
      """,
    version: "runner \(PipelineKit.version)",
    subcommands: [
      Run.self, Check.self, Train.self, Evaluate.self, FetchCommand.self, StagesCommand.self, Models.self,
      CacheCommand.self,
    ],
    defaultSubcommand: Run.self)

  static func main() {
    do {
      // What holds for every command, before one of them runs.
      try InstructionSet.checkLimit()
    } catch {
      for line in errorLines(error) { Terminal.error(line) }
      Foundation.exit(FaultCause.usage.rawValue)
    }
    // Not `CommandLine.arguments`, which lose bytes that are not UTF-8.
    let arguments = FileName.arguments.dropFirst()
    if arguments.isEmpty {
      Terminal.error(lines: FirstScreen.text)
      Foundation.exit(FaultCause.usage.rawValue)
    }
    do {
      var command = try parseAsRoot(Array(arguments))
      try command.run()
    } catch {
      let (message, text, code) = (Self.message(for: error), fullMessage(for: error), exitCode(for: error))
      if code.isSuccess {
        Terminal.output(lines: text)
      } else if !text.isEmpty {
        // What was wrong may be in the words of the command line; usage follows on lines of its own.
        Terminal.error(lines: message.isEmpty ? text : text.replacing(message, with: ShownText.line(message)))
      }
      Foundation.exit(code.rawValue)
    }
  }

  /// Every stage that pipeline files may name.
  static func registry() throws -> Registry {
    var registry = Registry()
    try registry.register(estimatorStages)
    try registry.register(commonStages)
    return registry
  }
}

/// A command whose mistakes are told in the form that all others have.
protocol Command: ParsableCommand {}

extension Command {
  static var _errorLabel: String { "error" }
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

  @Option(
    help: ArgumentHelp(
      "Another folder that the file may write to; may be given several times. What is given as name=value is written anywhere.",
      valueName: "dir"), completion: .directory)
  var allowWrite: [String] = []

  @Flag(help: "Replace files that the pipeline did not make.")
  var overwrite = false

  /// Reads and checks the file; warnings go to stderr.
  func load() throws -> Pipeline {
    let commands = Runner.configuration.subcommands.map { $0._commandName }
    if !FileSystem.exists(file), let command = nearest(file, commands) {
      throw CommandFault.noSuchCommand(file, nearest: command)
    }
    if FileSubject(path: file) == .recipe { throw CommandFault.notAPipeline(file) }
    let arguments = try commandLineParameters(parameters)
    return try Pipeline(
      path: file, arguments: arguments, registry: Runner.registry(),
      writing: WriteRules(folder: out, allowed: allowWrite, overwrites: overwrite))
  }
}

/// Parameters as a command line has them, `name=value`.
func commandLineParameters(_ texts: [String]) throws -> [(name: String, text: String)] {
  var arguments: [(name: String, text: String)] = []
  for text in texts {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { throw CommandFault.notAParameter(text) }
    let name = String(text[..<sign])
    if arguments.contains(where: { $0.name.isExactly(name) }) { throw CommandFault.givenTwice(name) }
    arguments.append((name, String(text[text.index(after: sign)...])))
  }
  return arguments
}
