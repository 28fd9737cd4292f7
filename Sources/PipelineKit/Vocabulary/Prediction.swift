public import Tensors

/// What a network was trained to predict of x_t = a x₀ + b ε. Whatever it is, it enters as ε: stages know nothing else.
public enum Prediction: String, Sendable, CaseIterable {
  /// ε itself (Ho et al. 2020).
  case noise
  /// x₀: ε = (x_t − a x₀) / b.
  case clean
  /// v = a ε − b x₀ (Salimans & Ho 2022, "Progressive distillation", appendix D): ε = (b x_t + a v) / (a² + b²).
  case velocity
  /// u = ε − x₀ (Lipman et al. 2023; Liu et al. 2023, rectified flow): ε = (x_t + a u) / (a + b).
  case flow

  /// ε of what the network gave for `image`, x_t, with the weights `a` of x₀ and `b` > 0 of ε. Shapes are equal.
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
  /// ε of what a network gave for x_t, `image`: the one way in for every prediction.
  public func noise(_ output: Tensor, as prediction: Prediction, of image: Tensor, at timestep: Int) -> Tensor {
    let alpha = alphaCumprod(timestep)
    return prediction.noise(output, of: image, a: alpha.squareRoot(), b: (1 - alpha).squareRoot())
  }
}
