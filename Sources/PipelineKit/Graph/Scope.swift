/// The names that references of one graph may use: its stages and bound names, and those of the graph around it.
final class Scope {
  /// What a name stands for.
  enum Meaning {
    /// A stage of this scope, by its index in `entries`.
    case entry(Int)
    /// A name that a loop or a file's inputs bind.
    case bound(Binding, Kind)
  }

  /// A stage on its way to becoming nodes.
  enum Progress {
    case waiting
    /// Its place on the builder's path.
    case underway(place: Int)
    /// Its outputs; the first is the main one if `hasMain`. Nil where something was wrong with it.
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
  /// Where the nodes of this scope's stages go: one for each loop body and one for the whole.
  let region: Region
  /// How many nodes the region had before any of this scope's.
  let firstNode: Int
  /// The order of this scope's stages within the whole: what comes before a stage's index.
  let order: [Int]
  /// What a node's name starts with: the stages that files are spliced in for.
  let prefix: String

  var names: NameTable<(meaning: Meaning, line: Int)> = [:]
  var progress: [Progress]
  var used: Set<Int> = []
  /// Where the elements stand of the lists that `$name` means, and of those that loops' names walk through.
  var places: NameTable<[Position]> = [:]
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

  /// The innermost scope in which `name` means something, and what.
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

  /// Every name that a reference here may use. All are declared before the first reference is followed.
  private(set) lazy var visible: [String] = (names.names + (parent?.visible ?? [])).sorted()
}

/// The nodes that run together: a loop's body, or the whole graph.
final class Region {
  let isLoop: Bool
  /// Where the loop puts the elements of the lists that it walks through.
  var elements: Set<Slot> = []
  var nodes: [GraphNode] = []
  init(isLoop: Bool) { self.isLoop = isLoop }
}
