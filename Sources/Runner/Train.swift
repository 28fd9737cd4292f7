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

  @Argument(help: "The recipe, JSON or YAML.", completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @Argument(help: "Parameters of the recipe, as name=value.")
  var parameters: [String] = []

  @Option(help: "The folder of the run. (default: runs/ and the recipe's name)", completion: .directory)
  var out: String?

  @Flag(help: "Go on with the run in the folder.")
  var resume = false

  @Option(help: "How many threads to work with. (default: all cores)")
  var threads: Int?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let reporter = QuietReporter()
    Interrupt.handle { Terminal.error("\ninterrupted; the same command with --resume goes on") }
    try reportingFaults(to: reporter) {
      if let threads, threads < 1 { throw CommandFault.threads(threads) }
      let settings = try Settings(path: file, arguments: commandLineParameters(parameters))
      let progress = TrainingProgress(isTerminal: Terminal.isTerminal, isQuiet: quiet)
      try Parallel.withThreads(threads ?? Parallel.threads) {
        if FineTuneRecipe.describes(settings) {
          let recipe = try FineTuneRecipe(settings, path: file)
          try run(recipe, progress, sheets: recipe.sheet.epochs) { network, epoch in
            try FineTuneSheet(recipe: recipe)(network, title: "\(recipe.name), epoch \(epoch)")
          }
        } else {
          let recipe = try DigitRecipe(settings, path: file)
          try run(recipe, progress, sheets: recipe.sheets) { network, epoch in
            try TrainingSheet(recipe: recipe)(network, epoch: epoch)
          }
        }
      }
    }
  }

  /// Runs a recipe; after the epochs in `sheets`, `sheet` shows what the network can do.
  private func run<Recipe: TrainingRecipe>(
    _ recipe: Recipe, _ progress: TrainingProgress, sheets: [Int], sheet: (Recipe.Network, Int) throws -> Tensor
  ) throws {
    let run = TrainingRun(recipe, folder: out ?? "runs/\(recipe.name)")
    try run(resume: resume, report: { progress.report($0) }) { epoch, network in
      guard sheets.contains(epoch) else { return }
      let path = run.folder(afterEpoch: epoch) + "/sheet.png"
      try ImageFile.write(sheet(network, epoch), to: path)
      progress.report(.wrote(path))
    }
  }
}

/// Tells how a training run goes: on a terminal in one line, elsewhere in a line every ten seconds.
final class TrainingProgress {
  private let isTerminal, isQuiet: Bool
  private var lastLine = Date.distantPast
  private var isLineOpen = false

  init(isTerminal: Bool, isQuiet: Bool) { (self.isTerminal, self.isQuiet) = (isTerminal, isQuiet) }

  func report(_ event: TrainingEvent) {
    switch event {
    case .progress(let step, let steps, let epoch, let loss, let speed, let left):
      if isQuiet { return }
      let line = String(
        format: "epoch %d, step %d of %d: loss %.5f, %.1f images a second, %@ left", epoch, step, steps, loss,
        speed,
        duration(left))
      if isTerminal {
        Terminal.write("\r\u{1B}[K" + line)
        isLineOpen = true
      } else if Date().timeIntervalSince(lastLine) >= 10 || step == steps {
        Terminal.error(line)
        lastLine = Date()
      }
    case .epoch(let epoch, let folder):
      if !isQuiet { close() }
      Terminal.output("epoch \(epoch): \(folder)")
    case .wrote(let path):
      if !isQuiet { close() }
      Terminal.output("wrote \(path)")
    }
  }

  private func close() {
    if isLineOpen { Terminal.write("\n") }
    isLineOpen = false
  }
}
