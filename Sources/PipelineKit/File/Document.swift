/// A file as written: its syntax is checked, its meaning isn't yet.
package struct Document: Sendable {
  /// The file's path as the user would write it.
  package var file: String
  /// The folder that relative paths in the file start from.
  package var folder: String
  /// The whole text.
  var text: String
  package var position: Position

  package var name: String
  /// The position of the file's name within it; nil if the name comes from the path.
  package var namePosition: Position?
  package var about: String?
  package var parameters: [Named<Argument>] = []
  /// What the file says of its parameters besides their defaults.
  package var notes: NameTable<ParameterNote> = [:]
  var inputs: [Named<Kind>] = []
  var outputs: [Named<Argument>] = []
  var stages: [Entry] = []
  /// The contents of a file of settings, in place of stages.
  package var settings: [Named<Argument>] = []

  /// A file with nothing in it.
  package static let empty = Document(
    file: "", folder: "", text: "", position: Position(file: "", line: 1, column: 1), name: "")

  /// The kind of file.
  package enum Form {
    /// Stages.
    case pipeline
    /// Named settings beside parameters. `what` is the file's description in messages ("a recipe"); the key holds its
    /// name.
    case settings(what: String, nameKey: String)

    var what: String {
      switch self {
      case .pipeline: "a pipeline file"
      case .settings(let what, _): what
      }
    }
  }
}

/// What a file says of a parameter besides its default.
package struct ParameterNote: Sendable {
  /// What it means.
  package var about: String?
  /// The words that it may be; nil for any.
  package var choices: [String]?
  /// The numbers that it may be; nil for any.
  package var range: ClosedRange<Double>?

  /// What it expects, where `argument`, or an element of it, is something else; nil where it fits.
  func objection(to argument: Argument) -> (expected: String, found: String, position: Position)? {
    switch argument.form {
    case .list(let elements): return elements.lazy.compactMap { self.objection(to: $0) }.first
    case .literal(let literal):
      if let choices, !choices.contains(literal.word) { return (orList(choices), literal.text, argument.position) }
      if let range, let number = literal.number, !range.contains(number) {
        return (describe(range), literal.text, argument.position)
      }
      return nil
    default: return nil
    }
  }
}

/// A named item, with the position of its name.
package struct Named<T> {
  package var name: String
  package var position: Position
  package var value: T
}

extension Named: Sendable where T: Sendable {}

/// What the file gives an input.
package struct Argument: Sendable {
  package var position: Position
  package var form: Form

  package init(position: Position, form: Form) { (self.position, self.form) = (position, form) }

  package indirect enum Form: Sendable {
    case literal(Literal)
    /// `@stage` or `@stage.port`.
    case reference(String, port: String?)
    /// `$name`.
    case parameter(String)
    case list([Argument])
    case object([Named<Argument>])
    /// Something that could not be read. It was reported, so it causes no further errors.
    case unread
  }
}

extension Argument {
  package var isUnread: Bool { if case .unread = form { true } else { false } }

  /// The positions of a list's elements; empty for other values.
  var elementPositions: [Position] {
    if case .list(let elements) = form { return elements.map(\.position) }
    return []
  }
}

/// A stage of a graph as written.
struct Entry: Sendable {
  var name: String
  var position: Position
  /// The registered name, a pipeline file's path, or `loop`.
  var stage: String
  var stagePosition: Position
  var arguments: [Named<Argument>] = []
  var loop: LoopEntry?
}

/// The contents of a `loop`, in place of inputs.
struct LoopEntry: Sendable {
  var each: [Named<Argument>] = []
  var carry: [Named<Argument>] = []
  var body: [Entry] = []
  var next: [Named<Argument>] = []
  var collect: [Named<Argument>] = []
}
