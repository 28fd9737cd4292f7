import Tensors

/// What a run of a pipeline, or of a training recipe, takes, estimated before it from what is known by then.
public struct RunCost: Sendable {
  /// Pictures that go through networks; equal work is counted once. One that goes through a part of a network counts as the
  /// part's share of the work.
  public private(set) var evaluations = 0.0
  /// Bytes of memory at the peak: the values that exist at the same time, models' weights, and what the stage at the
  /// peak works with. The program itself, and what models keep to be faster where there is room, come on top.
  public private(set) var memory = 0.0
  /// The name of the stage at that peak; nil without stages.
  public private(set) var peak: String?
  /// Bytes of the files that are written, at most.
  public private(set) var written = 0.0
  /// Whether shapes or numbers of iterations aren't known before the run. The numbers are then the least that it takes.
  public private(set) var isUnknown = false
  /// How far the memory may be below the estimate, as a part of it: what needs more than so much less is refused.
  private var tolerance = 0.0

  /// - Parameters:
  ///   - graph: as it will run.
  ///   - foresight: what is known of its values.
  init(_ graph: Graph, _ foresight: Foresight, _ registry: Registry) {
    var walk = CostWalk(foresight: foresight, registry: registry)
    let outputs = graph.outputs.reduce(into: Set<Slot>()) { $0.formUnion($1.binding.slots) }
    walk.walk(graph.nodes, keeping: outputs, runs: 1)
    self = walk.cost
  }

  /// A cost of nothing.
  package init() {}

  /// A cost that is known otherwise than by a graph.
  ///
  /// - Parameter tolerance: how far the memory may be below the estimate, 0 … 1 of it.
  public init(
    evaluations: Double, memory: Double, written: Double, isUnknown: Bool = false, tolerance: Double = 0
  ) {
    (self.evaluations, self.memory, self.written, self.isUnknown) = (evaluations, memory, written, isUnknown)
    self.tolerance = tolerance
  }

  /// The cost of runs after each other: the peak is that of the largest.
  package init(of pipelines: [Pipeline]) {
    for next in pipelines.map(\.cost) {
      add(evaluations: next.evaluations, written: next.written, isUnknown: next.isUnknown)
      if let peak = next.peak { reach(next.memory, at: peak) }
    }
  }

  /// Throws where a run needs more memory than the process may use, or writes more than the budget has; before anything
  /// of that size is allocated.
  package func require(budget: OutputBudget?) throws {
    let (limit, least) = (MachineMemory.limit, memory * (1 - tolerance))
    if least > Double(limit) {
      throw MemoryFault(needed: Int(min(least, 0x1p62)), limit: limit, stage: peak, isBefore: true)
    }
    if let budget, written > Double(budget.bytes) {
      throw OutputFault(limit: budget.bytes, bytes: Int(min(written, 0x1p62)), isBefore: true)
    }
  }
}

/// Walks through a graph in the order in which it runs, and holds the bytes of the values that exist.
private struct CostWalk {
  let foresight: Foresight
  let registry: Registry
  var cost = RunCost()
  /// Bytes of the values that exist.
  private var alive = 0.0
  /// The same by slots.
  private var bytes: [Slot: Double] = [:]

  init(foresight: Foresight, registry: Registry) { (self.foresight, self.registry) = (foresight, registry) }

  /// - Parameters:
  ///   - keeping: slots that are read later.
  ///   - runs: how often the nodes run.
  ///   - evaluations: for each node, its evaluations in a run, on average; nil if all runs are alike.
  mutating func walk(_ nodes: [GraphNode], keeping: Set<Slot>, runs: Double, evaluations: [Double]? = nil) {
    let lastUses = Graph.lastUses(nodes, keeping: keeping)
    var next = 0
    while next < nodes.count {
      let end = nodes[(next + 1)...].firstIndex { !$0.joinsPrevious } ?? nodes.count
      if case .loop(let loop) = nodes[next].work {
        walk(loop, runs: runs)
      } else {
        walk(together: nodes[next..<end], runs: runs, evaluations: evaluations)
      }
      for slot in lastUses[next..<end].joined() { release(slot) }
      next = end
    }
  }

