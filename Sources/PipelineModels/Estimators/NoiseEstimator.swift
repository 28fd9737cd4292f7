public import Inference
public import PipelineKit
public import Tensors

/// A model that estimates the noise in an image. All estimators use one parameterisation: ε, and the learned variance
/// if there is one, whatever the network predicts.
public protocol NoiseEstimator: Model {
  /// ε̂(x_t, t, condition).
  ///
  /// - Parameters:
  ///   - image: x_t, N×C×H×W. H and W may differ from those of training if the network allows it.
  ///   - timestep: t, on the schedule, perhaps between whole timesteps.
  ///   - condition: what the image should show; nil for a model that takes none.
  ///   - lowResolution: the picture that a super-resolution model enlarges; nil for others.
  func estimate(
    _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate

  /// Several estimates in the order of the evaluations; batching them may be faster than one after the other.
  func estimates(_ evaluations: [Evaluation]) throws -> [Estimate]

  /// Whether `estimate` needs a `LowResolution`.
  var enlarges: Bool { get }
}

extension NoiseEstimator {
  public var enlarges: Bool { false }
}

/// An estimator whose network can run in part, on features that an earlier evaluation kept.
public protocol PartialEstimator: NoiseEstimator {
  /// Several estimates in the order of the evaluations, and what was kept of those with a `reuse`. Throws for a `reuse` if
  /// the network runs elsewhere.
  func keptEstimates(_ evaluations: [Evaluation]) throws -> [(estimate: Estimate, kept: KeptFeatures?)]
}

/// The picture that a super-resolution model enlarges: resized to the final size and noised.
public struct LowResolution: Sendable, Equatable {
  /// N×C×H×W, with the size of the image that is sampled.
  public var image: Tensor
  /// The timestep of its noise.
  public var noiseLevel: Double

  /// Makes an input for a super-resolution model; the model checks it.
  public init(image: Tensor, noiseLevel: Double) {
    self.image = image
    self.noiseLevel = noiseLevel
  }
}

/// A model that takes prompts.
public protocol PromptReader: Model {
  /// The prompt's encoding, 1×L×D.
  ///
  /// - Parameter notice: called with a warning if the end of a prompt is ignored, the first time that it is encoded.
  func condition(prompt: String, notice: (String) -> Void) throws -> Condition
}

extension PromptReader {
  /// The prompt's encoding, 1×L×D, without warnings.
  public func condition(prompt: String) throws -> Condition { try condition(prompt: prompt) { _ in } }
}

/// A model that may take classes.
public protocol ClassReader: Model {
  /// The number of classes K, numbered 0 ..< K; 0 for a model without classes.
  var classCount: Int { get }
}

extension ClassReader {
  /// Classes as one-hot vectors, N×K; nil (no class) is all zero.
  func condition(classes: [Int?]) throws -> Condition {
    if let fault = StageFault.classes(classes.compactMap { $0 }, of: classCount) { throw fault }
    try StageFault.requireSize("condition", [classes.count, classCount])
    return Condition(
      Tensor([classes.count, classCount], classes.flatMap { own in (0..<classCount).map { $0 == own ? 1 : 0 } }))
  }
}

/// A model that removes noise of a fixed strength in one step.
public protocol Denoiser: Model {
  /// D(z): an estimate of the clean image x from z = x + σε, N×C×H×W.
  func denoise(_ image: Tensor) throws -> Tensor
}

extension Model {
  /// The digest of a model whose network is only in memory, without files to identify it.
  static var inMemory: @Sendable () throws -> String { { "in memory" } }

  /// This model as a noise estimator. Throws if it isn't one.
  func asEstimator() throws -> any NoiseEstimator {
    guard let estimator = self as? any NoiseEstimator else {
      throw ModelAbility.estimatesNoise.missing(from: name, having: abilities)
    }
    return estimator
  }

  /// This model if it takes classes, otherwise nil.
  var classReader: (any ClassReader)? { (self as? any ClassReader).flatMap { $0.classCount > 0 ? $0 : nil } }

  /// The condition without content: the empty prompt, or no class. Throws for a model that takes neither.
  func unconditional() throws -> Condition {
    if let reader = self as? any PromptReader { return try reader.condition(prompt: "") }
    if let classReader { return try classReader.condition(classes: [nil]) }
    throw StageFault.unconditioned(name)
  }
}

extension StageFault {
  /// A fault for the first class that a model with `count` classes doesn't have; nil if it has all.
  static func classes(_ classes: [Int], of count: Int) -> StageFault? {
    classes.first { !(0..<count).contains($0) }.map {
      .outOfRange(port: "class", expected: "0 … \(count - 1)", found: "\($0)")
    }
  }

  /// The error for a condition given to a model that takes none.
  static func unconditioned(_ model: String) -> StageFault {
    .unable(model: model, ability: "be conditioned: it takes neither prompts nor classes")
  }
}
