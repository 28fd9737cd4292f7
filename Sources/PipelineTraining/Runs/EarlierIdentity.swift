import Foundation
import Inference
import PipelineKit

/// The identity of a run saved by version 1, which didn't store single settings and its data's digests, but a plan in
/// Swift's description, configurations as JSON, and an objective in words.
extension RunIdentity {
  /// nil if the notes can't be read.
  init?(earlierNotes notes: [String: String]) {
    guard let plan = notes["run.plan"].flatMap(Self.plan), let objective = notes["run.objective"] else { return nil }
    let numbers = { (text: String) in text.matches(of: /-?[0-9.]+(?:e[+-]?[0-9]+)?/).compactMap { Double($0.output) } }
    if let network = notes["run.network"].flatMap(Self.object) {
      guard let settings = Self.digits(network, objective, notes, numbers(objective)) else { return nil }
      self.init(settings + plan.settings, [])
      return
    }
    guard let placement = notes["run.placement"].map(numbers), placement.count == 2,
      let steps = notes["run.steps"].map(numbers)?.first.flatMap({ Int(exactly: $0) }),
      let model = notes["run.model"], let pictures = notes["run.pictures"],
      let words = objective.wholeMatch(
        of: /(\w+)(?:\((.*?)\))?, variational ([^,]*), without caption ([^,]*), instead (\[.*\])/)?.output,
      let variational = Double(words.3), let without = Double(words.4)
    else { return nil }
    var settings: [(name: String, value: String)] = []
    if let weights = words.2.map({ numbers(String($0)) }) {
      guard weights.count == 2 else { return nil }
      settings = [
        ("objective.weighting", "signal-to-noise"), ("objective.limit", Self.text(weights[0])),
        ("objective.boost", Self.text(weights[1])),
      ]
    } else {
      settings = [("objective.weighting", "equal")]
    }
    settings += [
      ("objective.variational", Self.text(variational)), ("objective.without-caption", Self.text(without)),
      ("objective.instead", String(words.5)), ("data.shrink", Self.text(placement[0])),
      ("data.flip", Self.text(placement[1])), ("run.steps", "\(steps)"),
    ]
    self.init(
      settings + plan.settings,
      [
        Content(name: FineTuneRecipe.modelContent, digest: model),
        Content(name: FineTuneRecipe.earlierContent, digest: pictures),
      ])
  }

  /// The settings of a run for digits, without its plan.
  private static func digits(
    _ network: [String: Any], _ objective: String, _ notes: [String: String], _ numbers: [Double]
  ) -> [(name: String, value: String)]? {
    guard let channels = network["channels"] as? Int, let takesTime = network["takes_time"] as? Bool,
      let black = network["black"] as? Double, let white = network["white"] as? Double, let first = notes["run.first"]
    else { return nil }
    let goal: DigitTask.Objective
    switch objective.split(separator: " ").first {
    case "denoise" where numbers.count == 1: goal = .denoise(sigma: numbers[0])
    case "classify": goal = .classify
    case "estimate" where numbers.count == 2:
      guard let schedule = notes["run.scheduler"].flatMap(object), let from = schedule["beta_start"] as? Double,
        let to = schedule["beta_end"] as? Double, let steps = Int(exactly: numbers[0]),
        DigitRecipe.scheduleLengths.contains(steps)
      else { return nil }
      goal = .estimate(DigitRecipe.schedule(steps, from: from, to: to), predicts: .noise, withoutClass: numbers[1])
    default: return nil
    }
    let configuration = DigitConfiguration(
      goal == .classify ? .classifier : .unet, channels: channels, takesTime: takesTime,
      classes: network["classes"] as? Int, black: black, white: white)
    return DigitRecipe.settings(configuration, goal) + [("data.first", first == "all" ? "0" : first)]
  }

  private static func object(_ json: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any]
  }

  /// `TrainingPlan(epochs: 2, …, decay: Training.Decay.cosine(to: 0.1), clip: Optional(1.0), …)`.
  private static func plan(_ text: String) -> TrainingPlan? {
    func field(_ name: String) -> Substring? {
      // Up to the next field's name.
      guard let start = text.firstRange(of: name + ": ")?.upperBound else { return nil }
      return text[start...].prefixMatch(of: /.*?(?=, \w+: |\)$)/)?.output
    }
    func optional(_ name: String) -> Double?? {
      guard let text = field(name) else { return nil }
      if text == "nil" { return .some(nil) }
      return text.wholeMatch(of: /Optional\((.*)\)/).flatMap { Double($0.output.1) }.map { .some($0) }
    }
    guard let epochs = field("epochs").flatMap({ Int($0) }), let batch = field("batch").flatMap({ Int($0) }),
      let seed = field("seed").flatMap({ UInt64($0) }), let rate = field("rate").flatMap({ Double($0) }),
      let decay = field("decay")?.wholeMatch(of: /(?:\w+\.)*(none|exponential|cosine)(?:\(to: (.*)\))?/)?.output,
      let clip = optional("clip"), let averaging = optional("averaging")
    else { return nil }
    var plan = TrainingPlan(epochs: epochs, batch: batch, seed: seed, rate: rate, clip: clip, averaging: averaging)
    let end = decay.2.flatMap { Double($0) }
    switch (decay.1, end) {
    case ("none", nil): break
    case ("exponential", let end?): plan.decay = .exponential(to: end)
    case ("cosine", let end?): plan.decay = .cosine(to: end)
    default: return nil
    }
    // Digit runs saved none of these.
    if let warmUp = field("warmUp") {
      guard let warmUp = Int(warmUp), let beta2 = field("beta2").flatMap({ Double($0) }),
        let weightDecay = field("weightDecay").flatMap({ Double($0) })
      else { return nil }
      (plan.warmUp, plan.beta2, plan.weightDecay) = (warmUp, beta2, weightDecay)
    }
    return plan
  }
}
