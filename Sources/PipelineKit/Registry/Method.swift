import Basics

/// One of several ways to do one step of a technique, which a file names by a word: a sampler, a guider. Vocabularies
/// are open: packages register more methods.
public protocol Method: Sendable {
  /// The word for what these methods are: `sampler`.
  static var vocabulary: String { get }
  /// The method's word in files.
  var name: String { get }
  /// What it does in one line, with its source.
  var summary: String { get }
}

/// The methods of one vocabulary by their words in files: those built into a package, and those that a registry adds.
public struct Methods<Value: Sendable>: Sendable {
  /// The word for what these methods are, such as `sampler`.
  public let vocabulary: String
  private let own: [(name: String, value: Value)]

  /// Makes a vocabulary with the methods in `own`, by name. A registry's methods are added by `named(_:in:)`.
  public init(_ vocabulary: String, _ own: [(name: String, value: Value)]) {
    (self.vocabulary, self.own) = (vocabulary, own)
  }

  /// The names of the built-in methods.
  public var names: [String] { own.map(\.name) }

  /// The method of that name, built in or registered. Throws if there is none.
  public func named(_ name: String, in registry: Registry?) throws -> Value {
    if let known = own.first(where: { $0.name == name }) { return known.value }
    let registered = registry?.methods(of: vocabulary) ?? []
    if let method = registered.first(where: { $0.name == name }) as? Value { return method }
    throw StageFault.other(
      "there is no \(vocabulary) '\(name)'; expected \(quoted(names + registered.map(\.name), "or"))")
  }
}

/// A method's name in a file.
public struct MethodName: PortValue, Equatable {
  /// The word, such as `ddim`.
  public var name: String

  /// Makes a name; it is checked only when the method is looked up.
  public init(_ name: String) { self.name = name }

  public static var kind: Kind { .text }
  public init?(_ value: Value) {
    guard let text = String(value) else { return nil }
    name = text
  }
  public func value(as kind: Kind) -> Value { .text(name) }
}

extension Input<MethodName> {
  /// A choice among the methods of an open vocabulary.
  public init<Value>(_ name: String, _ summary: String, of methods: Methods<Value>, default method: String) {
    self.init(name, summary, default: MethodName(method))
    port.choices = methods.names
    port.vocabulary = methods.vocabulary
  }
}

extension OptionalInput<MethodName> {
  /// A choice that the user may leave out; `otherwise` describes what happens then.
  public init<Value>(_ name: String, _ summary: String, of methods: Methods<Value>, otherwise: String) {
    self.init(name, summary, otherwise: otherwise)
    port.choices = methods.names
    port.vocabulary = methods.vocabulary
  }
}
