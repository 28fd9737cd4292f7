import Basics
import Inference
public import PipelineKit
public import Tensors

/// Estimates noise, ε̂(x_t, t, condition), by running the network.
public struct EstimateNoise: BatchedStage {
  static let model = Input<AnyModel>("model", "a model that estimates noise")
  static let image = Input<Tensor>("image", "x_t, the noisy image", kind: .image)
  static let at = Input<Timestep>("at", "t, the noise level of x_t")
  static let condition = OptionalInput<Condition>(
    "condition", "what the image should show", otherwise: "the empty prompt or no class, if the model takes a condition"
  )
  static let lowResolution = OptionalInput<Tensor>(
    "low-resolution", "for a stage II model: the small picture, resized to the image's size and noised", kind: .image)
  static let noiseLevel = OptionalInput<Timestep>(
    "noise-level", "for a stage II model: the timestep whose noise 'low-resolution' carries")
  static let estimate = Output<Estimate>("estimate", "the noise in the image, and its variance if the model learned it")

  public static let declaration = Declaration(
    "estimate", "Runs the network: estimates the noise in an image, ε̂(x_t, t, condition).",
    inputs: [model, image, at, condition, lowResolution, noiseLevel], outputs: [estimate],
    rules: [.together(lowResolution, noiseLevel)])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let model = inputs.model(Self.model) else { return [] }
    let unfit = Self.unfit(inputs, model)
    if !unfit.isEmpty { return unfit }
    var problems = inputs.pictureProblems(Self.image, of: Self.model)
    if !inputs.isGiven(Self.condition) { problems += inputs.promptProblems(Self.model) }
    if let schedule = model.schedule, let at = inputs.known(Self.at), let fault = Self.fault(at.value, "at", schedule) {
      problems.append(Problem(fault.description, port: Self.at))
    }
    if let schedule = model.schedule, let level = inputs.known(Self.noiseLevel),
      let fault = Self.fault(level.value, "noise-level", schedule)
    {
      problems.append(Problem(fault.description, port: Self.noiseLevel))
    }
    if let pictures = inputs.imageShape(Self.image)?[0], let classes = model.classes,
      let condition = inputs.shape(Self.condition), let fault = StageFault.labels(condition, classes, pictures)
    {
      problems.append(Problem(fault.description, port: Self.condition))
    }
    if model.prompts != nil, let pictures = inputs.imageShape(Self.image)?[0],
      let condition = inputs.shape(Self.condition), let fault = StageFault.texts(condition, pictures)
    {
      problems.append(Problem(fault.description, port: Self.condition))
    }
    if model.abilities?.contains(.enlarges) == true, let image = inputs.imageShape(Self.image),
      let small = inputs.imageShape(Self.lowResolution),
      let fault = StageFault.lowResolution(small, image)
    {
      problems.append(Problem(fault.description, port: Self.lowResolution))
    }
    return problems
  }

  /// Problems with inputs that the model doesn't take, and with inputs that it needs but that are missing.
  private static func unfit(_ inputs: KnownInputs, _ model: ModelFacts) -> [Problem] {
    guard let abilities = model.abilities else { return [] }
    let lacking = inputs.problems(lacking: .estimatesNoise, Self.model)
    if !lacking.isEmpty { return lacking }
    switch (abilities.contains(.enlarges), inputs.isGiven(lowResolution)) {
    case (true, false): return [Problem(StageFault.enlarges(model.name).description)]
    case (false, true): return [Problem(StageFault.enlargesNothing(model.name).description)]
    default: break
    }
    // If the model's text encoder is missing, conditions may come from a file.
    if inputs.isGiven(condition), model.prompts == nil, model.classes == nil {
      return [Problem(StageFault.unconditioned(model.name).description, port: condition)]
    }
    return []
  }

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(estimate, shape: inputs.imageShape(image))
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost { inputs.evaluationCost(of: image, by: model) }

  /// A fault for a timestep that is not on the schedule; otherwise nil.
  private static func fault(_ timestep: Int, _ port: String, _ schedule: NoiseSchedule?) -> StageFault? {
    if let schedule, (0..<schedule.count).contains(timestep) { return nil }
    return .outOfRange(
      port: port, expected: "timesteps 0…\((schedule?.count ?? 1) - 1) of the model's schedule", found: "\(timestep)")
  }

  public static var sharedInputs: [any InputPort] { [model] }

  public static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs] {
    guard let model = try runs.first?[Self.model].model else { return [] }
    return try estimates(model, runs.map(evaluation)).map { Outputs(Self.estimate, $0) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Self.runTogether([inputs], in: context)[0]
  }

  /// ε̂(x_t, t, condition). Throws if the model can't estimate noise, the timestep is not on its schedule, or an input
  /// doesn't fit it.
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
    if let fault = fault(evaluation.timestep, "at", model.schedule) { throw fault }
    if let low = evaluation.lowResolution, let fault = fault(low.noiseLevel, "noise-level", model.schedule) {
      throw fault
    }
    guard evaluation.image.shape[1] == model.imageShape[0] else {
      throw StageFault.channels(evaluation.image, of: model)
    }
  }
}

