import Basics
import Foundation
public import Logging
import Synchronization
import Tensors

extension Pipeline {
  /// Runs the pipeline and returns what its file declares as outputs.
  ///
  /// - Parameters:
  ///   - cacheFolder: the folder in which stages may cache expensive results between runs; nil for none.
  ///   - sharing: results that earlier runs left for this one, and that this one adds to.
  ///   - previewEvery: after how many iterations a loop reports its picture (`RunEvent.preview`), at least 1; nil for never.
  ///   - observe: called with the run's events, on the calling thread.
  /// - Throws: `PipelineFault` for a part, which only another file can run; `RunFault` with the stage that failed;
  ///   `CancellationError` if the surrounding task was cancelled.
  @discardableResult
  public func run(
    log: Logger = Logger(label: "pipelinekit"), cacheFolder: String? = nil, sharing: SharedWork? = nil,
    previewEvery: Int? = nil, observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) throws -> NamedValues {
    try run(
      saving, log: log, cacheFolder: cacheFolder, sharing: sharing, previewEvery: previewEvery, observe: observe)
  }

  /// Runs the pipeline with every stage by itself, in the file's order, for tests that optimisations don't change
  /// results.
  package func runPlainly(observe: @escaping @Sendable (RunEvent) -> Void = { _ in }) throws -> NamedValues {
    try run(graph, log: Logger(label: "pipelinekit"), cacheFolder: nil, observe: observe)
  }

  private func run(
    _ graph: Graph, log: Logger, cacheFolder: String?, sharing: SharedWork? = nil, previewEvery: Int? = nil,
    observe: @escaping @Sendable (RunEvent) -> Void
  ) throws -> NamedValues {
    if let part { throw PipelineFault(diagnostics: [part]) }
    let provenance = Provenance(pipeline: self)
    let context = Context(
      provenance: { try provenance.entries() }, wrote: { observe(.wrote(path: $0)) }, log: log,
      cacheFolder: cacheFolder, registry: registry)
    var executor = Executor(
      context: context, provenance: provenance, observe: observe, rules: rules,
      places: PathPlaces(reading, rules), files: RunOutputs(rules: rules, pipeline: name),
      slots: Array(repeating: nil, count: graph.slotCount))
    (executor.sharing, executor.previewEvery) = (sharing, previewEvery)
    let outputs = graph.outputs.reduce(into: Set<Slot>()) { $0.formUnion($1.binding.slots) }
    try executor.run(graph.nodes, keeping: outputs, depth: 0)
    let values = try graph.outputs.compactMap { output in try executor.value(output.binding).map { (output.name, $0) } }
    for (name, value) in values { observe(.output(name: name, value: value)) }
    return NamedValues(values)
  }
}

/// Runs nodes in order. Holds only the values that are still needed.
private struct Executor {
  let context: Context
  let provenance: Provenance
  let observe: @Sendable (RunEvent) -> Void
  let rules: WriteRules
  let places: PathPlaces
  let files: RunOutputs
  var slots: [Value?]
  /// Work that several runs have in common; none where nil.
  var sharing: SharedWork?
  /// After how many iterations of a loop to report its picture; never if nil.
  var previewEvery: Int?
  /// The outputs in slots that are such work's.
  private var shared: [Slot: SharedWork.Output] = [:]
  /// The number of iterations that loops have begun.
  private var iterations = 0
  /// The loops underway, outermost first, each with its iteration from 1.
  private var steps: [Step] = []
  /// The total of numbers in the lists that loops collect, if they are still needed.
  private var collected = 0.0
  /// The numbers in lists of loops that have ended, by the lists' slots.
  private var collectedIn: [Slot: Double] = [:]
  private let mostCollected = RunLimits.collected

  init(
    context: Context, provenance: Provenance, observe: @escaping @Sendable (RunEvent) -> Void, rules: WriteRules,
    places: PathPlaces, files: RunOutputs, slots: [Value?]
  ) {
    (self.context, self.provenance, self.observe) = (context, provenance, observe)
    (self.rules, self.places, self.files, self.slots) = (rules, places, files, slots)
  }

  /// Runs `nodes`; values that no later node reads are released, except for the slots in `keeping`.
  mutating func run(_ nodes: [GraphNode], keeping: Set<Slot>, depth: Int) throws {
    try run(
      nodes, lastUses: Graph.lastUses(nodes, keeping: keeping), needs: Needs(nodes, keeping: keeping), depth: depth)
  }

