/// The order in which nodes run.
package enum Ordering {
  /// Sorts `nodes` so that each comes after the nodes that it reads from. Otherwise nodes stay in the file's order;
  /// those that draw from generators keep it among themselves, so that a seed always gives the same picture.
  static func sorted(_ nodes: [GraphNode]) -> [GraphNode] {
    let nodes = nodes.sorted { $0.order.lexicographicallyPrecedes($1.order) }
    return order(dependencies(nodes), drawing: nodes.map(\.draws)).map { nodes[$0] }
  }

  /// For each node, the nodes that fill the slots it reads, in ascending order.
  static func dependencies(_ nodes: [GraphNode]) -> [[Int]] {
    var maker: [Slot: Int] = [:]
    for (i, node) in nodes.enumerated() { for slot in node.writes { maker[slot] = i } }
    return nodes.map { node in
      let makers = node.reads.compactMap { maker[$0] }
      return makers.count > 1 ? Set(makers).sorted() : makers
    }
  }

  /// An order of the nodes 0 ..< n in which each stands after those that it waits for, as near to 0 ..< n as the nodes
  /// are placed one after the other, each after what it waits for in ascending order. O((n + e) log n) for e
  /// dependencies.
  ///
  /// - Parameters:
  ///   - before: for each node, those that it reads from, in ascending order; without circles.
  ///   - drawing: whether it draws. A drawing node waits for every earlier one too, unless that one needs its result,
  ///     directly or not: data comes first.
  package static func order(_ before: [[Int]], drawing: [Bool]) -> [Int] {
    let ranks = ranks(before, drawing: drawing)
    // The drawing nodes that have not been met: all others count as infinitely late.
    var unmet = MinimumTree(ranks)
    var isMet = [Bool](repeating: false, count: before.count)
    var result: [Int] = []
    result.reserveCapacity(before.count)
    /// The nodes that wait for the next to be placed, and how much of `before` each has looked at.
    var path: [(node: Int, looked: Int)] = []
    func meet(_ node: Int) {
      isMet[node] = true
      if drawing[node] { unmet.set(node, .max) }
      path.append((node, 0))
    }
    for root in before.indices where !isMet[root] {
      meet(root)
      while let (node, looked) = path.last {
        let reads = before[node]
        var looked = looked
        while looked < reads.count, isMet[reads[looked]] { looked += 1 }
        path[path.count - 1].looked = looked
        let read = looked < reads.count ? reads[looked] : .max
        var draw = Int.max
        if drawing[node], let first = unmet.first(below: ranks[node]), first < node { draw = first }
        let next = min(read, draw)
        if next < .max {
          meet(next)
        } else {
          result.append(node)
          path.removeLast()
        }
      }
    }
    return result
  }

  /// The place of each drawing node among the drawing ones: the first in the file comes as early as data allows, then the
  /// second, and so on. `Int.max` for the others.
  ///
  /// Found from the end: the last of those that nothing left waits for is the last to run.
  private static func ranks(_ before: [[Int]], drawing: [Bool]) -> [Int] {
    var ranks = [Int](repeating: .max, count: before.count)
    var count = drawing.count { $0 }
    if count == 0 { return ranks }
    var waiting = [Int](repeating: 0, count: before.count)
    for reads in before { for node in reads { waiting[node] += 1 } }
    var free: [Int] = []
    // By index from the end; 0 for a drawing node that nothing waits for.
    var drawable = MinimumTree([Int](repeating: .max, count: before.count))
    func note(_ node: Int) {
      if drawing[node] { drawable.set(before.count - 1 - node, 0) } else { free.append(node) }
    }
    for node in before.indices where waiting[node] == 0 { note(node) }
    while true {
      let node: Int
      if let next = free.popLast() {
        node = next
      } else if let last = drawable.first(below: 1) {
        node = before.count - 1 - last
        drawable.set(last, .max)
        count -= 1
        ranks[node] = count
      } else {
        return ranks
      }
      for other in before[node] {
        waiting[other] -= 1
        if waiting[other] == 0 { note(other) }
      }
    }
  }

  /// Moves constant nodes out of a loop's body: those that don't read a changing value, draw, or keep a value between
  /// iterations.
  ///
  /// - Parameter changing: the slots that the loop fills in every iteration.
  static func hoist(from body: inout [GraphNode], changing: Set<Slot>) -> [GraphNode] {
    var changing = changing
    var hoisted: [GraphNode] = []
    var kept: [GraphNode] = []
    for node in sorted(body) {
      if node.draws || node.hasFeedback || node.reads.contains(where: changing.contains) {
        changing.formUnion(node.writes)
        kept.append(node)
      } else {
        hoisted.append(node)
      }
    }
    body = kept
    return hoisted
  }

  /// The nodes that are needed: those with an effect, those that draw (a seed's results depend on their order), and
  /// those whose results these nodes or `outputs` read.
  static func live(_ nodes: [GraphNode], needed: Set<Slot>) -> [GraphNode] {
    var needed = needed
    var result: [GraphNode] = []
    for node in nodes.reversed() where node.hasEffect || node.draws || node.writes.contains(where: needed.contains) {
      needed.formUnion(node.reads)
      result.append(node)
    }
    return result.reversed()
  }
}
