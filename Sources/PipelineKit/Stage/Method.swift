import Basics

/// One of several ways to do one step of a technique, which a file names by a word: a sampler, a guider. The ways form an
/// open vocabulary: packages register their own beside those that are there.
public protocol Method: Sendable {
  /// What all of these are ways of, in a word: `sampler`.
  static var vocabulary: String { get }
  /// What files call it.
  var name: String { get }
  /// What it does in one line, with its source.
  var summary: String { get }
}

/// The methods of a vocabulary that a stage knows, by the words of files: those that its package has, and those that a
/// registry adds.
public struct Methods<Value: Sendable>: Sendable {
  /// Such as `sampler`.
  public let vocabulary: String
  private let own: [(name: String, value: Value)]

  /// - Parameters:
  ///   - own: by name, those that need not be registered.
  public init(_ vocabulary: String, _ own: [(name: String, value: Value)]) {
    (self.vocabulary, self.own) = (vocabulary, own)
  }

  /// The names of those that need not be registered.
  public var names: [String] { own.map(\.name) }

  /// The method of that name. Throws where there is none.
  public func named(_ name: String, in registry: Registry?) throws -> Value {
    if let known = own.first(where: { $0.name == name }) { return known.value }
    let registered = registry?.methods(of: vocabulary) ?? []
    if let method = registered.first(where: { $0.name == name }) as? Value { return method }
    throw StageFault.other(
      "there is no \(vocabulary) '\(name)'; expected \(quoted(names + registered.map(\.name), "or"))")
  }
}

/// The name of a method in a file, one of a vocabulary's.
public struct MethodName: PortValue, Equatable {
  public var name: String

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
  /// The same where the user may leave the choice to what `otherwise` describes.
  public init<Value>(_ name: String, _ summary: String, of methods: Methods<Value>, otherwise: String) {
    self.init(name, summary, otherwise: otherwise)
    port.choices = methods.names
    port.vocabulary = methods.vocabulary
  }
}