  /// Runs `nodes` except for those that this pass doesn't need, given the slots to release after each.
  private mutating func run(_ nodes: [GraphNode], lastUses: [[Slot]], needs: Needs?, depth: Int) throws {
    let needed = needs?.needed(context.registry) { (try? value($0)).map(Known.init) }
    var next = 0
    while next < nodes.count {
      try Task.checkCancellation()
      let end = nodes[(next + 1)...].firstIndex { !$0.joinsPrevious } ?? nodes.count
      var group = nodes[next..<end]
      if let needed, needed[next..<end].contains(false) {
        // A value from the iteration before is not this one's.
        for index in next..<end where !needed[index] { for slot in nodes[index].writes { letGo(slot) } }
        group = ArraySlice((next..<end).filter { needed[$0] }.map { nodes[$0] })
      }
      if let node = group.first, case .loop(let loop) = node.work {
        try run(loop, node, depth: depth)
      } else if let node = group.first, group.count == 1, depth == 0, let sharing,
        let work = SharedWork.Key(node, shared)
      {
        try run(node, as: work, in: sharing)
      } else if !group.isEmpty {
        try run(together: group)
      }
      for slot in lastUses[next..<end].joined() { letGo(slot) }
      next = end
    }
  }

  private mutating func letGo(_ slot: Slot) {
    slots[slot] = nil
    collected -= collectedIn.removeValue(forKey: slot) ?? 0
  }

  /// Takes what a stage gives from a run before this one, or runs it for those that follow.
  private mutating func run(_ node: GraphNode, as work: SharedWork.Key, in sharing: SharedWork) throws {
    let id: Int
    if let (known, values) = sharing.values(of: work) {
      id = known
      for (port, slot) in node.stage.outputs {
        guard let value = values[port] else { throw ExecutorFault.missingOutput(port: port) }
        provenance.note(value)
        slots[slot] = value
      }
      context.log.debug("\(node.name): \(node.stage.type.declaration.name), as in the run before")
      observe(.stage(name: node.name, seconds: 0))
    } else {
      try run(together: [node])
      let values = node.stage.outputs.reduce(into: [String: Value]()) { $0[$1.port] = slots[$1.slot] }
      id = sharing.keep(values, of: work)
    }
    for (port, slot) in node.stage.outputs { shared[slot] = SharedWork.Output(work: id, port: port) }
  }

  /// Runs a stage, or several of one type together.
  private mutating func run(together nodes: ArraySlice<GraphNode>) throws {
    let start = Stopwatch()
    let inputs = try nodes.map { node in try Executor.naming(node) { try self.inputs(of: node.stage) } }
    let outputs = try self.outputs(of: nodes, inputs)
    if let check = NumberCheck.current { try requireFinite(outputs, of: nodes, inputs, check) }
    for (node, values) in zip(nodes, outputs) {
      try Executor.naming(node) {
        for (port, slot) in node.stage.outputs {
          guard let value = values[port] else { throw ExecutorFault.missingOutput(port: port) }
          provenance.note(value)
          slots[slot] = value
        }
      }
    }
    let seconds = start.seconds / Double(nodes.count)
    for node in nodes {
      context.log.debug("\(summary(node, seconds: seconds, together: nodes.count))")
      Profile.current?.noteStage(
        node.name, kind: node.stage.type.declaration.name, seconds: seconds, spared: node.equals.count)
      observe(.stage(name: node.name, seconds: seconds))
    }
  }

  /// The inputs of a stage.
  private func inputs(of stage: StageWork) throws -> Inputs {
    var inputs: [String: Value] = [:]
    for (port, binding) in stage.inputs {
      guard let value = try value(binding) else { continue }
      let admitted = try port.admit(value, folder: stage.folder, places)
      if port.path == .writes, case .path(let path) = admitted, let refusal = rules.refusal(of: path) { throw refusal }
      inputs[port.name] = admitted
    }
    return Inputs(inputs)
  }

