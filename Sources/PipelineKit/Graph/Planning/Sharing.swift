import Basics
import Tensors

/// Does equal work once: of stages with the same type and equal inputs only the first runs, and readers of the others
/// read its outputs. Outputs of such stages are then equal inputs themselves.
///
/// A stage that draws, writes or makes a generator is never shared: two generators with one seed are two streams. One that
/// keeps a value between iterations is shared if that is along the walk of its loop and every iteration runs it.
struct Sharing {
  /// For the outputs of a stage that doesn't run, the equal outputs of one that does.
  private var same: [Slot: Slot] = [:]
  /// For the first output of a stage, the names of the stages that it replaces.
  private var equals: [Slot: [String]] = [:]

  /// `graph` without repeated work.
  static func shared(_ graph: Graph) -> Graph {
    var sharing = Sharing()
    var graph = graph
    var seen: [Work: [Slot]] = [:]
    graph.nodes = sharing.shared(graph.nodes, seen: &seen)
    graph.nodes = sharing.named(graph.nodes)
    graph.outputs = graph.outputs.map { ($0.name, sharing.renamed($0.binding)) }
    return graph
  }

  /// - Parameters:
  ///   - nodes: each after those that it reads from.
  ///   - seen: the outputs of work that is done before these nodes and that a loop's body may use too. It is restored on
  ///     return, as work in a body is not visible outside.
  private mutating func shared(_ nodes: [GraphNode], seen: inout [Work: [Slot]]) -> [GraphNode] {
    var added: [Work] = []
    let isSelective = nodes.contains { $0.selective != nil }
    defer { for work in added { seen[work] = nil } }
    var result: [GraphNode] = []
    for var node in nodes {
      switch node.work {
      case .loop(var loop):
        loop.each = loop.each.map { ($0.name, renamed($0.list), $0.slot) }
        loop.body = shared(loop.body, seen: &seen)
        loop.carry = loop.carry.map { ($0.name, renamed($0.start), $0.slot, renamed($0.next), $0.result) }
        loop.collect = loop.collect.map { ($0.name, renamed($0.value), $0.result) }
        node.work = .loop(loop)
      case .stage(var stage):
        stage.inputs = stage.inputs.map { ($0.port, renamed($0.binding)) }
        node.work = .stage(stage)
        guard isSelective ? node.isPure : node.isPureAlongWalk, !stage.makesGenerators, let work = Work(stage) else {
          break
        }
        let slots = stage.outputs.map(\.slot)
        if let known = seen[work] {
          for (slot, first) in zip(slots, known) { same[slot] = first }
          equals[known[0], default: []].append(node.name)
          continue
        }
        seen[work] = slots
        added.append(work)
      }
      result.append(node)
    }
    return result
  }

  /// The nodes with the names of those that they replace.
  private func named(_ nodes: [GraphNode]) -> [GraphNode] {
    nodes.map { node in
      var node = node
      switch node.work {
      case .stage(let stage): node.equals = stage.outputs.first.flatMap { equals[$0.slot] } ?? []
      case .loop(var loop):
        loop.body = named(loop.body)
        node.work = .loop(loop)
      }
      return node
    }
  }

  private func renamed(_ binding: Binding) -> Binding {
    switch binding {
    case .constant, .feedback: binding
    case .slot(let slot): .slot(same[slot] ?? slot)
    case .list(let elements): .list(elements.map(renamed))
    case .object(let members): .object(members.map { ($0.name, renamed($0.value)) })
    case .text(let template): .text(template.map(renamed))
    }
  }
}

/// A stage's work, for comparison with others.
struct Work: Hashable {
  var type: ObjectIdentifier
  /// By the ports' names.
  var inputs: [String: Source]
  /// The folder that relative paths arriving during a run start from.
  var folder: String?

  /// Nil if an input is neither a literal nor another stage's output, nor its own along a walk.
  ///
  /// - Parameter outputs: outputs of earlier runs' work, by the slots that hold them. If it is given, an input from any other
  ///   slot makes the result nil; without it, slots are compared as they are.
  init?(_ stage: StageWork, outputs: [Slot: SharedWork.Output]? = nil) {
    type = ObjectIdentifier(stage.type)
    inputs = [:]
    for (port, binding) in stage.inputs {
      guard let source = Source(binding, port, outputs) else { return nil }
      inputs[port.name] = source
    }
    folder = stage.inputs.contains { $0.port.path != nil } ? stage.folder : nil
  }
}

/// The source of an input's value.
indirect enum Source: Hashable {
  case integer(Int)
  case unsigned(UInt64)
  /// Compared by its bits: 0 and −0 differ.
  case number(UInt64)
  case text(ExactName)
  case flag(Bool)
  case slot(Slot)
  case output(SharedWork.Output)
  /// The stage's own output of that name in the iteration before.
  case own(String)
  case list([Source])
  case object([ExactName: Source])

  init?(_ binding: Binding, _ port: Port, _ outputs: [Slot: SharedWork.Output]?) {
    switch binding {
    case .constant(let value): self.init(value, port)
    case .slot(let slot):
      guard let outputs else {
        self = .slot(slot)
        return
      }
      guard let output = outputs[slot] else { return nil }
      self = .output(output)
    case .feedback:
      guard port.along != nil, let output = port.feedback else { return nil }
      self = .own(output)
    case .text: return nil
    case .list(let elements): self.init(list: elements.map { Source($0, port, outputs) })
    case .object(let members): self.init(object: members.map { ($0.name, Source($0.value, port, outputs)) })
    }
  }

  private init?(_ value: Value, _ port: Port) {
    switch value {
    case .integer(let integer): self = .integer(integer)
    case .unsigned(let integer): self = .unsigned(integer)
    case .number(let number): self = .number(number.bitPattern)
    case .flag(let flag): self = .flag(flag)
    case .text(let text): self = .text(ExactName(text))
    // The folder of a text matters to ports that take a file's name.
    case .path(let path): self = .text(ExactName(port.path == nil ? path.text : path.resolved))
    case .list(let elements): self.init(list: elements.map { Source($0, port) })
    case .object(let members): self.init(object: members.map { ($0.name, Source($0.value, port)) })
    default: return nil
    }
  }

  private init?(list: [Source?]) {
    let elements = list.compactMap(\.self)
    guard elements.count == list.count else { return nil }
    self = .list(elements)
  }

  private init?(object: [(name: String, source: Source?)]) {
    guard object.allSatisfy({ $0.source != nil }) else { return nil }
    self = .object(object.reduce(into: [:]) { $0[ExactName($1.name)] = $1.source })
  }
}
