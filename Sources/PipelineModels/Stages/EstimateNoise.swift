import Basics
public import Inference
public import PipelineKit
public import Tensors

/// Estimates noise, ε̂(x_t, t, condition), by running the network.
///
/// With `reuse`, only the key steps of a walk evaluate the whole network; the others evaluate a part of it on the features of
/// the last key step. The features travel through the port `features`, in a loop along `at` by themselves.
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
  /// What later steps take over.
  public static let reuse = Input<Reuse>(
    "reuse",
    "what steps take over from the last key step: 'encoder' (Faster Diffusion) or 'deep' (DeepCache); an approximation",
    default: .none)
  /// For `deep`: how many of the topmost skip connections are computed at every step.
  public static let branches = Input<Int>(
    "branches", "for deep: how many of the network's topmost skip connections every step computes; 1 is the least work",
    in: 1...1000, default: 1)
  /// Every n-th step is a key step.
  public static let every = Input<Int>(
    "every", "every n-th step of the walk, from the first, is a key step; 1 reuses nothing", in: 1...100_000, default: 2
  )
  static let keys = OptionalInput<[Int]>(
    "keys", "the key steps by their places in the walk, from 0", in: 0...100_000, otherwise: "as 'every' says")
  static let features = OptionalInput<Features>(
    "features", "the features of the last key step; a step without them is one",
    otherwise: "in a loop through 'at', this stage's own 'features'", feedback: "features", along: "at", with: "reuse")
  static let estimate = Output<Estimate>("estimate", "the noise in the image, and its variance if the model learned it")
  static let keptFeatures = Output<Features>("features", "with 'reuse', the features for the next step")

  public static let declaration = Declaration(
    "estimate", "Runs the network: estimates the noise in an image, ε̂(x_t, t, condition).",
    inputs: [model, image, at, condition, lowResolution, noiseLevel, reuse, branches, every, keys, features],
    outputs: [estimate, keptFeatures],
    rules: [
      .together(lowResolution, noiseLevel), .only(branches, where: reuse, is: .deep),
      .only(every, where: reuse, is: .encoder, .deep), .only(keys, with: reuse), .only(features, with: reuse),
      .atMostOne(every, keys),
    ])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let model = inputs.model(Self.model) else { return [] }
    let unfit = Self.unfit(inputs, model)
    if !unfit.isEmpty { return unfit }
    var problems = inputs.pictureProblems(Self.image, of: Self.model) + Self.reuseProblems(inputs, model)
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
    var outputs = KnownOutputs(estimate, shape: inputs.imageShape(image))
    if inputs.known(reuse) == Reuse.none {
      outputs[keptFeatures] = Known(shape: [0])
    } else if let shape = inputs.imageShape(image), let part = partCost(inputs) {
      outputs[keptFeatures] = Known(shape: [shape[0] * part.kept])
    }
    return outputs
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost {
    var cost = inputs.evaluationCost(of: image, by: model)
    if inputs.isGiven(features), let at = inputs.known(at), isKey(at, inputs) == false, let part = partCost(inputs) {
      cost.evaluations *= part.share
    }
    return cost
  }

  /// A fault for a timestep that is not on the schedule; otherwise nil.
  private static func fault(_ timestep: Double, _ port: String, _ schedule: NoiseSchedule?) -> StageFault? {
    if let schedule, schedule.contains(timestep) { return nil }
    return .outOfRange(
      port: port, expected: "timesteps 0…\((schedule?.count ?? 1) - 1) of the model's schedule",
      found: Timestep.text(timestep))
  }

  public static var sharedInputs: [any InputPort] { [model] }

  public static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs] {
    guard let model = try runs.first?[Self.model].model else { return [] }
    return try estimates(model, runs.map { try evaluation($0, model) }).map { estimate, kept in
      var outputs = Outputs(Self.estimate, estimate)
      outputs[keptFeatures] = Features(kept, of: model)
      return outputs
    }
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
    return try Self.estimates(model, [evaluation])[0].estimate
  }

  /// The same by the part of the network that doesn't take over features, and the features for later steps. Throws also if the
  /// network doesn't run in parts, or if the features are of other pictures or another reuse.
  ///
  /// - Parameter kept: what an earlier step kept; nil for a key step, which evaluates the whole network.
  public func callAsFunction(
    _ model: any Model, image: Tensor, at timestep: Timestep, condition: Condition? = nil,
    lowResolution: LowResolution? = nil, reusing reuse: FeatureReuse, kept: KeptFeatures?
  ) throws -> (estimate: Estimate, kept: KeptFeatures?) {
    try Self.estimates(
      model,
      [
        Evaluation(
          image, at: timestep.value, condition: condition, lowResolution: lowResolution, reuse: reuse, kept: kept)
      ])[0]
  }

  private static func evaluation(_ inputs: Inputs, _ model: any Model) throws -> Evaluation {
    let low: LowResolution? =
      if let image = try inputs[lowResolution], let level = try inputs[noiseLevel] {
        LowResolution(image: image, noiseLevel: level.value)
      } else { nil }
    let image = try inputs[image]
    var evaluation = try Evaluation(
      image, at: inputs[at].value, condition: inputs[condition], lowResolution: low, reuse: reuse(inputs))
    if evaluation.reuse != nil, let features = try inputs[features], try !isKey(inputs[at], inputs) {
      if let fault = StageFault.features(features, of: model, for: image.shape) { throw fault }
      evaluation.kept = features.kept
    }
    return evaluation
  }

  private static func estimates(
    _ model: any Model, _ evaluations: [Evaluation]
  ) throws -> [(estimate: Estimate, kept: KeptFeatures?)] {
    let estimator = try model.asEstimator()
    for evaluation in evaluations { try check(evaluation, model) }
    guard evaluations.contains(where: { $0.reuse != nil }) else {
      return try estimator.estimates(evaluations).map { ($0, nil) }
    }
    guard let partial = estimator as? any PartialEstimator else { throw StageFault.noParts(model.name) }
    return try partial.keptEstimates(evaluations)
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