  /// Throws for a NaN or an infinity in stages' outputs. A stage that only computes runs once more, to find the layer of
  /// its network where that arose.
  private func requireFinite(
    _ outputs: [[String: Value]], of nodes: ArraySlice<GraphNode>, _ inputs: [Inputs], _ check: NumberCheck
  ) throws {
    for (index, values) in zip(nodes.indices, outputs) {
      guard var fault = NumberFault(in: values, of: nodes[index].stage, steps) else { continue }
      if nodes[index].isPure {
        let own = inputs[index - nodes.startIndex]
        fault.layer = try check.look { _ = try self.outputs(of: nodes[index...index], [own]) }
      }
      try Executor.naming(nodes[index]) { throw fault }
    }
  }

  /// The outputs of stages of one type.
  private func outputs(of nodes: ArraySlice<GraphNode>, _ inputs: [Inputs]) throws -> [[String: Value]] {
    let type = nodes[nodes.startIndex].stage.type
    // A file's size was checked when its header was read.
    let reads = type.declaration.inputs.contains { $0.path == .reads }
    for (node, inputs) in zip(nodes, inputs) {
      try Executor.naming(node) {
        let known = KnownInputs(inputs, context.registry)
        try type.require(known)
        if reads { return }
        let outputs = type.foresee(known)
        if let fault = outputs.tooLarge { throw fault }
        try RunLimits.requireMemory(for: outputs)
      }
    }
    if nodes.count > 1, let type = type as? any BatchedStage.Type {
      // An error in one of them is found again below and attributed to it.
      do { return try type.runTogether(inputs, in: context).map(\.values) } catch let error as CancellationError {
        throw error
      } catch {}
    }
    return try zip(nodes, inputs).map { node, inputs in
      var context = self.context
      context.permit = { [files] in try files.permit($0, $1, to: node) }
      return try Executor.naming(node) { try type.init().run(inputs, in: context).values }
    }
  }

  /// Runs `body`; errors that it throws are attributed to the stage `node`.
  private static func naming<Result>(_ node: GraphNode, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as CancellationError { throw error } catch {
      throw RunFault(position: node.position, stage: node.name, error: error)
    }
  }

  /// A summary of a stage's outputs and its duration, for the log.
  private func summary(_ node: GraphNode, seconds: Double, together count: Int) -> String {
    var text = "\(node.name): \(node.stage.type.declaration.name)"
    let gave = node.stage.outputs.compactMap { slots[$0.slot]?.summary }
    if !gave.isEmpty { text += " gave \(gave.joined(separator: ", "))" }
    text += " in \(milliseconds(seconds)) ms"
    if count > 1 { text += ", one of \(count) together" }
    if !node.equals.isEmpty { text += ", for \(node.equals.joined(separator: ", ")) too" }
    return text
  }

  private func milliseconds(_ seconds: Double) -> Double { (seconds * 1e4).rounded() / 10 }

