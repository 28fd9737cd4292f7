import PipelineKit

/// How a run is done.
public struct TrainingPlan: Sendable, Equatable {
  public var epochs: Int
  public var batch: Int
  public var seed: UInt64
  public var rate: Double
  public var decay: Decay = .none
  /// The largest length of all gradients together; nil for any.
  public var clip: Double?
  /// The part that averaged weights keep at each step, once there were steps enough; nil without them.
  public var averaging: Double?
  /// The steps in which the rate grows evenly from 0.
  public var warmUp: Int
  /// β₂ of Adam, and what AdamW takes of the weights each step, as a part of the rate.
  public var beta2, weightDecay: Double
  /// The epochs after which a sheet shows what the network can do. The weights don't depend on them.
  public var sheets: [Int]

  public init(
    epochs: Int, batch: Int, seed: UInt64, rate: Double, decay: Decay = .none, clip: Double? = nil,
    averaging: Double? = nil, warmUp: Int = 0, beta2: Double = 0.999, weightDecay: Double = 0,
    sheets: [Int] = []
  ) {
    (self.epochs, self.batch, self.seed, self.rate) = (epochs, batch, seed, rate)
    (self.decay, self.clip, self.averaging) = (decay, clip, averaging)
    (self.warmUp, self.beta2, self.weightDecay, self.sheets) = (warmUp, beta2, weightDecay, sheets)
  }

  /// The learning rate of the step after `done` of `total`.
  public func rate(after done: Int, of total: Int) -> Double {
    rate * decay.factor(done, of: total) * (warmUp == 0 ? 1 : min(1, Double(done + 1) / Double(warmUp)))
  }
}

/// A plan in a recipe, as the section `run`.
extension TrainingPlan {
  private enum Fall { case none, exponential, cosine }

  /// Reads what all kinds of recipes have there.
  /// - Parameters:
  ///   - batch: how large a batch may be.
  ///   - decayTo: the part of the rate that is left at the end, where the file doesn't say.
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
      seed: run.seed("seed", default: 0), rate: run.number("rate", in: 0...1), decay: decay,
      clip: run.optionalNumber("clip", in: 0.000001...1e9),
      averaging: run.optionalNumber("averaging", in: 0...0.999999),
      warmUp: run.integer("warm-up", in: 0...1_000_000, default: 0),
      beta2: run.number("beta2", in: 0...0.999999, default: 0.999),
      weightDecay: run.number("weight-decay", in: 0...1, default: 0), sheets: sheets)
  }

  /// Its settings in a recipe; those that it goes without are left out.
  var settings: [(name: String, value: String)] {
    var settings = [
      ("run.epochs", "\(epochs)"), ("run.batch", "\(batch)"), ("run.seed", "\(seed)"),
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
