import ArgumentParser
import Basics
import Dispatch
import Logging
import PipelineKit
import Tensors

/// `runner FILE [name=value …]`: runs a pipeline file.
struct Run: Command {
  static let configuration = CommandConfiguration(
    abstract: "Run a pipeline file (the default).",
    discussion: "Paths of files to write are relative to the working directory, or to --out.")

  @OptionGroup var pipeline: PipelineArguments

  @OptionGroup var threads: ThreadsOption

  @Option(
    help: ArgumentHelp(
      "What to keep in memory besides the networks' weights: 'fast' everything that saves time, 'lean' nothing. (default: as much as free memory allows)",
      valueName: "use"))
  var memory: String?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print events as JSON on standard output, one per line.")
  var json = false

  @Flag(help: "Print each stage's outputs, and how long it took.")
  var verbose = false

  @Flag(help: "Print the time spent in each stage and kind of work, and the number of network evaluations.")
  var profile = false

  @Flag(help: "Encode every prompt again, and cache nothing for the next run. ('runner cache' lists the cache)")
  var noCache = false

  func run() throws {
    let reporter: any Reporter =
      if json { JSONReporter() } else if quiet { QuietReporter() } else {
        TextReporter(isTerminal: Terminal.isTerminal)
      }
    Interrupt.handle { reporter.interrupted() }
    try reportingFaults(to: reporter) {
      let memory = try self.memory.map { text in
        guard let use = MemoryUse(rawValue: text) else { throw CommandFault.memory(text) }
        return use
      }
      let start = DispatchTime.now()
      func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9 }
      let profile = self.profile ? Profile() : nil
      try Profile.$current.withValue(profile) {
        let pipeline = try self.pipeline.load()
        reporter.began(pipeline)
        let checking = seconds()
        let log = Logger(label: "runner") { _ in
          ReporterLog(
            reporter: reporter, logLevel: verbose ? .debug : .warning, told: pipeline.warnings.compactMap(\.ofStage))
        }
        if !noCache, let problem = CacheCommand.problem(), case .meansNothing = problem { log.warning("\(problem)") }
        _ = try threads.withThreads(tell: reporter.logged) {
          try MemoryUse.$chosen.withValue(memory) {
            try pipeline.run(log: log, cacheFolder: noCache ? nil : CacheCommand.folder()) { reporter.report($0) }
          }
        }
        let total = seconds()
        if let profile { reporter.profiled(ProfileReport(profile, seconds: total, checking: checking)) }
        reporter.ended(seconds: total)
      }
    }
  }
}

extension Diagnostic {
  /// What a stage said of its inputs before the run.
  fileprivate var ofStage: String? { if case .stage(_, let problem) = problem { problem.message } else { nil } }
}