  private mutating func run(_ loop: LoopWork, _ node: GraphNode, depth: Int) throws {
    let start = Stopwatch()
    let walked = try Executor.naming(node) { try loop.each.map { try elements($0.list) } }
    let count = walked.map(\.count).min() ?? 0
    if let odd = zip(loop.each, walked).first(where: { $0.1.count != walked[0].count }) {
      throw RunFault(
        position: node.position, stage: node.name,
        error: ExecutorFault.lengthsDiffer(
          loop.each[0].name, walked[0].count, odd.0.name, odd.1.count))
    }
    iterations += count
    guard iterations <= Foresight.mostIterations else {
      throw RunFault(
        position: node.position, stage: node.name,
        error: ExecutorFault.tooManyIterations(limit: Foresight.mostIterations))
    }
    var carried = try Executor.naming(node) { try loop.carry.map { try value($0.start) } }
    var lists = loop.collect.map { _ in (values: [Value](), count: 0.0) }
    let others = collected
    let pictures = previewEvery == nil ? [] : Executor.pictures(of: loop)
    let kept = (loop.carry.map(\.next) + loop.collect.map(\.value)).reduce(into: Set(pictures)) {
      $0.formUnion($1.slots)
    }
    let inner = loop.body.reduce(into: Set<Slot>()) { $0.formUnion($1.writes) }
    let lastUses = Graph.lastUses(loop.body, keeping: kept)
    let needs = Needs(loop.body, keeping: kept)
    for slot in inner { letGo(slot) }
    steps.append(Step(loop: node.name, number: 0, count: count))
    defer { steps.removeLast() }
    for index in 0..<count {
      observe(.iteration(loop: node.name, index: index, count: count, depth: depth))
      steps[steps.count - 1].number = index + 1
      for (k, each) in loop.each.enumerated() { slots[each.slot] = walked[k][index] }
      for (k, carry) in loop.carry.enumerated() { slots[carry.slot] = carried[k] }
      try run(loop.body, lastUses: lastUses, needs: needs, depth: depth + 1)
      carried = try Executor.naming(node) { try loop.carry.map { try value($0.next) } }
      if let every = previewEvery, (index + 1) % every == 0 || index == count - 1 {
        let slots = slots
        let clean = pictures.compactMap { slot in slots[slot].flatMap { Tensor($0) } }
        let image = clean.first ?? carried.compactMap { if case .image(let image)? = $0 { image } else { nil } }.first
        if let image { observe(.preview(loop: node.name, index: index, count: count, image: image)) }
      }
      for (k, collect) in loop.collect.enumerated() {
        guard let value = try Executor.naming(node, { try value(collect.value) }) else { continue }
        let numbers = Known(value).count
        collected += numbers
        guard collected <= mostCollected else {
          throw RunFault(
            position: node.position, stage: node.name,
            error: ExecutorFault.collectsTooMuch(
              limit: Int(mostCollected), others: Int(others), iteration: index, of: count))
        }
        lists[k].values.append(value)
        lists[k].count += numbers
      }
    }
    for slot in inner.union(loop.each.map(\.slot)).union(loop.carry.map(\.slot)) { letGo(slot) }
    for (k, carry) in loop.carry.enumerated() { slots[carry.result] = carried[k] }
    for (collect, list) in zip(loop.collect, lists) {
      slots[collect.result] = .list(list.values)
      collectedIn[collect.result] = list.count
    }
    observe(.loop(name: node.name, count: count, seconds: start.seconds, depth: depth))
  }

  /// The slots of a loop's body that hold x̂₀, the last stage's first.
  private static func pictures(of loop: LoopWork) -> [Slot] {
    loop.body.reversed().flatMap { node -> [Slot] in
      guard case .stage(let stage) = node.work else { return [] }
      return stage.outputs.filter { output in
        output.port == "clean" && stage.type.declaration.outputs.contains { $0.name == "clean" && $0.kind == .image }
      }.map(\.slot)
    }
  }

  /// The elements that a loop iterates over.
  private func elements(_ binding: Binding) throws -> [Value] {
    switch try value(binding) {
    case .list(let values): values
    case .timesteps(let timesteps): timesteps.map(Value.timestep)
    default: []
    }
  }

  /// The current value of a binding. Throws for a text that is too long.
  func value(_ binding: Binding) throws -> Value? {
    switch binding {
    case .constant(let value): value
    case .slot(let slot), .feedback(let slot): slots[slot]
    case .list(let elements): .list(try elements.compactMap(value))
    case .object(let members):
      .object(try members.compactMap { member in try value(member.value).map { (member.name, $0) } })
    case .text(let template): try template.text(value).map(Value.text)
    }
  }
}

/// Errors of a run that don't concern a single stage's input.
enum ExecutorFault: Fault {
  case missingOutput(port: String)
  case lengthsDiffer(String, Int, String, Int)
  case tooManyIterations(limit: Int)
  /// `others`: the numbers of lists that other loops collected.
  case collectsTooMuch(limit: Int, others: Int, iteration: Int, of: Int)

  var cause: FaultCause {
    switch self {
    case .missingOutput: .fault
    case .lengthsDiffer, .tooManyIterations, .collectsTooMuch: .data
    }
  }

  var description: String {
    switch self {
    case .missingOutput(let port): "its run gave nothing for its output '\(port)'"
    case .tooManyIterations(let limit):
      "with it, loops would run their bodies more than \(limit) times, which is the limit"
    case .collectsTooMuch(let limit, let others, let iteration, let count):
      "\(others > 0 ? "with the \(others) numbers that other loops collected, " : "")"
        + "it would have collected more than \(limit) numbers by iteration \(iteration + 1) of \(count), which is the limit"
    case .lengthsDiffer(let a, let m, let b, let n): PipelineProblem.lengthsDiffer("'\(a)'", m, "'\(b)'", n).description
    }
  }
}
