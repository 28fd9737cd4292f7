import PipelineKit
import Testing

/// The order of nodes and their groups, against the obvious slow way to find them.
@Suite struct OrderingTests {
  @Test(arguments: 0..<2000 as Range<UInt64>)
  func orderAsTheSlowWay(seed: UInt64) {
    var random = Random(state: seed)
    let count = Int.random(in: 0...14, using: &random)
    // Whatever stands in the file, each reads only from nodes before it in some other order.
    let order = Array(0..<count).shuffled(using: &random)
    let density = Double.random(in: 0...0.5, using: &random)
    var before = [[Int]](repeating: [], count: count)
    for (place, node) in order.enumerated() {
      before[node] = order[..<place].filter { _ in Double.random(in: 0...1, using: &random) < density }.sorted()
    }
    let share = Double.random(in: 0...1, using: &random)
    let drawing = (0..<count).map { _ in Double.random(in: 0...1, using: &random) < share }
    #expect(Ordering.order(before, drawing: drawing) == Naive.order(before, drawing: drawing))
  }

  @Test(arguments: 0..<2000 as Range<UInt64>)
  func groupsAsTheSlowWay(seed: UInt64) {
    var random = Random(state: seed)
    let count = Int.random(in: 0...16, using: &random)
    let density = Double.random(in: 0...0.4, using: &random)
    let before = (0..<count).map { node in
      (0..<node).filter { _ in Double.random(in: 0...1, using: &random) < density }
    }
    let loops = Double.random(in: 0...0.3, using: &random)
    let isLoop = (0..<count).map { _ in Double.random(in: 0...1, using: &random) < loops }
    let groups = isLoop.map { isLoop in
      isLoop || Bool.random(using: &random) ? nil : Int.random(in: 0...2, using: &random)
    }
    let found = Gathering.order(before, groups: groups, isLoop: isLoop)
    let expected = Naive.groups(before, groups, isLoop)
    #expect(found.map(\.index) == expected.map(\.index))
    #expect(found.map(\.joinsPrevious) == expected.map(\.joinsPrevious))
  }
}

/// The same orders, found by looking at every pair of nodes.
private enum Naive {
  static func order(_ data: [[Int]], drawing: [Bool]) -> [Int] {
    var before = data.map(Set.init)
    func reaches(from: Int, to: Int) -> Bool { from == to || before[from].contains { reaches(from: $0, to: to) } }
    let draws = data.indices.filter { drawing[$0] }
    for (k, later) in draws.enumerated() {
      for earlier in draws[..<k] where !reaches(from: earlier, to: later) { before[later].insert(earlier) }
    }
    var result: [Int] = []
    func place(_ node: Int) {
      if result.contains(node) { return }
      for other in before[node].sorted() { place(other) }
      result.append(node)
    }
    for node in data.indices { place(node) }
    return result
  }

  static func groups(_ before: [[Int]], _ groups: [Int?], _ isLoop: [Bool]) -> [(index: Int, joinsPrevious: Bool)] {
    var result: [(index: Int, joinsPrevious: Bool)] = []
    func isPlaced(_ node: Int) -> Bool { result.contains { $0.index == node } }
    func unplaced(before node: Int) -> Set<Int> {
      before[node].filter { !isPlaced($0) }.reduce(into: []) { $0.formUnion(unplaced(before: $1).union([$1])) }
    }
    for i in before.indices where !isPlaced(i) {
      var group = [i]
      for k in before.indices.dropFirst(i + 1) where !isPlaced(k) && groups[i] != nil && groups[i] == groups[k] {
        let needed = unplaced(before: k)
        if needed.isDisjoint(with: group), !needed.contains(where: { isLoop[$0] }) {
          result += needed.sorted().map { ($0, false) }
          group.append(k)
        }
      }
      result += group.map { ($0, $0 != i) }
    }
    return result
  }
}
