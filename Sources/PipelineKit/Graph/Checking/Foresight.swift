import Tensors

/// What is known about a graph's values before it runs, and the problems found: list elements that a port in a loop
/// doesn't take, shapes that don't fit, and tensors and loops that exceed limits. The graph may have errors: an input with
/// an error is bound to a slot that nothing fills, so nothing is known about it and about what depends on it.
struct Foresight {
  /// What is known about a slot's value.
  private enum Sight {
    /// The same in every iteration.
    case one(Known)
    /// One for each iteration of a loop.
    case each(loop: Int, [Known])
  }

  /// The limit on iterations; those of nested loops are multiplied.
  static let mostIterations = 100_000_000
  /// The limit on numbers that a loop may collect, 32 GiB.
  static let mostCollected = 1 << 33
  /// Longer lists are not inspected.
  static let longest = 4096
  /// Lists with more elements over all iterations of a loop are not inspected.
  private static let mostElements = 1 << 18
  /// Loops nested more deeply are inspected once for all iterations, which finds less.
  private static let deepest = 4

  private let places: PathPlaces
  private let registry: Registry
  private let report: (PipelineProblem, Position) -> Void
  private var sights: [Slot: Sight] = [:]
  private var loopCount = 0

  /// Inspects `nodes`, each of which comes after those that it reads from.
  init(
    _ nodes: [GraphNode], places: PathPlaces, registry: Registry,
    report: @escaping (PipelineProblem, Position) -> Void
  ) {
    (self.places, self.registry, self.report) = (places, registry, report)
    look(at: nodes, iterations: 1, depth: 0, isQuiet: false)
  }

  /// The number of pictures in a value; nil if it isn't known or varies.
  func batch(of binding: Binding) -> Int? {
    /// Of a list, all of its elements' pictures.
    func batch(_ known: Known) -> Int? {
      guard let elements = known.elements else {
        return known.shape.flatMap { $0.count == 4 ? $0[0] : nil } ?? known.batch
      }
      let batches = elements.map(batch)
      return batches.contains(nil) ? nil : batches.reduce(0) { $0 + $1! }
    }
    switch sight(of: binding) {
    case .one(let known)?: return batch(known)
    case .each(_, let known)?:
      let batches = Set(known.map(batch))
      return batches.count == 1 ? batches.first! : nil
    case nil: return nil
    }
  }

  /// What is known of a value; of one that a loop changes, the largest in any iteration.
  func known(_ binding: Binding) -> Known? {
    switch sight(of: binding) {
    case .one(let known)?: known
    case .each(_, let known)?: known.max { $0.count < $1.count }
    case nil: nil
    }
  }

  /// What is known of a value in one iteration of a loop; nil if nothing is, or if another loop changes it.
  func known(_ binding: Binding, in loop: Int, at iteration: Int) -> Known? {
    switch sight(of: binding) {
    case .one(let known)?: known
    case .each(loop, let known)? where known.indices.contains(iteration): known[iteration]
    default: nil
    }
  }

  /// The number under which a loop's elements are known; nil if none is known.
  func number(of loop: LoopWork) -> Int? {
    for each in loop.each { if case .each(let number, _)? = sights[each.slot] { return number } }
    return nil
  }

  /// What is known of a stage's inputs, as `known` tells it.
  func inputs(of stage: StageWork, _ registry: Registry) -> KnownInputs {
    let given = stage.inputs.filter { $0.binding.feedbackSlot == nil }
    var all: [String: Known] = [:]
    for (port, binding) in given { all[port.name] = known(binding) }
    return KnownInputs(all, given: Set(given.map(\.port.name)), registry: registry)
  }

  /// - Parameters:
  ///   - iterations: how often the nodes run.
  ///   - isQuiet: whether to find what is known without reporting problems.
  private mutating func look(at nodes: [GraphNode], iterations: Int, depth: Int, isQuiet: Bool) {
    for node in nodes {
      switch node.work {
      case .stage(let stage): look(at: stage, node, isQuiet: isQuiet)
      case .loop(let loop): look(at: loop, node, iterations: iterations, depth: depth, isQuiet: isQuiet)
      }
    }
  }

