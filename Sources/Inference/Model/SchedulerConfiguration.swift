import Tensors

/// The noise schedule of a model's training, and how sampling treats x̂₀: the options of diffusers' `DDPMScheduler`, or
/// of `FlowMatchEulerDiscreteScheduler`.
public struct SchedulerConfiguration: Sendable, Equatable {
  /// The rule for the variances β of the T steps.
  public enum Betas: Sendable, Equatable {
    /// Growing linearly from start to end.
    case linear(start: Double, end: Double)
    /// The squares of numbers that grow linearly from √start to √end.
    case scaledLinear(start: Double, end: Double)
    /// The cosine schedule, β ≤ 0.999 (`squaredcos_cap_v2`).
    case cosine
    /// A list of T variances (`trained_betas`).
    case given([Double])
    /// None: the model is a flow, and noised images are (1 − t) x + t ε with t = timestep/T.
    case flow
  }

  /// The variance of the noise that a step adds.
  public enum Variance: Sendable, Equatable {
    /// β̃_t, the variance of the posterior q(x_{t−1} | x_t, x₀).
    case fixedSmall
    /// β_t.
    case fixedLarge
    /// The network predicts it between the two others, on a logarithmic scale.
    case learnedRange
  }

  /// How n of the T timesteps are chosen.
  public enum Spacing: String, Sendable, Equatable {
    /// Multiples of T // n from 0 up, plus `stepsOffset`.
    case leading
    /// T, T − T/n, T − 2T/n, …, rounded, each less one.
    case trailing
    /// n numbers spread evenly from 0 to T − 1, both included, rounded.
    case linspace
  }

  /// T, the number of timesteps in training; 1…100,000.
  public let steps: Int
  /// The variances of the steps.
  public let betas: Betas
  /// The variance of the noise that a step adds.
  public let variance: Variance
  /// x̂₀ is limited to −range … range; nil without a limit, or where `threshold` replaces it.
  public let clipRange: Double?
  /// Dynamic thresholding's quantile and largest scale; nil without.
  public let threshold: Threshold?
  /// How timesteps are chosen.
  public let spacing: Spacing
  /// The number that `leading` adds to each timestep; 0…100,000.
  public let stepsOffset: Int
  /// The quantity that the network predicts.
  public let prediction: Prediction

  /// The quantity that a network predicts.
  public enum Prediction: String, Sendable, Equatable {
    /// The noise ε.
    case epsilon
    /// The clean image x₀.
    case sample
    /// v = √ᾱ·ε − √(1 − ᾱ)·x₀ (Salimans & Ho 2022).
    case velocity = "v_prediction"
    /// The velocity ε − x₀ of a flow. Its scheduler has no option for it.
    case flow
  }

  /// Dynamic thresholding (Saharia et al. 2022).
  public struct Threshold: Sendable, Equatable {
    /// The quantile of |x̂₀| that becomes the scale; 0…1.
    public let quantile: Double
    /// The largest scale.
    public let maximum: Double
  }

  /// Reads a `scheduler_config.json`. Throws for unknown options and unsupported values.
  public init(path: String) throws {
    var option = try Options(path: path)
    let name = option.className ?? "DDPMScheduler"
    let flow = "FlowMatchEulerDiscreteScheduler"
    let supported = ["DDPMScheduler", "DDIMScheduler", flow]
    guard supported.contains(name) else {
      throw ConfigurationFault.unsupported(
        path: path, option: "_class_name", value: "\"\(name)\"",
        supported: supported.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    if name == flow {
      self = try Self(flow: &option)
      return
    }
    let fraction = OptionKind.number(0...0.9999)
    let given = try option("trained_betas", fraction.list.optional, default: nil)
    let steps = try option("num_train_timesteps", .integer(1...100_000), default: 1000)
    let start = try option("beta_start", fraction, default: 0.0001)
    let end = try option("beta_end", fraction, default: 0.02)
    let schedule = try option(
      "beta_schedule",
      oneOf([
        "squaredcos_cap_v2": Betas.cosine, "linear": .linear(start: start, end: end),
        "scaled_linear": .scaledLinear(start: start, end: end),
      ]), default: .linear(start: start, end: end))
    betas = given.map { .given($0) } ?? schedule
    self.steps = steps
    if let given, given.count != steps {
      throw ConfigurationFault.inconsistent(
        path: path, "'trained_betas' has \(given.count) values, but 'num_train_timesteps' is \(steps)")
    }
    variance = try option(
      "variance_type",
      oneOf(["fixed_small": .fixedSmall, "fixed_large": .fixedLarge, "learned_range": .learnedRange]),
      default: Variance.fixedSmall)
    let clips = try option("clip_sample", .flag, default: true)
    let range = try option("clip_sample_range", .number(1e-6...1e6), default: 1)
    let thresholds = try option("thresholding", .flag, default: false)
    let quantile = try option("dynamic_thresholding_ratio", .number(0...1), default: 0.995)
    let maximum = try option("sample_max_value", .number(1e-6...1e6), default: 1)
    threshold = thresholds ? Threshold(quantile: quantile, maximum: maximum) : nil
    clipRange = clips && !thresholds ? range : nil
    spacing = try option(
      "timestep_spacing", oneOf(["leading": Spacing.leading, "trailing": .trailing, "linspace": .linspace]),
      default: .leading)
    stepsOffset = try option("steps_offset", .integer(0...100_000), default: 0)
    prediction = try option(
      "prediction_type",
      oneOf(["epsilon": Prediction.epsilon, "sample": .sample, "v_prediction": .velocity]), default: .epsilon)
    _ = try option("rescale_betas_zero_snr", .only(.flag(false)), default: .flag(false))
    if name == "DDIMScheduler" { _ = try option("set_alpha_to_one", .only(.flag(true)), default: .flag(true)) }
    try option.finish()
  }

  /// The options of a flow.
  private init(flow option: inout Options) throws {
    steps = try option("num_train_timesteps", .integer(1...100_000), default: 1000)
    _ = try option("shift", .only(.number(1)), default: .number(1))
    _ = try option("use_dynamic_shifting", .only(.flag(false)), default: .flag(false))
    try option.finish()
    (betas, prediction) = (.flow, .flow)
    (variance, clipRange, threshold, spacing, stepsOffset) = (.fixedSmall, nil, nil, .trailing, 0)
  }
}
