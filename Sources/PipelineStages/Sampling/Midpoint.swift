import PipelineKit
public import Tensors

/// The midpoint method, of second order and deterministic: a step takes two timesteps of the walk and two evaluations.
///
/// At the first timestep, s, Euler's method goes to the second, m, in the middle of the step. There the network is asked
/// again, and its x̂₀ and ε̂ are used for the whole step from s to t′:
///
///     x_t′ = x_s + (a_t′ − a_s) x̂₀ + (b_t′ − b_s) ε̂        in a flow: x_t′ = x_s + (t′ − s) u
///
/// Any graph of `estimate` and `step` is thereby a graph of this method, and n timesteps are n evaluations with every
/// method. A last timestep without a second is a step of Euler's method. Timesteps should be equally spaced.
public struct Midpoint: Sampler {
  /// The word in pipeline files.
  public let name = "midpoint"
  /// What it does in one line, with its source.
  public let summary = "deterministic and of second order; two timesteps make a step (Lipman et al. 2023)"
  /// True: the second half of a step uses x̂₀ of the first.
  public let looksBack = true

  /// Makes the sampler, which has no settings.
  public init() {}

  public func step(_ state: SamplerState) -> Tensor {
    let (at, schedule) = (state.at, state.schedule)
    let (start, middle, end) = (
      schedule.weights(at.previous), schedule.weights(at.value), schedule.weights(at.next)
    )
    guard at.index % 2 == 1, at.previous != nil, let first = state.previous, middle.noise > 0 else {
      return Euler().step(state)
    }
    // The half step went from x_s = a_s x̂₀ + b_s ε̂ to x_m = a_m x̂₀ + b_m ε̂, whose x̂₀ is `first`; this gives x_s.
    let noiseRatio = start.noise / middle.noise
    let cleanWeight = start.image - noiseRatio * middle.image
    let imageWeight = noiseRatio * schedule.scale(at.value)
    let origin = state.image.combined(with: first) { imageWeight * $0 + cleanWeight * $1 }
    let (cleanChange, noiseChange) = (end.image - start.image, end.noise - start.noise)
    let change = state.clean.combined(with: state.estimate.noise) { cleanChange * $0 + noiseChange * $1 }
    let scale = 1 / schedule.scale(at.next)
    return origin.combined(with: change) { scale * ($0 + $1) }
  }
}
