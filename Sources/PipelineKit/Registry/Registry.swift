public import Basics
import Tensors

/// The stages, model formats, methods and kinds that pipeline files may name.
public struct Registry: Sendable {
  /// The registered stages, in the order of registration.
  public private(set) var stages: [any Stage.Type] = []
  /// The families of models that the stage `model` loads.
  public private(set) var formats = ModelFormats()
  private var methods: [String: [any Method]] = [:]
  /// The words of the kinds that packages add.
  public private(set) var kinds: [String] = []
  private var byName: [String: any Stage.Type] = [:]

  /// Makes an empty registry.
  public init() {}

  /// Adds stages. Throws if a name is taken or is `loop`, if a stage takes a generator or a path to write without
  /// declaring that it draws or writes, or if it has neither outputs nor effects.
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

  /// Adds model formats; they are tried after those already there.
  public mutating func register(_ new: [any ModelFormat.Type]) { formats.add(new) }

  /// Adds methods to their vocabularies. Throws if a name is taken there, by a registered or a built-in method.
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

  /// Adds the kinds of a package's values. Throws if a word is taken.
  public mutating func register(_ new: [any CustomValue.Type]) throws {
    for value in new {
      let word = value.kindName
      if kinds.contains(word) || Kind(word) != nil { throw RegistryFault.taken(name: word, what: "kind") }
      kinds.append(word)
    }
  }

  /// The methods that were registered for a vocabulary, without the built-in ones.
  public func methods(of vocabulary: String) -> [any Method] { methods[vocabulary] ?? [] }

  /// The port with the registered methods of its vocabulary among its choices.
  public func completed(_ port: Port) -> Port {
    guard let vocabulary = port.vocabulary, let choices = port.choices else { return port }
    var port = port
    port.choices = choices + methods(of: vocabulary).map(\.name)
    return port
  }

  /// The stage of that name, or nil.
  public subscript(name: String) -> (any Stage.Type)? { byName[name] }

  /// All stage names with the format's own `loop`, sorted.
  public var names: [String] { (stages.map { $0.declaration.name } + ["loop"]).sorted() }
}

/// An error in what is registered.
public enum RegistryFault: Fault {
  /// The name is taken by another entry; `what` is the kind of entry.
  case taken(name: String, what: String = "stage")
  /// A stage whose ports imply an effect that its declaration doesn't name.
  case silent(_ name: String, effect: String)
  /// A stage with neither outputs nor effects.
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
