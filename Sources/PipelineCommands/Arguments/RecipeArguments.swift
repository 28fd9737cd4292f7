import ArgumentParser
import Basics
import PipelineKit
import PipelineTraining

/// The recipe and parameters that `train` and `evaluate` take alike.
struct RecipeArguments: ParsableArguments {
  @ArgumentParser.Argument(
    help: "The recipe (JSON or YAML), an installed one's name, or - for standard input.",
    completion: .recipes)
  var file: String

  @ArgumentParser.Argument(help: "Parameters of the recipe, as name=value.", completion: .parameters)
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "Another folder that the recipe may read from, besides its own, the working directory, what is installed and models; may be given several times. Paths given as name=value may be anywhere.",
      valueName: "dir"), completion: .directory)
  var allowRead: [String] = []

  func load() throws -> any TrainingRecipe { try Self.load(file, parameters, allowRead: allowRead) }

  /// The recipe with the parameters that the run in a folder was made with, for those that the command line doesn't give.
  ///
  /// - Parameters:
  ///   - folder: the run's, or its model's; that of the recipe's name if nil.
  ///   - tell: gets a line that names what was taken from the run.
  func load(asIn folder: String?, tell: (String) -> Void) throws -> any TrainingRecipe {
    let recipe = try load()
    let given = try commandLineParameters(parameters).map(\.name)
    let folders = folder.map { [$0, FileName.folder(of: FileSystem.canonical($0))] } ?? [recipe.runFolder]
    for folder in folders {
      if let moved = RunParameters.movedData(from: recipe, given: given, in: folder) {
        tell(
          "note: the data of this run was in \(moved.folder), which is not there; '\(moved.name)=DIR' says where it is now"
        )
      }
      let taken = try RunParameters.differing(from: recipe, given: given, in: folder)
      if taken.isEmpty { continue }
      let told = try Self.load(file, parameters, told: taken, allowRead: allowRead)
      let words = taken.map { "\($0.name)=\($0.text)" }
      tell("note: this run has \(words.joined(separator: ", ")), which is taken from \(folder)")
      return told
    }
    return recipe
  }

  /// The recipe of a new run of several processes: with a part of each batch for every process, where it has one part and
  /// the command line doesn't say how many.
  ///
  /// - Parameter tell: gets a line that names what was set.
  func load(for processes: Int, tell: (String) -> Void) throws -> any TrainingRecipe {
    let recipe = try load()
    guard processes > 1, recipe.plan.parts == 1, let name = recipe.bindings[TrainingPlan.partsSetting],
      try !commandLineParameters(parameters).contains(where: { $0.name.isExactly(name) })
    else { return recipe }
    let word = "\(name)=\(processes)"
    tell("note: \(word), a part of each batch for every process; one process trains the same with \(word)")
    return try Self.load(file, parameters + [word], allowRead: allowRead)
  }

  /// The recipe that a word means: a path, an installed one's name, or `-` for standard input; `told` are parameters that
  /// the state of a run tells.
  static func load(
    _ word: String, _ parameters: [String], told: [(name: String, text: String)] = [], allowRead: [String]
  ) throws -> any TrainingRecipe {
    let file = InstalledFiles.recipes.path(word)
    if FileSubject(path: file) == .pipeline { throw CommandFault.notARecipe(file) }
    if !FileSystem.exists(file), !word.contains("/"), !word.contains(".") {
      if InstalledFiles.pipelines.all.contains(where: { $0.name == word }) { throw CommandFault.notARecipe(word) }
      let known = InstalledFiles.recipes.all.map(\.name)
      if !known.isEmpty { throw CommandFault.noSuchRecipe(word, known: known) }
    }
    return try PipelineCommands.recipes.read(
      path: file, arguments: commandLineParameters(parameters), told: told,
      reading: ReadRules(allowed: allowRead + InstalledFiles.readable, servers: []))
  }

  /// A run in `out`, or in the folder that its recipe's name gives. That one lies in the working directory.
  static func run<Recipe: TrainingRecipe>(
    of recipe: Recipe, out: String?, allowed: [String], budget: OutputBudget? = nil
  ) -> TrainingRun<Recipe> {
    let out = out.flatMap { $0.isEmpty ? nil : $0 }
    var rules = WriteRules(folder: out ?? "", allowed: allowed)
    rules.budget = budget
    return TrainingRun(recipe, folder: out ?? recipe.runFolder, rules: rules)
  }
}
