import Basics
import Foundation
import Inference
import PipelineKit
import Tensors

/// The README.md of a finished network: what it is, its data, its recipe, and its loss curve.
struct DigitCard {
  let recipe: DigitRecipe
  let digits: Digits
  let state: TrainingState

  var text: String {
    let c = recipe.configuration
    let plan = recipe.plan
    let folder = FileName.shown(FileName.last(of: recipe.data))
    let data = recipe.source ?? "IDX files in `\(folder)`"
    return """
      # \(recipe.name)

      \(recipe.about ?? "A network for digits.")

      | | |
      |---|---|
      | network | `\(c.kind.rawValue)`, \(c.channels) channels\(inputs), \(grouped(state.parameters.count)) parameters; \
      weights in float16 |
      | objective | \(objective) |
      | data | \(pairs)\(grouped(digits.count)) images of \(digits.height) × \(digits.width) pixels, black \(number(c.black)), \
      white \(number(c.white)): \(data) |
      | run | \(plan.epochs) epoch\(plan.epochs == 1 ? "" : "s") of \(grouped(steps)) step\(steps == 1 ? "" : "s"), batch \(plan.batch), \(plan.weightDecay > 0 ? "AdamW" : "Adam"), \(rate), seed \(plan.seed) |
      | parameters of the recipe | \(recipe.parameters.filter { $0.name != "data" }.map { "\($0.name)=\($0.text)" }.joined(separator: ", ")) |

      Mean loss (\(recipe.lossName)) on the training images, during each epoch:

      | epoch | loss |
      |---|---|
      \(epochs.map { "| \($0.epoch) | \(String(format: "%.5f", $0.loss)) |" }.joined(separator: "\n"))

      Made by `runner train` with the recipe `\(recipe.name)`; the same recipe and data give the same weights. \
      `runner evaluate` measures it on the test images.

      """
  }

  private var steps: Int { (digits.count + recipe.plan.batch - 1) / recipe.plan.batch }

  private var inputs: String {
    let c = recipe.configuration
    if c.kind == .classifier { return " and \(c.classes ?? 0) classes" }
    return c.classes.map { ", takes the timestep and one of \($0) classes or none" }
      ?? (c.takesTime ? ", takes the timestep" : "")
  }

  private var objective: String {
    switch recipe.objective {
    case .denoise(let sigma): "‖D(x + \(number(sigma))ε) − x‖²"
    case .estimate(let schedule, let prediction, let without):
      equation(schedule, prediction)
        + (recipe.configuration.classes == nil ? "" : "; without its class with probability \(number(without))")
    case .classify: "cross-entropy"
    }
  }

  private func equation(_ schedule: NoiseSchedule, _ prediction: Prediction) -> String {
    let times = "t of \(schedule.count), β linear from \(schedule.betas.first ?? 0) to \(schedule.betas.last ?? 0)"
    return switch prediction {
    case .noise: "‖ε(√ᾱ x + √(1 − ᾱ) ε, t) − ε‖², \(times)"
    case .clean: "‖f(√ᾱ x + √(1 − ᾱ) ε, t) − x‖², \(times)"
    case .velocity: "‖v(√ᾱ x + √(1 − ᾱ) ε, t) − (√ᾱ ε − √(1 − ᾱ) x)‖², \(times)"
    case .flow: "‖u((1 − t) x + t ε, t) − (ε − x)‖², t from 0 to 1"
    }
  }

  /// What a flow of reflow learns from; the images give only the classes.
  private var pairs: String {
    recipe.pairs.map {
      "pairs of noise and of the picture that `\(FileName.shown(FileName.last(of: $0.folder)))` draws from it "
        + "(midpoint method, \($0.steps) timesteps, γ = \(number($0.guidance))), with the classes of "
    } ?? ""
  }

  private var rate: String {
    let plan = recipe.plan
    return switch plan.decay {
    case .none: "rate \(plan.rate)"
    case .exponential(let end): "rate \(plan.rate), falling exponentially to \(number(end)) of it"
    case .cosine(let end): "rate \(plan.rate), falling along a cosine to \(number(end)) of it"
    }
  }

  /// The mean of the curve's rows that end in each epoch.
  private var epochs: [(epoch: Int, loss: Double)] {
    (1...recipe.plan.epochs).compactMap { epoch in
      let rows = state.history.filter {
        Double($0[0]) > Double((epoch - 1) * steps) && Double($0[0]) <= Double(epoch * steps)
      }
      return rows.isEmpty ? nil : (epoch, rows.reduce(0) { $0 + Double($1[1]) } / Double(rows.count))
    }
  }

  private func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

  /// A number with commas between thousands: 60,000.
  private func grouped(_ value: Int) -> String {
    let digits = String(value)
    return digits.enumerated().reduce("") { text, digit in
      text + (digit.offset > 0 && (digits.count - digit.offset) % 3 == 0 ? "," : "") + String(digit.element)
    }
  }
}
