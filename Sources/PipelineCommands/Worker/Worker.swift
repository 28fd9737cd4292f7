import ArgumentParser
import Basics
import Foundation
import PipelineKit
import PipelineModels
import Synchronization

/// Runs jobs one after the other. What they have in common, models above all, is worked out once.
struct Worker {
  let queue: WorkerQueue
  let usesCache: Bool
  let output: OutputOption

  /// Runs jobs until no more come.
  func run() {
    let kept = KeptWork()
    while let job = queue.next() {
      let done = DispatchSemaphore(value: 0)
      // A task can be cancelled, and takes over the number of threads and the use of memory that are set here.
      let task = Task {
        run(job, kept)
        done.signal()
      }
      queue.begun { task.cancel() }
      done.wait()
      queue.ended()
    }
  }

  private func run(_ job: WorkerJob, _ kept: KeptWork) {
    let reporter = JSONReporter(send: { job.send($0) }, tells: false)
    let watch = Stopwatch()
    do {
      let options = try JobOptions.parse(job)
      // A worker confines files by rules alone: the kernel's wall could not be opened again for the next job.
      try RunJob(
        pipeline: options.pipeline, sweeps: options.sweeps, previews: options.previews, usesCache: usesCache
      ).run(reporter, budget: output.budget(), isConfined: false) { kept.work(for: $0) }
      reporter.ended(seconds: watch.seconds)
    } catch is CancellationError {
      job.send(["event": "cancelled"])
    } catch {
      reporter.failed(error)
      queue.failed((error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue)
    }
  }
}

/// The options of a job, as those of `runner run`.
private struct JobOptions: ParsableArguments {
  @OptionGroup var pipeline: PipelineArguments
  @OptionGroup var sweeps: SweepOptions
  @OptionGroup var previews: PreviewOptions

  static func parse(_ job: WorkerJob) throws -> JobOptions {
    do { return try parse(job.words) } catch let fault as any Fault { throw fault } catch {
      throw JobFault(message: CommandLineHelp.message(message(for: error), job.words))
    }
  }
}

/// A job whose options can't be read.
private struct JobFault: Fault {
  var message: String
  var cause: FaultCause { .usage }
  var description: String { message }
}

/// What jobs left for those that follow. It is given up as soon as a file changed that it may have been made from.
private final class KeptWork: Sendable {
  private let state = Mutex((work: SharedWork(), stamps: [String: FileStamp]()))

  /// What jobs before these left, as long as the files that they read are as they were.
  func work(for pipelines: [Pipeline]) -> SharedWork? {
    // A file whose name only a run determines can't be looked at before.
    if pipelines.contains(where: { !$0.knowsReads }) { return nil }
    let files = Set(pipelines.flatMap(\.reads)).union(pipelines.flatMap { $0.models.flatMap(Sweep.files) })
    return state.withLock { state in
      let stamps = files.reduce(into: [String: FileStamp]()) { $0[$1] = FileStamp($1) }
      if state.stamps.contains(where: { FileStamp($0.key) != $0.value }) { state = (SharedWork(), [:]) }
      state.stamps.merge(stamps) { $1 }
      return state.work
    }
  }
}
