import Basics
import Tensors

/// A checked pipeline: every input is bound, every kind fits, included files are inlined, and nodes are in the order in
/// which they run.
struct Graph: Sendable {
  var nodes: [GraphNode]
  /// The number of slots that a run needs.
  var slotCount: Int
  /// The outputs that the file declares.
  var outputs: [(name: String, binding: Binding)]
}

extension Graph {
  /// The graph with equal work done once, and with stages that run faster together combined.
  var saving: Graph { Gathering.gathered(Sharing.shared(self)) }

  /// For each node, the slots filled by `nodes` that no later node reads.
  static func lastUses(_ nodes: [GraphNode], keeping: Set<Slot>) -> [[Slot]] {
    let own = nodes.reduce(into: Set<Slot>()) { $0.formUnion($1.writes) }
    var seen = keeping
    // A value that a node keeps for the next iteration must outlive this one.
    for case .stage(let stage) in nodes.map(\.work) { seen.formUnion(stage.inputs.compactMap(\.binding.feedbackSlot)) }
    return nodes.reversed().map { node in
      (node.reads + node.writes).filter { own.contains($0) && seen.insert($0).inserted }
    }.reversed()
  }
}

/// A place for one output's value during a run.
typealias Slot = Int

/// The source of an input's value.
indirect enum Binding: Sendable {
  case constant(Value)
  case slot(Slot)
  /// The slot's value at the end of the loop's previous iteration; nothing in the first.
  case feedback(Slot)
  case list([Binding])
  case object([(name: String, value: Binding)])
  /// A text with values in it, which are known during the run alone.
  case text(TextTemplate)

  /// The slots that must hold values before this can be read; a slot may occur several times.
  var slots: [Slot] {
    switch self {
    case .constant, .feedback: []
    case .slot(let slot): [slot]
    case .list(let elements): elements.flatMap(\.slots)
    case .object(let members): members.flatMap(\.value.slots)
    case .text(let template): template.slots
    }
  }

  /// The number of elements in the list, if it is known before a run.
  var knownCount: Int? {
    switch self {
    case .constant(.list(let elements)): elements.count
    case .list(let elements): elements.count
    default: nil
    }
  }

  /// The first text in it with bytes that aren't UTF-8, as a command line may contain; nil if there is none.
  var rawText: String? {
    func rawText(_ value: Value) -> String? {
      switch value {
      case .text(let text): FileName.holdsBytes(text) ? text : nil
      case .path(let path): FileName.holdsBytes(path.text) ? path.text : nil
      case .list(let elements): elements.lazy.compactMap(rawText).first
      case .object(let members): members.lazy.compactMap { rawText($0.value) }.first
      default: nil
      }
    }
    return switch self {
    case .constant(let value): rawText(value)
    case .slot, .feedback, .text: nil
    case .list(let elements): elements.lazy.compactMap(\.rawText).first
    case .object(let members): members.lazy.compactMap(\.value.rawText).first
    }
  }

  /// The names in an object, whose values need not be known.
  var names: [String]? {
    switch self {
    case .constant(.object(let members)): members.map(\.name)
    case .object(let members): members.map(\.name)
    default: nil
    }
  }

  var feedbackSlot: Slot? {
    if case .feedback(let slot) = self { return slot }
    return nil
  }
}

/// One stage or loop of a graph.
struct GraphNode: Sendable {
  /// The user's name for it; for a stage inside of an included file, `name/inner`.
  var name: String
  /// The position of the stage's name in its file.
  var position: Position
  /// Its position in the file: one index for each level of included files.
  var order: [Int]
  var work: Work { didSet { facts = Facts(work) } }
  /// The names of equal stages that it replaces.
  var equals: [String] = []
  /// Whether it runs as one with the node before it.
  var joinsPrevious = false
  /// Facts derived from `work`, computed once.
  private var facts: Facts

  indirect enum Work: Sendable {
    case stage(StageWork)
    case loop(LoopWork)
  }

  init(name: String, position: Position, order: [Int], work: Work) {
    (self.name, self.position, self.order, self.work) = (name, position, order, work)
    facts = Facts(work)
  }

