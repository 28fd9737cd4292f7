/// An input or output of a stage as it was declared: checking, `runner stages`, the documentation and error messages all
/// read this.
public struct Port: Sendable {
  public var name: String
  public var kind: Kind
  /// What it means, with range and unit, in one line.
  public var summary: String
  /// An input that must be given.
  public var isRequired = false
  /// What an input that isn't given amounts to, as text for people.
  public var fallback: String?
  /// The texts that a text port takes; nil for any.
  public var choices: [String]?
  /// The numbers that a number or integer port takes; nil for any.
  public var range: ClosedRange<Double>?
  /// What the text of a text port is the path of.
  public var path: PathRole?
  /// The output whose value of the previous loop iteration enters here where the input is not given.
  public var feedback: String?
  /// The input that must be what the loop walks through for `feedback` to enter.
  public var along: String?
  /// The input whose kind this output has, or that this input must share.
  public var sameAs: String?
  /// Of a path to write: the input of whose pictures, if they are several, each goes to a numbered file.
  public var numberedBy: String?

  public enum PathRole: Sendable { case reads, writes }
}

/// A declared input, whatever its type.
public protocol InputPort: Sendable { var port: Port { get } }
/// A declared output, whatever its type.
public protocol OutputPort: Sendable { var port: Port { get } }

/// An input that must be given.
public struct Input<T: PortValue>: InputPort {
  public var port: Port

  /// - Parameters:
  ///   - kind: where the type leaves it open: `.image` or `.mask` of a Tensor.
  ///   - range: the numbers it takes.
  ///   - path: whether its text is the path of something to read or to write.
  ///   - sameAs: another input, of whose kind it must be.
  ///   - numberedBy: another input, of whose pictures each goes to a numbered file.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    path: Port.PathRole? = nil, sameAs: String? = nil, numberedBy: String? = nil
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, isRequired: true, range: range, path: path, sameAs: sameAs,
      numberedBy: numberedBy)
  }

  /// A choice between names.
  public init(_ name: String, _ summary: String) where T: Choice {
    port = Port(name: name, kind: .text, summary: summary, isRequired: true, choices: T.allCases.map(\.rawValue))
  }
}

/// An input that may be left out.
public struct OptionalInput<T: PortValue>: InputPort {
  public var port: Port

  /// - Parameters:
  ///   - fallback: what leaving it out amounts to, for people.
  ///   - feedback: the stage's own output whose value of the previous iteration enters where nothing is given.
  ///   - along: the input that must be the element of the loop's list then, so that the previous iteration is the
  ///     previous step of one walk.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    path: Port.PathRole? = nil, fallback: String? = nil, feedback: String? = nil, along: String? = nil
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, fallback: fallback, range: range, path: path, feedback: feedback,
      along: along)
  }

  /// A choice between names.
  public init(_ name: String, _ summary: String, fallback: String? = nil) where T: Choice {
    port = Port(
      name: name, kind: .text, summary: summary, fallback: fallback, choices: T.allCases.map(\.rawValue))
  }
}

/// An output.
public struct Output<T: PortValue>: OutputPort {
  public var port: Port

  /// - Parameter sameAs: the input whose kind this output has; of a list, its elements'.
  public init(_ name: String, _ summary: String, kind: Kind = T.kind, sameAs: String? = nil) {
    port = Port(name: name, kind: kind, summary: summary, sameAs: sameAs)
  }
}

/// A type that a user names by one of a few words.
public protocol Choice: PortValue, RawRepresentable<String>, CaseIterable {}

extension Choice {
  public static var kind: Kind { .text }
  public init?(_ value: Value) {
    guard let text = String(value) else { return nil }
    self.init(rawValue: text)
  }
  public func value(as kind: Kind) -> Value { .text(rawValue) }
}
