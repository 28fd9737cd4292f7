package import ArgumentParser
import Basics
import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import Tensors

/// The command line: `runner pipelines/hybrid.json far="a skull" seed=7`.
struct Runner: Command {
  static let configuration = CommandConfiguration(
    commandName: ProgramName.current,
    abstract: "Runs image pipelines: graphs of small diffusion stages around one network.",
    usage: """
      \(ProgramName.current) FILE [name=value ...] [--out DIR] [--overwrite] [--allow-read DIR] [--allow-write DIR]
                    [--threads N] [--quiet] [--json] [--verbose] [--profile] [--no-cache]
             \(ProgramName.current) FILE --help
             \(ProgramName.current) pipelines
             \(ProgramName.current) worker [--socket PATH]
             \(ProgramName.current) collect DIR
             \(ProgramName.current) show PICTURE [--file]
             \(ProgramName.current) graph FILE [--output FILE.svg] [--format svg|mermaid|dot]
             \(ProgramName.current) check FILE [name=value ...] [--out DIR] [--overwrite] [--allow-read DIR] [--allow-write DIR]
             \(ProgramName.current) check FILE --json
             \(ProgramName.current) schema [pipelines | recipes]
             \(ProgramName.current) build --with PACKAGE ... --output PROGRAM
             \(ProgramName.current) train FILE [name=value ...] [--resume] [--out DIR] [--allow-read DIR] [--allow-write DIR]
             \(ProgramName.current) evaluate FILE [name=value ...] [--model DIR]
             \(ProgramName.current) fetch mnist [--to DIR]
             \(ProgramName.current) stages [NAME]
             \(ProgramName.current) models
             \(ProgramName.current) quantise MODEL FOLDER
             \(ProgramName.current) cache [list | prune | clear]
      """ + PipelineCommands.commands.map { "\n       " + ($0.configuration.usage ?? "") }.joined(),
    discussion: """
      Run a pipeline, an installed one by its name, with its own and with other parameters:
        \(ProgramName.current) hybrid
        \(ProgramName.current) hybrid far="a skull" seed=7
      Show its parameters, make a picture again with another seed:
        \(ProgramName.current) hybrid --help
        \(ProgramName.current) hybrid.png seed=8 --out other
      List the options of runs: sweeps, previews, permissions:
        \(ProgramName.current) run --help
      Check a file of your own without running it:
        \(ProgramName.current) check my.json
      Show a stage's inputs and outputs:
        \(ProgramName.current) stages step
      """,
    version: "\(ProgramName.current) \(PipelineKit.version)",
    subcommands: [
      Run.self, CollectCommand.self, PipelinesCommand.self, RecipesCommand.self, ShowCommand.self, GraphCommand.self,
      Check.self,
      SchemaCommand.self,
      BuildCommand.self, Train.self, WorkerCommand.self,
      Evaluate.self,
      FetchCommand.self,
      StagesCommand.self, Models.self, Quantise.self,
      CacheCommand.self, ManualCommand.self,
    ] + PipelineCommands.commands,
    defaultSubcommand: Run.self)

  static func main() {
    Interrupt.prepare()
    do {
      // What holds for every command, before one of them runs.
      try Processor.checkEnvironment()
      MemoryUse.keepFreedMemory()
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
    if arguments.first == Completion.request {
      // What can't be completed is no error: the user is still typing.
      Terminal.output(fields: (try? Completion(Array(arguments.dropFirst())).candidates.map(\.fields)) ?? [])
      Foundation.exit(0)
    }
    do {
      try reportingFaults(to: QuietReporter()) {
        if let fault = CommandFault.empty(in: arguments) { throw fault }
        try CommandLineHelp.requireCommand(Array(arguments))
      }
    } catch { Foundation.exit(FaultCause.usage.rawValue) }
    if let help = CommandLineHelp.ofFile(Array(arguments)) {
      Terminal.output(lines: help)
      Foundation.exit(0)
    }
    do {
      var script: CompletionScript?
      try reportingFaults(to: QuietReporter()) { script = try .asked(Array(arguments)) }
      if let script {
        Terminal.output(lines: script.text)
        return
      }
      var command = try parseAsRoot(Array(arguments))
      try command.run()
    } catch {
      let (message, text, code) = (Self.message(for: error), fullMessage(for: error), exitCode(for: error))
      if code.isSuccess {
        Terminal.output(lines: text)
      } else if !text.isEmpty {
        // What was wrong may be in the words of the command line; usage follows on lines of its own.
        let shown = ShownText.line(CommandLineHelp.message(message, Array(arguments)))
        if arguments.contains("--json"), !message.isEmpty { JSONEvents.emit(error: [shown], code: code.rawValue) }
        Terminal.error(lines: message.isEmpty ? text : text.replacing(message, with: shown))
      }
      Foundation.exit(code.rawValue)
    }
  }
}

/// A command whose mistakes are told in the form that all others have.
package protocol Command: ParsableCommand {}

extension Command {
  package static var _errorLabel: String { "error" }
}
