import Foundation
public import Logging

extension Pipeline {
  /// Runs the pipeline on a thread of its own and gives its events as they come, those of the outputs last:
  ///
  ///     for try await event in pipeline.events() { … }
  ///
  /// Where the task that reads them is cancelled, or stops reading, the run stops before its next stage, and the sequence
  /// ends; `Task.checkCancellation()` tells that from a run's own end. Files are written whole or not at all, so none is
  /// left half-written.
  ///
  /// - Parameter cacheFolder: where stages may keep what is expensive to compute from one run to the next; nowhere by
  ///   default.
  /// - Returns: a sequence that throws what `run` throws.
  public func events(
    log: Logger = Logger(label: "pipelinekit"), cacheFolder: String? = nil
  ) -> AsyncThrowingStream<RunEvent, any Error> {
    AsyncThrowingStream { continuation in
      let run = Task(executorPreference: OwnThread()) {
        do {
          try self.run(log: log, cacheFolder: cacheFolder) { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in run.cancel() }
    }
  }
}

/// Runs each job on a thread of its own: a run computes for minutes, and the threads that all tasks share must not wait for
/// it.
private final class OwnThread: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let thread = Thread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    // As the main thread has: graphs and networks were measured on it.
    thread.stackSize = 8 << 20
    thread.start()
  }
}
