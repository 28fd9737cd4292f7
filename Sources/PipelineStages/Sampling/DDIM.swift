import PipelineKit
public import Tensors

/// DDIM (Song et al. 2021, eq. 12): x_t′ = √ᾱ_t′ x̂₀ + √(1 − ᾱ_t′ − σ²) ε + σz, σ = η √(β (1 − ᾱ_t′) / (1 − ᾱ_t)) (eq. 16).
/// η = 0 is deterministic and draws nothing; η = 1 has the variance of DDPM.
///
/// Where the schedule limits x̂₀, ε no longer fits it: x_t is not √ᾱ_t x̂₀ + √(1 − ᾱ_t) ε. `ddim` takes the network's ε all
/// the same, as diffusers does; under strong guidance, which makes the limit matter, its pictures are lost. `ddim-clipped`
/// takes the ε that fits, as DeepFloyd's own sampler does, and diffusers with `use_clipped_model_output`.
public struct DDIM: Sampler {
  /// Whether ε is derived from the limited x̂₀.
  public let isClipped: Bool
  /// The word in pipeline files: `ddim` or `ddim-clipped`.
  public var name: String { isClipped ? "ddim-clipped" : "ddim" }
  /// What it does in one line, with its source.
  public var summary: String {
    isClipped
      ? "ddim with the noise that fits x̂₀ as the model's schedule limits it; for strong guidance"
      : "deterministic, or with eta > 0 random (Song et al. 2021)"
  }
  /// True: `eta` sets how random the steps are.
  public let takesEta = true

  /// Makes the sampler.
  public init(clipped: Bool = false) { isClipped = clipped }

  public func noiseName(eta: Double) -> String? { eta > 0 ? "\(name) (eta > 0)" : nil }

  public func step(_ state: SamplerState) throws -> Tensor {
    let eta = state.eta
    let (alpha, nextAlpha, beta) = state.schedule.transition(state.at)
    // A flow's timestep 0 has no noise.
    if alpha == 1 { return state.clean }
    let deviation = eta * ((1 - nextAlpha) / (1 - alpha) * beta).squareRoot()
    let cleanWeight = nextAlpha.squareRoot()
    let noiseWeight = max(0, 1 - nextAlpha - deviation * deviation).squareRoot()
    let noise = isClipped ? fitting(state, alpha) : state.estimate.noise
    let next = state.clean.combined(with: noise) { cleanWeight * $0 + noiseWeight * $1 }
    if state.at.next == nil || eta == 0 { return next }
    return next + deviation * (try state.noise(for: "\(name) (eta > 0)"))
  }

  /// The ε with which x_t = √ᾱ_t x̂₀ + √(1 − ᾱ_t) ε.
  private func fitting(_ state: SamplerState, _ alpha: Float) -> Tensor {
    let (cleanWeight, noiseWeight) = (alpha.squareRoot(), (1 - alpha).squareRoot())
    return state.image.combined(with: state.clean) { ($0 - cleanWeight * $1) / noiseWeight }
  }
}
