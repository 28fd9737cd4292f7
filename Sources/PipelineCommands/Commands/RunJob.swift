import Basics
import Inference
import Logging
import PipelineKit
import Synchronization
import Tensors

/// A run as a command line, or a worker's job, asks for it: a pipeline or a sweep of it, with previews.
struct RunJob {
  var pipeline: PipelineArguments
  var sweeps: SweepOptions
  var previews: PreviewOptions
  /// Whether results are cached between processes.
  var usesCache: Bool

  /// Checks everything, then runs.
  ///
  /// - Parameters:
  ///   - isVerbose: whether the log tells of every stage.
  ///   - budget: what may be written.
  ///   - isConfined: whether the kernel confines the process from here on to what the job may read and write.
  ///   - sharing: what earlier jobs left for this one; nil for none. It is called when the file is checked.
  /// - Returns: the seconds that checking took.
  @discardableResult
  func run(
    _ reporter: any Reporter, isVerbose: Bool = false, budget: OutputBudget, isConfined: Bool,
    sharing: ([Pipeline]) -> SharedWork? = { _ in nil }
  ) throws -> Double {
    let watch = Stopwatch()
    let picture = try pipeline.picture()
    let cacheFolder = usesCache ? CacheCommand.folder() : nil
    let (sweep, single, jobs) = try ModelCache.$ofRuns.withValue(cacheFolder) {
      let sweep = try sweeps.sweep(pipeline, picture, budget)
      return (sweep, sweep == nil ? try pipeline.load(picture, budget) : nil, try sweep?.check() ?? [])
    }
    let all = single.map { [$0] } ?? jobs.map(\.pipeline)
    try RunCost(of: all).require(budget: budget)
    if let single { reporter.began(single) }
    let checking = watch.seconds
    let told = single?.warnings.compactMap(\.ofStage) ?? []
    let log = Logger(label: "runner") { _ in
      ReporterLog(reporter: reporter, logLevel: isVerbose ? .debug : .warning, told: told)
    }
    let modelWarning = all.first.flatMap { picture?.modelWarning($0) }
    for warning in [picture?.softwareWarning, modelWarning].compactMap(\.self) { log.warning("\(warning)") }
    if usesCache, let problem = CacheCommand.problem(), case .meansNothing = problem { log.warning("\(problem)") }
    let written = Mutex<String?>(nil)
    let previewer = try Previewer(previews, in: pipeline.out, overwrites: pipeline.overwrite, log: log)
    if isConfined {
      let outputs = previews.preview.map { [FileName.path($0, in: pipeline.out)] } ?? []
      let wall = pipeline.wall(around: all, outputs: outputs + (sweep?.outputs ?? []), cache: cacheFolder)
      if let wall, let reason = wall.close() { log.debug("only the program's own rules confine the file: \(reason)") }
    }
    let observe: @Sendable (RunEvent) -> Void = { event in
      if case .wrote(let path) = event { written.withLock { $0 = $0 ?? path } }
      reporter.report(event)
      previewer.report(event)
    }
    let shared = sharing(all)
    if let sweep {
      try SweepRun(
        sweep: sweep, jobs: jobs, reporter: reporter, log: log, cacheFolder: cacheFolder, previewer: previewer,
        sharing: shared ?? SharedWork())()
    } else {
      try single!.run(
        log: log, cacheFolder: cacheFolder, sharing: shared, previewEvery: previewer.every, observe: observe)
    }
    previewer.end()
    // A large model is identified by the run.
    if modelWarning == nil, let made = written.withLock({ $0 }), let warning = picture?.modelWarning(madeAgain: made) {
      log.warning("\(warning)")
    }
    return checking
  }
}

extension Diagnostic {
  /// What a stage said of its inputs before the run.
  fileprivate var ofStage: String? { if case .stage(_, let problem) = problem { problem.message } else { nil } }
}
