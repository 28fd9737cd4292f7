import Dispatch
import Foundation
import ModelServer
import PipelineKit
import PipelineModels
import Synchronization
import Tensors
import Testing

/// Requests that wait run as one batch, in order, and each gets its own pictures.
@Suite struct BatchQueueTests {
  private func batch(_ count: Int = 1, side: Int = 2, value: Float = 0, at time: Float = 0) -> NetworkBatch {
    NetworkBatch(
      sample: Tensor([count, 1, side, side], repeating: value), timesteps: [Float](repeating: time, count: count),
      condition: nil, noiseLevels: [])
  }

  private func queue(_ room: MemoryRoom = Self.room()) -> BatchQueue {
    BatchQueue(room: room, statistics: Statistics(["net"], factory: OpenMetrics()))
  }

  /// So many free bytes, of which none are kept for requests.
  private static func room(_ free: Int = 1 << 30) -> MemoryRoom {
    let budget = RequestBudget(most: 9, largest: 0, memory: 0)
    return MemoryRoom(budget, limit: 1 << 40, used: 0) { free }
  }

  /// Waits until so many requests wait.
  private func wait(for count: Int, in queue: BatchQueue) async {
    while queue.count < count { await Task.yield() }
  }

  /// Asks with all batches, in their order, and only then begins.
  private func run(_ batches: [NetworkBatch], by network: NetworkOnServer) async throws -> [Tensor] {
    let queue = queue()
    var tasks: [Task<Tensor, any Error>] = []
    for (index, batch) in batches.enumerated() {
      tasks.append(Task { try await queue.evaluate(batch, by: network) })
      await wait(for: index + 1, in: queue)
    }
    queue.close()
    queue.run()
    var results: [Tensor] = []
    for task in tasks { results.append(try await task.value) }
    return results
  }

  @Test func oneBatch() async throws {
    let network = SumNetwork()
    let results = try await run(
      [batch(value: 1, at: 5), batch(2, value: 2, at: 6), batch(value: 3, at: 7)], by: onServer(network))
    #expect(
      results == [
        Tensor([1, 1, 2, 2], repeating: 6), Tensor([2, 1, 2, 2], repeating: 8), Tensor([1, 1, 2, 2], repeating: 10),
      ])
    #expect(network.batches.withLock { $0 } == [4])
  }

  /// The limit holds; a smaller request behind one that doesn't fit may fill the batch.
  @Test func theLargestBatch() async throws {
    let network = SumNetwork()
    _ = try await run([batch(3), batch(2), batch(1)], by: onServer(network))
    #expect(network.batches.withLock { $0 } == [4, 2])
  }

  /// Requests that fit into memory by themselves but not together run one after the other.
  @Test func noMoreThanMemory() async throws {
    let network = SumNetwork()
    let memory = ModelMemory(weights: 0) { pictures, _, _ in pictures > 2 ? 1e15 : 1 }
    _ = try await run([batch(2), batch(1)], by: onServer(network, memory: memory))
    #expect(network.batches.withLock { $0 } == [2, 1])
  }

  /// What doesn't fit when its turn comes is refused, and the next one runs.
  @Test func tooMuchNow() async throws {
    let network = SumNetwork()
    let memory = ModelMemory(weights: 0) { pictures, _, _ in Double(pictures) * 1e8 }
    let queue = queue(Self.room(600_000_000))
    let served = onServer(network, memory: memory)
    let large = Task { try await queue.evaluate(batch(2), by: served) }
    await wait(for: 1, in: queue)
    let small = Task { try await queue.evaluate(batch(), by: served) }
    await wait(for: 2, in: queue)
    queue.close()
    queue.run()
    await #expect {
      try await large.value
    } throws: {
      guard case .tooLarge(let what)? = $0 as? ServiceError else { return false }
      return what == "2 pictures of 2×2 need about 1 GB of memory; this server has 600 MB for them"
    }
    _ = try await small.value
    #expect(network.batches.withLock { $0 } == [1])
  }

  /// The first evaluation loads the weights.
  @Test func theFirstEvaluation() async throws {
    let memory = ModelMemory(weights: 4e8) { _, _, _ in 1e8 }
    let queue = queue(Self.room(600_000_000))
    let first = Task { try await queue.evaluate(batch(), by: onServer(memory: memory)) }
    await wait(for: 1, in: queue)
    queue.close()
    queue.run()
    await #expect(throws: ServiceError.self) { try await first.value }
  }

  @Test func otherSizesRunByThemselves() async throws {
    let network = SumNetwork()
    let results = try await run([batch(), batch(side: 4, value: 1), batch(value: 2)], by: onServer(network))
    #expect(network.batches.withLock { $0 } == [2, 1])
    #expect(results.map(\.shape) == [[1, 1, 2, 2], [1, 1, 4, 4], [1, 1, 2, 2]])
  }

  @Test func aClosedQueue() async throws {
    let (queue, network) = (queue(), onServer())
    let first = Task { try await queue.evaluate(batch(), by: network) }
    await wait(for: 1, in: queue)
    queue.close()
    queue.run()
    _ = try await first.value
    await #expect(throws: ServiceError.closing) { try await queue.evaluate(batch(), by: network) }
  }

  /// Who goes away while waiting costs nothing.
  @Test func cancelled() async throws {
    let network = SumNetwork()
    let queue = queue()
    let first = Task { try await queue.evaluate(batch(), by: onServer(network)) }
    await wait(for: 1, in: queue)
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(queue.count == 0)
    queue.close()
    queue.run()
    #expect(network.batches.withLock { $0 } == [])
  }

  /// An error is that of one batch.
  @Test func aFailure() async throws {
    struct Failure: Error {}
    let left = Mutex(1)
    let network = SumNetwork {
      let fails = left.withLock { left in
        left -= 1
        return left >= 0
      }
      if fails { throw Failure() }
    }
    let queue = queue()
    let served = onServer(network, largest: 1)
    let first = Task { try await queue.evaluate(batch(), by: served) }
    await wait(for: 1, in: queue)
    let second = Task { try await queue.evaluate(batch(value: 1), by: served) }
    await wait(for: 2, in: queue)
    queue.close()
    queue.run()
    await #expect(throws: Failure.self) { try await first.value }
    #expect(try await second.value == Tensor([1, 1, 2, 2], repeating: 1))
  }

  @Test func counting() async throws {
    let statistics = Statistics(["net"], factory: OpenMetrics())
    let queue = BatchQueue(room: Self.room(), statistics: statistics)
    let network = onServer()
    let tasks = (0..<2).map { _ in Task { try await queue.evaluate(batch(2), by: network) } }
    await wait(for: 2, in: queue)
    queue.close()
    queue.run()
    for task in tasks { _ = try await task.value }
    let found = statistics.of("net")
    #expect(found.pictures == 4 && found.batches == 1 && found.queue.count == 2 && found.compute.count == 2)
    #expect(found.batchSizes.mapValues(\.count) == [4: 1] && found.lastInference > 0)
  }
}
