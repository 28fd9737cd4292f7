import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import Tensors

/// Measures a digit network on digits that it was not trained on.
extension DigitRecipe {
  private static let passes = 5
  private static let seed: UInt64 = 0
  /// The number of digits generated together.
  private static let batch = 100

  public func evaluate(_ options: EvaluationOptions, report: (EvaluationEvent) -> Void) throws {
    let digits = try task(.test).digits
    let folder = options.model.map(Self.given) ?? Self.folder(of: self)
    guard FileSystem.exists(folder + "/config.json") else {
      throw EvaluationFault.noNetwork(folder: folder, recipe: path)
    }
    let (recipe, differences) = try measuring(folder)
    try check(differences, folder, options.given, report)
    if recipe.isDrawnByClass, options.samples > 0, options.judge == nil, let set = DataSet.inFolder(data),
      set.classNames != nil
    {
      throw EvaluationFault.noJudge(of: set)
    }
    try recipe.check(batch: min(Self.batch, digits.count), of: digits)
    try recipe.check(options)
    let network = try DigitLearner(folder: folder)
    // What is wrong with it is known before minutes are spent on the loss.
    let judge = try recipe.isDrawnByClass && options.samples > 0 ? recipe.judge(options.judge) : nil
    let task = DigitTask(digits, recipe.configuration, recipe.objective)
    func tell(_ text: String) { report(.measured("\(name): \(text)")) }
    func loss(_ task: DigitTask, passes: Int) -> String {
      let loss = task.loss(of: network, passes: passes, seed: Self.seed) { done, all in
        report(.progress("\(done) of \(all) batches of digits"))
      }
      return String(format: "mean squared error %.6f ± %.6f", loss.mean, loss.standardError)
    }
    switch (recipe.objective, network) {
    case (.classify, .classifier(let classifier)):
      let right = task.countRead(by: classifier) { report(.progress("\($0) of \($1) digits read")) }
      tell("\(right) of \(task.count) test digits classified correctly (\(percent(right, of: task.count)))")
    case (.denoise(let trained), _):
      for sigma in options.sigma.isEmpty ? [trained] : options.sigma {
        let task = DigitTask(task.digits, task.configuration, .denoise(sigma: sigma))
        tell("\(loss(task, passes: 1)) on \(task.count) test digits at σ = \(sigma)")
      }
    case (.estimate(let schedule, let prediction, _), .unet(let unet)):
      let others = pairs == nil ? "" : " with any noise, not on pairs as it learned from"
      tell("\(loss(task, passes: Self.passes)) on \(task.count) test digits\(others), \(Self.passes) timesteps each")
      if let judge {
        let model = DigitEstimator(name: name, network: unet, schedule: schedule, prediction: prediction)
        for steps in options.steps.isEmpty ? [nil] : options.steps.map(Optional.some) {
          try tell(recipe.drawn(options.samples, by: model, in: steps, read: judge, report))
        }
      }
    default: break
    }
  }

  /// Whether pictures of given classes are drawn and judged.
  private var isDrawnByClass: Bool {
    if case .estimate = objective { configuration.classes != nil } else { false }
  }

  /// Throws if an option says what this network's measurement doesn't read, or asks for more steps than the schedule has.
  private func check(_ options: EvaluationOptions) throws {
    var isDenoiser = false
    if case .denoise = objective { isDenoiser = true }
    if !isDenoiser, !options.sigma.isEmpty {
      throw EvaluationFault.notRead("--sigma", by: "a denoiser of one strength of noise")
    }
    if !isDrawnByClass {
      let drawing = "a network that draws pictures of classes"
      if !options.steps.isEmpty { throw EvaluationFault.notRead("--steps", by: drawing) }
      if options.judge != nil { throw EvaluationFault.notRead("--judge", by: drawing) }
    }
    if case .estimate(let schedule, _, _) = objective, let wrong = options.steps.first(where: { $0 > schedule.count }) {
      throw EvaluationFault.steps(wrong, of: schedule.count)
    }
  }

  /// The folder's settings are used, not the recipe's; reports differences. Throws if the objective or a parameter that
  /// the user gave differs.
  private func check(
    _ differences: [RunIdentity.Difference], _ folder: String, _ given: [String], _ report: (EvaluationEvent) -> Void
  ) throws {
    func words(_ differences: [RunIdentity.Difference]) -> String { differences.map(\.words).joined(separator: "; ") }
    let other = differences.filter { $0.setting.name == "objective.learn" }
    if !other.isEmpty { throw EvaluationFault.otherNetwork(folder: folder, recipe: name, words(other)) }
    let contradicted = differences.filter { given.contains($0.setting.shown) }
    if !contradicted.isEmpty { throw EvaluationFault.contradicted(folder: folder, words(contradicted)) }
    if !differences.isEmpty {
      report(.note("\(folder): has \(words(differences)) as in the recipe; it is measured as it is"))
    }
  }