  // MARK: Stages

  private mutating func look(at stage: StageWork, _ node: GraphNode, isQuiet: Bool) {
    let inputs = stage.inputs.map { (port: $0.port, binding: $0.binding, sight: sight(of: $0.binding)) }
    let given = Set(inputs.filter { $0.binding.feedbackSlot == nil }.map(\.port.name))
    var same: [String: Known] = [:]
    var walked: [Int: [(port: Port, elements: [Known])]] = [:]
    /// Ports that take an element of a list, which has its own position.
    var single: Set<String> = []
    var isNew = false
    for (port, binding, sight) in inputs {
      switch sight {
      case .one(let known):
        if case .constant = binding {
          same[port.name] = known
        } else {
          same[port.name] = admitted(known, port, stage, node, isQuiet: isQuiet)
          isNew = true
        }
      case .each(let loop, let elements):
        walked[loop, default: []].append((port, elements))
        if case .slot = binding { single.insert(port.name) }
      case nil: break
      }
    }
    for (_, slot) in stage.outputs { sights[slot] = nil }
    if walked.isEmpty {
      let outputs = self.outputs(
        of: stage, node, KnownInputs(same, given: given, registry: registry), isNew: isNew, isQuiet: isQuiet
      ) {
        stage.places[$0]?.position
      }
      for (port, slot) in stage.outputs { sights[slot] = outputs.all[port].map(Sight.one) }
      return
    }
    for (loop, ports) in walked.sorted(by: { $0.key < $1.key }) {
      let iterations = (0..<(ports.map(\.elements.count).min() ?? 0)).map { index in
        var known = same
        for (port, elements) in ports {
          known[port.name] = admitted(
            elements[index], index, port, stage, node, isSingle: single.contains(port.name), isQuiet: isQuiet)
        }
        return outputs(
          of: stage, node, KnownInputs(known, given: given, registry: registry), isNew: true, isQuiet: isQuiet
        ) { name in
          stage.places[name].map { place in
            let isWalked = single.contains(name) && ports.contains { $0.port.name == name }
            return isWalked && place.elements.indices.contains(index) ? place.elements[index] : place.position
          }
        }
      }
      if walked.count > 1 { continue }
      for (port, slot) in stage.outputs { sights[slot] = sight(loop, iterations.map { $0.all[port] ?? Known() }) }
    }
  }

  /// A value that another stage is known to give, as the port takes it; nil if an error was reported.
  private func admitted(
    _ known: Known, _ port: Port, _ stage: StageWork, _ node: GraphNode, isQuiet: Bool
  ) -> Known? {
    guard let value = known.value else { return known }
    do { return Known(try port.admit(value, folder: stage.folder, places)) } catch {
      if !isQuiet {
        let problem = Problem(error, portName: port.name)
        report(.stage(name: node.name, problem), stage.places[port.name]?.position ?? node.position)
      }
      return nil
    }
  }

  /// A list element as the port takes it; nil if an error was reported.
  private func admitted(
    _ element: Known, _ index: Int, _ port: Port, _ stage: StageWork, _ node: GraphNode, isSingle: Bool,
    isQuiet: Bool
  ) -> Known? {
    guard let value = element.value else { return element }
    do {
      return Known(try port.admit(value, folder: stage.folder, places))
    } catch {
      if isQuiet { return nil }
      let place = stage.places[port.name]
      let own = !isSingle ? nil : place.flatMap { $0.elements.indices.contains(index) ? $0.elements[index] : nil }
      report(
        .element(index: index, stage: node.name, Problem(error, portName: nil)), own ?? place?.position ?? node.position
      )
      return nil
    }
  }

