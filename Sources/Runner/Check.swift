import ArgumentParser
import PipelineKit
import Training

/// `runner check FILE`: says everything that is wrong with a pipeline file or recipe, without running it.
struct Check: Command {
  static let configuration = CommandConfiguration(
    abstract: "Check a pipeline file or a recipe without running it.",
    discussion:
      "Names, kinds, ranges and references are checked, and that the files it reads are there.")

  @OptionGroup var pipeline: PipelineArguments

  func run() throws {
    let reporter = TextReporter(isTerminal: false)
    try reportingFaults(to: reporter) {
      if FileSubject(path: self.pipeline.file) == .recipe {
        let warnings =
          switch try RecipeArguments.load(self.pipeline.file, self.pipeline.parameters) {
          case .digits(let recipe): try recipe.task().warnings
          case .fineTuning(let recipe): try recipe.task().warnings
          }
        for warning in warnings { Terminal.error("warning: \(warning)") }
        tell(warnings: warnings.count)
        return
      }
      let pipeline = try self.pipeline.load()
      reporter.began(pipeline)
      tell(warnings: pipeline.warnings.count)
    }
  }

  private func tell(warnings: Int) {
    let but = warnings == 0 ? "" : warnings == 1 ? " but for a warning" : " but for \(warnings) warnings"
    Terminal.output("\(pipeline.file): fine\(but)")
  }
}
