import ArgumentParser
import Basics
import PipelineKit
import Tensors

/// The file and parameters that `run` and `check` take alike.
struct PipelineArguments: ParsableArguments {
  @ArgumentParser.Argument(
    help: "The pipeline file, JSON or YAML.",
    completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @ArgumentParser.Argument(help: "Parameters of the file, as name=value. A list is written a,b,c.")
  var parameters: [String] = []

  @Option(help: "The folder that files are written to.", completion: .directory)
  var out: String = ""

  @Option(
    help: ArgumentHelp(
      "Another folder that the file may write to; may be given several times. Paths given as name=value may be anywhere.",
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
      path: file, arguments: arguments, registry: PipelineCommands.registry,
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