  /// What is known about a stage's outputs. Problems are reported if more than its constants is known.
  private func outputs(
    of stage: StageWork, _ node: GraphNode, _ inputs: KnownInputs, isNew: Bool, isQuiet: Bool,
    place: (String) -> Position?
  ) -> KnownOutputs {
    let unfit = stage.inputs.map(\.port).compactMap { port in inputs.shapeFault(port).map { (port.name, $0) } }
    if let (port, fault) = unfit.first {
      if !isQuiet, isNew {
        report(.stage(name: node.name, Problem(fault.description, portName: port)), place(port) ?? node.position)
      }
      return KnownOutputs()
    }
    let outputs = stage.type.foresee(inputs)
    if isQuiet { return outputs }
    var problems = isNew ? stage.type.init().allProblems(inputs) : []
    if let fault = outputs.tooLarge, problems.isEmpty {
      problems.append(Problem(fault.description, portName: outputs.decidedBy))
    }
    for problem in problems {
      report(.stage(name: node.name, problem), problem.port.flatMap(place) ?? node.position)
    }
    return outputs.tooLarge == nil ? outputs : KnownOutputs()
  }

  // MARK: Loops

  private mutating func look(
    at loop: LoopWork, _ node: GraphNode, iterations: Int, depth: Int, isQuiet: Bool
  ) {
    loopCount += 1
    let number = loopCount
    let lists = loop.each.map { each -> [Known]? in
      if case .one(let known)? = sight(of: each.list) { return known.elements }
      return nil
    }
    let counts = zip(loop.each, lists).compactMap { each, list in
      list.map { (name: each.name, count: $0.count, isWritten: each.list.knownCount != nil) }
    }
    let count = counts.first?.count
    // Different lengths of lists that the file writes were reported.
    if let first = counts.first,
      let odd = counts.first(where: { $0.count != first.count && !($0.isWritten && first.isWritten) }), !isQuiet
    {
      report(.lengthsDiffer("'\(first.name)'", first.count, "'\(odd.name)'", odd.count), node.position)
    }
    let (product, overflow) = iterations.multipliedReportingOverflow(by: count ?? 1)
    if overflow || product > Foresight.mostIterations {
      if !isQuiet { report(.tooManyIterations(loop: node.name, limit: Foresight.mostIterations), node.position) }
      return
    }
    for result in loop.carry.map(\.result) + loop.collect.map(\.result) { sights[result] = nil }
    if count == 0 {
      for carry in loop.carry { sights[carry.result] = sight(of: carry.start) }
      for collect in loop.collect { sights[collect.result] = .one(Known(list: [])) }
      return
    }
    for (each, list) in zip(loop.each, lists) {
      sights[each.slot] = list.flatMap { $0.count <= Foresight.longest ? sight(number, $0) : nil }
    }
    // A carried value whose shape stays the same in one iteration keeps it in all. Otherwise only the first
    // iteration's shape is known.
    let starts = loop.carry.map { carry -> [Int]? in
      if case .one(let known)? = sight(of: carry.start) { return known.shape }
      return nil
    }
    var isSteady = starts.map { $0 != nil }
    while isSteady.contains(true), depth < Foresight.deepest {
      for (k, carry) in loop.carry.enumerated() {
        sights[carry.slot] = isSteady[k] ? .one(Known(shape: starts[k])) : nil
      }
      look(at: loop.body, iterations: product, depth: depth + 1, isQuiet: true)
      let before = isSteady
      for (k, carry) in loop.carry.enumerated() where isSteady[k] { isSteady[k] = isAlways(starts[k], carry.next) }
      if isSteady == before { break }
    }
    if depth >= Foresight.deepest { isSteady = isSteady.map { _ in false } }
    for (k, carry) in loop.carry.enumerated() {
      let start = starts[k].map { Known(shape: $0) }
      sights[carry.slot] =
        isSteady[k]
        ? start.map(Sight.one)
        : start.flatMap { first in
          guard let count, count <= Foresight.longest else { return nil }
          return .each(loop: number, [first] + [Known](repeating: Known(), count: count - 1))
        }
    }
    look(at: loop.body, iterations: product, depth: depth + 1, isQuiet: isQuiet)
    for (k, carry) in loop.carry.enumerated() where isSteady[k] { sights[carry.result] = .one(Known(shape: starts[k])) }
    guard let count, count <= Foresight.longest else { return }
    for collect in loop.collect {
      let elements: [Known] =
        switch sight(of: collect.value) {
        case .one(let known): [Known](repeating: known, count: count)
        case .each(number, let known): known
        default: [Known](repeating: Known(), count: count)
        }
      let known = Known(elements: elements)
      if known.count > Double(Foresight.mostCollected), !isQuiet {
        report(
          .collectsTooMuch(loop: node.name, name: collect.name, limit: Foresight.mostCollected), node.position)
      }
      sights[collect.result] = .one(known)
    }
  }

