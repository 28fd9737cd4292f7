import ArgumentParser
import Basics
import PipelineKit

/// `runner pipelines`: the pipeline files that come with the program.
struct PipelinesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pipelines", abstract: "List the installed pipelines, with what each shows.",
    discussion: "'\(ProgramName.current) NAME' runs one, '\(ProgramName.current) NAME --help' shows its parameters.")

  func run() throws {
    try reportingFaults(to: QuietReporter()) {
      let files = InstalledFiles.pipelines.all
      if files.isEmpty { throw InstalledFilesFault.none }
      let width = files.map(\.name.count).max() ?? 0
      for (name, path) in files {
        let about: String
        do { about = try PipelineOutline(PipelineSource(path: path)).about ?? "" } catch {
          about = "can't be read; '\(ProgramName.current) check \(name)' says why"
        }
        Terminal.output("\(name.padded(to: width))  \(about)")
      }
    }
  }
}

/// Why nothing can be listed.
enum InstalledFilesFault: Fault {
  case none

  var cause: FaultCause { .missingInput }

  var description: String {
    "no pipelines are installed; expected them beside the models: in share/pipelinekit/pipelines, or in pipelines/ of the working directory"
  }
}
