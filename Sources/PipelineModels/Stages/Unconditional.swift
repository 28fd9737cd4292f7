public import PipelineKit
import Tensors

/// The condition without content: the empty prompt, or no class.
public struct Unconditional: Stage {
  static let model = Input<AnyModel>("model", "a conditioned model")
  static let condition = Output<Condition>("condition", "the empty prompt; no class")

  public static let declaration = Declaration(
    "unconditional", "The condition that asks for nothing: the empty prompt, or no class.", inputs: [model],
    outputs: [condition])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let model = inputs.model(Self.model), model.abilities != nil, model.prompts == nil, model.classes == nil
    else { return inputs.promptProblems(Self.model) }
    return [Problem(StageFault.unconditioned(model.name).description, port: Self.model)]
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.condition, self(inputs[Self.model].model))
  }

  /// The empty prompt's encoding, or no class. Throws for a model that takes neither prompts nor classes.
  public func callAsFunction(_ model: any Model) throws -> Condition { try model.unconditional() }
}
