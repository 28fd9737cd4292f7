public import PipelineKit
import Tensors

/// Encodes a class, or a class for each picture of a batch, for a model that was trained on classes.
public struct EncodeLabel: Stage {
  static let model = Input<AnyModel>("model", "a class-conditioned model")
  static let label = Input<Labels>("class", "the class, from 0; or a list of them, one for each picture of a batch")
  static let condition = Output<Condition>("condition", "the classes, one-hot, 1×K or N×K")

  public static let declaration = Declaration(
    "label", "Encodes a class for a model.", inputs: [model, label], outputs: [condition])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let count = inputs.known(label)?.classes.count, let classes = inputs.model(model)?.classes else {
      return KnownOutputs()
    }
    return KnownOutputs(condition, shape: [count, classes], decidedBy: label)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let lacking = inputs.problems(lacking: .knowsClasses, Self.model)
    guard lacking.isEmpty, let labels = inputs.known(Self.label) else { return lacking }
    let classes = inputs.model(Self.model)?.classes
    let fault = labels.fault ?? classes.flatMap { StageFault.classes(labels.classes, of: $0) }
    return fault.map { [Problem("\($0)", port: Self.label)] } ?? []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.condition, self(inputs[Self.model].model, inputs[Self.label].classes))
  }

  /// The class as a one-hot vector, 1×K. Throws if the model knows no classes or not this one.
  public func callAsFunction(_ model: any Model, _ label: Int) throws -> Condition { try self(model, [label]) }

  /// A class for each picture of a batch as one-hot vectors, N×K. Throws if the model knows no classes or not all of
  /// these.
  public func callAsFunction(_ model: any Model, _ labels: [Int]) throws -> Condition {
    guard let reader = model.classReader else {
      throw ModelAbility.knowsClasses.missing(from: model.name, having: model.abilities)
    }
    if let fault = Labels(labels).fault { throw fault }
    return try reader.condition(classes: labels)
  }
}

/// Classes in a pipeline file: a number, or a list of them.
public struct Labels: PortValue, Equatable {
  /// Classes from 0, one for each picture of a batch.
  public var classes: [Int]

  /// Makes a list of classes; `EncodeLabel` checks them.
  public init(_ classes: [Int]) { self.classes = classes }

  public static var kind: Kind { .oneOf([.integer, .list(.integer)]) }

  public init?(_ value: Value) {
    guard let classes = Int(value).map({ [$0] }) ?? [Int](value) else { return nil }
    self.classes = classes
  }

  public func value(as kind: Kind) -> Value {
    classes.count == 1 ? .integer(classes[0]) : .list(classes.map(Value.integer))
  }

  /// A fault if no model takes these classes; otherwise nil.
  var fault: StageFault? {
    if classes.isEmpty { return .outOfRange(port: "class", expected: "at least one class", found: "none") }
    return classes.first { $0 < 0 }.map { .outOfRange(port: "class", expected: "classes from 0", found: "\($0)") }
  }
}
