import ArgumentParser
import PipelineTraining
import Tensors

/// `runner evaluate FILE [name=value …]`: measures a network that a recipe trained, on digits that it never saw.
struct Evaluate: Command {
  static let configuration = CommandConfiguration(
    abstract: "Measure a trained network on digits that it never saw.",
    discussion: """
      A denoiser: the mean squared error on the test digits. An estimator of noise: the loss that it was trained by, on \
      the test digits, five times with fresh noise and timesteps. Where it takes classes: how many of the digits that it \
      draws a classifier reads as what was asked for. A classifier: how many test digits it reads rightly. What follows \
      ± is the standard error; the seed is fixed. Network, σ and noise schedule are those of the network's folder, where \
      the recipe has others.
      """)

  @OptionGroup var recipe: RecipeArguments

  @Option(
    help:
      "The folder of the network, or of the run that left it. (default: runs/, the recipe's name and /model, else the embedded model of that name)",
    completion: .directory)
  var model: String?

  @Option(help: "For a denoiser: σ of the noise, in place of the recipe's; may be given several times.")
  var sigma: [Double] = []

  @Option(help: "For a network that takes classes: how many digits it draws, as many of each class.")
  var samples = 1000

  @Option(help: "The folder of the classifier that reads them. (default: the embedded one)", completion: .directory)
  var judge: String?

  @OptionGroup var threads: ThreadsOption

  @Flag(help: "Show no progress.")
  var quiet = false

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: QuietReporter()) {
      if let wrong = sigma.first(where: { !(0...1000).contains($0) }) { throw CommandFault.sigma(wrong) }
      if !(0...1_000_000).contains(samples) { throw CommandFault.samples(samples) }
      let given = try commandLineParameters(recipe.parameters).map(\.name)
      let options = EvaluationOptions(model: model, sigma: sigma, samples: samples, judge: judge, given: given)
      let line = ProgressLine(isQuiet: quiet)
      try threads.withThreads(tell: { if !quiet { Terminal.error($0) } }) {
        try recipe.load().evaluate(options) { event in
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
