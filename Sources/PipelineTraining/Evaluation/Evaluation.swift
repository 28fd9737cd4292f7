/// How a trained network is measured.
public struct EvaluationOptions: Sendable {
  /// The folder of the network, or of the run that left it; nil for the run of the recipe's name, else the embedded model of
  /// that name.
  public var model: String?
  /// For a denoiser: σ of the noise in place of the recipe's, one measurement each.
  public var sigma: [Double]
  /// For a network that takes classes: how many pictures it draws.
  public var samples: Int
  /// The folder of the classifier that reads them; nil for the embedded one.
  public var judge: String?
  /// The recipe's parameters that the user gave: the network must have been trained with these.
  public var given: [String]

  public init(
    model: String? = nil, sigma: [Double] = [], samples: Int = 1000, judge: String? = nil, given: [String] = []
  ) {
    (self.model, self.sigma, self.samples, self.judge, self.given) = (model, sigma, samples, judge, given)
  }
}

/// What a measurement tells while it goes.
public enum EvaluationEvent: Sendable {
  case progress(String, secondsLeft: Double? = nil)
  /// Something that the user should know, and that is no error.
  case note(String)
  case measured(String)
}
