public import PipelineKit
import Tensors

/// Classifier-free guidance (Ho & Salimans 2022, eq. 6): ε = εᵤ + γ(ε_c − εᵤ). The variance is the conditional one's.
public struct ClassifierFreeGuidance: Guider {
  public let name = "classifier-free"
  public let summary = "ε = εᵤ + γ(ε_c − εᵤ) (Ho & Salimans 2022)"

  public init() {}

  public func guide(conditional: Estimate, unconditional: Estimate, scale: Float) -> Estimate {
    Estimate(
      noise: unconditional.noise.combined(with: conditional.noise) { $0 + scale * ($1 - $0) },
      variance: conditional.variance)
  }
}
