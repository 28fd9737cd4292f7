import ArgumentParser
import Basics
import Images
import PipelineKit
import PipelineTraining

/// `runner check FILE`: says everything that is wrong with a pipeline file or recipe, without running it.
struct Check: Command {
  static let configuration = CommandConfiguration(
    abstract: "Check a pipeline file or a recipe without running it.",
    discussion:
      """
      Checks names, kinds, ranges and references, that the files to read exist, and that the files to write may be \
      written. Lists both.
      """)

  @OptionGroup var pipeline: PipelineArguments

  @OptionGroup(title: "Sweeps") var sweeps: SweepOptions

  func run() throws {
    let reporter = TextReporter(isTerminal: false)
    try reportingFaults(to: reporter) {
      let recipe = self.pipeline.recipe
      if FileSubject(path: recipe) == .recipe {
        return try check(RecipeArguments.load(recipe, self.pipeline.parameters))
      }
      if let sweep = try sweeps.sweep(self.pipeline) {
        let all = try sweep.check()
        try SweepOutputs(sweep).check()
        tell(warnings: 0)
        Terminal.output("\(all.count) \(all.count == 1 ? "job" : "jobs")")
        for (job, pipeline) in all {
          let state = sweep.isDone(pipeline) ? ", which is there" : ""
          Terminal.output("\(job.label): writes \(pipeline.writes.joined(separator: ", "))\(state)")
        }
        return
      }
      let pipeline = try self.pipeline.load(self.pipeline.picture())
      reporter.began(pipeline)
      tell(warnings: pipeline.warnings.count)
      list(reads: pipeline.reads, writes: pipeline.writes)
    }
  }

  private func check(_ recipe: some TrainingRecipe) throws {
    let run = RecipeArguments.run(of: recipe, out: pipeline.out, allowed: pipeline.allowWrite)
    try run.checkFolder()
    let warnings = try recipe.warnings() + LabelFont.warnings(for: recipe.labels)
    for warning in warnings { Terminal.error("warning: \(warning)") }
    tell(warnings: warnings.count)
    list(reads: recipe.reads, writes: [run.folder + "/"])
  }

  private func tell(warnings: Int) {
    let but = warnings == 0 ? "" : warnings == 1 ? " except for a warning" : " except for \(warnings) warnings"
    Terminal.output("\(pipeline.file): fine\(but)")
  }

  private func list(reads: [String], writes: [String]) {
    for line in reads.map({ "reads \($0)" }) + writes.map({ "writes \($0)" }) { Terminal.output(line) }
  }
}
