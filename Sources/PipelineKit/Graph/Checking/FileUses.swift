import Basics
import Tensors

/// The files that a graph's stages read and write, as far as their names are known before the run: literals,
/// parameters, and texts that loops iterate over or carry.
struct FileUses {
  /// A stage's input that names a file to read or write, or a program to run.
  struct Use {
    var node: GraphNode
    var port: Port
    /// All names that it can take, in the order of the file.
    var paths: [Path]
    /// Whether the run may produce other names.
    var isOpen: Bool
    /// Whether it is a single name, given directly to the stage.
    var isConstant: Bool
    /// A loop around the stage that doesn't change the name; nil if there is none.
    var repeats: String?
    /// The number of pictures written, each to its own file; nil if it isn't known.
    var count: Int?

    /// The position of the name in its file.
    var position: Position { node.stage.places[port.name]?.position ?? node.position }

    /// The position of one of the names: in the list that a loop iterates over, if there is one.
    func position(of index: Int) -> Position {
      let elements = node.stage.places[port.name]?.elements ?? []
      return elements.count == paths.count ? elements[index] : position
    }

    /// A program with its arguments, as far as they are known.
    var command: String { (paths.map(\.text) + (isOpen ? ["…"] : [])).joined(separator: " ") }

    /// The description of names that only the run knows.
    var unknown: [String] { isOpen ? ["what the run names for stage '\(node.name)'"] : [] }

    /// The files that it writes, as far as they are known.
    var files: [Path] { count.map { count in paths.flatMap { $0.numbered(count) } } ?? paths }
  }

  /// In the order of the file.
  private(set) var all: [Use] = []
  /// The sources of the values in slots that loops fill.
  private var sources: [Slot: [Binding]] = [:]

  /// - Parameter foresight: what is known about the values; nil if the graph is too large.
  init(_ graph: Graph, _ foresight: Foresight?, places: PathPlaces) {
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
          guard case .path(let path)? = try? port.single.admit(text, folder: folder, places) else {
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

  /// Everything that is read, once each: models by name, files by path, those in commands too.
  var reads: [String] {
    var seen: Set<ExactName> = []
    return all.filter { $0.port.path != .writes }.flatMap { use -> [String] in
      if use.port.path == .runs { return use.paths.filter { FileSystem.isFile($0.existing ?? "") }.map(\.resolved) }
      let isModel = use.node.stage.type.declaration.outputs.contains { $0.kind == .model }
      return use.paths.map { isModel ? "model \($0.text)" : $0.resolved } + use.unknown
    }.filter { seen.insert(ExactName($0)).inserted }
  }

  /// The command-line parameters that name what is read.
  var parametersRead: Set<String> {
    all.filter { $0.port.path == .reads }.flatMap(\.paths).reduce(into: []) { names, path in
      switch path.origin {
      case .commandLine(let name), .parameter(let name): names.insert(name)
      case .file, .derived: break
      }
    }
  }

  /// Everything that is written, one line per batch.
  var writes: [String] {
    all.filter { $0.port.path == .writes }.flatMap { use in
      use.paths.map { path in
        guard let count = use.count, count > 1 else { return path.target }
        let names = path.numbered(count)
        return "\(names[0].target) … \(names[count - 1].target)"
      } + use.unknown
    }
  }

  /// The paths of all files that are written; nil where some are not known.
  var writtenFiles: [String]? {
    let uses = all.filter { $0.port.path == .writes }
    return uses.allSatisfy { !$0.isOpen && $0.count != nil } ? uses.flatMap { $0.files.map(\.target) } : nil
  }

  /// Whether the paths of all files that are read, and all that programs are given, are known.
  var knowsReads: Bool { !all.contains { $0.port.path != .writes && $0.isOpen } }

  /// The names that are written to as far as they are known, each with the number of pictures; nil where only the
  /// run determines it.
  var outputs: [(path: Path, count: Int?)] {
    all.filter { $0.port.path == .writes }.flatMap { use in use.paths.map { ($0, use.count) } }
  }

  /// The programs that are run, once each, with their arguments as far as they are known.
  var runs: [String] {
    var seen: Set<ExactName> = []
    return all.filter { $0.port.path == .runs }.map(\.command).filter { seen.insert(ExactName($0)).inserted }
  }

  /// The servers that are asked, once each, as HOST:PORT.
  var servers: [String] {
    var seen: Set<ServerAddress.Host> = []
    return models.compactMap(\.address).flatMap(\.hosts).filter { seen.insert($0).inserted }.map(\.description)
  }

  /// The models that are read, as they were given.
  var models: [Path] {
    all.filter { use in
      use.port.path == .reads && use.node.stage.type.declaration.outputs.contains { $0.kind == .model }
    }.flatMap(\.paths)
  }

  /// The texts that a binding can take, the slots that they pass through, and whether there may be others.
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
      case .text(let template):
        slots.formUnion(template.slots)
        if let names = names(template) { texts += names } else { isOpen = true }
      case .feedback: isOpen = true
      case .slot(let slot):
        guard slots.insert(slot).inserted else { continue }
        if let sources = sources[slot] { waiting += sources.reversed() } else { isOpen = true }
      }
    }
    return (texts, slots, isOpen)
  }

  /// The texts that a template becomes where one loop's list of literals is all that changes it; nil otherwise.
  private func names(_ template: TextTemplate) -> [Value]? {
    let slots = Set(template.slots)
    guard slots.count == 1, let slot = slots.first, let source = sources[slot], source.count == 1,
      case .constant(.list(let elements)) = source[0]
    else { return nil }
    let texts = elements.map { element in
      try? template.text { if case .constant(let value) = $0 { value } else { element } }
    }
    return texts.contains(where: { $0 == nil }) ? nil : texts.map { .text($0!) }
  }
}

extension LoopWork {
  /// Whether it may run more than once while the values in `slots` stay the same.
  fileprivate func runsAgain(without slots: Set<Slot>) -> Bool {
    if let count = each.first?.list.knownCount, count < 2 { return false }
    return slots.isDisjoint(with: each.map(\.slot) + carry.map(\.slot))
  }
}
