import Basics
import Foundation
import Images
import Logging
import PipelineKit
import Synchronization

/// Runs a sweep's jobs one after the other, in one process.
struct SweepRun {
  let sweep: Sweep
  /// Its jobs, checked.
  let jobs: [(job: SweepJob, pipeline: Pipeline)]
  let reporter: any Reporter
  let log: Logger
  let cacheFolder: String?
  let previewer: Previewer
  /// What the jobs have in common, and others before them.
  let sharing: SharedWork

  /// Runs every job that isn't done already, then makes the sheet and the page. A job that fails keeps no other from
  /// running.
  ///
  /// - Throws: `SweepFault.jobsFailed` at the end.
  func callAsFunction() throws {
    let outputs = SweepOutputs(sweep)
    try outputs.check()
    if let taken = sweep.partTaken { reporter.logged(taken) }
    try sweep.plan?.write(to: sweep.place(""))
    // The jobs are of one file: what is odd in it is told once.
    if let first = jobs.first { reporter.began(first.pipeline) }
    var results: [SweepResult] = []
    var failures: [FaultCause] = []
    for (index, (job, pipeline)) in jobs.enumerated() {
      let progress = JobProgress(job: job, number: index + 1, count: jobs.count)
      if sweep.isDone(pipeline) {
        reporter.job(progress, .skipped)
        results.append(SweepResult(job, pipeline, files: pipeline.files ?? []))
        continue
      }
      reporter.job(progress, .begins)
      let written = Mutex<[String]>([])
      do {
        try pipeline.run(
          log: log, cacheFolder: cacheFolder, sharing: sharing, previewEvery: previewer.every
        ) { event in
          if case .wrote(let path) = event { written.withLock { $0.append(path) } }
          reporter.report(event)
          previewer.report(event)
        }
        results.append(SweepResult(job, pipeline, files: written.withLock { $0 }))
      } catch let error as CancellationError { throw error } catch {
        let fault = error as? any Fault
        failures.append(fault?.cause ?? .fault)
        reporter.job(progress, .failed(errorLines(error)))
      }
    }
    try outputs.write(results) { reporter.report(.wrote(path: $0)) }
    if let first = failures.first { throw SweepFault.jobsFailed(failures.count, of: jobs.count, first: first) }
  }
}

/// Where a sweep stands.
struct JobProgress {
  var job: SweepJob
  /// From 1 to `count`, of this process's jobs.
  var number: Int
  var count: Int
}

/// What became of a job.
enum JobState {
  case begins
  /// What it would write is there already.
  case skipped
  /// What it would write isn't there.
  case missing
  /// With what to say of it.
  case failed([String])
}

/// A job that is done.
struct SweepResult {
  var job: SweepJob
  /// All parameters of the run, by name, as JSON.
  var parameters: [(name: String, text: String)]
  /// What it wrote.
  var files: [String]

  init(_ job: SweepJob, _ pipeline: Pipeline, files: [String]) {
    (self.job, self.files) = (job, files)
    parameters = pipeline.parameters.map { ($0.name, $0.text) }
  }

  /// The picture that stands for it: the first that it wrote.
  var picture: String? {
    files.first { (try? ImageFormat(ending: $0)) != nil }
  }
}
