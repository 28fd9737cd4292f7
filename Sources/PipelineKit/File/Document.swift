/// A pipeline file as it was written: its form is checked, its meaning is not yet.
struct Document: Sendable {
  /// As the user would name it.
  var file: String
  /// The folder that relative paths in the file start from.
  var folder: String
  /// The whole text.
  var text: String
  var position: Position

  var name: String
  var about: String?
  var parameters: [Named<Argument>] = []
  var inputs: [Named<Kind>] = []
  var outputs: [Named<Argument>] = []
  var stages: [Entry] = []
  /// What a recipe holds in place of stages.
  var settings: [Named<Argument>] = []
}

/// Something under a name, and where the name stands.
struct Named<T> {
  var name: String
  var position: Position
  var value: T
}

extension Named: Sendable where T: Sendable {}

/// What was written for an input.
struct Argument: Sendable {
  var position: Position
  var form: Form

  indirect enum Form: Sendable {
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
  var isUnread: Bool { if case .unread = form { true } else { false } }

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
