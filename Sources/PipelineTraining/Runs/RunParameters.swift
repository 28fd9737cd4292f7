import Basics
import Tensors

/// The parameters that a run was made with, as its folder keeps them.
public enum RunParameters {
  /// Values of the recipe's parameters for the run in `folder`, where they differ from the recipe's and the user gave none:
  /// in the words of a command line. Empty where the folder holds no run, or one whose state doesn't say.
  ///
  /// - Parameters:
  ///   - recipe: as the command line describes it.
  ///   - given: the names of parameters that the user gave.
  public static func differing<Recipe: TrainingRecipe>(
    from recipe: Recipe, given: [String], in folder: String
  ) throws -> [(name: String, text: String)] {
    let path = FileName.path("state.safetensors", in: folder)
    guard FileSystem.exists(path), let saved = try? SavedState(path: path).identity.settings else { return [] }
    let own = try recipe.settings
    var differing: [(name: String, text: String)] = []
    for (setting, _) in RunIdentity.differences(saved, from: own) {
      guard let name = recipe.bindings[setting.name], !given.contains(where: { $0.isExactly(name) }),
        let value = saved.first(where: { $0.name == setting.name })?.value,
        !differing.contains(where: { $0.name.isExactly(name) })
      else { continue }
      differing.append((name, value))
    }
    return differing
  }
}
