import PipelineKit
import Tensors

extension Sampler {
  /// DDIM (Song et al. 2021, eq. 12): x_t′ = √ᾱ_t′ x̂₀ + √(1 − ᾱ_t′ − σ²) ε + σz,
  /// σ = η √(β (1 − ᾱ_t′) / (1 − ᾱ_t)) (eq. 16). η = 0 is deterministic and draws nothing; η = 1 is as random as DDPM.
  public static func ddim(
    _ image: Tensor, clean: Tensor, estimate: Estimate, at: Timestep, schedule: NoiseSchedule, generator: Generator?,
    eta: Float = 0
  ) throws -> Tensor {
    let (alpha, nextAlpha, beta) = schedule.transition(at)
    let deviation = eta * ((1 - nextAlpha) / (1 - alpha) * beta).squareRoot()
    let cleanWeight = nextAlpha.squareRoot()
    let noiseWeight = max(0, 1 - nextAlpha - deviation * deviation).squareRoot()
    let next = clean.combined(with: estimate.noise) { cleanWeight * $0 + noiseWeight * $1 }
    if at.next == nil || eta == 0 { return next }
    return next + deviation * (try noise(image.shape, generator, method: ddimName))
  }
}
