public import PipelineKit
public import Tensors

/// One step of sampling, x_t → x_t′: computes x̂₀ from the estimate, limits it as the schedule says, and applies a
/// sampler.
///
/// DDPM (Ho et al. 2020, eq. 7; the model's own variance), DDIM (Song et al. 2021, eq. 12; two forms), DPM-Solver++ (2M)
/// (Lu et al. 2022, algorithm 2), UniPC of second order (Zhao et al. 2023), or the methods of Euler and of the midpoint.
/// Each sampler's equation is in its type's documentation. All of them work on diffusions and on flows. The last step adds
/// no noise and draws none.
public struct Step: Stage {
  /// The results of a step.
  public struct Result: Sendable, Equatable {
    /// x_t′.
    public var image: Tensor
    /// x̂₀ as the sampler used it.
    public var clean: Tensor
    /// x̂₀ of the step before; on a walk's first step, this one's.
    public var previous: Tensor
  }

  static let model = Input<AnyModel>("model", "the model whose schedule to use")
  static let image = Input<Tensor>("image", "x_t", kind: .image)
  static let estimate = Input<Estimate>("estimate", "the network's estimate for x_t")
  static let at = Input<Timestep>(
    "at", "t, with the timestep t′ to step to, as 'timesteps' gives it; a plain number steps to the end")
  static let generator = OptionalInput<Generator>(
    "generator", "where a step's noise is drawn from; needed by ddpm, and by ddim and ddim-clipped with eta > 0")
  /// The sampler where none is chosen.
  public static let defaultMethod: any Sampler = DDPM()
  /// The sampler.
  public static let method = Input<MethodName>("method", "the sampler", of: .samplers, default: defaultMethod.name)
  /// For ddim and ddim-clipped: 0 is deterministic, 1 has the variance of ddpm.
  public static let eta = Input<Double>(
    "eta", "for ddim and ddim-clipped: 0 is deterministic, 1 as random as ddpm", in: 0...1, default: 0)
  static let previous = OptionalInput<Tensor>(
    "previous", "for dpm-solver++, unipc and midpoint: x̂₀ of the step before", kind: .image,
    otherwise: "in a loop through 'at', this stage's own 'clean'",
    feedback: "clean", along: "at")
  static let earlier = OptionalInput<Tensor>(
    "earlier", "for unipc: x̂₀ of the step before that one", kind: .image,
    otherwise: "in a loop through 'at', this stage's own 'previous'",
    feedback: "previous", along: "at")
  static let stepped = Output<Tensor>("image", "x_t′", kind: .image)
  static let clean = Output<Tensor>("clean", "x̂₀ as the sampler used it", kind: .image)
  static let before = Output<Tensor>(
    "previous", "x̂₀ of the step before; on the first step, 'clean'", kind: .image)
  public static let declaration = Declaration(
    "step", "One step of sampling, x_t → x_t′, by ddpm, ddim, ddim-clipped, dpm-solver++, unipc, euler or midpoint.",
    inputs: [model, image, estimate, at, generator, method, eta, previous, earlier],
    outputs: [stepped, clean, before],
    effects: [.draws], rules: [.only(eta, where: method, of: .samplers, \.takesEta)])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    var outputs = KnownOutputs(stepped, shape: inputs.imageShape(image))
    outputs[clean] = outputs[stepped]
    outputs[before] = outputs[stepped]
    return outputs
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    var unfit = inputs.problems(Self.at, on: Self.model) + inputs.differences(Self.estimate, Self.image)
    // A sampler that another stage chooses is not known yet.
    guard let name = inputs.known(Self.method)?.name,
      let sampler = try? Methods.samplers.named(name, in: inputs.registry)
    else { return unfit }
    if sampler.looksBack {
      unfit += inputs.differences(Self.previous, Self.image) + inputs.differences(Self.earlier, Self.image)
    }
    if let at = inputs.known(Self.at), at.next != nil, !inputs.isGiven(Self.generator),
      let name = sampler.noiseName(eta: inputs.known(Self.eta) ?? Self.eta.defaultValue)
    {
      unfit.append(Problem("\(SamplerFault.missingGenerator(method: name))"))
    }
    return unfit
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let sampler = try Methods.samplers.named(inputs[Self.method].name, in: context.registry)
    let result = try self(
      inputs[Self.image], estimate: inputs[Self.estimate], at: inputs[Self.at], model: inputs[Self.model].model,
      generator: inputs[Self.generator], method: sampler, eta: inputs[Self.eta],
      previous: sampler.looksBack ? inputs[Self.previous] : nil, earlier: sampler.looksBack ? inputs[Self.earlier] : nil
    )
    var outputs = Outputs(Self.stepped, result.image)
    outputs[Self.clean] = result.clean
    outputs[Self.before] = result.previous
    return outputs
  }

  /// x_t′ and x̂₀. Throws if the model has no schedule, the timestep isn't on it, shapes differ, or the sampler lacks a
  /// generator or variance that it needs.
  ///
  /// - Parameters:
  ///   - eta: for samplers that take it, 0…1.
  ///   - previous: for samplers that look back, `clean` of the step before; nil on the first.
  ///   - earlier: for samplers that look back, `clean` of the step before that one; nil on the first two.
  public func callAsFunction(
    _ image: Tensor, estimate: Estimate, at: Timestep, model: any Model, generator: Generator? = nil,
    method: any Sampler = Self.defaultMethod, eta: Double = Self.eta.defaultValue, previous: Tensor? = nil,
    earlier: Tensor? = nil
  ) throws -> Result {
    let schedule = try model.requiredSchedule(to: "step")
    try schedule.check(at)
    try StageFault.requireSame("estimate", estimate.noise.shape, "image", image.shape)
    if let previous { try StageFault.requireSame("previous", previous.shape, "image", image.shape) }
    if let earlier { try StageFault.requireSame("earlier", earlier.shape, "image", image.shape) }
    let clean = schedule.clip(schedule.cleaned(image, noise: estimate.noise, at: at))
    let next = try method.step(
      SamplerState(
        schedule.scaled(image, by: 1 / schedule.scale(at.value)), clean: clean, estimate: estimate, at: at,
        schedule: schedule, generator: generator, eta: Float(eta), previous: previous, earlier: earlier))
    return Result(
      image: schedule.scaled(next, by: schedule.scale(at.next)), clean: clean, previous: previous ?? clean)
  }
}

extension NoiseSchedule {
  /// An image times a factor, which in a diffusion is 1.
  fileprivate func scaled(_ image: Tensor, by factor: Float) -> Tensor { path == .diffusion ? image : factor * image }
}
