import PipelineKit
import Tensors

/// ε̂(x_t, t, condition): the one stage that runs a network.
public struct EstimateNoise: BatchedStage {
  static let model = Input<AnyModel>("model", "a model that estimates noise")
  static let image = Input<Tensor>("image", "x_t, the noisy image", kind: .image)
  static let at = Input<Timestep>("at", "t, how noisy it is")
  static let condition = OptionalInput<Condition>(
    "condition", "what it should show", fallback: "the empty prompt or no class, if the model takes a condition")
  static let lowResolution = OptionalInput<Tensor>(
    "low-resolution", "for a stage II model: the small picture, resized to the image's size and noised", kind: .image)
  static let noiseLevel = OptionalInput<Timestep>(
    "noise-level", "for a stage II model: the timestep whose noise 'low-resolution' carries")
  static let estimate = Output<Estimate>("estimate", "the noise in the image, and its variance if the model learned it")

  public static let declaration = Declaration(
    "estimate", "Runs the network: which noise is in an image, ε̂(x_t, t, condition).",
    inputs: [model, image, at, condition, lowResolution, noiseLevel], outputs: [estimate])

  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    if inputs.isGiven(Self.lowResolution) != inputs.isGiven(Self.noiseLevel) {
      return [Problem("'low-resolution' and 'noise-level' belong together; expected both or neither")]
    }
    return []
  }

  public static var sharedInputs: [any InputPort] { [model] }

  public static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs] {
    guard let model = try runs.first?[Self.model].model else { return [] }
    return try estimates(model, runs.map(evaluation)).map { Outputs(Self.estimate, $0) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Self.runTogether([inputs], in: context)[0]
  }

  public func callAsFunction(
    _ model: any Model, image: Tensor, at timestep: Timestep, condition: Condition? = nil,
    lowResolution: LowResolution? = nil
  ) throws -> Estimate {
    let evaluation = Evaluation(image, at: timestep.value, condition: condition, lowResolution: lowResolution)
    return try Self.estimates(model, [evaluation])[0]
  }

  private static func evaluation(_ inputs: Inputs) throws -> Evaluation {
    let low: LowResolution? =
      if let image = try inputs[lowResolution], let level = try inputs[noiseLevel] {
        LowResolution(image: image, noiseLevel: level.value)
      } else { nil }
    return try Evaluation(inputs[image], at: inputs[at].value, condition: inputs[condition], lowResolution: low)
  }

  private static func estimates(_ model: any Model, _ evaluations: [Evaluation]) throws -> [Estimate] {
    let estimator = try model.asEstimator()
    for evaluation in evaluations { try check(evaluation, model) }
    return try estimator.estimates(evaluations)
  }

  private static func check(_ evaluation: Evaluation, _ model: any Model) throws {
    guard let schedule = model.schedule, (0..<schedule.count).contains(evaluation.timestep) else {
      throw StageFault.outOfRange(
        port: "at", expected: "timesteps 0…\((model.schedule?.count ?? 1) - 1) of the model's schedule",
        found: "\(evaluation.timestep)")
    }
    if let low = evaluation.lowResolution, !(0..<schedule.count).contains(low.noiseLevel) {
      throw StageFault.outOfRange(
        port: "noise-level", expected: "timesteps 0…\(schedule.count - 1) of the model's schedule",
        found: "\(low.noiseLevel)")
    }
    guard evaluation.image.shape[1] == model.imageShape[0] else {
      throw StageFault.channels(evaluation.image, of: model)
    }
  }
}

extension StageFault {
  /// A small picture for a model that doesn't enlarge one.
  static func enlargesNothing(_ model: String) -> StageFault {
    .other("model '\(model)' does not enlarge pictures: it takes no 'low-resolution'")
  }

  /// An image with other channels than a model takes.
  static func channels(_ image: Tensor, of model: any Model) -> StageFault {
    func words(_ count: Int) -> String {
      count == 3 ? "3 channels (RGB)" : count == 1 ? "1 channel (gray)" : "\(count) channels"
    }
    let hint =
      switch (image.shape[1], model.imageShape[0]) {
      case (3, 1): "; read it with \"colour\": \"gray\""
      case (1, 3): "; read it with \"colour\": \"rgb\""
      default: ""
      }
    return .other(
      "model '\(model.name)' takes images of \(words(model.imageShape[0])), found \(words(image.shape[1]))\(hint)")
  }
}
