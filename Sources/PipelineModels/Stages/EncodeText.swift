import Basics
import Logging
public import PipelineKit
import Tensors

/// Encodes a prompt with the model's text encoder.
public struct EncodeText: Stage {
  static let model = Input<AnyModel>("model", "a model that reads prompts")
  static let prompt = Input<String>("prompt", "what the picture should show; case is ignored")
  static let condition = Output<Condition>("condition", "the prompt as the network reads it, 1×77×D")

  public static let declaration = Declaration(
    "text", "Encodes a prompt for a model.", inputs: [model, prompt], outputs: [condition])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let lacking = inputs.problems(lacking: .readsPrompts, Self.model)
    // A model that takes prompts may lack its text encoder; `unread` reports that.
    if inputs.model(Self.model)?.prompts == nil, !lacking.isEmpty { return lacking }
    do {
      let unread = try inputs.model(Self.model)?.prompts?.unread(inputs.known(Self.prompt) ?? "")
      return unread.map { [Problem($0, port: Self.prompt, severity: .warning)] } ?? []
    } catch { return [Problem(error, port: Self.model)] }
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let prompt = inputs.known(prompt), let facts = inputs.model(model)?.prompts else { return StageCost() }
    return StageCost(working: facts.memory(prompt))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.condition,
      self(inputs[Self.model].model, inputs[Self.prompt]) { notice in context.log.warning("\(notice)") })
  }

  /// The prompt's encoding, 1×L×D. Throws if the model takes no prompts.
  ///
  /// - Parameter notice: called with a warning if the end of the prompt is ignored.
  public func callAsFunction(
    _ model: any Model, _ prompt: String, notice: (String) -> Void = { _ in }
  ) throws -> Condition {
    guard let reader = model as? any PromptReader else {
      throw ModelAbility.readsPrompts.missing(from: model.name, having: model.abilities)
    }
    return try reader.condition(prompt: prompt, notice: notice)
  }
}
