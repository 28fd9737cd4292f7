import ArgumentParser
import PipelineKit
import PipelineTraining

/// `runner schema [pipelines | recipes]`: what editors check files with.
struct SchemaCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of pipeline files, or of recipes.",
    discussion:
      """
      It is made of the registered stages and kinds of recipes. An editor uses it where a file begins with \
      "$schema": "PATH", and for all files by its settings.
        \(ProgramName.current) schema > pipeline.schema.json
        \(ProgramName.current) schema recipes > recipe.schema.json
      """)

  enum Subject: String, ExpressibleByArgument, CaseIterable { case pipelines, recipes }

  @ArgumentParser.Argument(help: "Whose schema: pipelines or recipes.")
  var subject: Subject = .pipelines

  func run() throws {
    switch subject {
    case .pipelines: Terminal.output(lines: PipelineSchema(PipelineCommands.registry).text)
    case .recipes: Terminal.output(lines: RecipeSchema(PipelineCommands.recipes).text)
    }
  }
}
