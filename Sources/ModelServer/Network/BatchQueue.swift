import Dispatch
import PipelineKit
package import PipelineModels
import Synchronization
package import Tensors

/// Requests that wait for the networks, in the order of their arrival. Those for the same network that fit together run as
/// one batch, so a server with many users is faster than one with few: nobody waits for a batch to fill.
package final class BatchQueue: Sendable {
  private struct Job: Sendable {
    let id: UInt64
    let network: NetworkOnServer
    let batch: NetworkBatch
    let arrived: ContinuousClock.Instant
    let finish: CheckedContinuation<Tensor, any Error>
  }

  private struct State {
    var jobs: [Job] = []
    var next: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  private let statistics: Statistics
  private let room: MemoryRoom

  package init(room: MemoryRoom, statistics: Statistics) { (self.room, self.statistics) = (room, statistics) }

  /// The number of requests that wait.
  package var count: Int { state.withLock { $0.jobs.count } }

  /// The network's output for a batch. A task that is cancelled while it waits is forgotten.
  package func evaluate(_ batch: NetworkBatch, by network: NetworkOnServer) async throws -> Tensor {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let refusal: (any Error)? = state.withLock { state in
          if Task.isCancelled { return CancellationError() }
          if state.isClosed { return ServiceError.closing }
          state.jobs.append(Job(id: id, network: network, batch: batch, arrived: .now, finish: continuation))
          return nil
        }
        if let refusal { continuation.resume(throwing: refusal) } else { arrivals.signal() }
      }
    } onCancel: {
      let job = state.withLock { state in
        state.jobs.firstIndex { $0.id == id }.map { state.jobs.remove(at: $0) }
      }
      job?.finish.resume(throwing: CancellationError())
    }
  }

  /// Runs what arrives, until the queue is closed and empty.
  package func run() {
    while true {
      arrivals.wait()
      guard let (jobs, batch) = take() else {
        if state.withLock({ $0.isClosed && $0.jobs.isEmpty }) { return }
        continue
      }
      run(jobs, batch)
    }
  }

  /// Takes no more requests. Those that wait still run.
  package func close() {
    state.withLock { $0.isClosed = true }
    arrivals.signal()
  }

  /// The first request that fits into memory, and what runs with it. Those before it are refused.
  private func take() -> ([Job], NetworkBatch)? {
    while let next = state.withLock({ $0.jobs.first }) {
      let network = next.network
      // The first evaluation loads the weights.
      let weights = statistics.of(network.name).batches == 0 ? network.memory?.weights ?? 0 : 0
      let wanted = network.bytes(next.batch) + weights
      let most = room.now(wanted: wanted)
      let taken: ([Job], NetworkBatch)? = state.withLock { state in
        // It may have been cancelled by now.
        guard let first = state.jobs.first, first.id == next.id else { return nil }
        state.jobs.removeFirst()
        if wanted > most { return ([first], first.batch) }
        var (taken, batch) = ([first], first.batch)
        state.jobs.removeAll { job in
          var together = batch
          guard job.network.name == network.name, together.append(job.batch, most: network.largest),
            network.bytes(together) + weights <= most
          else { return false }
          batch = together
          taken.append(job)
          return true
        }
        return (taken, batch)
      }
      guard let taken else { continue }
      if wanted <= most { return taken }
      let (sample, condition) = (next.batch.shape, next.batch.conditionShape)
      next.finish.resume(
        throwing: room.refusal(network.excess(wanted, sample: sample, condition: condition, most: most)))
    }
    return nil
  }

  private func run(_ jobs: [Job], _ batch: NetworkBatch) {
    let began = ContinuousClock.now
    let result = Result { try jobs[0].network.network(batch) }
    let computed = ContinuousClock.now - began
    statistics.ran(
      jobs[0].network.name, pictures: batch.pictures, computing: computed, waits: jobs.map { began - $0.arrived })
    var start = 0
    for job in jobs {
      let rows = start..<start + job.batch.pictures
      start = rows.upperBound
      job.finish.resume(with: result.map { $0.slice(axis: 0, rows) })
    }
    // Those that arrived meanwhile each signalled; one that was taken with another leaves a signal behind, which finds
    // nothing to do.
  }
}
