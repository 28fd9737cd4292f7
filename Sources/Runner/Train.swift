import ArgumentParser
import Foundation
import Images
import PipelineKit
import Tensors
import Training

/// `runner train FILE [name=value …]`: trains a network as a recipe describes it.
struct Train: Command {
  static let configuration = CommandConfiguration(
    abstract: "Train a network as a recipe says.",
    discussion: """
      A run can be stopped at any moment, by Ctrl-C or otherwise; --resume goes on with it and ends with the same weights.
      """)

  @OptionGroup var recipe: RecipeArguments

  @Option(help: "The folder of the run. (default: runs/ and the recipe's name)", completion: .directory)
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Another folder that the run may write to, where links in its own lead; may be given several times.",
      valueName: "dir"), completion: .directory)
  var allowWrite: [String] = []

  @Flag(help: "Go on with the run in the folder.")
  var resume = false

  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  /// Prints a note or a warning.
  private func tell(_ line: String) { if !quiet { Terminal.error(line) } }

  func run() throws {
    let stop = StopRequest()
    var isDone = false
    try reportingFaults(to: QuietReporter()) {
      isDone = try threads.withThreads(tell: tell) { try run(recipe.load(), stop) }
    }
    if !isDone, let code = stop.code { throw ExitCode(code) }
  }

  /// Whether the run came to its end.
  private func run(_ recipe: some TrainingRecipe, _ stop: StopRequest) throws -> Bool {
    for warning in LabelFont.warnings(for: recipe.labels) { tell("warning: \(warning)") }
    let run = RecipeArguments.run(of: recipe, out: out, allowed: allowWrite)
    let progress = TrainingProgress(isQuiet: quiet)
    return try run(resume: resume, isStopped: { stop.code != nil }, report: progress.report)
  }
}

/// The recipe and parameters that `train` and `evaluate` take alike.
struct RecipeArguments: ParsableArguments {
  @Argument(help: "The recipe, JSON or YAML.", completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @Argument(help: "Parameters of the recipe, as name=value.")
  var parameters: [String] = []

  func load() throws -> any TrainingRecipe { try Self.load(file, parameters) }

  static func load(_ file: String, _ parameters: [String]) throws -> any TrainingRecipe {
    if FileSubject(path: file) == .pipeline { throw CommandFault.notARecipe(file) }
    return try RecipeRegistry.standard.read(path: file, arguments: commandLineParameters(parameters))
  }

  /// A run in `out`, or in the folder that its recipe's name gives. That one lies in the working directory.
  static func run<Recipe: TrainingRecipe>(of recipe: Recipe, out: String?, allowed: [String]) -> TrainingRun<Recipe> {
    let out = out.flatMap { $0.isEmpty ? nil : $0 }
    return TrainingRun(
      recipe, folder: out ?? recipe.runFolder, rules: WriteRules(folder: out ?? "", allowed: allowed))
  }
}

/// Tells how a training run goes.
final class TrainingProgress {
  private let line: ProgressLine

  init(isQuiet: Bool) { line = ProgressLine(isQuiet: isQuiet) }

  func report(_ event: TrainingEvent) {
    switch event {
    case .progress(let step, let steps, let epoch, let loss, let speed, let left):
      line.show(
        String(
          format: "epoch %d, step %d of %d: loss %.5f, %.1f images a second, %@ left", epoch, step, steps, loss, speed,
          duration(left)), isLast: step == steps)
    case .epoch(let epoch, let folder): line.done("epoch \(epoch): \(folder)")
    case .wrote(let path): line.done("wrote \(path)")
    case .warning(let text): line.warning(text)
    case .finished(let model): line.done("the run is finished: \(model)")
    case .stopped(let step, let steps): stopped("after step \(step) of \(steps)")
    case .stoppedInSheet: stopped("while a sheet was being made")
    }
  }

  private func stopped(_ place: String) {
    line.close()
    Terminal.error("interrupted \(place); the same command with --resume goes on")
  }
}
