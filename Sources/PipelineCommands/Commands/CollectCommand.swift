import ArgumentParser
import Basics
import PipelineKit

/// `runner collect DIR`: what the shards of a sweep wrote, on one sheet and one page.
struct CollectCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Make a sheet and a page of what a sweep's shards wrote, and list what is missing.",
    discussion:
      "The shards leave \(SweepPlan.fileName) in their folder of outputs. A job is missing where the sweep's command would make its pictures: they aren't there, or were made with other values. Exits with 66 if one is missing."
  )

  @ArgumentParser.Argument(help: "The folder of outputs (--out) of the shards.", completion: .directory)
  var dir: String

  @Option(
    help: "The labelled contact sheet, from that folder.", completion: .file(extensions: ["png", "jpg"]))
  var sheet = "sheet.png"

  @Option(
    help: ArgumentHelp("The folder of the HTML page, from that folder. (default: the same)", valueName: "dir"),
    completion: .directory)
  var page = ""

  @Flag(help: "Replace a sheet or page that no sweep made.")
  var overwrite = false

  @OptionGroup var report: ReportOptions

  func run() throws {
    let reporter = report.reporter
    Interrupt.handle { reporter.interrupted() }
    try reportingFaults(to: reporter) {
      let watch = Stopwatch()
      let plan = try SweepPlan(in: dir)
      let sweep = try plan.sweep(out: enter(plan), sheet: sheet, page: page)
      try collect(sweep, reporter)
      reporter.ended(seconds: watch.seconds)
    }
  }

  /// Goes where the sweep's command was run; gives the folder of outputs from there.
  private func enter(_ plan: SweepPlan) throws -> String {
    let folder = FileSystem.canonical(FileName.absolute(dir))
    let place = FileSystem.canonical(FileName.path(plan.folder, in: folder))
    if place == FileSystem.canonical(".") { return dir }
    try FileSystem.enter(place)
    return folder
  }

  private func collect(_ sweep: Sweep, _ reporter: any Reporter) throws {
    let outputs = SweepOutputs(sweep, overwrites: overwrite)
    try outputs.check()
    var results: [SweepResult] = []
    for (index, job) in sweep.jobs.enumerated() {
      let pipeline = try sweep.pipeline(job)
      if sweep.isDone(pipeline) {
        results.append(SweepResult(job, pipeline, files: pipeline.files ?? []))
      } else {
        reporter.job(JobProgress(job: job, number: index + 1, count: sweep.jobs.count), .missing)
      }
    }
    try outputs.write(results) { reporter.report(.wrote(path: $0)) }
    let missing = sweep.jobs.count - results.count
    if missing > 0 { throw CollectFault.missing(missing, of: sweep.jobs.count) }
    reporter.logged("all \(sweep.jobs.count) jobs are there")
  }
}
