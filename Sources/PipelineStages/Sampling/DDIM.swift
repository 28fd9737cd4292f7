import PipelineKit
public import Tensors

/// DDIM (Song et al. 2021, eq. 12): x_t′ = √ᾱ_t′ x̂₀ + √(1 − ᾱ_t′ − σ²) ε + σz, σ = η √(β (1 − ᾱ_t′) / (1 − ᾱ_t)) (eq. 16).
/// η = 0 is deterministic and draws nothing; η = 1 has the variance of DDPM.
public struct DDIM: Sampler {
  /// The word in pipeline files.
  public let name = "ddim"
  /// What it does in one line, with its source.
  public let summary = "deterministic, or with eta > 0 random (Song et al. 2021)"
  /// True: `eta` sets how random the steps are.
  public let takesEta = true

  /// Makes the sampler, which has no settings.
  public init() {}

  public func noiseName(eta: Double) -> String? { eta > 0 ? "ddim (eta > 0)" : nil }

  public func step(_ state: SamplerState) throws -> Tensor {
    let eta = state.eta
    let (alpha, nextAlpha, beta) = state.schedule.transition(state.at)
    // A flow's timestep 0 has no noise.
    if alpha == 1 { return state.clean }
    let deviation = eta * ((1 - nextAlpha) / (1 - alpha) * beta).squareRoot()
    let cleanWeight = nextAlpha.squareRoot()
    let noiseWeight = max(0, 1 - nextAlpha - deviation * deviation).squareRoot()
    let next = state.clean.combined(with: state.estimate.noise) { cleanWeight * $0 + noiseWeight * $1 }
    if state.at.next == nil || eta == 0 { return next }
    return next + deviation * (try state.noise(for: "ddim (eta > 0)"))
  }
}
