public import Tensors

/// What a network was trained to predict from x_t = a x₀ + b ε. Its output is converted to ε, the only form that stages
/// use.
public enum Prediction: String, Sendable, CaseIterable {
  /// ε itself (Ho et al. 2020).
  case noise
  /// x₀ itself: ε = (x_t − a x₀) / b.
  case clean
  /// v = a ε − b x₀ (Salimans & Ho 2022, "Progressive distillation", appendix D): ε = (b x_t + a v) / (a² + b²).
  case velocity
  /// u = ε − x₀ (Lipman et al. 2023; Liu et al. 2023, rectified flow): ε = (x_t + a u) / (a + b).
  case flow

  /// The weights of x₀ and of ε in what the network learns to predict, where x_t = a x₀ + b ε.
  public func target(a: Float, b: Float) -> (image: Float, noise: Float) {
    switch self {
    case .noise: (0, 1)
    case .clean: (1, 0)
    case .velocity: (-b, a)
    case .flow: (-1, 1)
    }
  }

  /// ε from the network's output for `image`, x_t, with the weights `a` of x₀ and `b` > 0 of ε. Shapes are equal.
  public func noise(_ output: Tensor, of image: Tensor, a: Float, b: Float) -> Tensor {
    switch self {
    case .noise: output
    case .clean: image.combined(with: output) { ($0 - a * $1) / b }
    case .velocity: image.combined(with: output) { (b * $0 + a * $1) / (a * a + b * b) }
    case .flow: image.combined(with: output) { ($0 + a * $1) / (a + b) }
    }
  }
}

extension NoiseSchedule {
  /// ε from the network's output for x_t, `image`, at a timestep of this schedule.
  public func noise(_ output: Tensor, as prediction: Prediction, of image: Tensor, at timestep: Double) -> Tensor {
    let (a, b) = weights(timestep)
    return prediction.noise(output, of: image, a: a, b: b)
  }
}