  /// The classifier in a folder, or the embedded one. Throws if it doesn't know the classes that the network draws.
  private func judge(_ folder: String?) throws -> DigitClassifier {
    let name = "mnist-classifier"
    let folder = folder.map(Self.given) ?? Self.embedded(name) ?? model(in: RunFolder.named(name))
    guard try DigitConfiguration(path: folder + "/config.json").kind == .classifier,
      case .classifier(let judge) = try DigitLearner(folder: folder)
    else { throw EvaluationFault.noClassifier(folder: folder) }
    if let known = judge.configuration.classes, let drawn = configuration.classes, known != drawn {
      throw EvaluationFault.otherClasses(judge: folder, known, drawn: drawn)
    }
    return judge
  }

  /// Generates the same number of digits of each class and classifies them.
  private func drawn(
    _ samples: Int, by model: DigitEstimator, in given: Int?, read judge: DigitClassifier,
    _ report: (EvaluationEvent) -> Void
  ) throws -> String {
    let generator = Generator(seed: Self.seed)
    let watch = Stopwatch()
    let steps = try given ?? sampling.count(for: model)
    // Convert from the model's values of black and white to the classifier's.
    let (from, to) = (configuration, judge.configuration)
    let factor = Float((to.white - to.black) / (from.white - from.black))
    var right = [Int](repeating: 0, count: model.classCount)
    for first in stride(from: 0, to: samples, by: Self.batch) {
      let asked = (first..<min(samples, first + Self.batch)).map { $0 % model.classCount }
      let digits = try draw(asked, by: model, in: given, generator) { step, _ in
        let part = (Double(first) + Double(asked.count * step) / Double(steps)) / Double(samples)
        let text = "digits \(first + 1) to \(first + asked.count) of \(samples): step \(step) of \(steps)"
        report(.progress(text, secondsLeft: watch.seconds * (1 / part - 1)))
      }
      let seen = digits.map { ($0 - Float(from.black)) * factor + Float(to.black) }.clamped(
        to: Float(to.black)...Float(to.white))
      for (read, asked) in zip(judge.classes(of: seen), asked) where read == asked { right[asked] += 1 }
    }
    let sum = right.reduce(0, +)
    return "\(sum) of \(samples) drawn digits classified as the requested class (\(percent(sum, of: samples))), γ = "
      + "\(sampling.guidance), \(steps) step\(steps == 1 ? "" : "s"); by class: "
      + right.enumerated().map { "\(classNames?[$0] ?? "\($0)"): \($1)" }.joined(separator: ", ")
  }

  /// The folder of a run's network, or of the embedded one.
  private static func folder(of recipe: DigitRecipe) -> String {
    let own = recipe.model(in: recipe.runFolder)
    return FileSystem.exists(own) ? own : embedded(recipe.name) ?? own
  }

  /// The folder of a network that the user names: a folder, that of a training run, or an embedded model's name.
  private static func given(_ name: String) -> String {
    FileSystem.exists(name) ? DigitLearner.folder(name) : embedded(name) ?? name
  }

  private static func embedded(_ name: String) -> String? {
    ModelLocator.folders().map { "\($0)/\(name)" }.first { FileSystem.exists($0) }
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    String(format: "%.2f %%", 100 * Double(part) / Double(max(1, whole)))
  }
}

/// An error in the network to measure.
enum EvaluationFault: Fault {
  case noNetwork(folder: String, recipe: String)
  /// The network's settings differ from the recipe's or the command line's: `learn=denoise, not classify`.
  case otherNetwork(folder: String, recipe: String, String)
  case contradicted(folder: String, String)
  case noClassifier(folder: String)
  /// The classifier knows other classes than the network draws.
  case otherClasses(judge: String, Int, drawn: Int)
  /// An option that only the measurement of another kind of network reads.
  case notRead(String, by: String)
  /// More steps than the schedule has.
  case steps(Int, of: Int)
  /// The embedded classifier reads digits, and the pictures are of this set.
  case noJudge(of: DataSet)

  var cause: FaultCause {
    switch self {
    case .noNetwork: .missingInput
    case .contradicted, .noJudge, .notRead, .steps: .usage
    case .otherNetwork, .noClassifier, .otherClasses: .data
    }
  }

  var description: String {
    switch self {
    case .noNetwork(let folder, let recipe):
      "\(folder): there is no trained network; '\(ProgramName.current) train \(recipe)' trains one, or name its folder with --model"
    case .otherNetwork(let folder, let recipe, let what):
      "\(folder): is not what the recipe '\(recipe)' trains: it has \(what)"
    case .contradicted(let folder, let what):
      "\(folder): has \(what); without that on the command line it is measured as it is"
    case .noClassifier(let folder): "\(folder): a classifier should read the digits, found a network that draws"
    case .otherClasses(let folder, let known, let drawn):
      "\(folder): a classifier of the \(drawn) classes that the network draws should judge, found one of \(known)"
    case .notRead(let option, let reader): "\(option) is for \(reader); this network is not one, leave it out"
    case .steps(let steps, let count): "--steps takes a number from 1 to the schedule's \(count), found \(steps)"
    case .noJudge(let set):
      "the embedded classifier reads digits, not the pictures of \(set.title); train one "
        + "('\(ProgramName.current) train mnist-classifier data=\(set.name) --out runs/judge') and name it with --judge, or "
        + "draw none with --samples 0"
    }
  }
}
