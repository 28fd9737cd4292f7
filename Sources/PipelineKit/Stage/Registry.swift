import Tensors

/// The stages that pipeline files may name.
public struct Registry: Sendable {
  public private(set) var stages: [any Stage.Type] = []
  /// The families of models that the stage `model` loads.
  public private(set) var formats = ModelFormats()
  private var byName: [String: any Stage.Type] = [:]

  public init() {}

  /// Adds stages. A name that is taken, or that the file format uses itself, is an error, and so is a stage that takes a
  /// generator or a file to write and does not say that it draws or writes.
  public mutating func register(_ new: [any Stage.Type]) throws {
    for stage in new {
      let name = stage.declaration.name
      if name == "loop" || self[name] != nil { throw RegistryFault.taken(name: name) }
      if let fault = stage.declaration.contradiction { throw fault }
      stages.append(stage)
      byName[name] = stage
    }
  }

  /// Adds families of models, which are asked after those that are there.
  public mutating func register(_ new: [any ModelFormat.Type]) { formats.add(new) }

  public subscript(name: String) -> (any Stage.Type)? { byName[name] }

  /// All names, sorted, with the format's own `loop`.
  public var names: [String] { (stages.map { $0.declaration.name } + ["loop"]).sorted() }
}

public enum RegistryFault: Fault {
  case taken(name: String)
  /// A stage whose ports show an effect that its declaration doesn't name.
  case silent(_ name: String, effect: String)
  /// A stage that gives nothing and has no effect.
  case useless(_ name: String)
  public var cause: FaultCause { .fault }
  public var description: String {
    switch self {
    case .taken(let name): "there is a stage '\(name)' already"
    case .silent(let name, let effect):
      "the stage '\(name)' \(effect), as its inputs show; its declaration must say so: effects: [.\(effect)]"
    case .useless(let name): "the stage '\(name)' gives nothing, and its declaration names no effect"
    }
  }
}
