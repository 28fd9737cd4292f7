import Basics
import Tensors

/// The files that a graph's stages read and write, as far as their names are known before it runs: literals, parameters,
/// and the texts that loops walk through or carry.
struct FileUses {
  /// A stage's path: an input that names what it reads or writes.
  struct Use {
    var node: GraphNode
    var port: Port
    /// Every name that it can get, in the order of the file.
    var paths: [Path]
    /// Whether the run may come upon other names.
    var isOpen: Bool
    /// Whether it is one name, written down for the stage.
    var isConstant: Bool
    /// A loop around the stage that doesn't change the name; nil where there is none.
    var repeats: String?
    /// How many pictures are written, each to a file of its own; nil where that is not known.
    var count: Int?

    /// Where the name stands in its file.
    var position: Position { node.stage.places[port.name]?.position ?? node.position }

    /// Where one of the names stands: in the list that a loop walks through, where there is one.
    func position(of index: Int) -> Position {
      let elements = node.stage.places[port.name]?.elements ?? []
      return elements.count == paths.count ? elements[index] : position
    }

    /// What is said of names that the run alone knows.
    var unknown: [String] { isOpen ? ["what the run names for stage '\(node.name)'"] : [] }

    /// The files that it writes, as far as they are known.
    var files: [Path] { count.map { count in paths.flatMap { $0.numbered(count) } } ?? paths }
  }

  /// In the order of the file.
  private(set) var all: [Use] = []
  /// Where the values of the slots come from that loops fill.
  private var sources: [Slot: [Binding]] = [:]

  /// - Parameter foresight: what is known of the values; nil where the graph is not complete.
  init(_ graph: Graph, _ foresight: Foresight?, outputFolder: String) {
    var waiting: [(nodes: [GraphNode], loops: [(name: String, loop: LoopWork)])] = [(graph.nodes, [])]
    var stages: [(node: GraphNode, loops: [(name: String, loop: LoopWork)])] = []
    while let (nodes, loops) = waiting.popLast() {
      for node in nodes {
        guard case .loop(let loop) = node.work else {
          stages.append((node, loops))
          continue
        }
        for each in loop.each { sources[each.slot] = [each.list] }
        for carry in loop.carry {
          sources[carry.slot] = [carry.start, carry.next]
          sources[carry.result] = [carry.start, carry.next]
        }
        for collect in loop.collect { sources[collect.result] = [collect.value] }
        waiting.append((loop.body, loops + [(name: node.name, loop: loop)]))
      }
    }
    for (node, loops) in stages.sorted(by: { $0.node.order.lexicographicallyPrecedes($1.node.order) }) {
      for (port, binding) in node.stage.inputs where port.path != nil {
        let found = texts(of: binding)
        let folder = node.stage.folder
        let paths = found.texts.compactMap { text -> Path? in
          guard case .path(let path)? = try? port.admit(text, folder: folder, outputFolder: outputFolder) else {
            return nil
          }
          return path
        }
        let repeats = loops.first { !found.slots.isEmpty && $0.loop.runsAgain(without: found.slots) }?.name
        var isConstant = false
        if case .constant = binding { isConstant = true }
        let pictures = node.stage.inputs.first { $0.port.name == port.numberedBy }?.binding
        all.append(
          Use(
            node: node, port: port, paths: paths, isOpen: found.isOpen, isConstant: isConstant, repeats: repeats,
            count: pictures.map { foresight?.batch(of: $0) } ?? 1))
      }
    }
  }

  /// What is read, each once: models by the names that they were given, files by their paths.
  var reads: [String] {
    var seen: Set<ExactName> = []
    return all.filter { $0.port.path == .reads }.flatMap { use in
      let isModel = use.node.stage.type.declaration.outputs.contains { $0.kind == .model }
      return use.paths.map { isModel ? "model \($0.text)" : $0.resolved } + use.unknown
    }.filter { seen.insert(ExactName($0)).inserted }
  }

  /// The parameters of the command line that name what is read.
  var parametersRead: Set<String> {
    all.filter { $0.port.path == .reads }.flatMap(\.paths).reduce(into: []) { names, path in
      switch path.origin {
      case .commandLine(let name), .parameter(let name): names.insert(name)
      case .file, .derived: break
      }
    }
  }

  /// What is written, a line for a batch.
  var writes: [String] {
    all.filter { $0.port.path == .writes }.flatMap { use in
      use.paths.map { path in
        guard let count = use.count, count > 1 else { return path.target }
        let names = path.numbered(count)
        return "\(names[0].target) … \(names[count - 1].target)"
      } + use.unknown
    }
  }

  /// The texts that a binding can come to hold, the slots that they pass through, and whether there may be others.
  private func texts(of binding: Binding) -> (texts: [Value], slots: Set<Slot>, isOpen: Bool) {
    var texts: [Value] = []
    var slots: Set<Slot> = []
    var isOpen = false
    var waiting = [binding]
    while let binding = waiting.popLast() {
      switch binding {
      case .constant(.list(let elements)): waiting += elements.reversed().map(Binding.constant)
      case .constant(let value): texts.append(value)
      case .list(let elements): waiting += elements.reversed()
      case .object(let members): waiting += members.reversed().map(\.value)
      case .feedback: isOpen = true
      case .slot(let slot):
        guard slots.insert(slot).inserted else { continue }
        if let sources = sources[slot] { waiting += sources.reversed() } else { isOpen = true }
      }
    }
    return (texts, slots, isOpen)
  }
}

extension LoopWork {
  /// Whether it may run more than once while the values in `slots` stay the same.
  fileprivate func runsAgain(without slots: Set<Slot>) -> Bool {
    if let count = each.first?.list.knownCount, count < 2 { return false }
    return slots.isDisjoint(with: each.map(\.slot) + carry.map(\.slot))
  }
}
