import ArgumentParser
import Basics
import PipelineKit
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

  @OptionGroup var report: ReportOptions

  @Flag(help: "Print each stage's outputs, and how long it took.")
  var verbose = false

  @Flag(help: "Print the time spent in each stage and kind of work, and the number of network evaluations.")
  var profile = false

  @Flag(help: "Stop where a NaN or an infinity arises, and name the stage, its network's layer and the step.")
  var checkNumbers = false

  @Flag(
    help:
      "Encode every prompt again, and cache nothing for the next run. ('\(ProgramName.current) cache' lists the cache)")
  var noCache = false

  func run() throws {
    let reporter = report.reporter
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
          let job = RunJob(pipeline: pipeline, sweeps: sweeps, previews: previews, usesCache: !noCache)
          let checking = try threads.withThreads(tell: reporter.logged) {
            try MemoryUse.$chosen.withValue(memory) {
              try job.run(reporter, isVerbose: verbose, budget: budget, isConfined: true)
            }
          }
          let total = watch.seconds
          if let profile { reporter.profiled(ProfileReport(profile, seconds: total, checking: checking)) }
          reporter.ended(seconds: total)
        }
      }
    }
  }
}
