import Synchronization
import Tensors

/// What several runs in one process have in common: what stages gave that depend on nothing but literals and on each other.
/// A model is loaded once and a prompt encoded once, however many runs use them.
///
/// A stage that draws, writes, remembers or makes a generator is never shared, as `Sharing` has it within one graph; nor is
/// what stands in a loop.
public final class SharedWork: Sendable {
  /// An output of work that was done.
  struct Output: Hashable, Sendable {
    var work: Int
    var port: String
  }

  /// Identifies work: nodes of several runs with equal keys compute the same.
  struct Key: Hashable {
    private let work: Work

    /// Nil for a node that can't be shared.
    init?(_ node: GraphNode, _ outputs: [Slot: Output]) {
      guard node.isPure, !node.stage.makesGenerators, let work = Work(node.stage, outputs: outputs) else { return nil }
      self.work = work
    }
  }

  private struct State: ~Copyable {
    var results: [Key: (id: Int, values: [String: Value], numbers: Double)] = [:]
    /// The order in which they were kept.
    var order: [Key] = []
    var count = 0
    var numbers = 0.0
  }

  private let state = Mutex(State())
  /// The most numbers that are kept, without those of models: 512 MB of them.
  private let most: Double

  /// Nothing is shared yet.
  public init() { most = 0x1p27 }

  /// What work gave, and the number that tells it from other work.
  func values(of key: Key) -> (id: Int, values: [String: Value])? {
    state.withLock { $0.results[key].map { ($0.id, $0.values) } }
  }

  /// Keeps what work gave; what was kept first goes where it would be too much.
  func keep(_ values: [String: Value], of key: Key) -> Int {
    let numbers = values.values.reduce(0) { $0 + Known($1).count }
    return state.withLock { state in
      state.count += 1
      guard numbers <= most else { return state.count }
      state.results[key] = (state.count, values, numbers)
      state.order.append(key)
      state.numbers += numbers
      while state.numbers > most {
        let oldest = state.order.firstIndex { state.results[$0]!.numbers > 0 }!
        state.numbers -= state.results.removeValue(forKey: state.order.remove(at: oldest))!.numbers
      }
      return state.count
    }
  }
}