  /// Stages that run together exist together.
  private mutating func walk(together nodes: ArraySlice<GraphNode>, runs: Double, evaluations: [Double]?) {
    var working = 0.0
    for (index, node) in zip(nodes.indices, nodes) {
      let stage = node.stage
      let own = stage.type.cost(foresight.inputs(of: stage, registry))
      working += own.working
      var isUnknown = own.isUnknown
      for output in stage.outputs {
        let known = foresight.known(.slot(output.slot))
        if known?.isSized != true, stage.type.declaration.holdsNumbers(output: output.port) { isUnknown = true }
        hold(4 * (known?.count ?? 0) + (known?.model?.memory?.weights ?? 0), in: output.slot)
      }
      cost.add(
        evaluations: (evaluations?[index] ?? own.evaluations) * runs, written: own.written * runs, isUnknown: isUnknown)
    }
    cost.reach(alive + working, at: nodes[nodes.startIndex].name)
  }

  private mutating func walk(_ loop: LoopWork, runs: Double) {
    let counts = loop.each.compactMap { foresight.known($0.list)?.elements?.count }
    if counts.isEmpty { cost.add(isUnknown: true) }
    let count = counts.min() ?? 1
    for carry in loop.carry { hold(carry.start, in: carry.slot) }
    for collect in loop.collect { hold(.slot(collect.result), in: collect.result) }
    if count > 0 {
      let kept = (loop.carry.map(\.next) + loop.collect.map(\.value)).reduce(into: Set<Slot>()) {
        $0.formUnion($1.slots)
      }
      let all = LoopEvaluations(loop, count: count, keeping: kept, foresight, registry)
      let mean = all?.counts.map { $0 / Double(count) }
      walk(loop.body, keeping: kept, runs: runs * Double(count), evaluations: mean)
      for slot in loop.body.reduce(into: Set<Slot>(), { $0.formUnion($1.writes) }) { release(slot) }
    }
    for carry in loop.carry {
      release(carry.slot)
      hold(.slot(carry.result), in: carry.result)
    }
  }

  private mutating func hold(_ binding: Binding, in slot: Slot) {
    hold(4 * (foresight.known(binding)?.count ?? 0), in: slot)
  }

  private mutating func hold(_ count: Double, in slot: Slot) {
    alive += count - (bytes.updateValue(count, forKey: slot) ?? 0)
  }

  private mutating func release(_ slot: Slot) { alive -= bytes.removeValue(forKey: slot) ?? 0 }
}

extension RunCost {
  fileprivate mutating func add(evaluations: Double = 0, written: Double = 0, isUnknown: Bool) {
    self.evaluations += evaluations
    self.written += written
    if isUnknown { self.isUnknown = true }
  }

  fileprivate mutating func reach(_ bytes: Double, at stage: String) {
    if bytes > memory || peak == nil { (memory, peak) = (max(memory, bytes), stage) }
  }
}

extension Known {
  /// Whether the number of its numbers is known.
  fileprivate var isSized: Bool { shape != nil || elements?.allSatisfy(\.isSized) == true }
}

extension Declaration {
  /// Whether an output's size matters.
  fileprivate func holdsNumbers(output name: String) -> Bool {
    outputs.first { $0.name == name }?.kind.holdsNumbers ?? true
  }
}

extension Kind {
  /// Whether a value of this kind is, or holds, many numbers. (A condition's are few.)
  fileprivate var holdsNumbers: Bool {
    switch self {
    case .image, .mask, .estimate, .tensor: true
    case .list(let element), .object(let element): element.holdsNumbers
    case .oneOf(let options): options.contains(where: \.holdsNumbers)
    default: false
    }
  }
}
