public import Basics
import Tensors

/// The stages that pipeline files may name.
public struct Registry: Sendable {
  public private(set) var stages: [any Stage.Type] = []
  /// The families of models that the stage `model` loads.
  public private(set) var formats = ModelFormats()
  private var methods: [String: [any Method]] = [:]
  /// The words of the kinds that packages added.
  public private(set) var kinds: [String] = []
  private var byName: [String: any Stage.Type] = [:]

  public init() {}

  /// Adds stages. A name that is taken, or that the file format uses itself, is an error, and so is a stage that takes a
  /// generator or a file to write and does not say that it draws or writes.
  public mutating func register(_ new: [any Stage.Type]) throws {
    for stage in new {
      let name = stage.declaration.name
      if name == "loop" || self[name] != nil { throw RegistryFault.taken(name: name) }
      if let fault = stage.declaration.contradiction { throw fault }
      for case (let vocabulary?, let choices?) in stage.declaration.inputs.map({ ($0.vocabulary, $0.choices) }) {
        if let name = methods(of: vocabulary).map(\.name).first(where: choices.contains) {
          throw RegistryFault.taken(name: name, what: vocabulary)
        }
      }
      stages.append(stage)
      byName[name] = stage
    }
  }

  /// Adds families of models, which are asked after those that are there.
  public mutating func register(_ new: [any ModelFormat.Type]) { formats.add(new) }

  /// Adds methods to their vocabularies. A name that is taken there, by another or by what a stage brings, is an error.
  public mutating func register(_ new: [any Method]) throws {
    for method in new {
      let vocabulary = type(of: method).vocabulary
      let brought = stages.flatMap { $0.declaration.inputs }.filter { $0.vocabulary == vocabulary }.flatMap {
        $0.choices ?? []
      }
      if (brought + methods(of: vocabulary).map(\.name)).contains(method.name) {
        throw RegistryFault.taken(name: method.name, what: vocabulary)
      }
      methods[vocabulary, default: []].append(method)
    }
  }

  /// Makes the kinds of a package's values known to files. A word that is taken is an error.
  public mutating func register(_ new: [any CustomValue.Type]) throws {
    for value in new {
      let word = value.kindName
      if kinds.contains(word) || Kind(word) != nil { throw RegistryFault.taken(name: word, what: "kind") }
      kinds.append(word)
    }
  }

  /// The methods that were added to a vocabulary.
  public func methods(of vocabulary: String) -> [any Method] { methods[vocabulary] ?? [] }

  /// The port with every method that files may name there.
  public func completed(_ port: Port) -> Port {
    guard let vocabulary = port.vocabulary, let choices = port.choices else { return port }
    var port = port
    port.choices = choices + methods(of: vocabulary).map(\.name)
    return port
  }

  public subscript(name: String) -> (any Stage.Type)? { byName[name] }

  /// All names, sorted, with the format's own `loop`.
  public var names: [String] { (stages.map { $0.declaration.name } + ["loop"]).sorted() }
}

public enum RegistryFault: Fault {
  case taken(name: String, what: String = "stage")
  /// A stage whose ports show an effect that its declaration doesn't name.
  case silent(_ name: String, effect: String)
  /// A stage that gives nothing and has no effect.
  case useless(_ name: String)
  public var cause: FaultCause { .fault }
  public var description: String {
    switch self {
    case .taken(let name, let what): "there is a \(what) '\(name)' already"
    case .silent(let name, let effect):
      "the stage '\(name)' \(effect), as its inputs show; its declaration must say so: effects: [.\(effect)]"
    case .useless(let name): "the stage '\(name)' gives nothing, and its declaration names no effect"
    }
  }
}
