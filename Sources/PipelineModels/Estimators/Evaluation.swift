public import PipelineKit
public import Tensors

/// What an estimator is asked for: ε̂(x_t, t, condition).
public struct Evaluation: Sendable, Equatable {
  /// x_t, N×C×H×W.
  public var image: Tensor
  /// t.
  public var timestep: Int
  public var condition: Condition?
  public var lowResolution: LowResolution?

  public init(
    _ image: Tensor, at timestep: Int, condition: Condition? = nil, lowResolution: LowResolution? = nil
  ) {
    self.image = image
    self.timestep = timestep
    self.condition = condition
    self.lowResolution = lowResolution
  }
}

extension NoiseEstimator {
  /// One after the other.
  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    try evaluations.map { evaluation in
      Profile.noteBatch(of: 1)
      return try estimate(
        evaluation.image, at: evaluation.timestep, condition: evaluation.condition,
        lowResolution: evaluation.lowResolution)
    }
  }
}
