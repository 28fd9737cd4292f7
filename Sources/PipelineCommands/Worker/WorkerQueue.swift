import Basics
import Foundation
import Synchronization

/// Who sent a job: events go there.
struct WorkerClient: Sendable {
  /// Tells clients apart: ids need be unique for each alone.
  var number: Int
  var send: @Sendable (_ line: String) -> Void
}

/// A job of a worker.
struct WorkerJob: Sendable {
  var id: String
  var words: [String]
  var client: WorkerClient

  /// Sends an event with the job's id.
  func send(_ fields: [String: Any]) {
    if let line = JSONEvents.line(fields.merging(["id": id]) { $1 }) { client.send(line) }
  }

  fileprivate func isOf(_ id: String, _ client: WorkerClient) -> Bool {
    self.client.number == client.number && self.id.isExactly(id)
  }
}

/// The jobs that wait, of which there are at most so many, and the one that runs.
final class WorkerQueue: @unchecked Sendable {
  private let condition = NSCondition()
  private let most: Int
  private var waiting: [WorkerJob] = []
  private var running: (job: WorkerJob, cancel: @Sendable () -> Void)?
  private var isClosed = false
  private var failure: Int32?

  init(most: Int) { self.most = most }

  /// Adds a job; waits while the queue is full. Throws for an id that is taken.
  func add(_ job: WorkerJob) throws {
    condition.lock()
    defer { condition.unlock() }
    while waiting.count >= most { condition.wait() }
    if running?.job.isOf(job.id, job.client) == true || waiting.contains(where: { $0.isOf(job.id, job.client) }) {
      throw WorkerFault.idTaken(job.id)
    }
    waiting.append(job)
    job.send(["event": "queued", "waiting": waiting.count])
    condition.broadcast()
  }

  /// Takes a waiting job away, or stops the one that runs between two of its stages. Throws where there is none.
  func cancel(_ id: String, of client: WorkerClient) throws {
    condition.lock()
    defer { condition.unlock() }
    if let index = waiting.firstIndex(where: { $0.isOf(id, client) }) {
      waiting.remove(at: index).send(["event": "cancelled"])
      condition.broadcast()
    } else if let running, running.job.isOf(id, client) {
      running.cancel()
    } else {
      throw WorkerFault.noSuchJob(id)
    }
  }

  /// Cancels everything of a client that has gone.
  func leave(_ client: WorkerClient) {
    condition.lock()
    defer { condition.unlock() }
    waiting.removeAll { $0.client.number == client.number }
    if let running, running.job.client.number == client.number { running.cancel() }
    condition.broadcast()
  }

  /// Notes the exit code of a job or a request that failed.
  func failed(_ code: Int32) {
    condition.lock()
    defer { condition.unlock() }
    failure = failure ?? code
  }

  /// The first exit code of what failed; nil if nothing did.
  var firstFailure: Int32? {
    condition.lock()
    defer { condition.unlock() }
    return failure
  }

  /// No further jobs come.
  func close() {
    condition.lock()
    defer { condition.unlock() }
    isClosed = true
    condition.broadcast()
  }

  /// The next job, once there is one; nil at the end.
  func next() -> WorkerJob? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty {
      if isClosed { return nil }
      condition.wait()
    }
    defer { condition.broadcast() }
    return waiting.removeFirst()
  }

  /// Notes which job runs, and how it is stopped; nil for none.
  func note(_ job: WorkerJob?, cancel: @escaping @Sendable () -> Void = {}) {
    condition.lock()
    defer { condition.unlock() }
    running = job.map { ($0, cancel) }
  }
}
