public import Tensors

/// A network's output for a noisy image: the noise in it and, if the network learned it, how to interpolate the step's
/// variance.
public struct Estimate: Sendable, Equatable {
  /// ε, N×C×H×W, as if drawn from a standard normal.
  public var noise: Tensor

  /// The learned range v of the same shape, or nil. −1 stands for the lower bound β̃ of the step's variance, 1 for the
  /// upper bound β (Nichol & Dhariwal 2021, eq. 15).
  public var variance: Tensor?

  /// Makes an estimate; traps if the shapes differ.
  public init(noise: Tensor, variance: Tensor? = nil) {
    precondition(variance == nil || variance!.shape == noise.shape, "noise and variance differ in shape")
    self.noise = noise
    self.variance = variance
  }

  /// The mean of the variances; nil if one of the estimates has none.
  public static func meanVariance(_ estimates: [Estimate]) -> Tensor? {
    let variances = estimates.compactMap(\.variance)
    guard let first = variances.first, variances.count == estimates.count else { return nil }
    return variances.dropFirst().reduce(first, +) / Float(variances.count)
  }
}
