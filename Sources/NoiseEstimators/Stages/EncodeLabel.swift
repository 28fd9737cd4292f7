import PipelineKit
import Tensors

/// A class for a model that was trained on classes.
public struct EncodeLabel: Stage {
  static let model = Input<AnyModel>("model", "a class-conditioned model")
  static let label = Input<Int>("class", "the class, from 0", in: 0...Double.infinity)
  static let condition = Output<Condition>("condition", "the class, one-hot, 1×K")

  public static let declaration = Declaration(
    "label", "Encodes a class for a model.", inputs: [model, label], outputs: [condition])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.condition, self(inputs[Self.model].model, inputs[Self.label]))
  }

  public func callAsFunction(_ model: any Model, _ label: Int) throws -> Condition {
    guard let reader = model as? any ClassReader else {
      throw StageFault.unable(
        model: model.name,
        ability: "take a class\(model is any PromptReader ? "; give it a prompt with the stage 'text'" : "")")
    }
    return try reader.condition(class: label)
  }
}
