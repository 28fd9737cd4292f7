/// Brings stages beside each other that are worth running as one (`BatchedStage`) and don't wait for one another.
enum Gathering {
  /// `graph` with such stages in groups.
  static func gathered(_ graph: Graph) -> Graph {
    var graph = graph
    graph.nodes = gathered(graph.nodes)
    return graph
  }

  /// - Parameter nodes: each after those that it reads from.
  ///
  /// What a later member of a group needs runs before the group, unless that is a loop: nothing waits for a loop that
  /// could have been done before. What draws or writes keeps its order.
  private static func gathered(_ nodes: [GraphNode]) -> [GraphNode] {
    let nodes = nodes.map(withGatheredBody)
    let before = predecessors(nodes)
    var isPlaced = nodes.map { _ in false }
    var result: [GraphNode] = []
    func place(_ i: Int) {
      isPlaced[i] = true
      result.append(nodes[i])
    }
    for i in nodes.indices where !isPlaced[i] {
      var group = [i]
      for k in nodes.indices.dropFirst(i + 1) where !isPlaced[k] && joins(nodes[i], nodes[k]) {
        let needed = unplaced(before: k, before, isPlaced)
        if needed.isDisjoint(with: group), !needed.contains(where: { nodes[$0].isLoop }) {
          needed.sorted().forEach(place)
          group.append(k)
        }
      }
      for k in group {
        place(k)
        result[result.count - 1].joinsPrevious = k != i
      }
    }
    return result
  }

  private static func withGatheredBody(_ node: GraphNode) -> GraphNode {
    guard case .loop(var loop) = node.work else { return node }
    var node = node
    loop.body = gathered(loop.body)
    node.work = .loop(loop)
    return node
  }

  /// For each node those that must run before it: what it reads, and where it draws or writes, the last that did.
  private static func predecessors(_ nodes: [GraphNode]) -> [Set<Int>] {
    var maker: [Slot: Int] = [:]
    for (i, node) in nodes.enumerated() { for slot in node.writes { maker[slot] = i } }
    var last: Int?
    return nodes.enumerated().map { i, node in
      var before = Set(node.reads.compactMap { maker[$0] })
      if node.draws || node.hasEffect {
        if let last { before.insert(last) }
        last = i
      }
      return before
    }
  }

  /// Everything that has yet to run before node `i` can.
  private static func unplaced(before i: Int, _ before: [Set<Int>], _ isPlaced: [Bool]) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = Array(before[i])
    while let k = waiting.popLast() {
      if !isPlaced[k], found.insert(k).inserted { waiting.append(contentsOf: before[k]) }
    }
    return found
  }

  /// Whether two stages may run as one if neither waits for the other.
  private static func joins(_ a: GraphNode, _ b: GraphNode) -> Bool {
    guard case .stage(let one) = a.work, case .stage(let other) = b.work, one.type == other.type, a.isPure, b.isPure,
      let type = one.type as? any BatchedStage.Type
    else { return false }
    return type.sharedInputs.allSatisfy { input in
      guard let slot = one.slot(of: input.port.name) else { return false }
      return slot == other.slot(of: input.port.name)
    }
  }
}

extension StageWork {
  /// The slot that an input is read from, where it is from one.
  fileprivate func slot(of input: String) -> Slot? {
    guard case .slot(let slot)? = inputs.first(where: { $0.port.name == input })?.binding else { return nil }
    return slot
  }
}
