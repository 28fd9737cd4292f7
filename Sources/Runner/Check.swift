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
        switch try RecipeArguments.load(self.pipeline.file, self.pipeline.parameters) {
        case .digits(let recipe): _ = try recipe.task()
        case .fineTuning(let recipe): _ = try recipe.task()
        }
        Terminal.output("\(self.pipeline.file): fine")
        return
      }
      let pipeline = try self.pipeline.load()
      reporter.began(pipeline)
      let warnings = pipeline.warnings.count
      Terminal.output(
        "\(self.pipeline.file): \(warnings == 0 ? "fine" : warnings == 1 ? "fine but for a warning" : "fine but for \(warnings) warnings")"
      )
    }
  }
}
