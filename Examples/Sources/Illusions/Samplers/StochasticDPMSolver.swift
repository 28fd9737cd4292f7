import Foundation
import PipelineKit
import PipelineStages
import Tensors

/// SDE-DPM-Solver++ of first order (Lu et al. 2022, "DPM-Solver++", section 5): between DDPM, whose noise it has, and
/// DPM-Solver++, whose large steps it takes. With h = λ_t′ − λ_t, λ = log √ᾱ − log σ:
///
///     x_t′ = (σ_t′ / σ_t) e^(−h) x_t + √ᾱ_t′ (1 − e^(−2h)) x̂₀ + σ_t′ √(1 − e^(−2h)) z
public struct StochasticDPMSolver: Sampler {
  public let name = "sde-dpm-solver++"
  public let summary = "random and of large steps (Lu et al. 2022)"

  public init() {}

  /// A step but the last draws noise, whatever η.
  public func noiseName(eta: Double) -> String? { name }

  public func step(_ state: SamplerState) throws -> Tensor {
    guard let next = state.at.next else { return state.clean }
    let (alpha, nextAlpha) = (
      Double(state.schedule.alphaCumprod(state.at.value)), Double(state.schedule.alphaCumprod(next))
    )
    let (sigma, nextSigma) = ((1 - alpha).squareRoot(), (1 - nextAlpha).squareRoot())
    let h = log(nextAlpha.squareRoot() / nextSigma) - log(alpha.squareRoot() / sigma)
    let (imageWeight, kept) = (Float(nextSigma / sigma * exp(-h)), 1 - exp(-2 * h))
    let cleanWeight = Float(nextAlpha.squareRoot() * kept)
    let mean = state.image.combined(with: state.clean) { imageWeight * $0 + cleanWeight * $1 }
    return mean + Float(nextSigma * kept.squareRoot()) * (try state.noise(for: name))
  }
}
