public import Tensors

/// What a network was trained to predict from x_t = a x₀ + b ε. Its output is converted to ε, the only form that stages
/// use.
public enum Prediction: String, Sendable, CaseIterable {
  /// ε itself (Ho et al. 2020).
  case noise
  /// x₀: ε = (x_t − a x₀) / b.
  case clean
  /// v = a ε − b x₀ (Salimans & Ho 2022, "Progressive distillation", appendix D): ε = (b x_t + a v) / (a² + b²).
  case velocity
  /// u = ε − x₀ (Lipman et al. 2023; Liu et al. 2023, rectified flow): ε = (x_t + a u) / (a + b).
  case flow

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
  public func noise(_ output: Tensor, as prediction: Prediction, of image: Tensor, at timestep: Int) -> Tensor {
    let alpha = alphaCumprod(timestep)
    return prediction.noise(output, of: image, a: alpha.squareRoot(), b: (1 - alpha).squareRoot())
  }
}
