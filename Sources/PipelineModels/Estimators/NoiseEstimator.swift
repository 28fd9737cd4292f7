public import PipelineKit
public import Tensors

/// A model that finds the noise in a noisy image. Every estimator speaks this one parameterisation at its boundary: ε, and
/// the learned variance if it has one, whatever the network inside predicts.
public protocol NoiseEstimator: Model {
  /// ε̂(x_t, t, condition).
  ///
  /// - Parameters:
  ///   - image: x_t, N×C×H×W. H and W may differ from what the model was trained on if the network allows it.
  ///   - timestep: t, below the schedule's count.
  ///   - condition: what the image should be of; nil for a model that takes none.
  ///   - lowResolution: what a super-resolution model enlarges; nil for any other.
  func estimate(
    _ image: Tensor, at timestep: Int, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate

  /// The estimates of several, in their order, which may cost less than one after the other.
  func estimates(_ evaluations: [Evaluation]) throws -> [Estimate]

  /// Whether `estimate` needs a `LowResolution`.
  var enlarges: Bool { get }
}

extension NoiseEstimator {
  public var enlarges: Bool { false }
}

/// What a super-resolution model enlarges: an image that was brought to the final size and noised.
public struct LowResolution: Sendable, Equatable {
  /// N×C×H×W, of the size of the image that is sampled.
  public var image: Tensor
  /// The timestep whose noise it carries.
  public var noiseLevel: Int

  public init(image: Tensor, noiseLevel: Int) {
    self.image = image
    self.noiseLevel = noiseLevel
  }
}

/// A model that reads prompts.
public protocol PromptReader: Model {
  /// The prompt as the network reads it, 1×L×D.
  ///
  /// - Parameter notice: told of a prompt whose end is not read, the first time that it is given.
  func condition(prompt: String, notice: (String) -> Void) throws -> Condition
}

extension PromptReader {
  public func condition(prompt: String) throws -> Condition { try condition(prompt: prompt) { _ in } }
}

/// A model that may have been trained on classes.
public protocol ClassReader: Model {
  /// The number of classes: they are 0 ..< classCount. 0 for a model that knows none.
  var classCount: Int { get }
}

extension ClassReader {
  /// Classes, one-hot, N×K; all zero where one is nil, no class.
  func condition(classes: [Int?]) throws -> Condition {
    if let fault = StageFault.classes(classes.compactMap { $0 }, of: classCount) { throw fault }
    try StageFault.requireSize("condition", [classes.count, classCount])
    return Condition(
      Tensor([classes.count, classCount], classes.flatMap { own in (0..<classCount).map { $0 == own ? 1 : 0 } }))
  }
}

/// A model that removes noise of a known amount in one go.
public protocol Denoiser: Model {
  /// D(z): the clean image's estimate from z = x + σε. N×C×H×W.
  func denoise(_ image: Tensor) throws -> Tensor
}

extension Model {
  /// The digest of a model whose network is in memory alone: there are no files that tell it.
  static var inMemory: @Sendable () throws -> String { { "in memory" } }

  /// This model as something that estimates noise, or a fault that says it can't.
  func asEstimator() throws -> any NoiseEstimator {
    guard let estimator = self as? any NoiseEstimator else {
      throw ModelAbility.estimatesNoise.missing(from: name, having: abilities)
    }
    return estimator
  }

  /// This model as something that knows classes, or nil.
  var classReader: (any ClassReader)? { (self as? any ClassReader).flatMap { $0.classCount > 0 ? $0 : nil } }

  /// The condition that stands for no condition.
  func unconditional() throws -> Condition {
    if let reader = self as? any PromptReader { return try reader.condition(prompt: "") }
    if let classReader { return try classReader.condition(classes: [nil]) }
    throw StageFault.unconditioned(name)
  }
}

extension StageFault {
  /// A class that a model with `count` of them does not know.
  static func classes(_ classes: [Int], of count: Int) -> StageFault? {
    classes.first { !(0..<count).contains($0) }.map {
      .outOfRange(port: "class", expected: "0 … \(count - 1)", found: "\($0)")
    }
  }

  /// A condition for a model that takes none.
  static func unconditioned(_ model: String) -> StageFault {
    .unable(model: model, ability: "be conditioned: it takes neither prompts nor classes")
  }
}
