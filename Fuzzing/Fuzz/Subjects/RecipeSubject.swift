import PipelineTraining

/// Recipes: reading and the whole check. No data is read.
struct RecipeSubject: Subject {
  static let name = "recipe"
  private let file: InputFile
  private let registry = RecipeRegistry.standard

  init(in scratch: Scratch) throws {
    _ = try TinyModels(in: scratch)
    file = try scratch.file("recipe.json")
  }

  func read(_ bytes: [UInt8]) {
    file.hold(bytes)
    guard let recipe = attempt({ try registry.read(path: file.path) }) else { return }
    _ = (recipe.reads, recipe.labels, recipe.bindings)
    attempt { try recipe.settings }
  }
}
