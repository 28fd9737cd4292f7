import ArgumentParser
import Basics
import PipelineKit
import PipelineTraining

/// The recipe and parameters that `train` and `evaluate` take alike.
struct RecipeArguments: ParsableArguments {
  @ArgumentParser.Argument(
    help: "The recipe (JSON or YAML), an installed one's name, or - for standard input.",
    completion: .file(extensions: ["json", "yaml", "yml"]))
  var file: String

  @ArgumentParser.Argument(help: "Parameters of the recipe, as name=value.")
  var parameters: [String] = []

  func load() throws -> any TrainingRecipe { try Self.load(file, parameters) }

  /// The recipe that a word means: a path, an installed one's name, or `-` for standard input.
  static func load(_ word: String, _ parameters: [String]) throws -> any TrainingRecipe {
    let file = InstalledFiles.recipes.path(word)
    if FileSubject(path: file) == .pipeline { throw CommandFault.notARecipe(file) }
    return try PipelineCommands.recipes.read(path: file, arguments: commandLineParameters(parameters))
  }

  /// A run in `out`, or in the folder that its recipe's name gives. That one lies in the working directory.
  static func run<Recipe: TrainingRecipe>(of recipe: Recipe, out: String?, allowed: [String]) -> TrainingRun<Recipe> {
    let out = out.flatMap { $0.isEmpty ? nil : $0 }
    return TrainingRun(
      recipe, folder: out ?? recipe.runFolder, rules: WriteRules(folder: out ?? "", allowed: allowed))
  }
}
