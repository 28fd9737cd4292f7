import Basics
import PipelineKit
import Tensors

/// The kinds of recipes that files may be of, each known by its key.
public struct RecipeRegistry: Sendable {
  public private(set) var kinds: [any TrainingRecipe.Type] = []

  public init() {}

  /// Adds kinds. A key that is taken is an error.
  public mutating func register(_ new: [any TrainingRecipe.Type]) throws {
    for kind in new {
      if kinds.contains(where: { $0.key == kind.key }) { throw RecipeFault.taken(key: kind.key) }
      kinds.append(kind)
    }
  }

  /// The kinds of this package.
  public static var standard: RecipeRegistry {
    var registry = RecipeRegistry()
    registry.kinds = [FineTuneRecipe.self, DigitRecipe.self]
    return registry
  }

  /// Reads and checks the recipe at `path`; `arguments` are parameters in the words of a command line.
  public func read(path: String, arguments: [(name: String, text: String)] = []) throws -> any TrainingRecipe {
    let settings = try RecipeSettings(path: path, arguments: arguments)
    guard let kind = kind(of: settings) else {
      throw RecipeFault.unknown(path: path, known: kinds.map { ($0.key, $0.summary) })
    }
    return try kind.init(settings, path: path)
  }

  /// The first whose key the file has; where there is none, one whose key the file has misspelt, which its reader tells.
  private func kind(of settings: RecipeSettings) -> (any TrainingRecipe.Type)? {
    kinds.first { settings.keys.contains($0.key) }
      ?? kinds.first { kind in settings.keys.contains { nearest($0, [kind.key]) != nil } }
  }
}
