import PipelineKit
public import Tensors

/// Euler's method: x̂₀ and ε̂ are taken to stay the same during the step, x_t′ = a_t′ x̂₀ + b_t′ ε̂.
///
/// In a flow this is x_t′ = x_t + (t′ − t) u, with the velocity u = ε̂ − x̂₀. In a diffusion it is DDIM with η = 0.
/// Deterministic, of first order.
public struct Euler: Sampler {
  /// The word in pipeline files.
  public let name = "euler"
  /// What it does in one line, with its source.
  public let summary = "deterministic: along the velocity of a flow (Lipman et al. 2023); for diffusions, ddim"

  /// Makes the sampler, which has no settings.
  public init() {}

  public func step(_ state: SamplerState) -> Tensor {
    let (imageWeight, noiseWeight) = state.schedule.weights(state.at.next)
    let scale = 1 / state.schedule.scale(state.at.next)
    return state.clean.combined(with: state.estimate.noise) { scale * (imageWeight * $0 + noiseWeight * $1) }
  }
}
