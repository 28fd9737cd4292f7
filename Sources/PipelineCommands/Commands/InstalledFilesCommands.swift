import ArgumentParser
import Basics
import PipelineKit

/// `runner pipelines`: the pipeline files that come with the program.
struct PipelinesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pipelines", abstract: "List the installed pipelines, with what each shows.",
    discussion: "'\(ProgramName.current) NAME' runs one, '\(ProgramName.current) NAME --help' shows its parameters.")

  func run() throws { try InstalledFiles.pipelines.list() }
}

/// `runner recipes`: the recipes that come with the program.
struct RecipesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "recipes", abstract: "List the installed recipes, with what each trains.",
    discussion: """
      '\(ProgramName.current) train NAME' trains with one, '\(ProgramName.current) train NAME --help' shows its parameters.
      """)

  func run() throws { try InstalledFiles.recipes.list() }
}

extension InstalledFiles {
  /// Prints a line for each file: its name, and what it says of itself.
  fileprivate func list() throws {
    try reportingFaults(to: QuietReporter()) {
      let files = all
      if files.isEmpty { throw InstalledFilesFault.none(self) }
      let width = files.map(\.name.count).max() ?? 0
      for (name, path) in files {
        let about: String
        do { about = try self.about(path) } catch {
          about = "can't be read; '\(ProgramName.current) check \(name)' says why"
        }
        Terminal.output("\(name.padded(to: width))  \(about)")
      }
    }
  }

  /// What a file says of itself. Throws if it can't be read. A link in the folder of the working directory may lead to
  /// anybody's file, and is not followed out of it.
  private func about(_ path: String) throws -> String {
    let rules = ReadRules(allowed: InstalledFiles.readable).forFile(in: ".")
    if !FileName.isAbsolute(path), rules.refusal(of: Path(path)) != nil { return "not read: a link to elsewhere" }
    return try PipelineOutline(PipelineSource(path: path)).about ?? ""
  }
}

/// Why nothing can be listed.
enum InstalledFilesFault: Fault {
  case none(InstalledFiles)

  var cause: FaultCause { .missingInput }

  var description: String {
    switch self {
    case .none(let files):
      "no \(files) are installed; expected them beside the models: in share/pipelinekit/\(files), or in \(files)/ of the working directory"
    }
  }
}
