/// The order in which nodes run.
enum Ordering {
  /// Sorts `nodes` so that each stands after what it reads. Among those that are free, those that draw from generators
  /// keep their order in the file, so that a seed means one picture; the rest follow the file too.
  static func sorted(_ nodes: [GraphNode]) -> [GraphNode] {
    let nodes = nodes.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    var maker: [Slot: Int] = [:]
    for (i, node) in nodes.enumerated() { for slot in node.writes { maker[slot] = i } }
    var before = nodes.map { node in Set(node.reads.compactMap { maker[$0] }) }
    // Data comes first: a draw that waits for a later one's result can't stand before it.
    let drawing = nodes.indices.filter { nodes[$0].draws }
    for (k, later) in drawing.enumerated() {
      for earlier in drawing[..<k] where !reaches(from: earlier, to: later, before) { before[later].insert(earlier) }
    }
    var result: [GraphNode] = []
    var placed: Set<Int> = []
    func place(_ i: Int) {
      guard placed.insert(i).inserted else { return }
      for j in before[i].sorted() { place(j) }
      result.append(nodes[i])
    }
    for i in nodes.indices { place(i) }
    return result
  }

  /// Whether node `from` waits, directly or not, for node `to`.
  private static func reaches(from: Int, to: Int, _ before: [Set<Int>]) -> Bool {
    var seen: Set<Int> = []
    var waiting = [from]
    while let i = waiting.popLast() {
      if i == to { return true }
      if seen.insert(i).inserted { waiting.append(contentsOf: before[i]) }
    }
    return false
  }

  /// Takes out of a loop's body what does not change from one iteration to the next: what neither reads a value that
  /// changes, nor draws, nor remembers.
  ///
  /// - Parameter changing: the slots that the loop fills anew for every iteration.
  static func hoist(from body: inout [GraphNode], changing: Set<Slot>) -> [GraphNode] {
    var changing = changing
    var hoisted: [GraphNode] = []
    var kept: [GraphNode] = []
    for node in sorted(body) {
      if node.draws || node.hasFeedback || !node.reads.isDisjoint(with: changing) {
        changing.formUnion(node.writes)
        kept.append(node)
      } else {
        hoisted.append(node)
      }
    }
    body = kept
    return hoisted
  }

  /// The nodes that something needs: those with an effect, those that draw (their place in a stream is part of what a
  /// seed means), and what these and `outputs` read.
  static func live(_ nodes: [GraphNode], needed: Set<Slot>) -> [GraphNode] {
    var needed = needed
    var result: [GraphNode] = []
    for node in nodes.reversed() where node.hasEffect || node.draws || !node.writes.isDisjoint(with: needed) {
      needed.formUnion(node.reads)
      result.append(node)
    }
    return result.reversed()
  }
}
