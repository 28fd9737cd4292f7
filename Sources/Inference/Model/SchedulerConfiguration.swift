import Tensors

/// How a model's training noised pictures and how sampling treats x̂₀: the options of diffusers' `DDPMScheduler`.
public struct SchedulerConfiguration: Sendable, Equatable {
  /// Where the variances β of the T steps come from.
  public enum Betas: Sendable, Equatable {
    /// Growing evenly from start to end.
    case linear(start: Double, end: Double)
    /// The squares of numbers growing evenly from √start to √end.
    case scaledLinear(start: Double, end: Double)
    /// The cosine schedule, β ≤ 0.999 (`squaredcos_cap_v2`).
    case cosine
    /// Given one by one (`trained_betas`).
    case given([Double])
  }

  /// Which variance a step draws its noise with.
  public enum Variance: Sendable, Equatable { case fixedSmall, fixedLarge, learnedRange }

  /// How timesteps are chosen.
  public enum Spacing: String, Sendable, Equatable { case leading, trailing, linspace }

  /// T.
  public let steps: Int
  public let betas: Betas
  public let variance: Variance
  /// x̂₀ is limited to −range … range; nil where it is not, or where `threshold` comes first.
  public let clipRange: Double?
  /// Dynamic thresholding's quantile and largest scale; nil without.
  public let threshold: Threshold?
  public let spacing: Spacing
  public let stepsOffset: Int
  /// What the network predicts.
  public let prediction: Prediction

  /// What a network may predict: the noise, the clean image, or v.
  public enum Prediction: String, Sendable, Equatable {
    case epsilon, sample
    case velocity = "v_prediction"
  }

  public struct Threshold: Sendable, Equatable {
    public let quantile, maximum: Double
  }

  /// Reads a `scheduler_config.json`. An option that is not known, or a value that is not supported, is an error.
  public init(path: String) throws {
    var option = try Options(path: path)
    let name = option.className ?? "DDPMScheduler"
    let supported = ["DDPMScheduler", "DDIMScheduler"]
    guard supported.contains(name) else {
      throw ConfigurationFault.unsupported(
        path: path, option: "_class_name", value: "\"\(name)\"",
        supported: supported.map { "\"\($0)\"" }.joined(separator: ", "))
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
}
