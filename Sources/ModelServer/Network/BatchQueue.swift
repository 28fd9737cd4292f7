import Dispatch
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

  /// How many requests may wait.
  package let most: Int
  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)
  private let statistics: Statistics

  package init(most: Int, statistics: Statistics) { (self.most, self.statistics) = (most, statistics) }

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
          if state.jobs.count >= most { return ServiceError.busy(most: most) }
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

  /// The first request, and what runs with it.
  private func take() -> ([Job], NetworkBatch)? {
    state.withLock { state in
      guard let first = state.jobs.first else { return nil }
      var (taken, batch) = ([first], first.batch)
      var rest: [Job] = []
      for job in state.jobs.dropFirst() {
        let (size, pictures) = (job.batch.sample.shape, batch.pictures + job.batch.pictures)
        if job.network.name == first.network.name, first.network.fits(pictures, size[2], size[3]),
          batch.append(job.batch, most: first.network.largest)
        {
          taken.append(job)
        } else {
          rest.append(job)
        }
      }
      state.jobs = rest
      return (taken, batch)
    }
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
