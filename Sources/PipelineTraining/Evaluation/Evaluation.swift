/// Options for measuring a trained network.
public struct EvaluationOptions: Sendable {
  /// The folder of the network or of its training run; nil for the run with the recipe's name, or else the embedded
  /// model of that name.
  public var model: String?
  /// For a denoiser: values of σ to measure in place of the recipe's.
  public var sigma: [Double]
  /// For a network that takes classes: the number of pictures to generate.
  public var samples: Int
  /// For a network that takes classes: the numbers of steps in which pictures are generated, each measured by itself;
  /// empty for all timesteps of a diffusion, or 50 of a flow.
  public var steps: [Int]
  /// The folder of the classifier that judges generated pictures; nil for the embedded one.
  public var judge: String?
  /// The recipe's parameters that the user gave; the network must have been trained with the same values.
  public var given: [String]

  /// Makes options; the defaults measure the recipe's own run.
  public init(
    model: String? = nil, sigma: [Double] = [], samples: Int = 1000, steps: [Int] = [], judge: String? = nil,
    given: [String] = []
  ) {
    (self.model, self.sigma, self.samples, self.steps) = (model, sigma, samples, steps)
    (self.judge, self.given) = (judge, given)
  }
}

/// An event that a measurement reports.
public enum EvaluationEvent: Sendable {
  /// What is being done, and the estimated seconds left, if known.
  case progress(String, secondsLeft: Double? = nil)
  /// A message that is no error.
  case note(String)
  /// A result, in words.
  case measured(String)
}
