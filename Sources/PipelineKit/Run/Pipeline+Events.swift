import Foundation
public import Logging

extension Pipeline {
  /// Runs the pipeline on its own thread and returns its events as they occur, those of the outputs last:
  ///
  ///     for try await event in pipeline.events() { … }
  ///
  /// If the reading task is cancelled or stops reading, the run stops before its next stage and the sequence ends;
  /// `Task.checkCancellation()` distinguishes that from the run's end. Files are written atomically, so none is
  /// incomplete.
  ///
  /// - Parameter cacheFolder: the folder in which stages may cache expensive results between runs; nil for none.
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

/// Runs each job on its own thread: a run computes for minutes and must not block the threads that all tasks share.
private final class OwnThread: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let thread = Thread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    // The main thread's size, with which graphs and networks were measured.
    thread.stackSize = 8 << 20
    thread.start()
  }
}
