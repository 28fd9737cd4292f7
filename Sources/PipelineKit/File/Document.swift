/// A file as it was written: its form is checked, its meaning is not yet.
package struct Document: Sendable {
  /// As the user would name it.
  package var file: String
  /// The folder that relative paths in the file start from.
  package var folder: String
  /// The whole text.
  var text: String
  package var position: Position

  package var name: String
  /// Where the file gives itself that name; nil where it is made of the file's.
  package var namePosition: Position?
  package var about: String?
  package var parameters: [Named<Argument>] = []
  var inputs: [Named<Kind>] = []
  var outputs: [Named<Argument>] = []
  var stages: [Entry] = []
  /// What a file of settings holds in place of stages.
  package var settings: [Named<Argument>] = []

  /// What kind of file it is.
  package enum Form {
    /// Stages.
    case pipeline
    /// Named settings beside parameters. `what` messages call the file ("a recipe"), and the key that names it.
    case settings(what: String, nameKey: String)

    var what: String {
      switch self {
      case .pipeline: "a pipeline file"
      case .settings(let what, _): what
      }
    }
  }
}

/// Something under a name, and where the name stands.
package struct Named<T> {
  package var name: String
  package var position: Position
  package var value: T
}

extension Named: Sendable where T: Sendable {}

/// What was written for an input.
package struct Argument: Sendable {
  package var position: Position
  package var form: Form

  package indirect enum Form: Sendable {
    case literal(Literal)
    /// `@stage` or `@stage.port`.
    case reference(String, port: String?)
    /// `$name`.
    case parameter(String)
    case list([Argument])
    case object([Named<Argument>])
    /// What could not be read, as was reported; nothing more is said of it.
    case unread
  }
}

extension Argument {
  package var isUnread: Bool { if case .unread = form { true } else { false } }

  /// The places of a list's elements; none for anything else.
  var elementPositions: [Position] {
    if case .list(let elements) = form { return elements.map(\.position) }
    return []
  }
}

/// A stage of a graph as it was written.
struct Entry: Sendable {
  var name: String
  var position: Position
  /// The registered name, a pipeline file's path, or `loop`.
  var stage: String
  var stagePosition: Position
  var arguments: [Named<Argument>] = []
  var loop: LoopEntry?
}

/// What a `loop` has in place of inputs.
struct LoopEntry: Sendable {
  var each: [Named<Argument>] = []
  var carry: [Named<Argument>] = []
  var body: [Entry] = []
  var next: [Named<Argument>] = []
  var collect: [Named<Argument>] = []
}
