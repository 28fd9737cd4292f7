import ArgumentParser
import Basics
import PipelineTraining
import Tensors

/// `runner evaluate FILE [name=value …]`: measures a network that a recipe trained, on digits that it never saw.
struct Evaluate: Command {
  static let configuration = CommandConfiguration(
    abstract: "Measure a trained network on the test digits.",
    discussion: """
      For a denoiser: the mean squared error on the test digits. For a diffusion or a flow: its training loss on the test \
      digits, with noise and timesteps drawn five times (so after reflow, too, as there are no pairs of test digits); if \
      it takes classes, also how many of the digits that it draws a classifier recognises as the requested class, drawn \
      with guidance of 5 (after reflow, whose pairs are guided, with none). For a classifier: how many test digits it \
      classifies correctly. The number after ± is the standard error; the seed is fixed. If the recipe differs from the \
      network's folder, the folder's network, σ and noise schedule are used.
      """)

  @OptionGroup var recipe: RecipeArguments

  @Option(
    help:
      "The folder of the network, or of its training run, or an embedded one's name. (default: runs/NAME/model for a recipe NAME, else the embedded one of that name)",
    completion: .directory)
  var model: String?

  @Option(help: "For a denoiser: σ of the noise, instead of the recipe's; may be given several times.")
  var sigma: [Double] = []

  @Option(help: "For a network that takes classes: how many digits it draws, the same number of each class.")
  var samples = 1000

  @Option(
    help:
      "For a network that takes classes: in how many steps it draws, instead of all timesteps of a diffusion or 50 of a flow; may be given several times."
  )
  var steps: [Int] = []

  @Option(
    help: "The classifier of these digits: a folder, or an embedded one's name. (default: mnist-classifier)",
    completion: .directory)
  var judge: String?

  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Show no progress.")
  var quiet = false

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: QuietReporter()) {
      if let wrong = sigma.first(where: { !(0...1000).contains($0) }) { throw CommandFault.sigma(wrong) }
      if !(0...1_000_000).contains(samples) { throw CommandFault.samples(samples) }
      if let wrong = steps.first(where: { !(1...1000).contains($0) }) { throw CommandFault.steps(wrong) }
      let given = try commandLineParameters(recipe.parameters).map(\.name)
      let options = EvaluationOptions(
        model: model, sigma: sigma, samples: samples, steps: steps, judge: judge, given: given)
      let line = ProgressLine(isQuiet: quiet)
      try threads.withThreads(tell: { if !quiet { Terminal.error($0) } }) {
        let loaded: any TrainingRecipe = try recipe.load(asIn: model, tell: { if !quiet { Terminal.error($0) } })
        let given = [model, judge].compactMap(\.self).filter(FileSystem.exists)
        if let reason = try recipe.wall(around: loaded, given: given).close(), !quiet {
          Terminal.error("note: only the program's own rules confine the recipe: \(reason)")
        }
        try recipe.judgeAgain(loaded)
        try loaded.evaluate(options) { event in
          switch event {
          case .progress(let text, let left): line.show(left.map { "\(text), \(duration($0)) left" } ?? text)
          case .note(let text): if !quiet { Terminal.error(text) }
          case .measured(let text):
            line.close()
            Terminal.output(text)
          }
        }
      }
    }
  }
}
