import Foundation
public import PipelineKit
public import Tensors

/// The hybrid loss of a network that estimates noise and optionally learns the variance of a step (Nichol & Dhariwal
/// 2021, eq. 16): L = w_t ‖ε̂ − ε‖² + λ L_vlb, each a mean over all numbers.
///
/// L_vlb is the divergence of the network's step from the posterior q(x_{t−1} | x_t, x₀), in bits:
///
///     log σ² = v′ log β + (1 − v′) log β̃,   v′ = (v + 1)/2
///     KL = ½ (log σ² − log β̃ − 1 + β̃/σ² + (μ̂ − μ̃)²/σ²),   μ̂ − μ̃ = β√ᾱ′/(1 − ᾱ) · (x̂₀ − x₀)
///
/// with x̂₀ within −1…1. No gradient flows through the mean μ̂, so this term trains the variance only. At t = 0 there
/// is no posterior and the term is omitted.
public struct HybridLoss: Sendable, Equatable {
  /// The weight w_t of each timestep's noise.
  public enum Weighting: Sendable, Equatable {
    /// The same weight for all timesteps.
    case equal
    /// min(SNR, `limit`)/SNR (Hang et al. 2023), times 1/√SNR limited to 1…`boost`. The boost favours very noisy
    /// images, from which a network learns late how prompts determine pictures.
    case signalToNoise(limit: Double, boost: Double)
  }

  /// The schedule of the noise.
  public let schedule: NoiseSchedule
  /// The weights of timesteps.
  public let weighting: Weighting
  /// λ, the weight of L_vlb.
  public let variational: Double
  private let terms: [Terms]

  /// The constants of one timestep's loss.
  private struct Terms: Sendable, Equatable {
    var weight, signal, noise, meanFactor, logBeta, logPosterior: Double
  }

  /// Makes the loss and computes its constants; nothing is checked.
  public init(_ schedule: NoiseSchedule, weighting: Weighting, variational: Double) {
    (self.schedule, self.weighting, self.variational) = (schedule, weighting, variational)
    func posterior(_ t: Int) -> Double {
      let (alpha, previous) = (Double(schedule.alphasCumprod[t]), t == 0 ? 1 : Double(schedule.alphasCumprod[t - 1]))
      return Double(schedule.betas[t]) * (1 - previous) / (1 - alpha)
    }
    terms = schedule.betas.indices.map { t in
      let (alpha, previous) = (Double(schedule.alphasCumprod[t]), t == 0 ? 1 : Double(schedule.alphasCumprod[t - 1]))
      let ratio = alpha / (1 - alpha)
      let weight: Double =
        switch weighting {
        case .equal: 1
        case .signalToNoise(let limit, let boost):
          min(ratio, limit) / ratio * min(max(1 / ratio.squareRoot(), 1), boost)
        }
      let beta = Double(schedule.betas[t])
      return Terms(
        weight: weight, signal: alpha.squareRoot(), noise: (1 - alpha).squareRoot(),
        meanFactor: beta * previous.squareRoot() / (1 - alpha), logBeta: log(beta),
        // The first step's variance is 0; the second's is used, as in the original.
        logPosterior: log(posterior(max(t, min(1, schedule.count - 1)))))
    }
  }

  /// The loss, a scalar, of the network's output for √ᾱ x + √(1 − ᾱ) ε. Traps if shapes don't fit.
  ///
  /// - Parameters:
  ///   - output: N×2C×H×W, noise and variance, or N×C×H×W, noise alone.
  ///   - x: the pictures, N×C×H×W in −1…1; `noise`: ε.
  ///   - times: N timesteps.
  public func callAsFunction(_ output: Tensor, of x: Tensor, _ noise: Tensor, at times: [Int]) -> Tensor {
    let (n, size) = (x.shape[0], x.shape[1...].reduce(1, *))
    let learnsVariance = output.count == 2 * x.count
    precondition(times.count == n && noise.shape == x.shape && (learnsVariance || output.count == x.count))
    let stride = learnsVariance ? 2 * size : size
    let bounded = times.count { $0 > 0 } * size
    let (scale, bits) = (1 / Double(x.count), bounded == 0 ? 0 : variational / (Double(bounded) * log(2)))
    let (estimates, pictures, draws) = (output.values, x.values, noise.values)
    let parts = (0..<n).map { i -> (loss: Double, derivative: [Float]) in
      let t = terms[times[i]]
      var derivative = [Float](repeating: 0, count: stride)
      var (simple, divergence) = (0.0, 0.0)
      let ratio = t.logBeta - t.logPosterior
      for k in 0..<size {
        let (e, x) = (Double(draws[i * size + k]), Double(pictures[i * size + k]))
        let estimate = Double(estimates[i * stride + k])
        simple += (estimate - e) * (estimate - e)
        derivative[k] = Float(2 * scale * t.weight * (estimate - e))
        if !learnsVariance || times[i] == 0 { continue }
        let clean = (t.signal * x + t.noise * (e - estimate)) / t.signal
        let gap = t.meanFactor * (x - min(max(clean, -1), 1))
        let logVariance = t.logPosterior + (Double(estimates[i * stride + size + k]) + 1) / 2 * ratio
        let (kept, missed) = (exp(t.logPosterior - logVariance), gap * gap * exp(-logVariance))
        divergence += 0.5 * (logVariance - t.logPosterior - 1 + kept + missed)
        derivative[size + k] = Float(bits * 0.25 * ratio * (1 - kept - missed))
      }
      return (scale * t.weight * simple + bits * divergence, derivative)
    }
    return output.scalar(
      Float(parts.reduce(0) { $0 + $1.loss }), derivative: Tensor(output.shape, parts.flatMap(\.derivative)))
  }
}
