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

  func run() throws {
    let reporter = TextReporter(isTerminal: false)
    try reportingFaults(to: reporter) {
      if FileSubject(path: self.pipeline.file) == .recipe {
        return try check(RecipeArguments.load(self.pipeline.file, self.pipeline.parameters))
      }
      let pipeline = try self.pipeline.load()
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
