/// An input or output of a stage as it was declared: checking, `runner stages`, the documentation and error messages all
/// read this.
public struct Port: Sendable {
  public var name: String
  public var kind: Kind
  /// What it means, with range and unit, in one line.
  public var summary: String
  /// An input that must be given.
  public var isRequired = false
  /// What an input is where it isn't given.
  public var absence: Absence?
  /// The texts that a text port takes; nil for any.
  public var choices: [String]?
  /// The open vocabulary that `choices` belong to; a registry may know more of it.
  public var vocabulary: String?
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

  /// What an input that isn't given amounts to.
  public enum Absence: Sendable {
    /// This value.
    case value(Value)
    /// What the stage makes of its other inputs, in words.
    case described(String)

    /// As text for people.
    public var text: String {
      switch self {
      case .value(.number(let number)): number == number.rounded() ? String(Int(number)) : String(number)
      case .value(.integer(let integer)): String(integer)
      case .value(.flag(let flag)): String(flag)
      case .value(.text(let text)): text.isEmpty ? "none" : text
      case .value(.list(let elements)) where elements.isEmpty: "none"
      case .value(let value): value.kind.description
      case .described(let words): words
      }
    }
  }
}

/// A declared input, whatever its type.
public protocol InputPort: Sendable { var port: Port { get } }
/// A declared output, whatever its type.
public protocol OutputPort: Sendable { var port: Port { get } }

/// An input that the stage always has: one that must be given, or one with a default.
public struct Input<T: PortValue>: InputPort {
  public var port: Port
  /// What it is where it isn't given; nil where it must be.
  let absent: Default<T>?
  private var constant: T?

  /// The default that was declared as a value, for the Swift face of a stage to name: `levels: Int = levels.defaultValue`.
  /// Traps for an input without one.
  public var defaultValue: T { constant! }

  /// An input that must be given.
  ///
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
      name: name, kind: kind, summary: summary, isRequired: true, choices: choiceNames(T.self), range: range,
      path: path, sameAs: sameAs, numberedBy: numberedBy)
    absent = nil
  }

  /// An input that is `value` where the user gives none.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil, default value: T
  ) {
    self.init(
      name, summary, kind: kind, in: range,
      default: Default(absence: .value(value.value(as: kind))) { _ in value })
    constant = value
  }

  /// An input that follows from the others where the user gives none.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    default absent: Default<T>
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, absence: absent.absence, choices: choiceNames(T.self), range: range)
    self.absent = absent
  }
}

/// What an input is where the user gives none.
public struct Default<T: PortValue>: Sendable {
  let absence: Port.Absence
  let value: @Sendable (Inputs) throws -> T

  /// A value that follows from the stage's other inputs, told in `words`.
  public static func computed(_ words: String, _ value: @escaping @Sendable (Inputs) throws -> T) -> Default {
    Default(absence: .described(words), value: value)
  }
}

/// An input that may be missing, which the stage sees as nil.
public struct OptionalInput<T: PortValue>: InputPort {
  public var port: Port

  /// - Parameters:
  ///   - absence: what leaving it out amounts to, for people.
  ///   - feedback: the stage's own output whose value of the previous iteration enters where nothing is given.
  ///   - along: the input that must be the element of the loop's list then, so that the previous iteration is the
  ///     previous step of one walk.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    path: Port.PathRole? = nil, otherwise absence: String? = nil, feedback: String? = nil, along: String? = nil
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, absence: absence.map(Port.Absence.described),
      choices: choiceNames(T.self), range: range, path: path, feedback: feedback, along: along)
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
  fileprivate static var names: [String] { allCases.map(\.rawValue) }
}

/// The words that a port of this type takes; nil for any.
private func choiceNames(_ type: any PortValue.Type) -> [String]? { (type as? any Choice.Type)?.names }
