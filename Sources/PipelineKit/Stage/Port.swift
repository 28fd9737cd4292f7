/// An input or output of a stage as declared. Checks, `runner stages`, the documentation and error messages use it.
public struct Port: Sendable {
  /// The port's name in pipeline files.
  public var name: String
  /// The kind of value that the port takes or gives.
  public var kind: Kind
  /// What it means, with range and unit, in one line.
  public var summary: String
  /// Whether an input must be given.
  public var isRequired = false
  /// What an input is if it isn't given; nil if that isn't stated.
  public var absence: Absence?
  /// The texts that a text port takes; nil for any.
  public var choices: [String]?
  /// The open vocabulary that `choices` belong to; a registry may add to it.
  public var vocabulary: String?
  /// The numbers that a number or integer port takes; nil for any.
  public var range: ClosedRange<Double>?
  /// Whether the text of a text port is the path of a file to read or to write, or part of a command; nil if it is
  /// neither.
  public var path: PathRole?
  /// The output whose value in the previous loop iteration is used if the input is not given.
  public var feedback: String?
  /// The input that must be the element of the loop's list for `feedback` to be used.
  public var along: String?
  /// The input that must be given, with another value than its default, for `feedback` to be used; nil if none must.
  public var with: String?
  /// The input whose kind this output has, or that this input must share.
  public var sameAs: String?
  /// For a path to write: the input whose pictures, if there are several, each go to a numbered file.
  public var numberedBy: String?

  /// What a stage does with the file that a path names.
  public enum PathRole: Sendable {
    /// The file is read.
    case reads
    /// The file is written.
    case writes
    /// The texts of a list are a program and its arguments. Those that name files beside the pipeline file stand for
    /// these files. Pipelines run only where that is allowed.
    case runs
  }

  /// For a list, the port as one of its elements takes it; otherwise the port itself.
  var single: Port {
    var port = self
    port.kind = kind.element ?? kind
    return port
  }

  /// What is used in place of an input that isn't given.
  public enum Absence: Sendable {
    /// This value.
    case value(Value)
    /// A value that the stage derives from its other inputs, described in words.
    case described(String)

    /// The default in words, for documentation.
    public var text: String {
      switch self {
      case .value(.number(let number)): number == number.rounded() ? String(Int(number)) : String(number)
      case .value(.integer(let integer)): String(integer)
      case .value(.flag(let flag)): String(flag)
      case .value(.text(let text)): text.isEmpty ? "none" : text
      case .value(.list(let elements)) where elements.isEmpty: "none"
      case .value(.object(let members)) where members.isEmpty: "none"
      case .value(let value): value.kind.description
      case .described(let words): words
      }
    }
  }
}

/// A declared input, whatever its type.
public protocol InputPort: Sendable {
  /// The declaration of the input.
  var port: Port { get }
}
/// A declared output, whatever its type.
public protocol OutputPort: Sendable {
  /// The declaration of the output.
  var port: Port { get }
}

/// An input that the stage always has: one that must be given, or one with a default.
public struct Input<T: PortValue>: InputPort {
  /// The declaration of the input.
  public var port: Port
  /// The default; nil for an input that must be given.
  let absent: Default<T>?
  private var constant: T?

  /// The default that was declared as a value, which the stage's Swift functions use too: `levels: Int =
  /// levels.defaultValue`. Traps for an input without one.
  public var defaultValue: T { constant! }

  /// An input that must be given.
  ///
  /// - Parameters:
  ///   - kind: needed if the type allows several: `.image` or `.mask` for a Tensor.
  ///   - range: the numbers it takes.
  ///   - path: whether its text is the path of something to read or to write.
  ///   - sameAs: another input, whose kind the value must have.
  ///   - numberedBy: another input, whose pictures each go to a numbered file.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    path: Port.PathRole? = nil, sameAs: String? = nil, numberedBy: String? = nil
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, isRequired: true, choices: choiceNames(T.self), range: range,
      path: path, sameAs: sameAs, numberedBy: numberedBy)
    absent = nil
  }

  /// An input with a constant default.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil, default value: T
  ) {
    self.init(
      name, summary, kind: kind, in: range,
      default: Default(absence: .value(value.value(as: kind))) { _ in value })
    constant = value
  }

  /// An input whose default is computed from the other inputs.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    default absent: Default<T>
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, absence: absent.absence, choices: choiceNames(T.self), range: range)
    self.absent = absent
  }
}

/// The default of an input: a value or a computation.
public struct Default<T: PortValue>: Sendable {
  let absence: Port.Absence
  let value: @Sendable (Inputs) throws -> T

  /// A default computed from the stage's other inputs; `words` describe it in documentation.
  public static func computed(_ words: String, _ value: @escaping @Sendable (Inputs) throws -> T) -> Default {
    Default(absence: .described(words), value: value)
  }
}

/// An input that may be missing; the stage then reads nil.
public struct OptionalInput<T: PortValue>: InputPort {
  /// The declaration of the input.
  public var port: Port

  /// An input that may be left out.
  ///
  /// - Parameters:
  ///   - absence: what leaving it out means, for documentation.
  ///   - feedback: the stage's own output whose value in the previous iteration is used if nothing is given.
  ///   - along: the input that must then be the element of the loop's list, so that the previous iteration is the
  ///     previous step on the same list.
  ///   - with: the input without which, or with whose default, there is no feedback.
  public init(
    _ name: String, _ summary: String, kind: Kind = T.kind, in range: ClosedRange<Double>? = nil,
    path: Port.PathRole? = nil, otherwise absence: String? = nil, feedback: String? = nil, along: String? = nil,
    with: String? = nil
  ) {
    port = Port(
      name: name, kind: kind, summary: summary, absence: absence.map(Port.Absence.described),
      choices: choiceNames(T.self), range: range, path: path, feedback: feedback, along: along,
      with: with)
  }
}

/// A declared output.
public struct Output<T: PortValue>: OutputPort {
  /// The declaration of the output.
  public var port: Port

  /// An output of the type's kind, or of a narrower one.
  ///
  /// - Parameter sameAs: the input whose kind this output has; for a list, the kind of its elements.
  public init(_ name: String, _ summary: String, kind: Kind = T.kind, sameAs: String? = nil) {
    port = Port(name: name, kind: kind, summary: summary, sameAs: sameAs)
  }
}

/// A type whose values a user names by words; the raw values are the words.
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

/// The words that a port of this type takes; nil if it takes any text.
private func choiceNames(_ type: any PortValue.Type) -> [String]? { (type as? any Choice.Type)?.names }
