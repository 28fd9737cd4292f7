public import Inference
public import PipelineKit
public import Tensors

/// The arguments of one estimate: ε̂(x_t, t, condition).
public struct Evaluation: Sendable, Equatable {
  /// x_t, N×C×H×W.
  public var image: Tensor
  /// t, below the schedule's count.
  public var timestep: Double
  /// What the image should show; nil for none.
  public var condition: Condition?
  /// The picture that a super-resolution model enlarges; nil for other models.
  public var lowResolution: LowResolution?
  /// What of the network to keep for later evaluations, or to take over; nil for nothing.
  public var reuse: FeatureReuse?
  /// What an earlier evaluation kept of these pictures; nil to evaluate the whole network.
  public var kept: KeptFeatures?

  /// Makes an evaluation; the model checks it.
  public init(
    _ image: Tensor, at timestep: Double, condition: Condition? = nil, lowResolution: LowResolution? = nil,
    reuse: FeatureReuse? = nil, kept: KeptFeatures? = nil
  ) {
    self.image = image
    self.timestep = timestep
    self.condition = condition
    self.lowResolution = lowResolution
    (self.reuse, self.kept) = (reuse, kept)
  }
}

extension NoiseEstimator {
  /// Evaluates them one after the other.
  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    try evaluations.map { evaluation in
      Profile.noteBatch(of: 1)
      return try estimate(
        evaluation.image, at: evaluation.timestep, condition: evaluation.condition,
        lowResolution: evaluation.lowResolution)
    }
  }
}
