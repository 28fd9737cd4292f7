import ArgumentParser
import Foundation
import Images
import Inference
import NoiseEstimators
import PipelineKit
import Tensors
import Training

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

  private static let passes = 5
  private static let seed: UInt64 = 0
  /// Digits that are drawn side by side.
  private static let batch = 100

  func run() throws {
    Interrupt.handle { Terminal.error("interrupted") }
    try reportingFaults(to: QuietReporter()) {
      if let wrong = sigma.first(where: { !(0...1000).contains($0) }) { throw CommandFault.sigma(wrong) }
      if !(0...1_000_000).contains(samples) { throw CommandFault.samples(samples) }
      try threads.withThreads(tell: { if !quiet { Terminal.error($0) } }) { try evaluate(recipe.load()) }
    }
  }

  private func evaluate(_ recipe: DigitRecipe) throws {
    let digits = try recipe.task(.test).digits
    let folder = model.map { ModelLocator.network(in: $0) } ?? Self.folder(of: recipe)
    guard FileSystem.exists(folder + "/config.json") else {
      throw EvaluationFault.noNetwork(folder: folder, recipe: self.recipe.file)
    }
    let (recipe, differences) = try recipe.measuring(folder)
    try check(differences, folder, recipe.name)
    try recipe.check(batch: Self.batch, of: digits)
    let network = try DigitLearner(folder: folder)
    let task = DigitTask(digits, recipe.configuration, recipe.objective)
    let line = ProgressLine(isQuiet: quiet)
    func tell(_ text: String) {
      line.close()
      Terminal.output("\(recipe.name): \(text)")
    }
    func loss(_ task: DigitTask, passes: Int) -> String {
      let loss = task.loss(of: network, passes: passes, seed: Self.seed) { done, all in
        line.show("\(done) of \(all) batches of digits")
      }
      return String(format: "mean squared error %.6f ± %.6f", loss.mean, loss.standardError)
    }
    switch (recipe.objective, network) {
    case (.classify, .classifier(let classifier)):
      let right = task.countRead(by: classifier) { line.show("\($0) of \($1) digits read") }
      tell("\(right) of \(task.count) test digits read rightly (\(percent(right, of: task.count)))")
    case (.denoise(let trained), _):
      for sigma in sigma.isEmpty ? [trained] : sigma {
        let task = DigitTask(task.digits, task.configuration, .denoise(sigma: sigma))
        tell("\(loss(task, passes: 1)) on \(task.count) test digits at σ = \(sigma)")
      }
    case (.estimate(let schedule, _), .unet(let unet)):
      tell("\(loss(task, passes: Self.passes)) on \(task.count) test digits, \(Self.passes) timesteps each")
      if let classes = recipe.configuration.classes, samples > 0 {
        try tell(drawn(DigitSampler(name: recipe.name, network: unet, schedule: schedule), classes, recipe, line))
      }
    default: break
    }
  }

  /// A folder's settings count, not the recipe's: says where they differ. An error is what differs from what the command line
  /// gives, or from what is measured at all.
  private func check(_ differences: [RunIdentity.Difference], _ folder: String, _ name: String) throws {
    func words(_ differences: [RunIdentity.Difference]) -> String { differences.map(\.words).joined(separator: "; ") }
    let other = differences.filter { $0.setting.name == "objective.learn" }
    if !other.isEmpty { throw EvaluationFault.otherNetwork(folder: folder, recipe: name, words(other)) }
    let given = try commandLineParameters(recipe.parameters).map(\.name)
    let contradicted = differences.filter { given.contains($0.setting.shown) }
    if !contradicted.isEmpty { throw EvaluationFault.contradicted(folder: folder, words(contradicted)) }
    if !differences.isEmpty, !quiet {
      Terminal.error("\(folder): has \(words(differences)) as in the recipe; it is measured as it is")
    }
  }

  /// Draws digits and has them read.
  private func drawn(
    _ sampler: DigitSampler, _ classes: Int, _ recipe: DigitRecipe, _ line: ProgressLine
  ) throws -> String {
    let folder =
      judge.map { ModelLocator.network(in: $0) } ?? Self.embedded("mnist-classifier") ?? RecipeArguments.runs
      + "/mnist-classifier/model"
    guard case .classifier(let judge) = try DigitLearner(folder: folder) else {
      throw EvaluationFault.noClassifier(folder: folder)
    }
    let generator = Generator(seed: Self.seed)
    let start = Date()
    let steps = sampler.schedule.count
    // What black and white are to the one, told to the other.
    let (from, to) = (recipe.configuration, judge.configuration)
    let factor = Float((to.white - to.black) / (from.white - from.black))
    var right = [Int](repeating: 0, count: classes)
    for first in stride(from: 0, to: samples, by: Self.batch) {
      let asked = (first..<min(samples, first + Self.batch)).map { $0 % classes }
      var step = 0
      let digits = try sampler(classes: asked, generator) {
        step += 1
        let part = (Double(first) + Double(asked.count * step) / Double(steps)) / Double(samples)
        let left = Date().timeIntervalSince(start) * (1 / part - 1)
        line.show(
          "digits \(first + 1) to \(first + asked.count) of \(samples): step \(step) of \(steps), \(duration(left)) left"
        )
      }
      let seen = digits.map { ($0 - Float(from.black)) * factor + Float(to.black) }.clamped(
        to: Float(to.black)...Float(to.white))
      for (read, asked) in zip(judge.classes(of: seen), asked) where read == asked { right[asked] += 1 }
    }
    let sum = right.reduce(0, +)
    return "\(sum) of \(samples) digits drawn read as what was asked for (\(percent(sum, of: samples))), γ = "
      + "\(sampler.guidance), \(steps) steps; by class: "
      + right.enumerated().map { "\($0): \($1)" }.joined(separator: ", ")
  }

  /// The folder of a run's network, or of the embedded one.
  private static func folder(of recipe: DigitRecipe) -> String {
    let own = RecipeArguments.folder(of: recipe) + "/model"
    return FileSystem.exists(own) ? own : embedded(recipe.name) ?? own
  }

  private static func embedded(_ name: String) -> String? {
    ModelLocator.folders().map { "\($0)/\(name)" }.first { FileSystem.exists($0) }
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    String(format: "%.2f %%", 100 * Double(part) / Double(max(1, whole)))
  }
}

/// What can be wrong with networks to measure.
enum EvaluationFault: Fault {
  case noNetwork(folder: String, recipe: String)
  /// The network has other settings than the recipe or the command line: `learn=denoise, not classify`.
  case otherNetwork(folder: String, recipe: String, String)
  case contradicted(folder: String, String)
  case noClassifier(folder: String)

  var cause: FaultCause {
    switch self {
    case .noNetwork: .missingInput
    case .contradicted: .usage
    case .otherNetwork, .noClassifier: .data
    }
  }

  var description: String {
    switch self {
    case .noNetwork(let folder, let recipe):
      "\(folder): there is no trained network; 'runner train \(recipe)' trains one, or name its folder with --model"
    case .otherNetwork(let folder, let recipe, let what):
      "\(folder): is not what the recipe '\(recipe)' trains: it has \(what)"
    case .contradicted(let folder, let what):
      "\(folder): has \(what); without that on the command line it is measured as it is"
    case .noClassifier(let folder): "\(folder): a classifier should read the digits, found a network that draws"
    }
  }
}
