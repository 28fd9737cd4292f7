import Basics
import Tensors

/// A checked pipeline: every input is bound, every kind fits, files that are stages are spliced in, and nodes stand in the
/// order they run.
struct Graph: Sendable {
  var nodes: [GraphNode]
  /// How many places for values a run needs.
  var slotCount: Int
  /// What a file declares as its outputs.
  var outputs: [(name: String, binding: Binding)]
}

extension Graph {
  /// The same with equal work done once, and with stages that gain by it run as one.
  var saving: Graph { Gathering.gathered(Sharing.shared(self)) }
}

/// A place for one output's value during a run.
typealias Slot = Int

/// Where an input's value comes from.
indirect enum Binding: Sendable {
  case constant(Value)
  case slot(Slot)
  /// What the slot held when the loop's previous iteration ended; nothing in the first.
  case feedback(Slot)
  case list([Binding])
  case object([(name: String, value: Binding)])

  /// The slots that must hold values before this can be read; one may occur several times.
  var slots: [Slot] {
    switch self {
    case .constant, .feedback: []
    case .slot(let slot): [slot]
    case .list(let elements): elements.flatMap(\.slots)
    case .object(let members): members.flatMap(\.value.slots)
    }
  }

  /// How many elements the list has, where that is known before a run.
  var knownCount: Int? {
    switch self {
    case .constant(.list(let elements)): elements.count
    case .list(let elements): elements.count
    default: nil
    }
  }

  /// A text in it with bytes that are not UTF-8, as a command line may bring: nil where there is none.
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
    case .slot, .feedback: nil
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

/// One stage, or one loop, of a graph.
struct GraphNode: Sendable {
  /// As the user named it; of a stage inside of a file that is a stage, `name/inner`.
  var name: String
  /// Where the stage's name stands in its file.
  var position: Position
  /// Its place in the file: an index for every level of files that are stages.
  var order: [Int]
  var work: Work { didSet { facts = Facts(work) } }
  /// The names of equal stages that it stands in for.
  var equals: [String] = []
  /// Whether it runs as one with the node before it.
  var joinsPrevious = false
  /// What follows from `work`, worked out once.
  private var facts: Facts

  indirect enum Work: Sendable {
    case stage(StageWork)
    case loop(LoopWork)
  }

  init(name: String, position: Position, order: [Int], work: Work) {
    (self.name, self.position, self.order, self.work) = (name, position, order, work)
    facts = Facts(work)
  }

  /// The slots that it reads from outside of itself.
  var reads: [Slot] { facts.reads }
  /// The slots that it fills.
  var writes: [Slot] { facts.writes }
  /// Whether it moves a generator on.
  var draws: Bool { facts.draws }
  /// Whether it does something besides filling slots.
  var hasEffect: Bool { facts.hasEffect }

  /// Whether running it once more, earlier or later would change nothing.
  var isPure: Bool {
    !isLoop && !draws && !hasEffect && !hasFeedback
  }

  /// Of a node that is no loop.
  var stage: StageWork {
    guard case .stage(let stage) = work else { preconditionFailure("'\(name)' is a loop") }
    return stage
  }

  var isLoop: Bool { if case .loop = work { true } else { false } }

  /// Whether it takes something from its own previous iteration.
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
  /// Where its inputs stand.
  var places: [String: ArgumentPlace] = [:]

  /// Whether running it twice would give two streams of draws where one gives one.
  var makesGenerators: Bool { type.declaration.outputs.contains { $0.kind.holdsGenerators } }
}

/// Where an argument stands in a file.
struct ArgumentPlace: Sendable {
  var position: Position
  /// The places of a list's elements, or of the elements that a loop passes on, where these stand in a file.
  var elements: [Position] = []
}

struct LoopWork: Sendable {
  /// Lists walked through side by side, and where each element goes.
  var each: [(name: String, list: Binding, slot: Slot)]
  /// `slot` is what the body sees; `result` what others see when the loop has ended.
  var carry: [(name: String, start: Binding, slot: Slot, next: Binding, result: Slot)]
  var collect: [(name: String, value: Binding, result: Slot)]
  var body: [GraphNode]
}

/// What the rest of the graph asks of a node's work.
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
      // Given no generator, a stage that takes one draws nothing.
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
