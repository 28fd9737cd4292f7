import Foundation
import PipelineKit
public import Tensors

/// UniPC of second order (Zhao et al. 2023, "UniPC", arXiv 2302.04867, algorithm 5, with B(h) = e^−h − 1), deterministic:
/// the step of DPM-Solver++ (2M) predicts x_t, and the next step, which knows x̂₀ at t, corrects x_t before it goes on.
/// The correction costs no evaluation.
///
/// With h = λ_t − λ_s, s the timestep before t, and r the timestep before s:
///
///     x_t ← x_t − √ᾱ_t B(h) (ρ₁ (x̂₀(t) − x̂₀(s)) + (ρ₀ − 1/2) D),  D = (x̂₀(r) − x̂₀(s)) h / (λ_r − λ_s)
///
/// where ρ₀ and ρ₁ solve ρ₀ + ρ₁ = b₁, ρ₀ (λ_r − λ_s) / h + ρ₁ = b₂, with b₁ = φ₁/B, φ₁ = −B/h − 1, and b₂ = 2φ₂/B,
/// φ₂ = −φ₁/h − 1/2. The second step, which has no r, is corrected in first order: ρ₁ = 1/2 and no D. The first has nothing
/// to correct, and the last is x̂₀.
public struct UniPC: Sampler {
  /// The word in pipeline files.
  public let name = "unipc"
  /// What it does in one line, with its source.
  public let summary = "dpm-solver++ with a correction of each step: fewer steps (Zhao et al. 2023)"
  /// True: it uses x̂₀ of the two steps before.
  public let looksBack = true

  /// Makes the sampler, which has no settings.
  public init() {}

  public func step(_ state: SamplerState) -> Tensor {
    var corrected = state
    corrected.image = image(state)
    return DPMSolver().step(corrected)
  }

  /// x_t as x̂₀(t) corrects it.
  private func image(_ state: SamplerState) -> Tensor {
    let schedule = state.schedule
    guard let previous = state.previous, let s = state.at.previous, schedule.alphaCumprod(state.at.value) < 1 else {
      return state.image
    }
    let h = schedule.halfLogSNR(state.at.value) - schedule.halfLogSNR(s)
    let weight = schedule.alphaCumprod(state.at.value).squareRoot() * expm1(-h)
    let change = state.clean.combined(with: previous, -)
    guard let earlier = state.earlier, let r = state.at.earlier else {
      return state.image.combined(with: change) { $0 - weight * 0.5 * $1 }
    }
    let (rho1, slope) = Self.coefficients(
      h: Double(h), before: Double(schedule.halfLogSNR(r) - schedule.halfLogSNR(s)))
    let correction = change.combined(with: earlier.combined(with: previous, -)) { rho1 * $0 + slope * $1 }
    return state.image.combined(with: correction) { $0 - weight * $1 }
  }

  /// ρ₁ and (ρ₀ − 1/2) h / (λ_r − λ_s), for `before` = λ_r − λ_s. In double precision, as differences cancel.
  private static func coefficients(h: Double, before: Double) -> (Float, Float) {
    let (size, ratio) = (expm1(-h), before / h)
    let phi1 = -size / h - 1
    let phi2 = -phi1 / h - 0.5
    let (b1, b2) = (phi1 / size, 2 * phi2 / size)
    let rho0 = (b1 - b2) / (1 - ratio)
    return (Float(b1 - rho0), Float((rho0 - 0.5) / ratio))
  }
}
