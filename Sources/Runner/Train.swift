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
    var isStopped = false
    try reportingFaults(to: QuietReporter()) {
      try threads.withThreads(tell: tell) {
        switch try recipe.loadAny() {
        case .digits(let recipe):
          isStopped = try run(recipe, sheets: recipe.sheets, stop) { network, epoch in
            guard case .unet(let network) = network else { return nil }
            return try TrainingSheet(recipe: recipe, step: stop.check)(network, epoch: epoch)
          }
        case .fineTuning(let recipe):
          isStopped = try run(recipe, sheets: recipe.sheet.epochs, stop) { network, epoch in
            try FineTuneSheet(recipe: recipe, step: stop.check)(network, title: "\(recipe.name), epoch \(epoch)")
          }
        }
      }
    }
    if isStopped { throw ExitCode(stop.code ?? FaultCause.interrupted.rawValue) }
  }

  /// Runs a recipe; after the epochs in `sheets`, `sheet` shows what the network can do. Whether it was stopped.
  private func run<Recipe: TrainingRecipe>(
    _ recipe: Recipe, sheets: [Int], _ stop: StopRequest, sheet: (Recipe.Network, Int) throws -> Tensor?
  ) throws -> Bool {
    for warning in LabelFont.warnings(for: RecipeArguments.labels(of: recipe)) { tell("warning: \(warning)") }
    let progress = TrainingProgress(isQuiet: quiet)
    var isStopped = false
    let run = RecipeArguments.run(of: recipe, out: out, allowed: allowWrite)
    do {
      try run(
        resume: resume, isStopped: { stop.code != nil },
        report: { event in
          if case .stopped = event { isStopped = true }
          progress.report(event)
        },
        epochEnded: { epoch, network in
          guard sheets.contains(epoch), let picture = try sheet(network, epoch) else { return }
          let path = run.sheetPath(afterEpoch: epoch)
          try ImageFile.write(picture, to: path)
          progress.report(.wrote(path))
        })
    } catch is StopRequest.Stopped {
      isStopped = true
      progress.stopped("while a sheet was being made")
    }
    return isStopped
  }
}

/// The recipe and parameters that `train` and `evaluate` take alike.
struct RecipeArguments: ParsableArguments {
  @Argument(help: "The recipe, JSON or YAML.", completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @Argument(help: "Parameters of the recipe, as name=value.")
  var parameters: [String] = []

  /// What a recipe is for.
  enum Recipe {
    case digits(DigitRecipe)
    case fineTuning(FineTuneRecipe)
  }

  func loadAny() throws -> Recipe { try Self.load(file, parameters) }

  static func load(_ file: String, _ parameters: [String]) throws -> Recipe {
    if FileSubject(path: file) == .pipeline { throw CommandFault.notARecipe(file) }
    let settings = try Settings(path: file, arguments: commandLineParameters(parameters))
    return FineTuneRecipe.describes(settings)
      ? .fineTuning(try FineTuneRecipe(settings, path: file)) : .digits(try DigitRecipe(settings, path: file))
  }

  /// A recipe for digits.
  func load() throws -> DigitRecipe {
    guard case .digits(let recipe) = try loadAny() else { throw CommandFault.notForDigits(file) }
    return recipe
  }

  /// The folder that runs go to which are given none.
  static let runs = "runs"

  /// A run in `out`, or in the folder that its recipe's name gives. That one lies in the working directory.
  static func run<Recipe: TrainingRecipe>(of recipe: Recipe, out: String?, allowed: [String]) -> TrainingRun<Recipe> {
    let out = out.flatMap { $0.isEmpty ? nil : $0 }
    return TrainingRun(
      recipe, folder: out ?? folder(of: recipe), rules: WriteRules(folder: out ?? "", allowed: allowed))
  }

  /// What the plots and sheets of a run are labelled with.
  static func labels(of recipe: some TrainingRecipe) -> [String] {
    guard let recipe = recipe as? FineTuneRecipe, !recipe.sheet.epochs.isEmpty else { return [recipe.name] }
    return recipe.sheet.prompts + [recipe.name]
  }

  static func folder(of recipe: some TrainingRecipe) -> String { "\(runs)/\(recipe.name)" }
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
    }
  }

  func stopped(_ place: String) {
    line.close()
    Terminal.error("interrupted \(place); the same command with --resume goes on")
  }
}