  /// The slots outside of the node that it reads from.
  var reads: [Slot] { facts.reads }
  /// The slots that it fills.
  var writes: [Slot] { facts.writes }
  /// Whether it advances a generator.
  var draws: Bool { facts.draws }
  /// Whether it has an effect besides filling slots.
  var hasEffect: Bool { facts.hasEffect }

  /// Whether running it again, earlier or later changes nothing.
  var isPure: Bool {
    !isLoop && !draws && !hasEffect && !hasFeedback
  }

  /// Whether it would be pure but for values that it keeps along the walk of its loop: equal stages keep equal values.
  var isPureAlongWalk: Bool {
    guard case .stage(let stage) = work, !draws, !hasEffect else { return false }
    return stage.inputs.allSatisfy { $0.binding.feedbackSlot == nil || $0.port.along != nil }
  }

  /// Its type if it may leave inputs unread; otherwise nil.
  var selective: (any SelectiveStage.Type)? {
    guard case .stage(let stage) = work, let type = stage.type as? any SelectiveStage.Type,
      stage.inputs.contains(where: { $0.port.name == type.decider.port.name })
    else { return nil }
    return type
  }

  /// For a node that is no loop.
  var stage: StageWork {
    guard case .stage(let stage) = work else { preconditionFailure("'\(name)' is a loop") }
    return stage
  }

  var isLoop: Bool { if case .loop = work { true } else { false } }

  /// Whether it uses a value from its own previous iteration.
  var hasFeedback: Bool {
    if case .stage(let stage) = work { return stage.inputs.contains { $0.binding.feedbackSlot != nil } }
    return false
  }
}

struct StageWork: Sendable {
  var type: any Stage.Type
  var inputs: [(port: Port, binding: Binding)]
  var outputs: [(port: String, slot: Slot)]
  /// The folder that relative paths arriving at this stage start from.
  var folder: String
  /// The positions of its inputs.
  var places: [String: ArgumentPlace] = [:]

  /// Whether it makes generators; running it twice would then give two streams in place of one.
  var makesGenerators: Bool { type.declaration.outputs.contains { $0.kind.holdsGenerators } }
}

/// The position of an argument in a file.
struct ArgumentPlace: Sendable {
  var position: Position
  /// The positions of a list's elements, or of the elements that a loop passes on, if they are written in a file.
  var elements: [Position] = []
}

struct LoopWork: Sendable {
  /// Lists iterated over in parallel, and the slot of each one's element.
  var each: [(name: String, list: Binding, slot: Slot)]
  /// `slot` is the value in the body; `result` is the value for others after the loop.
  var carry: [(name: String, start: Binding, slot: Slot, next: Binding, result: Slot)]
  var collect: [(name: String, value: Binding, result: Slot)]
  var body: [GraphNode]
}

/// Facts about a node's work that the rest of the graph uses.
private struct Facts: Sendable {
  var reads: [Slot]
  var writes: [Slot]
  var draws: Bool
  var hasEffect: Bool

  init(_ work: GraphNode.Work) {
    switch work {
    case .stage(let stage):
      let slots = stage.inputs.flatMap(\.binding.slots)
      reads = slots.count > 1 ? Array(Set(slots)) : slots
      writes = stage.outputs.map(\.slot)
      let effects = stage.type.declaration.effects
      // Without a generator, a stage that takes one draws nothing.
      let takesGenerators = stage.type.declaration.inputs.contains { $0.kind.holdsGenerators }
      draws =
        effects.contains(.draws)
        && (!takesGenerators || stage.inputs.contains { $0.port.kind.holdsGenerators })
      hasEffect = effects.contains(.writes)
    case .loop(let loop):
      let inner = loop.body.reduce(into: Set(loop.each.map(\.slot) + loop.carry.map(\.slot))) {
        $0.formUnion($1.writes)
      }
      var slots = Set(loop.body.flatMap(\.reads))
      for carry in loop.carry { slots.formUnion(carry.next.slots) }
      for collect in loop.collect { slots.formUnion(collect.value.slots) }
      slots.subtract(inner)
      for each in loop.each { slots.formUnion(each.list.slots) }
      for carry in loop.carry { slots.formUnion(carry.start.slots) }
      reads = Array(slots)
      writes = loop.carry.map(\.result) + loop.collect.map(\.result)
      draws = loop.body.contains(where: \.draws)
      hasEffect = loop.body.contains(where: \.hasEffect)
    }
  }
}
