import Tensors

/// The stages that pipeline files may name.
public struct Registry: Sendable {
  public private(set) var stages: [any Stage.Type] = []
  private var byName: [String: any Stage.Type] = [:]

  public init() {}

  /// Adds stages. A name that is taken, or that the file format uses itself, is an error.
  public mutating func register(_ new: [any Stage.Type]) throws {
    for stage in new {
      let name = stage.declaration.name
      if name == "loop" || self[name] != nil { throw RegistryFault.taken(name: name) }
      stages.append(stage)
      byName[name] = stage
    }
  }

  public subscript(name: String) -> (any Stage.Type)? { byName[name] }

  /// All names, sorted, with the format's own `loop`.
  public var names: [String] { (stages.map { $0.declaration.name } + ["loop"]).sorted() }
}

public enum RegistryFault: Fault {
  case taken(name: String)
  public var cause: FaultCause { .fault }
  public var description: String {
    switch self {
    case .taken(let name): "there is a stage '\(name)' already"
    }
  }
}
