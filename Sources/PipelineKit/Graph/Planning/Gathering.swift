/// Moves stages next to each other that run faster together (`BatchedStage`) and don't depend on each other.
package enum Gathering {
  /// The limit on nodes times groups. A larger graph, with hundreds of models, is left as it is.
  private static let limit = 1 << 24

  /// `graph` with such stages in groups.
  static func gathered(_ graph: Graph) -> Graph {
    var graph = graph
    graph.nodes = gathered(graph.nodes)
    return graph
  }

  /// - Parameter nodes: each after those that it reads from.
  private static func gathered(_ nodes: [GraphNode]) -> [GraphNode] {
    let nodes = nodes.map(withGatheredBody)
    let keys = nodes.map(Key.init)
    let counts = keys.reduce(into: [Key: Int]()) { if let key = $1 { $0[key, default: 0] += 1 } }
    var numbers: [Key: Int] = [:]
    for case let key? in keys where counts[key]! > 1 && numbers[key] == nil { numbers[key] = numbers.count }
    guard !numbers.isEmpty, numbers.count * nodes.count <= limit else { return nodes }
    let order = order(
      predecessors(nodes), groups: keys.map { $0.flatMap { numbers[$0] } }, isLoop: nodes.map(\.isLoop))
    return order.map { index, joinsPrevious in
      var node = nodes[index]
      node.joinsPrevious = joinsPrevious
      return node
    }
  }

  private static func withGatheredBody(_ node: GraphNode) -> GraphNode {
    guard case .loop(var loop) = node.work else { return node }
    var node = node
    loop.body = gathered(loop.body)
    node.work = .loop(loop)
    return node
  }

  /// For each node, the nodes that must run before it: those that it reads from and, if it draws or writes, the last
  /// one that did.
  private static func predecessors(_ nodes: [GraphNode]) -> [[Int]] {
    var before = Ordering.dependencies(nodes)
    var last: Int?
    for (i, node) in nodes.enumerated() where node.draws || node.hasEffect {
      if let last, !before[i].contains(last) { before[i].append(last) }
      last = i
    }
    return before
  }

  /// Stages that may run as one if they don't depend on each other: stages without effects of one type whose shared
  /// inputs come from the same slots.
  private struct Key: Hashable {
    var type: ObjectIdentifier
    var shared: [Slot]

    init?(_ node: GraphNode) {
      guard case .stage(let stage) = node.work, let batched = stage.type as? any BatchedStage.Type,
        node.isPureAlongWalk
      else { return nil }
      type = ObjectIdentifier(stage.type)
      shared = []
      for input in batched.sharedInputs {
        guard let slot = stage.slot(of: input.port.name) else { return nil }
        shared.append(slot)
      }
    }
  }

  /// An order of the nodes 0 ..< n in which members of a group are adjacent unless they depend on each other, and for
  /// each node whether it runs as one with the node before it. O(g·(n + e)) for g groups and e dependencies.
  ///
  /// Nodes that a later member of a group needs run before the group, except for loops: no node waits for a loop
  /// without need. Nodes that draw or write keep their order.
  ///
  /// - Parameters:
  ///   - before: for each node, the nodes that it waits for, all with smaller indices, once each.
  ///   - groups: the number of each node's group, from 0; nil for one that never joins others.
  package static func order(
    _ before: [[Int]], groups: [Int?], isLoop: [Bool]
  ) -> [(index: Int, joinsPrevious: Bool)] {
    var holds = Holds(before, groups: groups, isLoop: isLoop)
    var isPlaced = [Bool](repeating: false, count: before.count)
    var result: [(index: Int, joinsPrevious: Bool)] = []
    result.reserveCapacity(before.count)
    func place(_ i: Int, joining: Bool = false) {
      isPlaced[i] = true
      result.append((i, joining))
    }
    /// Places all nodes that have to run before node `i`.
    func placeNeeds(of i: Int) -> [Int] {
      var needs: Set<Int> = []
      var waiting = before[i]
      while let k = waiting.popLast() {
        if !isPlaced[k], needs.insert(k).inserted { waiting.append(contentsOf: before[k]) }
      }
      let sorted = needs.sorted()
      for k in sorted { place(k) }
      return sorted
    }
    for i in before.indices where !isPlaced[i] {
      guard let group = groups[i] else {
        place(i)
        holds.release(i)
        continue
      }
      let members = holds.takeFree(of: group).filter { !isPlaced[$0] }.sorted()
      var placed = members
      for k in members where k != i { placed += placeNeeds(of: k) }
      for k in members { place(k, joining: k != i) }
      for k in placed { holds.release(k) }
    }
    return result
  }
}

/// For each group, what prevents nodes from joining it: another member or a loop that they depend on and that isn't
/// placed yet.
private struct Holds {
  private let after: [[Int]]
  private let groups: [Int?]
  private let isLoop: [Bool]
  /// For each group and node, the number of its dependencies that are held up.
  private var counts: [[Int32]]
  /// For each group, the members that nothing holds up any more.
  private var free: [[Int]]

  init(_ before: [[Int]], groups: [Int?], isLoop: [Bool]) {
    (self.groups, self.isLoop) = (groups, isLoop)
    var after = [[Int]](repeating: [], count: before.count)
    for (i, needs) in before.enumerated() { for k in needs { after[k].append(i) } }
    self.after = after
    let groupCount = (groups.compactMap { $0 }.max() ?? -1) + 1
    counts = []
    free = []
    for group in 0..<groupCount {
      var held = [Int32](repeating: 0, count: before.count)
      var members: [Int] = []
      for (i, needs) in before.enumerated() {
        for k in needs where groups[k] == group || isLoop[k] || held[k] > 0 { held[i] += 1 }
        if groups[i] == group, held[i] == 0 { members.append(i) }
      }
      counts.append(held)
      free.append(members)
    }
  }

  mutating func takeFree(of group: Int) -> [Int] {
    defer { free[group] = [] }
    return free[group]
  }

  /// Records that node `i` was placed; if it is a loop or a member of a group, nodes that depend on it are released.
  mutating func release(_ i: Int) {
    if isLoop[i] {
      for group in counts.indices { pass(on: i, group) }
    } else if let group = groups[i] {
      pass(on: i, group)
    }
  }

  /// Releases the nodes that wait for node `i`, and those that waited only for them.
  private mutating func pass(on i: Int, _ group: Int) {
    var waiting = [i]
    while let k = waiting.popLast() {
      for next in after[k] {
        counts[group][next] -= 1
        guard counts[group][next] == 0 else { continue }
        if groups[next] == group { free[group].append(next) } else if !isLoop[next] { waiting.append(next) }
      }
    }
  }
}

extension StageWork {
  /// The slot that an input is read from; nil if it is read from none.
  fileprivate func slot(of input: String) -> Slot? {
    guard case .slot(let slot)? = inputs.first(where: { $0.port.name == input })?.binding else { return nil }
    return slot
  }
}
