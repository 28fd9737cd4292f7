import Foundation
import PipelineKit
public import Tensors

/// DPM-Solver++ (2M) (Lu et al. 2022, "DPM-Solver++", algorithm 2, midpoint form), deterministic:
/// x_t′ = (σ_t′/σ_t) x_t − √ᾱ_t′ (e^−h − 1) D, h = λ_t′ − λ_t, λ = log √ᾱ − log σ, σ = √(1 − ᾱ),
/// D = x̂₀ + (x̂₀ − x̂₀ of the step before, which was taken at `at.previous`) · h / (2 h_before).
///
/// First order (D = x̂₀, which is DDIM) on the first step, and on the last, whose h is infinite: it ends at the clean
/// image, or at a flow's timestep 0.
public struct DPMSolver: Sampler {
  /// The word in pipeline files.
  public let name = "dpm-solver++"
  /// What it does in one line, with its source.
  public let summary = "deterministic and of second order: few steps (Lu et al. 2022)"
  /// True: it uses x̂₀ of the step before.
  public let looksBack = true

  /// Makes the sampler, which has no settings.
  public init() {}

  public func step(_ state: SamplerState) -> Tensor {
    let (clean, at, schedule) = (state.clean, state.at, state.schedule)
    guard let next = at.next, schedule.alphaCumprod(next) < 1 else { return clean }
    let (alpha, nextAlpha, _) = schedule.transition(at)
    let h = schedule.halfLogSNR(next) - schedule.halfLogSNR(at.value)
    let imageWeight = ((1 - nextAlpha) / (1 - alpha)).squareRoot()
    let cleanWeight = -nextAlpha.squareRoot() * (exp(-h) - 1)
    var direction = clean
    if let previous = state.previous, let before = at.previous {
      let slope = h / (2 * (schedule.halfLogSNR(at.value) - schedule.halfLogSNR(before)))
      direction = clean.combined(with: previous) { $0 + slope * ($0 - $1) }
    }
    return state.image.combined(with: direction) { imageWeight * $0 + cleanWeight * $1 }
  }
}
