public import PipelineKit
import Tensors

/// Classifier-free guidance (Ho & Salimans 2022, eq. 6): ε = εᵤ + γ(ε_c − εᵤ). The variance is that of the conditional
/// estimate.
public struct ClassifierFreeGuidance: Guider {
  /// The word in pipeline files.
  public let name = "classifier-free"
  /// The equation and its source in one line.
  public let summary = "ε = εᵤ + γ(ε_c − εᵤ) (Ho & Salimans 2022)"

  /// Makes the guider, which has no settings.
  public init() {}

  public func guide(conditional: Estimate, unconditional: Estimate, scale: Float) -> Estimate {
    Estimate(
      noise: unconditional.noise.combined(with: conditional.noise) { $0 + scale * ($1 - $0) },
      variance: conditional.variance)
  }
}
