import Basics
import Tensors

/// Loops: the names they bind, their bodies, and moving constant work out of these.
extension GraphBuilder {
  func buildLoop(_ entry: Entry, _ loop: LoopEntry, _ order: [Int], in scope: Scope) -> Scope.Outlets? {
    let region = Region(isLoop: true)
    let inner = Scope(
      document: scope.document, entries: loop.body, parent: scope, region: region, order: order,
      prefix: scope.prefix, parameters: scope.parameters)
    var each: [(name: String, list: Binding, slot: Slot)] = []
    for item in loop.each {
      let slot = newSlot()
      guard let (list, kind) = walk(item.value, in: scope) else {
        declare(item.name, .bound(.slot(slot), .oneOf([])), item.position, in: inner)
        each.append((item.name, unknown(), slot))
        continue
      }
      if kind.element == nil { report(.notAList(name: item.name, found: kind), item.value.position) }
      if case .constant(.list(let elements)) = list, elements.isEmpty {
        report(.emptyEach(loop: entry.name), item.value.position, severity: .warning)
      }
      region.elements.insert(slot)
      if case .constant(.list(let elements)) = list { walked[slot] = elements }
      inner.places[item.name] = place(of: item.value, in: scope).elements
      inner.origins["@" + item.name] = origin(of: item.value, in: scope)
      declare(item.name, .bound(.slot(slot), kind.element ?? .oneOf([])), item.position, in: inner)
      each.append((item.name, list, slot))
    }
    if let first = each.first, let count = first.list.knownCount {
      for (item, other) in zip(loop.each, each) {
        guard let found = other.list.knownCount, found != count else { continue }
        report(.lengthsDiffer(shown(loop.each[0]), count, shown(item), found), item.value.position)
      }
    }
    var carried: [(name: String, start: Binding, slot: Slot, kind: Kind)] = []
    for item in loop.carry {
      let slot = newSlot()
      let start = binding(of: item.value, in: scope)
      declare(item.name, .bound(.slot(slot), start?.kind ?? .oneOf([])), item.position, in: inner)
      carried.append((item.name, start?.binding ?? unknown(), slot, start?.kind ?? .oneOf([])))
    }
    declareEntries(inner)
    resolveAll(inner)

    var carry: [(name: String, start: Binding, slot: Slot, next: Binding, result: Slot)] = []
    let nexts = NameTable(loop.next.map { ($0.name, $0) })
    let carriedNames = Set(loop.carry.map { ExactName($0.name) })
    for (item, variable) in zip(loop.carry, carried) {
      guard let next = nexts[item.name] else {
        report(.nothingNext(name: item.name), item.position)
        continue
      }
      let (binding, kind) = binding(of: next.value, in: inner) ?? (unknown(), .oneOf([]))
      // One that begins with an error causes no further errors.
      if variable.kind != .oneOf([]), !variable.kind.accepts(kind) {
        report(.kindChanges(name: item.name, from: variable.kind, to: kind), next.value.position)
      }
      carry.append((item.name, variable.start, variable.slot, binding, newSlot()))
    }
    for next in loop.next where !carriedNames.contains(ExactName(next.name)) {
      report(.unknownKey(next.name, of: "'next' of loop '\(entry.name)'", known: loop.carry.map(\.name)), next.position)
    }
    var collect: [(name: String, value: Binding, result: Slot)] = []
    var collected: [(name: String, binding: Binding, kind: Kind)] = []
    for item in loop.collect {
      if carriedNames.contains(ExactName(item.name)) {
        report(.duplicate(names: [item.name]), item.position)
      }
      guard let (value, kind) = binding(of: item.value, in: inner) else {
        collected.append((item.name, .slot(newSlot()), .oneOf([])))
        continue
      }
      let slot = newSlot()
      collect.append((item.name, value, slot))
      collected.append((item.name, .slot(slot), .list(kind)))
    }
    warnUnused(inner)

    // Stages in the body that don't change run once, before the loop.
    var body = region.nodes
    let hoisted = Ordering.hoist(from: &body, changing: Set(each.map(\.slot) + carry.map(\.slot)))
    scope.region.nodes.append(contentsOf: hoisted)
    warnOverwritten(body, loop: entry.name)
    let needed = (carry.map(\.next) + collect.map(\.value)).reduce(into: Set<Slot>()) { $0.formUnion($1.slots) }
    body = live(body, needed: needed)
    scope.region.nodes.append(
      GraphNode(
        name: scope.prefix + entry.name, position: entry.position, order: order,
        work: .loop(LoopWork(each: each, carry: carry, collect: collect, body: body))))

    // A name with an error still counts as an output, so that references to it cause no further errors.
    let results = NameTable(carry.map { ($0.name, $0.result) })
    let outputs =
      carried.map { item in
        (
          name: item.name, binding: Binding.slot(results[item.name] ?? newSlot()),
          kind: item.kind
        )
      } + collected
    return Scope.Outlets(outputs: outputs, hasMain: carried.count == 1 || outputs.count == 1)
  }

  /// The name of a list that a loop iterates over, with the parameter that the list is: `'view' ($views)`.
  private func shown(_ item: Named<Argument>) -> String { "'\(item.name)'\(origin(of: item.value))" }

  /// A list to iterate over. A list of whole numbers counts as integers in any notation; ports for numbers take it too.
  private func walk(_ argument: Argument, in scope: Scope) -> (binding: Binding, kind: Kind)? {
    guard let (binding, kind) = binding(of: argument, in: scope), kind != .oneOf([]) else { return nil }
    if case .constant(let value) = binding, kind.element.map({ Kind.number.accepts($0) }) == true {
      let whole = value.withWholeNumbers
      if whole.kind == .list(.integer) { return (.constant(whole), whole.kind) }
    }
    return (binding, kind)
  }

  /// Stages that stay in a body change from one iteration to the next; a constant name doesn't.
  private func warnOverwritten(_ body: [GraphNode], loop: String) {
    for node in body {
      guard case .stage(let stage) = node.work else { continue }
      for case (let port, .constant(.path(let path))) in stage.inputs where port.path == .writes {
        report(.overwrites(stage: node.name, file: path.text, loop: loop), node.position, severity: .warning)
      }
    }
  }
}
