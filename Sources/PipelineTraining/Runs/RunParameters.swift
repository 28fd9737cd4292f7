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
    guard let identity = identity(in: folder) else { return [] }
    let saved = identity.settings
    let own = try recipe.settings
    // Of another kind of recipe: that is an error of its own.
    func kind(_ settings: [RunIdentity.Setting]) -> Set<String> {
      Set(settings.map(\.name).filter { !$0.hasPrefix("run.") })
    }
    if kind(own).isDisjoint(with: kind(saved)) { return [] }
    var differing: [(name: String, text: String)] = []
    for (setting, _) in RunIdentity.differences(saved, from: own) {
      guard let name = recipe.bindings[setting.name], !given.contains(where: { $0.isExactly(name) }),
        let value = saved.first(where: { $0.name == setting.name })?.value,
        !differing.contains(where: { $0.name.isExactly(name) })
      else { continue }
      differing.append((name, value))
    }
    if let name = dataParameter(of: recipe, given), let data = data(in: identity), data != recipe.dataFolder,
      FileSystem.exists(data)
    {
      differing.append((name, data))
    }
    return differing
  }

  /// The folder that the run in `folder` learned from, where it isn't there any more, with the parameter that says where it
  /// is; nil otherwise, and where the user says it.
  public static func movedData<Recipe: TrainingRecipe>(
    from recipe: Recipe, given: [String], in folder: String
  ) -> (name: String, folder: String)? {
    guard let name = dataParameter(of: recipe, given), let data = identity(in: folder).flatMap(data),
      data != recipe.dataFolder, !FileSystem.exists(data)
    else { return nil }
    return (name, data)
  }

  private static func identity(in folder: String) -> RunIdentity? {
    let path = FileName.path("state.safetensors", in: folder)
    return FileSystem.exists(path) ? (try? SavedState(path: path))?.identity : nil
  }

  private static func data(in identity: RunIdentity) -> String? {
    identity.contents.first { !$0.folder.isEmpty }?.folder
  }

  /// The parameter that names the folder of the data; nil where there is none, or the user gave it.
  private static func dataParameter<Recipe: TrainingRecipe>(of recipe: Recipe, _ given: [String]) -> String? {
    recipe.bindings["data.folder"].flatMap { name in given.contains { $0.isExactly(name) } ? nil : name }
  }
}
