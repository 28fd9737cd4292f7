import Foundation
public import Tensors

/// How the learning rate falls over a run.
public enum Decay: Sendable, Equatable {
  /// The rate stays the same.
  case none
  /// Decreases by the same factor each step, to this fraction at the end.
  case exponential(to: Double)
  /// Decreases along half a cosine, to this fraction at the end (Loshchilov & Hutter 2017).
  case cosine(to: Double)

  /// The rate's factor after `done` of `total` steps.
  public func factor(_ done: Int, of total: Int) -> Double {
    let part = Double(done) / Double(max(1, total))
    switch self {
    case .none: return 1
    case .exponential(let end): return pow(end, part)
    case .cosine(let end): return end + (1 - end) * (1 + cos(.pi * part)) / 2
    }
  }
}

/// The state of Adam (Kingma & Ba 2015). With `weightDecay` d it is AdamW (Loshchilov & Hutter 2019): weights also
/// shrink by the fraction rate·d each step.
public struct Adam: Sendable {
  /// The learning rate, unless `step` is given another.
  public let rate: Double
  /// The decay rate of the gradients' averages.
  public let beta1: Double
  /// The decay rate of the squared gradients' averages.
  public let beta2: Double
  /// Added to the root of the squares' average, to avoid division by 0.
  public let epsilon: Double
  /// d of AdamW; 0 for Adam.
  public let weightDecay: Double
  /// The number of steps taken.
  public internal(set) var count = 0
  /// Averages of the gradients and of their squares, one for each learned tensor.
  public internal(set) var first, second: [Tensor]

  /// Makes an optimiser for the learned tensors of `parameters`. The defaults are PyTorch's, except for the rate.
  public init(
    _ parameters: Parameters, rate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    weightDecay: Double = 0
  ) {
    (self.rate, self.beta1, self.beta2, self.epsilon) = (rate, beta1, beta2, epsilon)
    self.weightDecay = weightDecay
    first = parameters.entries.filter(\.isLearned).map { Tensor($0.value.shape, repeating: 0) }
    second = first
  }

  /// Moves the learned tensors against their gradients, with `rate` if given.
  public mutating func step(_ parameters: inout Parameters, _ gradients: [Tensor], rate: Double? = nil) {
    count += 1
    var i = 0
    for e in parameters.entries.indices where parameters.entries[e].isLearned {
      parameters.entries[e].value.adamStep(
        gradients[i], first: &first[i], second: &second[i], count: count, rate: rate ?? self.rate, beta1: beta1,
        beta2: beta2, epsilon: epsilon, weightDecay: weightDecay)
      i += 1
    }
  }
}

/// Gradients scaled so that their joint Euclidean norm is at most `limit` (Pascanu et al. 2013).
public func clipped(_ gradients: [Tensor], to limit: Double) -> [Tensor] {
  let norm = gradients.reduce(0) { $0 + $1.squaredNorm }.squareRoot()
  if norm <= limit { return gradients }
  let factor = Float(limit / (norm + 1e-6))
  return gradients.map { $0 * factor }
}