extension StageFault {
  /// The error for a super-resolution model without a picture to enlarge.
  static func enlarges(_ model: String) -> StageFault {
    .other(
      "model '\(model)' enlarges pictures: it needs 'low-resolution', the small picture resized and noised, and 'noise-level'"
    )
  }

  /// The error for a picture to enlarge, given to a model that enlarges none.
  static func enlargesNothing(_ model: String) -> StageFault {
    .other("model '\(model)' does not enlarge pictures: it takes no 'low-resolution'")
  }

  /// A fault if the picture to enlarge isn't resized to the image's size, or isn't one for all images or one for each.
  static func lowResolution(_ small: [Int], _ image: [Int]) -> StageFault? {
    if small[1...] == image[1...], [1, image[0]].contains(small[0]) { return nil }
    return .shapesDiffer(port: "low-resolution", shape: small, other: "image", otherShape: image)
  }

  /// A fault if a condition isn't an encoded prompt for all pictures or one for each.
  static func texts(_ shape: [Int], _ pictures: Int) -> StageFault? {
    if shape.count == 3, [1, pictures].contains(shape[0]) { return nil }
    let several = pictures > 1
    return .wrongShape(
      port: "condition",
      expected:
        "what 'text' makes of a prompt, 1×L×D\(several ? " or \(pictures)×L×D" : "") for \(pictures) image\(several ? "s" : "")",
      found: shape)
  }

  /// A fault if an image isn't of the only size that a model takes, C×H×W.
  static func size(_ found: [Int], _ imageShape: [Int]) -> StageFault? {
    if Array(found.dropFirst()) == imageShape { return nil }
    return .wrongShape(port: "image", expected: "N×" + Tensor.text(imageShape), found: found)
  }

  /// A fault if a condition isn't a class for all pictures or one for each, or has another number of classes.
  static func labels(_ shape: [Int], _ classes: Int, _ pictures: Int) -> StageFault? {
    if shape.count == 2, shape[1] == classes, [1, pictures].contains(shape[0]) { return nil }
    let several = pictures > 1 ? " or \(pictures)×\(classes) for \(pictures) images" : ""
    return .wrongShape(
      port: "condition", expected: "what 'label' makes of classes, 1×\(classes)\(several)", found: shape)
  }

  /// The error for an image with other channels than the model takes.
  static func channels(_ image: Tensor, of model: any Model) -> StageFault {
    channels(image.shape[1], model.imageShape[0], model: model.name)
  }

  static func channels(_ found: Int, _ expected: Int, model: String) -> StageFault {
    func words(_ count: Int) -> String {
      count == 3 ? "3 channels (RGB)" : count == 1 ? "1 channel (gray)" : "\(count) channels"
    }
    let hint =
      switch (found, expected) {
      case (3, 1): "; read it with \"colour\": \"gray\""
      case (1, 3): "; read it with \"colour\": \"rgb\""
      default: ""
      }
    return .other(
      "model '\(model)' takes images of \(words(expected)), found \(words(found))\(hint)")
  }
}

extension KnownInputs {
  /// The cost of running each picture of an image through a model's network.
  func evaluationCost(of image: Input<Tensor>, by model: Input<AnyModel>) -> StageCost {
    guard let shape = imageShape(image) else { return StageCost(evaluations: 1, isUnknown: true) }
    let memory = self.model(model)?.memory?.evaluation(shape[0], shape[2], shape[3])
    return StageCost(evaluations: Double(shape[0]), working: memory ?? 0)
  }

  /// A problem if the model can't encode the empty prompt, which stands for no condition.
  func promptProblems(_ model: Input<AnyModel>) -> [Problem] {
    do { _ = try self.model(model)?.prompts?.unread("") } catch {
      return [Problem(error, port: model)]
    }
    return []
  }

  /// A problem if the picture's shape is known and the model's network doesn't take it.
  func pictureProblems(_ image: Input<Tensor>, of model: Input<AnyModel>) -> [Problem] {
    guard let shape = imageShape(image), let facts = self.model(model) else { return [] }
    if shape[1] != facts.imageShape[0] {
      let fault = StageFault.channels(shape[1], facts.imageShape[0], model: facts.name)
      return [Problem(fault.description, port: image)]
    }
    if facts.isOfOneSize {
      return StageFault.size(shape, facts.imageShape).map { [Problem($0.description, port: image)] } ?? []
    }
    guard !shape[2...].allSatisfy({ $0 > 0 && $0 % facts.divisor == 0 }) else { return [] }
    let fault = UNetFault.size(height: shape[2], width: shape[3], divisor: facts.divisor)
    return [Problem(fault.description, port: image)]
  }
}
