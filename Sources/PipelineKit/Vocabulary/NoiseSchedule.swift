import Foundation
public import Tensors

/// How images were noised in a model's training, x_t = a_t x + b_t ε, and how its samplers treat x̂₀ and the variance.
public struct NoiseSchedule: Sendable {
  /// The weights a_t of the image and b_t of the noise.
  public enum Path: Sendable, Equatable {
    /// a = √ᾱ_t, b = √(1 − ᾱ_t) (Ho et al. 2020).
    case diffusion
    /// a = 1 − t/T, b = t/T: the straight line from the image to the noise (Lipman et al. 2023; Liu et al. 2023). A
    /// sampler that is written for a diffusion gets x_t/√(a² + b²), which is the image of a diffusion with
    /// ᾱ = a²/(a² + b²).
    case flow
  }

  /// How the weights of image and noise change.
  public let path: Path

  /// β_t, the variance of the noise that step t adds. t counts from 0.
  public var betas: [Float]

  /// ᾱ_t = ∏ₛ≤ₜ (1 − βₛ). In a diffusion, x_t = √ᾱ_t x + √(1 − ᾱ_t) ε.
  public var alphasCumprod: [Float]

  /// The variance of a DDPM step.
  public var variance: Variance
  /// The limit on x̂₀.
  public var clip: Clip
  /// How `timesteps(count:spacing:)` spreads timesteps by default.
  public var spacing: any TimestepSpacing
  /// Added to every timestep under `leading` spacing.
  public var stepsOffset: Int

  /// Which variance a DDPM step draws its noise with.
  public enum Variance: Sendable, Equatable {
    /// β̃_t, the variance of the posterior q(x_{t−1} | x_t, x₀).
    case fixedSmall
    /// β_t.
    case fixedLarge
    /// exp(v′ log β_t + (1 − v′) log β̃_t), v′ = (v + 1)/2 predicted by the network.
    case learnedRange
  }

  /// How x̂₀ is limited before it is used.
  public enum Clip: Sendable, Equatable {
    /// x̂₀ is used as it is.
    case none
    /// To −r … r.
    case range(Float)
    /// Dynamic thresholding (Saharia et al. 2022): s = that quantile of |x̂₀| of each image, limited to 1 … maximum;
    /// x̂₀ is clipped to −s … s and divided by s.
    case dynamic(quantile: Float, maximum: Float)
  }

  /// The number T of timesteps.
  public var count: Int { betas.count }

  /// Makes a schedule and computes ᾱ from `betas`; nothing is checked.
  public init(
    betas: [Float], variance: Variance, clip: Clip = .none, spacing: any TimestepSpacing = LeadingSpacing(),
    stepsOffset: Int = 0
  ) {
    path = .diffusion
    self.betas = betas
    // Factors in Float32 and their running product in double precision, as torch.cumprod takes them.
    var product = 1.0
    alphasCumprod = betas.map { beta in
      product *= Double(1 - beta)
      return Float(product)
    }
    self.variance = variance
    self.clip = clip
    self.spacing = spacing
    self.stepsOffset = stepsOffset
  }

  /// ᾱ at a timestep; 1 for nil, the clean image. Between two whole timesteps of a diffusion log ᾱ is linear, as
  /// DPM-Solver has it for networks of whole timesteps (Lu et al. 2022); a flow has a formula for every time. Traps
  /// beyond the schedule.
  public func alphaCumprod(_ timestep: Double?) -> Float {
    guard let t = timestep else { return 1 }
    if let whole = Int(exactly: t) { return alphasCumprod[whole] }
    switch path {
    case .diffusion:
      let before = Int(t)
      let (low, high) = (log(Double(alphasCumprod[before])), log(Double(alphasCumprod[before + 1])))
      return Float(exp(low + (t - Double(before)) * (high - low)))
    case .flow: return Float(Self.flowAlpha(t / Double(count)))
    }
  }

  /// Whether a timestep is on the schedule: from 0 to the last, T − 1, also between whole ones.
  public func contains(_ timestep: Double) -> Bool { timestep >= 0 && timestep <= Double(count - 1) }

  /// a_t and b_t of x_t = a_t x + b_t ε; 1 and 0 for nil, the clean image.
  public func weights(_ timestep: Double?) -> (image: Float, noise: Float) {
    switch path {
    case .diffusion:
      let alpha = alphaCumprod(timestep)
      return (alpha.squareRoot(), (1 - alpha).squareRoot())
    case .flow:
      let t = Float(timestep ?? 0) / Float(count)
      return (1 - t, t)
    }
  }

  /// √(a_t² + b_t²), the deviation of x_t if images and noise have deviation 1: 1 in a diffusion.
  public func scale(_ timestep: Double?) -> Float {
    if path == .diffusion { return 1 }
    let (image, noise) = weights(timestep)
    return (image * image + noise * noise).squareRoot()
  }

  /// x_t = a_t x + b_t ε, for a timestep t of the schedule.
  public func noised(_ image: Tensor, with noise: Tensor, at t: Double) -> Tensor {
    let (imageWeight, noiseWeight) = weights(t)
    return image.combined(with: noise) { imageWeight * $0 + noiseWeight * $1 }
  }

  /// The noised batch, N×C×H×W, with a timestep for each picture, as in training. Traps unless there are N timesteps.
  public func noised(_ images: Tensor, with noise: Tensor, at times: [Double]) -> Tensor {
    precondition(times.count == images.shape[0], "\(times.count) timesteps for \(images.shape[0]) pictures")
    return .concatenated(
      times.enumerated().map { noised(images.element($0), with: noise.element($0), at: $1) }, axis: 0)
  }
}

extension NoiseSchedule {
  /// The schedule of a flow: x_t = (1 − t) x + t ε, where timestep k of T stands for t = k/T. Its walks begin at
  /// t = 1 − 1/T and end at the clean image, and by default their steps are equal.
  public static func flow(steps count: Int = 1000) -> NoiseSchedule { NoiseSchedule(flowOf: count) }

  private init(flowOf count: Int) {
    let alphas = (0..<count).map { Self.flowAlpha(Double($0) / Double(count)) }
    path = .flow
    betas = alphas.indices.map { $0 == 0 ? 0 : Float(1 - alphas[$0] / alphas[$0 - 1]) }
    alphasCumprod = alphas.map { Float($0) }
    (variance, clip, spacing, stepsOffset) = (.fixedSmall, .none, TrailingSpacing(), 0)
  }

  /// a²/(a² + b²) with a = 1 − t, b = t.
  private static func flowAlpha(_ t: Double) -> Double { (1 - t) * (1 - t) / ((1 - t) * (1 - t) + t * t) }
}

extension NoiseSchedule: Equatable {
  /// Spacings are compared by name.
  public static func == (a: NoiseSchedule, b: NoiseSchedule) -> Bool {
    a.path == b.path && a.betas == b.betas && a.variance == b.variance && a.clip == b.clip
      && a.spacing.name == b.spacing.name
      && a.stepsOffset == b.stepsOffset
  }
}
