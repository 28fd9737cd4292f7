import ArgumentParser
import Basics
import Logging
import PipelineKit
import Synchronization
import Tensors

/// `runner FILE [name=value …]`: runs a pipeline file.
struct Run: Command {
  static let configuration = CommandConfiguration(
    abstract: "Run a pipeline file (the default).",
    discussion: "Paths of files to write are relative to the working directory, or to --out.")

  @OptionGroup var pipeline: PipelineArguments

  @OptionGroup(title: "Sweeps") var sweeps: SweepOptions

  @OptionGroup(title: "Seeing") var previews: PreviewOptions

  @OptionGroup var threads: ThreadsOption

  @OptionGroup(title: "Limits") var memory: MemoryOption

  @OptionGroup(title: "Limits") var output: OutputOption

  @OptionGroup(title: "Limits") var time: TimeOption

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print events as JSON on standard output, one per line.")
  var json = false

  @Flag(help: "Print each stage's outputs, and how long it took.")
  var verbose = false

  @Flag(help: "Print the time spent in each stage and kind of work, and the number of network evaluations.")
  var profile = false

  @Flag(help: "Stop where a NaN or an infinity arises, and name the stage, its network's layer and the step.")
  var checkNumbers = false

  @Flag(help: "Encode every prompt again, and cache nothing for the next run. ('runner cache' lists the cache)")
  var noCache = false

  func run() throws {
    let reporter: any Reporter =
      if json { JSONReporter() } else if quiet { QuietReporter() } else {
        TextReporter(isTerminal: Terminal.isTerminal)
      }
    Interrupt.handle { reporter.interrupted() }
    try reportingFaults(to: reporter) {
      let memory = try self.memory.apply { reporter.failed($0) }
      let budget = try output.budget()
      try time.start { fault in Interrupt.end(fault.cause.rawValue) { reporter.failed(fault) } }
      let watch = Stopwatch()
      let profile = self.profile ? Profile() : nil
      let numbers = checkNumbers ? NumberCheck() : nil
      try NumberCheck.$current.withValue(numbers) {
        try Profile.$current.withValue(profile) {
          let checking = try run(memory, budget, reporter, watch)
          let total = watch.seconds
          if let profile { reporter.profiled(ProfileReport(profile, seconds: total, checking: checking)) }
          reporter.ended(seconds: total)
        }
      }
    }
  }
}

extension Run {
  /// Runs the pipeline, or a sweep of it; gives the seconds when checking had ended.
  private func run(_ memory: MemoryUse?, _ budget: OutputBudget, _ reporter: any Reporter, _ watch: Stopwatch) throws
    -> Double
  {
    let picture = try pipeline.picture()
    let sweep = try sweeps.sweep(pipeline, picture, budget)
    let single = sweep == nil ? try pipeline.load(picture, budget) : nil
    let jobs = try sweep?.check() ?? []
    try PipelineCost(of: single.map { [$0] } ?? jobs.map(\.pipeline)).require(budget: budget)
    if let single { reporter.began(single) }
    let checking = watch.seconds
    let told = single?.warnings.compactMap(\.ofStage) ?? []
    let log = Logger(label: "runner") { _ in
      ReporterLog(reporter: reporter, logLevel: verbose ? .debug : .warning, told: told)
    }
    if let warning = picture?.warning { log.warning("\(warning)") }
    if !noCache, let problem = CacheCommand.problem(), case .meansNothing = problem { log.warning("\(problem)") }
    let cacheFolder = noCache ? nil : CacheCommand.folder()
    let written = Mutex<String?>(nil)
    let previewer = try Previewer(previews, in: pipeline.out, overwrites: pipeline.overwrite, log: log)
    let outputs = previews.preview.map { [FileName.path($0, in: pipeline.out)] } ?? []
    let wall = pipeline.wall(
      around: single.map { [$0] } ?? jobs.map(\.pipeline), outputs: outputs + (sweep?.outputs ?? []),
      cache: cacheFolder)
    if let wall, let reason = wall.close() { log.debug("only the program's own rules confine the file: \(reason)") }
    let observe: @Sendable (RunEvent) -> Void = { event in
      if case .wrote(let path) = event { written.withLock { $0 = $0 ?? path } }
      reporter.report(event)
      previewer.report(event)
    }
    try threads.withThreads(tell: reporter.logged) {
      try MemoryUse.$chosen.withValue(memory) {
        if let sweep {
          return try SweepRun(
            sweep: sweep, jobs: jobs, reporter: reporter, log: log, cacheFolder: cacheFolder, previewer: previewer)()
        }
        try single!.run(log: log, cacheFolder: cacheFolder, previewEvery: previewer.every, observe: observe)
      }
    }
    if let made = written.withLock({ $0 }), let difference = picture?.difference(from: made) {
      log.warning("\(difference)")
    }
    return checking
  }
}

extension Diagnostic {
  /// What a stage said of its inputs before the run.
  fileprivate var ofStage: String? { if case .stage(_, let problem) = problem { problem.message } else { nil } }
}