  /// Whether `binding` has that shape in every iteration.
  private func isAlways(_ shape: [Int]?, _ binding: Binding) -> Bool {
    switch sight(of: binding) {
    case .one(let known): known.shape == shape
    case .each(_, let known): known.allSatisfy { $0.shape == shape }
    case nil: false
    }
  }

  // MARK: Sights

  private func sight(of binding: Binding) -> Sight? {
    switch binding {
    case .constant(let value): return .one(Known(value))
    case .slot(let slot): return sights[slot]
    case .list(let elements):
      return merged(elements.map(sight)) { Known(list: $0) }
    case .object(let members):
      return merged(members.map { sight(of: $0.value) }) { known in
        Known(members: zip(members, known).map { ($0.name, $1) })
      }
    case .text(let template):
      return text(template)
    case .feedback: return nil
    }
  }

  /// What is known about a list or an object, for each iteration if a loop changes it. Nothing is known about elements
  /// that other loops change too.
  private func merged(_ elements: [Sight?], _ make: ([Known]) -> Known) -> Sight {
    var (loop, count): (Int?, Int) = (nil, 0)
    // Lists of different lengths were reported; what all have is inspected.
    for case .each(let number, let known)? in elements where loop == nil || loop == number {
      (loop, count) = (number, loop == nil ? known.count : min(count, known.count))
    }
    func known(_ index: Int?) -> Known {
      make(
        elements.map { element in
          switch element {
          case .one(let known)?: return known
          case .each(let number, let known)?:
            if let index, number == loop { return known[index] }
            return Known()
          case nil: return Known()
          }
        })
    }
    guard let loop, elements.count * count <= Foresight.mostElements else { return .one(known(nil)) }
    return .each(loop: loop, (0..<count).map(known))
  }

  /// What is known of a text, in each iteration of a loop where one changes it.
  private func text(_ template: TextTemplate) -> Sight? {
    var (loop, count): (Int?, Int) = (nil, 1)
    for slot in template.slots {
      guard case .each(let number, let known)? = sights[slot] else { continue }
      if let loop, loop != number { return nil }
      (loop, count) = (number, loop == nil ? known.count : min(count, known.count))
    }
    let texts = (0..<count).map { index in
      // The run refuses a text that is too long.
      try? template.text { binding in
        switch sight(of: binding) {
        case .one(let known)?: known.value
        case .each(_, let known)?: known[index].value
        case nil: nil
        }
      }
    }
    if texts.contains(where: { $0 == nil }) { return nil }
    let known = texts.map { Known(.text($0!)) }
    return loop.map { .each(loop: $0, known) } ?? .one(known[0])
  }

  /// What is known in each iteration, merged into one if only an equal shape is known.
  private func sight(_ loop: Int, _ known: [Known]) -> Sight? {
    if known.allSatisfy(\.isEmpty) { return nil }
    let isOne = known.allSatisfy {
      $0.value == nil && $0.elements == nil && $0.members == nil && $0.model == nil && $0.shape == known[0].shape
    }
    return isOne ? .one(known[0]) : .each(loop: loop, known)
  }
}
