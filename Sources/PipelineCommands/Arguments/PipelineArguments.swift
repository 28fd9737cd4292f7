import ArgumentParser
import Basics
import PipelineKit
import Tensors

/// The file and parameters that `run` and `check` take alike.
struct PipelineArguments: ParsableArguments {
  @ArgumentParser.Argument(
    help:
      "A pipeline file (JSON or YAML), an installed one's name ('\(ProgramName.current) pipelines' lists them), a picture that one made, or - for standard input.",
    completion: .pipelines)
  var file: String

  @ArgumentParser.Argument(
    help: "Parameters of the file, as name=value. A list is written a,b,c.",
    completion: .parameters)
  var parameters: [String] = []

  @Option(help: "The folder that files are written to.", completion: .directory)
  var out: String = ""

  @Option(
    help: ArgumentHelp(
      "Another folder that the file may write to; may be given several times. Paths given as name=value may be anywhere.",
      valueName: "dir"), completion: .directory)
  var allowWrite: [String] = []

  @Option(
    help: ArgumentHelp(
      "Another folder that the file may read from, besides its own, the working directory, what is installed and models; may be given several times. Paths given as name=value may be anywhere.",
      valueName: "dir"), completion: .directory)
  var allowRead: [String] = []

  @Option(
    help: ArgumentHelp(
      "A server that the file may ask for a model, HOST or HOST:PORT; may be given several times. Addresses given as name=value need no permission.",
      valueName: "host"))
  var allowNet: [String] = []

  @Flag(help: "Replace files that the pipeline did not make.")
  var overwrite = false

  @Flag(help: "Let the file's stages run programs, which may do whatever you may. See docs/programs.md.")
  var allowRun = false

  /// The file as messages call it: as the user does, and standard input as positions in it do.
  var shown: String { file == "-" ? path : file }

  /// Where the file is.
  var path: String { InstalledFiles.pipelines.path(file) }

  /// Where the file is if it is a recipe: a name that no pipeline has may be a recipe's.
  var recipe: String {
    let path = self.path
    return FileSystem.exists(path) ? path : InstalledFiles.recipes.path(file)
  }

  /// The picture that the file is; nil where it is none.
  func picture() throws -> MadePicture? { try MadePicture(path: path) }

  /// Reads and checks the file, or what made a picture.
  func load(_ picture: MadePicture?, _ budget: OutputBudget? = nil) throws -> Pipeline {
    var rules = rules
    rules.budget = budget
    if let names = picture?.names(self) { rules.naming = { names.name($0) } }
    var pipeline = try Pipeline(
      source(picture), arguments: commandLineParameters(parameters), registry: PipelineCommands.registry,
      reading: reading, writing: rules, allowsPrograms: allowRun)
    if picture != nil { try Remaking.protect(&pipeline) }
    return pipeline
  }

  /// The file's text, or what made a picture.
  func source(_ picture: MadePicture?) throws -> PipelineSource {
    if let wrong = allowNet.first(where: { !ServerAddress.Host.isOne($0) }) { throw CommandFault.allowNet(wrong) }
    if let picture { return picture.source }
    try requireFile()
    if FileSubject(path: path) == .recipe { throw CommandFault.notAPipeline(file) }
    return try PipelineSource(path: path)
  }

  /// Where what the file reads is looked for, and what it may read and ask.
  var reading: ReadRules {
    ReadRules(
      searched: InstalledFiles.pipelines.folders, allowed: allowRead + InstalledFiles.readable, servers: allowNet)
  }

  /// Where it may write.
  var rules: WriteRules { WriteRules(folder: out, allowed: allowWrite, overwrites: overwrite) }

  /// Throws for a word that is no file, where it may have been meant for a command or an installed file.
  private func requireFile() throws {
    if FileSystem.exists(path) { return }
    let commands = Runner.configuration.subcommands.map { $0._commandName }
    let pipelines = InstalledFiles.pipelines.all.map(\.name)
    let recipes = InstalledFiles.recipes.all.map(\.name)
    if recipes.contains(file) { throw CommandFault.notAPipeline(file) }
    if let meant = nearest(file, commands + pipelines + recipes) {
      let isRecipe = !(commands + pipelines).contains(meant)
      throw CommandFault.noSuchCommand(file, nearest: isRecipe ? "train \(meant)" : meant)
    }
    let isName = !file.contains("/") && !file.contains(".")
    if isName { throw CommandFault.noSuchName(file) }
  }
}

/// Parameters as a command line has them, `name=value`.
func commandLineParameters(_ texts: [String]) throws -> [(name: String, text: String)] {
  var arguments: [(name: String, text: String)] = []
  for (index, text) in texts.enumerated() {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      let value = texts[(index + 1)...].prefix(2).first { $0 != "=" && !$0.contains("=") }
      throw CommandFault.notAParameter(text, value: text.hasPrefix("=") ? nil : value)
    }
    let name = String(text[..<sign])
    if arguments.contains(where: { $0.name.isExactly(name) }) { throw CommandFault.givenTwice(name) }
    arguments.append((name, String(text[text.index(after: sign)...])))
  }
  return arguments
}
