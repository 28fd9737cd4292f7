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

  /// About the memory that it takes.
  fileprivate var bytes: Int { words.reduce(64) { $0 + $1.utf8.count } }

  fileprivate func isOf(_ id: String, _ client: WorkerClient) -> Bool {
    self.client.number == client.number && self.id.isExactly(id)
  }
}

/// The jobs that wait, of which there are at most so many, and the one that runs.
///
/// Further jobs are held until one of those that wait has begun. Requests are read meanwhile, so that a job can be cancelled
/// and a client that leaves is noticed.
final class WorkerQueue: @unchecked Sendable {
  /// How many bytes of jobs are held before reading is held up as well.
  static let mostHeld = 1 << 24

  private let condition = NSCondition()
  private let most: Int
  private var waiting: [WorkerJob] = []
  private var held: [WorkerJob] = []
  private var running: (job: WorkerJob, cancel: (@Sendable () -> Void)?, isCancelled: Bool)?
  private var isClosed = false
  private var failure: Int32?

  init(most: Int) { self.most = most }

  /// Adds a job. Throws for an id that is taken.
  func add(_ job: WorkerJob) throws {
    condition.lock()
    defer { condition.unlock() }
    while held.reduce(0, { $0 + $1.bytes }) > Self.mostHeld { condition.wait() }
    let known = waiting + held + (running.map { [$0.job] } ?? [])
    if known.contains(where: { $0.isOf(job.id, job.client) }) { throw WorkerFault.idTaken(job.id) }
    held.append(job)
    admit()
  }

  /// Lets held jobs wait as far as there is room, and wakes whoever waits for a change. Called with the lock.
  private func admit() {
    while waiting.count < most, !held.isEmpty {
      waiting.append(held.removeFirst())
      waiting.last?.send(["event": "queued", "waiting": waiting.count])
    }
    condition.broadcast()
  }

  /// Takes a job away that hasn't begun, or stops the one that runs between two of its stages. Throws where there is none.
  func cancel(_ id: String, of client: WorkerClient) throws {
    condition.lock()
    defer { condition.unlock() }
    if let index = waiting.firstIndex(where: { $0.isOf(id, client) }) {
      waiting.remove(at: index).send(["event": "cancelled"])
      admit()
    } else if let index = held.firstIndex(where: { $0.isOf(id, client) }) {
      held.remove(at: index).send(["event": "cancelled"])
      admit()
    } else if running?.job.isOf(id, client) == true {
      cancelRunning()
    } else {
      throw WorkerFault.noSuchJob(id)
    }
  }

  private func cancelRunning() {
    running?.isCancelled = true
    running?.cancel?()
  }

  /// Cancels everything of a client that has gone.
  func leave(_ client: WorkerClient) {
    condition.lock()
    defer { condition.unlock() }
    waiting.removeAll { $0.client.number == client.number }
    held.removeAll { $0.client.number == client.number }
    if running?.job.client.number == client.number { cancelRunning() }
    admit()
  }

  /// Whether a job of this client waits or runs.
  func isBusy(for client: WorkerClient) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    return (waiting + held + (running.map { [$0.job] } ?? [])).contains { $0.client.number == client.number }
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

  /// The next job, which runs from now on, once there is one; nil at the end.
  func next() -> WorkerJob? {
    condition.lock()
    defer { condition.unlock() }
    while waiting.isEmpty {
      if isClosed { return nil }
      condition.wait()
    }
    let job = waiting.removeFirst()
    running = (job, nil, false)
    admit()
    return job
  }

  /// Notes how the job that runs is stopped, and stops it if that was asked meanwhile.
  func begun(cancel: @escaping @Sendable () -> Void) {
    condition.lock()
    defer { condition.unlock() }
    running?.cancel = cancel
    if running?.isCancelled == true { cancel() }
  }

  /// No job runs.
  func ended() {
    condition.lock()
    defer { condition.unlock() }
    running = nil
    condition.broadcast()
  }
}
