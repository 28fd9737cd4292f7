/// The names that references in one graph may use: its stages and bound names, and those of the graph around it.
final class Scope {
  /// The meaning of a name.
  enum Meaning {
    /// A stage of this scope, by its index in `entries`.
    case entry(Int)
    /// A name that a loop or a file's inputs bind.
    case bound(Binding, Kind)
  }

  /// A stage that is being turned into nodes.
  enum Progress {
    case waiting
    /// Its position on the builder's path.
    case underway(place: Int)
    /// Its outputs; the first is the main one if `hasMain`. Nil if it has an error.
    case done(Outlets?)
  }

  struct Outlets {
    var outputs: [(name: String, binding: Binding, kind: Kind)]
    /// Whether a reference without an output's name means the first.
    var hasMain: Bool
  }

  let document: Document
  let entries: [Entry]
  let parent: Scope?
  /// The region for the nodes of this scope's stages: one for each loop body and one for the whole graph.
  let region: Region
  /// The number of nodes in the region before this scope's.
  let firstNode: Int
  /// The order of this scope's stages within the whole: the indices before a stage's own.
  let order: [Int]
  /// The prefix of nodes' names: the stages that include the file.
  let prefix: String

  var names: NameTable<(meaning: Meaning, line: Int)> = [:]
  var progress: [Progress]
  var used: Set<Int> = []
  /// The positions of list elements for `$name`, and for the lists that loops iterate over.
  var places: NameTable<[Position]> = [:]
  /// The command line's parameter whose value `$name`, or what a loop iterates over as `@name`, has.
  var origins: NameTable<String> = [:]
  /// Values of `$name` in this file.
  let parameters: NameTable<(binding: Binding, kind: Kind)>

  init(
    document: Document, entries: [Entry], parent: Scope?, region: Region, order: [Int], prefix: String,
    parameters: NameTable<(binding: Binding, kind: Kind)>
  ) {
    self.document = document
    self.entries = entries
    self.parent = parent
    self.region = region
    firstNode = region.nodes.count
    self.order = order
    self.prefix = prefix
    self.parameters = parameters
    progress = entries.map { _ in .waiting }
  }

  /// The innermost scope in which `name` is defined, and its meaning.
  func lookup(_ name: String) -> (scope: Scope, meaning: Meaning, line: Int)? {
    var scope: Scope? = self
    while let here = scope {
      if let (meaning, line) = here.names[name] { return (here, meaning, line) }
      scope = here.parent
    }
    return nil
  }

  /// The scope around all loops.
  var ofFile: Scope {
    var scope = self
    while let parent = scope.parent { scope = parent }
    return scope
  }

  /// The names of the file's parameters.
  private(set) lazy var parameterNames: [String] = parameters.names.sorted()

  /// The names that loops, and a part's inputs, bind here and around.
  var boundNames: [String] {
    let own = names.names.filter { if case .bound? = names[$0]?.meaning { true } else { false } }
    return own + (parent?.boundNames ?? [])
  }

  /// All names that a reference here may use. They are declared before the first reference is followed.
  private(set) lazy var visible: [String] = (names.names + (parent?.visible ?? [])).sorted()
}

/// Nodes that run together: a loop's body, or the whole graph.
final class Region {
  let isLoop: Bool
  /// The slots for the elements of the lists that the loop iterates over.
  var elements: Set<Slot> = []
  var nodes: [GraphNode] = []
  init(isLoop: Bool) { self.isLoop = isLoop }
}
