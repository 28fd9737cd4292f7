import Foundation
import PipelineKit
public import Tensors

/// Ancestral sampling (DDPM, Ho et al. 2020, eq. 7), between the timesteps that the walk visits:
/// x_t′ = (√ᾱ_t′ β x̂₀ + √(1 − β) (1 − ᾱ_t′) x_t) / (1 − ᾱ_t) + σε.
///
/// σ² is β̃ = β (1 − ᾱ_t′) / (1 − ᾱ_t) (`fixedSmall`), β (`fixedLarge`) or, with v of the estimate's variance,
/// exp(v′ log β + (1 − v′) log β̃), v′ = (v + 1)/2 (`learnedRange`; Nichol & Dhariwal 2021, eq. 15). The last step adds
/// no noise.
public struct DDPM: Sampler {
  /// The word in pipeline files.
  public let name = "ddpm"
  /// What it does in one line, with its source.
  public let summary = "ancestral sampling, by the model's own variance (Ho et al. 2020)"

  /// Makes the sampler, which has no settings.
  public init() {}

  public func noiseName(eta: Double) -> String? { name }

  public func step(_ state: SamplerState) throws -> Tensor {
    let (alpha, nextAlpha, beta) = state.schedule.transition(state.at)
    // A flow's timestep 0 has no noise.
    if alpha == 1 { return state.clean }
    let cleanWeight = nextAlpha.squareRoot() * beta / (1 - alpha)
    let imageWeight = (alpha / nextAlpha).squareRoot() * (1 - nextAlpha) / (1 - alpha)
    let mean = state.clean.combined(with: state.image) { cleanWeight * $0 + imageWeight * $1 }
    if state.at.next == nil { return mean }

    let smallest = max((1 - nextAlpha) / (1 - alpha) * beta, 1e-20)
    let deviation: Tensor
    switch state.schedule.variance {
    case .fixedSmall: deviation = Tensor([1, 1, 1, 1], [smallest.squareRoot()])
    case .fixedLarge: deviation = Tensor([1, 1, 1, 1], [beta.squareRoot()])
    case .learnedRange:
      guard let variance = state.estimate.variance else { throw SamplerFault.missingVariance }
      let (low, high) = (log(smallest), log(beta))
      deviation = variance.map { v in
        let fraction = (v + 1) / 2
        return exp(0.5 * (fraction * high + (1 - fraction) * low))
      }
    }
    return mean + deviation * (try state.noise(for: name))
  }
}
