/// Finds the nodes that a pass through a list of nodes can leave out: those whose outputs only selective stages
/// (`SelectiveStage`) would read, which don't read them in this pass.
///
/// Loops run always, and so do stages that draw, write or remember. One that remembers along the walk of its loop alone may be
/// left out, and then has nothing to remember in the next iteration.
struct Needs {
  private let nodes: [GraphNode]
  private let keeping: Set<Slot>
  /// The slots that the nodes fill.
  private let own: Set<Slot>
  private let selective: [Int: any SelectiveStage.Type]

  /// Nil if every pass needs all nodes.
  ///
  /// - Parameters:
  ///   - nodes: each after those that it reads from.
  ///   - keeping: slots that are read after the pass.
  init?(_ nodes: [GraphNode], keeping: Set<Slot>) {
    var selective: [Int: any SelectiveStage.Type] = [:]
    for (index, node) in nodes.enumerated() { selective[index] = node.selective }
    if selective.isEmpty { return nil }
    (self.nodes, self.keeping, self.selective) = (nodes, keeping, selective)
    own = nodes.reduce(into: []) { $0.formUnion($1.writes) }
  }

  /// For each node, whether a pass needs it.
  ///
  /// - Parameter known: what is known of a value before the pass; nil if nothing is.
  func needed(_ registry: Registry?, _ known: (Binding) -> Known?) -> [Bool] {
    var wanted = keeping
    var needed = [Bool](repeating: true, count: nodes.count)
    for index in nodes.indices.reversed() {
      let node = nodes[index]
      if node.isPureAlongWalk, !node.writes.contains(where: wanted.contains) {
        needed[index] = false
        continue
      }
      guard let type = selective[index] else {
        wanted.formUnion(node.reads)
        continue
      }
      let inputs = node.stage.inputs.filter { $0.binding.feedbackSlot == nil }
      var all: [String: Known] = [:]
      for (port, binding) in inputs where own.isDisjoint(with: binding.slots) { all[port.name] = known(binding) }
      let unread = type.unread(KnownInputs(all, given: Set(inputs.map(\.port.name)), registry: registry))
      let names = Set(unread.map(\.port.name))
      for (port, binding) in inputs where !names.contains(port.name) { wanted.formUnion(binding.slots) }
    }
    return needed
  }
}
