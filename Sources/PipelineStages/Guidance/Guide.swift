public import PipelineKit
import Tensors

/// Guidance: an estimate that follows its condition more closely than the network's own. Each guider's equation is in
/// its type's documentation.
public struct Guide: Stage {
  static let conditional = Input<Estimate>("conditional", "the estimate under the prompt; its variance is kept")
  static let unconditional = Input<Estimate>("unconditional", "the estimate under the empty prompt")
  static let scale = Input<Double>("scale", "γ: 1 is no guidance, 7 is usual", in: -1000...1000)
  static let method = Input<MethodName>("method", "the guider", of: .guiders, default: "classifier-free")
  static let guided = Output<Estimate>("estimate", "the guided estimate")
  public static let declaration = Declaration(
    "guide", "Classifier-free guidance: ε = εᵤ + γ(ε_c − εᵤ); the variance is the conditional one's.",
    inputs: [conditional, unconditional, scale, method], outputs: [guided])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(guided, shape: inputs.imageShape(conditional))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    inputs.differences(Self.conditional, Self.unconditional)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.guided,
      self(
        conditional: inputs[Self.conditional], unconditional: inputs[Self.unconditional], scale: inputs[Self.scale],
        method: Methods.guiders.named(inputs[Self.method].name, in: context.registry)))
  }

  /// The guided estimate, by default εᵤ + γ(ε_c − εᵤ) with γ = `scale`. Throws if the two estimates' shapes differ.
  public func callAsFunction(
    conditional: Estimate, unconditional: Estimate, scale: Double, method: any Guider = ClassifierFreeGuidance()
  ) throws -> Estimate {
    try StageFault.requireSame(
      "conditional", conditional.noise.shape, "unconditional", unconditional.noise.shape)
    return method.guide(conditional: conditional, unconditional: unconditional, scale: Float(scale))
  }
}
