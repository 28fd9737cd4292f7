import PipelineKit

/// The settings of a training run that don't depend on what is learned.
public struct TrainingPlan: Sendable, Equatable {
  /// The number of passes through the data, at least 1.
  public var epochs: Int
  /// The number of examples in a step, at least 1.
  public var batch: Int
  /// The number of parts, at least 1, in which a batch is computed. The parts' losses and gradients are added in order,
  /// weighted by their numbers of examples; batch norms use the statistics of a part. Processes that train together share
  /// the parts.
  public var parts: Int
  /// The seed of the run's generator.
  public var seed: UInt64
  /// The largest learning rate, above 0, at most 1.
  public var rate: Double
  /// How the learning rate decreases.
  public var decay: Decay = .none
  /// The limit on the joint Euclidean norm of all gradients; nil for none.
  public var clip: Double?
  /// The decay of the weights' moving average per step, after the first steps; nil for no averaging.
  public var averaging: Double?
  /// The number of steps in which the rate grows linearly from 0.
  public var warmUp: Int
  /// β₂ of Adam, and the weight decay of AdamW as a fraction of the rate per step.
  public var beta2, weightDecay: Double
  /// The epochs, from 1, after which a sheet is made. Sheets don't affect the weights.
  public var sheets: [Int]

  /// Makes a plan; nothing is checked.
  public init(
    epochs: Int, batch: Int, parts: Int = 1, seed: UInt64, rate: Double, decay: Decay = .none, clip: Double? = nil,
    averaging: Double? = nil, warmUp: Int = 0, beta2: Double = 0.999, weightDecay: Double = 0,
    sheets: [Int] = []
  ) {
    (self.epochs, self.batch, self.parts, self.seed, self.rate) = (epochs, batch, parts, seed, rate)
    (self.decay, self.clip, self.averaging) = (decay, clip, averaging)
    (self.warmUp, self.beta2, self.weightDecay, self.sheets) = (warmUp, beta2, weightDecay, sheets)
  }

  /// The number of examples in the largest part of a batch.
  public var largestPart: Int { (batch + parts - 1) / parts }

  /// The size in bytes of a saved state of so many weights: them, Adam's two averages, and their moving average.
  func stateBytes(weights: Double) -> Double { 4 * weights * (averaging == nil ? 3 : 4) }

  /// The learning rate of the next step after `done` of `total`.
  public func rate(after done: Int, of total: Int) -> Double {
    rate * decay.factor(done, of: total) * (warmUp == 0 ? 1 : min(1, Double(done + 1) / Double(warmUp)))
  }
}

/// A plan as the section `run` of a recipe.
extension TrainingPlan {
  private enum Fall { case none, exponential, cosine }

  /// Reads the settings that all kinds of recipes share.
  ///
  /// - Parameters:
  ///   - batch: the allowed sizes of a batch.
  ///   - decayTo: the fraction of the rate that is left at the end, by default.
  init(_ run: RecipeSettings.Section, batch: ClosedRange<Int>, decayTo: Double, sheets: [Int]) {
    let fall = run.choice(
      "decay", ["none": Fall.none, "exponential": .exponential, "cosine": .cosine], default: Fall.none)
    let end = run.number("decay-to", in: 0.000001...1, default: decayTo)
    let decay: Decay =
      switch fall {
      case .none: .none
      case .exponential: .exponential(to: end)
      case .cosine: .cosine(to: end)
      }
    self.init(
      epochs: run.integer("epochs", in: 1...100_000), batch: run.integer("batch", in: batch),
      parts: run.integer("parts", in: 1...1024, default: 1), seed: run.seed("seed", default: 0),
      rate: run.number("rate", in: 1e-9...1), decay: decay,
      clip: run.optionalNumber("clip", in: 0.000001...1e9),
      averaging: run.optionalNumber("averaging", in: 0...0.999999),
      warmUp: run.integer("warm-up", in: 0...1_000_000, default: 0),
      beta2: run.number("beta2", in: 0...0.999999, default: 0.999),
      weightDecay: run.number("weight-decay", in: 0...1, default: 0), sheets: sheets)
  }

  /// The name of the setting `parts`.
  package static let partsSetting = "run.parts"

  /// The plan's settings in a recipe; those that are nil are left out.
  var settings: [(name: String, value: String)] {
    var settings = [
      ("run.epochs", "\(epochs)"), ("run.batch", "\(batch)"), (Self.partsSetting, "\(parts)"), ("run.seed", "\(seed)"),
      ("run.rate", RunIdentity.text(rate)),
    ]
    switch decay {
    case .none: settings.append(("run.decay", "none"))
    case .exponential(let end): settings += [("run.decay", "exponential"), ("run.decay-to", RunIdentity.text(end))]
    case .cosine(let end): settings += [("run.decay", "cosine"), ("run.decay-to", RunIdentity.text(end))]
    }
    if let clip { settings.append(("run.clip", RunIdentity.text(clip))) }
    if let averaging { settings.append(("run.averaging", RunIdentity.text(averaging))) }
    return settings + [
      ("run.warm-up", "\(warmUp)"), ("run.beta2", RunIdentity.text(beta2)),
      ("run.weight-decay", RunIdentity.text(weightDecay)),
    ]
  }
}
