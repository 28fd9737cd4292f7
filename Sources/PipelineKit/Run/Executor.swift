import Dispatch
import Logging
import Synchronization
import Tensors

extension Pipeline {
  /// Runs the pipeline and returns what its file declares as outputs.
  ///
  /// - Parameters:
  ///   - observe: called as the run goes on, on the calling thread.
  /// - Throws: `PipelineFault` for a part, which only another file can run; `RunFault` naming the stage that failed; `CancellationError` where the surrounding task was cancelled.
  @discardableResult
  public func run(
    log: Logger = Logger(label: "pipelinekit"), observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) throws -> [String: Value] {
    if let part { throw PipelineFault(diagnostics: [part]) }
    let provenance = Provenance(pipeline: self)
    let context = Context(
      provenance: { try provenance.entries() }, wrote: { observe(.wrote(path: $0)) }, log: log)
    var executor = Executor(
      context: context, provenance: provenance, observe: observe, outputFolder: outputFolder,
      slots: Array(repeating: nil, count: graph.slotCount))
    let outputs = graph.outputs.reduce(into: Set<Slot>()) { $0.formUnion($1.binding.slots) }
    try executor.run(graph.nodes, keeping: outputs, depth: 0)
    return graph.outputs.reduce(into: [:]) { $0[$1.name] = executor.value($1.binding) }
  }
}

/// Runs nodes in order. Holds the values that are still needed, and no others.
private struct Executor {
  let context: Context
  let provenance: Provenance
  let observe: @Sendable (RunEvent) -> Void
  let outputFolder: String
  var slots: [Value?]

  /// Runs `nodes`; what nothing after a node reads is let go of, but for the slots in `keeping`.
  mutating func run(_ nodes: [GraphNode], keeping: Set<Slot>, depth: Int) throws {
    for (node, done) in zip(nodes, Executor.lastUses(nodes, keeping: keeping)) {
      try Task.checkCancellation()
      switch node.work {
      case .stage(let stage): try run(stage, node)
      case .loop(let loop): try run(loop, node, depth: depth)
      }
      for slot in done { slots[slot] = nil }
    }
  }

  /// For each node, the slots filled by `nodes` that nobody reads after it.
  private static func lastUses(_ nodes: [GraphNode], keeping: Set<Slot>) -> [[Slot]] {
    let own = nodes.reduce(into: Set<Slot>()) { $0.formUnion($1.writes) }
    var seen = keeping
    // What a node remembers until the next iteration must outlive this one.
    for case .stage(let stage) in nodes.map(\.work) { seen.formUnion(stage.inputs.compactMap(\.binding.feedbackSlot)) }
    return nodes.reversed().map { node in
      node.reads.union(node.writes).intersection(own).filter { seen.insert($0).inserted }
    }.reversed()
  }

  private mutating func run(_ stage: StageWork, _ node: GraphNode) throws {
    let start = DispatchTime.now()
    do {
      var inputs: [String: Value] = [:]
      for (port, binding) in stage.inputs {
        guard let value = value(binding) else { continue }
        inputs[port.name] = try port.admit(value, folder: stage.folder, outputFolder: outputFolder)
      }
      let outputs = try stage.type.init().run(Inputs(inputs), in: context).values
      for (port, slot) in stage.outputs {
        guard let value = outputs[port] else { throw ExecutorFault.missingOutput(port: port) }
        provenance.note(value)
        slots[slot] = value
      }
    } catch let error as CancellationError { throw error } catch {
      throw RunFault(position: node.position, stage: node.name, error: error)
    }
    let seconds = start.seconds
    context.log.debug("\(node.name): \(stage.type.declaration.name)\(gave(stage)) in \(milliseconds(seconds)) ms")
    observe(.stage(name: node.name, seconds: seconds))
  }

  /// What a stage's outputs hold, for the log.
  private func gave(_ stage: StageWork) -> String {
    let values = stage.outputs.compactMap { slots[$0.slot]?.summary }
    return values.isEmpty ? "" : " gave " + values.joined(separator: ", ")
  }

  private func milliseconds(_ seconds: Double) -> Double { (seconds * 1e4).rounded() / 10 }

  private mutating func run(_ loop: LoopWork, _ node: GraphNode, depth: Int) throws {
    let start = DispatchTime.now()
    let lists = loop.each.map { elements($0.list) }
    let count = lists.map(\.count).min() ?? 0
    if let odd = zip(loop.each, lists).first(where: { $0.1.count != lists[0].count }) {
      throw RunFault(
        position: node.position, stage: node.name,
        error: ExecutorFault.lengthsDiffer(
          loop.each[0].name, lists[0].count, odd.0.name, odd.1.count))
    }
    var carried = loop.carry.map { value($0.start) }
    var collected = loop.collect.map { _ in [Value]() }
    let kept = (loop.carry.map(\.next) + loop.collect.map(\.value)).reduce(into: Set<Slot>()) { $0.formUnion($1.slots) }
    let inner = loop.body.reduce(into: Set<Slot>()) { $0.formUnion($1.writes) }
    for slot in inner { slots[slot] = nil }
    for index in 0..<count {
      observe(.iteration(loop: node.name, index: index, count: count, depth: depth))
      for (k, each) in loop.each.enumerated() { slots[each.slot] = lists[k][index] }
      for (k, carry) in loop.carry.enumerated() { slots[carry.slot] = carried[k] }
      try run(loop.body, keeping: kept, depth: depth + 1)
      carried = loop.carry.map { value($0.next) }
      for (k, collect) in loop.collect.enumerated() {
        if let value = value(collect.value) { collected[k].append(value) }
      }
    }
    for slot in inner.union(loop.each.map(\.slot)).union(loop.carry.map(\.slot)) { slots[slot] = nil }
    for (k, carry) in loop.carry.enumerated() { slots[carry.result] = carried[k] }
    for (k, collect) in loop.collect.enumerated() { slots[collect.result] = .list(collected[k]) }
    observe(.loop(name: node.name, count: count, seconds: start.seconds, depth: depth))
  }

  /// The elements that a loop walks through.
  private func elements(_ binding: Binding) -> [Value] {
    switch value(binding) {
    case .list(let values): values
    case .timesteps(let timesteps): timesteps.map(Value.timestep)
    default: []
    }
  }

  /// What a binding holds at this moment.
  func value(_ binding: Binding) -> Value? {
    switch binding {
    case .constant(let value): value
    case .slot(let slot), .feedback(let slot): slots[slot]
    case .list(let elements): .list(elements.compactMap(value))
    case .object(let members):
      .object(members.compactMap { member in value(member.value).map { (member.name, $0) } })
    }
  }
}

/// What a run can find wrong that is no single stage's input.
enum ExecutorFault: Fault {
  case missingOutput(port: String)
  case lengthsDiffer(String, Int, String, Int)

  var cause: FaultCause {
    switch self {
    case .missingOutput: .fault
    case .lengthsDiffer: .data
    }
  }

  var description: String {
    switch self {
    case .missingOutput(let port): "its run gave nothing for its output '\(port)'"
    case .lengthsDiffer(let a, let m, let b, let n): PipelineProblem.lengthsDiffer(a, m, b, n).description
    }
  }
}

extension DispatchTime {
  /// Seconds since then.
  var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - uptimeNanoseconds) / 1e9 }
}
