import ArgumentParser
import Basics
import Images
import Inference
import PipelineKit
import PipelineTraining

/// `runner check FILE`: says everything that is wrong with a pipeline file or recipe, without running it.
struct Check: Command {
  static let configuration = CommandConfiguration(
    abstract: "Check a pipeline file or a recipe without running it.",
    discussion:
      """
      Checks names, kinds, ranges and references, that the files to read exist, that the files to write may be \
      written, that programs may be run and servers asked, and that memory suffices. Lists all of these. No server is \
      asked.
      """)

  @OptionGroup var pipeline: PipelineArguments

  @OptionGroup(title: "Sweeps") var sweeps: SweepOptions

  @OptionGroup(title: "Limits") var memory: MemoryOption

  @OptionGroup(title: "Limits") var output: OutputOption

  @Flag(
    help: "Tell what a run takes: evaluations of networks, memory, and the size of the files, as far as it is known.")
  var cost = false

  @Flag(help: "Print one JSON object: problems with their positions, and what is read and written.")
  var json = false

  func run() throws {
    let reporter: any Reporter = json ? QuietReporter() : TextReporter(isTerminal: false)
    try reportingFaults(to: reporter) {
      do {
        let report = try ModelCache.$ofRuns.withValue(CacheCommand.folder()) { try self.report() }
        if json { Terminal.output(lines: report.json) } else { report.tell() }
      } catch  where json {
        Terminal.output(lines: CheckReport(file: pipeline.shown, failed: error).json)
        throw ExitCode((error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue)
      }
    }
  }

  private func report() throws -> CheckReport {
    var report = CheckReport(file: pipeline.shown)
    if !pipeline.allowRun { report.obstacle = Wall.obstacle }
    let recipe = self.pipeline.recipe
    let budget = try output.budget()
    _ = try memory.apply()
    if FileSubject(path: recipe) == .recipe {
      let loaded: any TrainingRecipe = try RecipeArguments.load(
        recipe, self.pipeline.parameters, allowRead: self.pipeline.allowRead)
      try check(loaded, within: budget, &report)
      return report
    }
    let picture = try self.pipeline.picture()
    if let sweep = try sweeps.sweep(self.pipeline, picture) {
      let all = try sweep.check()
      try SweepOutputs(sweep).check()
      try tellCost(of: all.map(\.pipeline), within: budget, &report)
      report.partTaken = sweep.partTaken
      report.warnings = all.first?.pipeline.warnings ?? []
      report.plainWarnings = picture?.warnings(all.first?.pipeline) ?? []
      report.jobs = all.map { job, pipeline in (job.label, pipeline.writes, sweep.isDone(pipeline)) }
      return report
    }
    let pipeline = try self.pipeline.load(picture)
    try tellCost(of: [pipeline], within: budget, &report)
    report.warnings = pipeline.warnings
    report.plainWarnings = picture?.warnings(pipeline) ?? []
    (report.reads, report.runs, report.writes) = (pipeline.reads, pipeline.runs, pipeline.writes)
    report.asks = pipeline.servers
    return report
  }

  private func tellCost(of pipelines: [Pipeline], within budget: OutputBudget, _ report: inout CheckReport) throws {
    let cost = RunCost(of: pipelines)
    if self.cost { report.cost = cost }
    try cost.require(budget: budget)
  }

  private func check(
    _ recipe: some TrainingRecipe, within budget: OutputBudget, _ report: inout CheckReport
  ) throws {
    let run = RecipeArguments.run(of: recipe, out: pipeline.out, allowed: pipeline.allowWrite)
    try run.checkFolder()
    report.plainWarnings = try recipe.warnings() + LabelFont.warnings(for: recipe.labels)
    if try run.isBegun() {
      report.plainWarnings.append(
        "\(run.folder): holds a run already; 'train --resume' continues it, and '--out DIR' names another folder")
    }
    let cost = try recipe.cost()
    if self.cost { report.cost = cost }
    try cost.require(budget: budget)
    (report.reads, report.writes) = (recipe.reads, [run.folder + "/"])
  }
}
