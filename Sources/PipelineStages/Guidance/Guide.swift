public import PipelineKit
import Tensors

/// Guidance: an estimate that follows its condition more closely than the network's own. Each guider's equation is in
/// its type's documentation.
///
/// Outside of an interval of timesteps the scale is 1 (Kynkäänniemi et al. 2024, arXiv 2404.07724, eq. 6): the result is the
/// conditional estimate, and an unconditional one that nothing else reads is not computed.
public struct Guide: SelectiveStage {
  static let conditional = Input<Estimate>("conditional", "the estimate under the prompt; its variance is kept")
  static let unconditional = Input<Estimate>("unconditional", "the estimate under the empty prompt")
  static let scale = Input<Double>("scale", "γ: 1 is no guidance, 7 is usual", in: -1000...1000)
  /// The guider where none is chosen.
  public static let defaultMethod: any Guider = ClassifierFreeGuidance()
  static let method = Input<MethodName>("method", "the guider", of: .guiders, default: defaultMethod.name)
  /// φ: 0 leaves the guided estimate as it is, 1 gives it the conditional one's deviation.
  public static let rescale = Input<Double>(
    "rescale", "φ: how far the guided noise gets the conditional one's deviation (Lin et al. 2023); 0.7 is usual",
    in: 0...1,
    default: 0)
  static let at = OptionalInput<Timestep>("at", "t, for an interval of guidance")
  static let from = Input<Double>(
    "from", "no guidance at timesteps above this one: no unconditional estimate (Kynkäänniemi et al. 2024)",
    in: 0...1e6, default: .computed("any") { _ in .infinity })
  static let to = Input<Double>(
    "to", "no guidance at timesteps below this one: no unconditional estimate", in: 0...1e6, default: 0)
  static let guided = Output<Estimate>("estimate", "the guided estimate")
  public static let declaration = Declaration(
    "guide", "Classifier-free guidance: ε = εᵤ + γ(ε_c − εᵤ); the variance is the conditional one's.",
    inputs: [conditional, unconditional, scale, method, rescale, at, from, to], outputs: [guided],
    rules: [.only(from, with: at), .only(to, with: at)])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(guided, shape: inputs.imageShape(conditional))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.differences(Self.conditional, Self.unconditional) + upsideDown(inputs)
  }

  /// Timesteps fall in a walk, so an interval begins at the larger one.
  private func upsideDown(_ inputs: KnownInputs) -> [Problem] {
    guard let from = inputs.known(Self.from), let to = inputs.known(Self.to), from < to else { return [] }
    let (start, end) = (Timestep.text(from), Timestep.text(to))
    return [Problem("'from' should be 'to' (\(end)) or more, as timesteps fall; found \(start)", port: Self.from)]
  }

  public static var decider: any InputPort { at }

  public static func unread(_ inputs: KnownInputs) -> [any InputPort] {
    guard let at = inputs.known(at), let from = inputs.known(from), let to = inputs.known(to) else { return [] }
    return isGuided(at, from: from, to: to) ? [] : [unconditional]
  }

  /// Whether a timestep is in the interval from `from` down to `to`. An interval that is upside down holds `to` alone.
  private static func isGuided(_ at: Timestep, from: Double, to: Double) -> Bool {
    (to...max(to, from)).contains(at.value)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    if let at = try inputs[Self.at], try !Self.isGuided(at, from: inputs[Self.from], to: inputs[Self.to]) {
      return try Outputs(Self.guided, inputs[Self.conditional])
    }
    return try Outputs(
      Self.guided,
      self(
        conditional: inputs[Self.conditional], unconditional: inputs[Self.unconditional], scale: inputs[Self.scale],
        method: Methods.guiders.named(inputs[Self.method].name, in: context.registry),
        rescale: inputs[Self.rescale]))
  }

  /// The guided estimate, by default εᵤ + γ(ε_c − εᵤ) with γ = `scale`. Throws if the two estimates' shapes differ.
  public func callAsFunction(
    conditional: Estimate, unconditional: Estimate, scale: Double, method: any Guider = Self.defaultMethod,
    rescale: Double = Self.rescale.defaultValue
  ) throws -> Estimate {
    try StageFault.requireSame(
      "conditional", conditional.noise.shape, "unconditional", unconditional.noise.shape)
    let guided = method.guide(conditional: conditional, unconditional: unconditional, scale: Float(scale))
    return rescale == 0 ? guided : Self.rescaled(guided, like: conditional, Float(rescale))
  }

  /// Guidance enlarges the noise. φ (σ_c / σ) ε + (1 − φ) ε, σ the deviation of a picture's whole noise (Lin et al. 2023,
  /// eq. 15 and 16).
  private static func rescaled(_ guided: Estimate, like conditional: Estimate, _ factor: Float) -> Estimate {
    let pictures = (0..<guided.noise.shape[0]).map { index in
      let (noise, like) = (guided.noise.element(index), conditional.noise.element(index))
      let (own, wanted) = (deviation(noise), deviation(like))
      return own > 0 ? (factor * wanted / own + 1 - factor) * noise : noise
    }
    return Estimate(
      noise: pictures.isEmpty ? guided.noise : .concatenated(pictures, axis: 0), variance: guided.variance)
  }

  private static func deviation(_ tensor: Tensor) -> Float {
    let values = tensor.values
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(1, values.count))
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return Float((squares / Double(max(1, values.count - 1))).squareRoot())
  }
}
