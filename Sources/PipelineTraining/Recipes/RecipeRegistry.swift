import Basics
public import PipelineKit
import Tensors

/// The known kinds of recipes, each identified by its key.
public struct RecipeRegistry: Sendable {
  /// The registered kinds, in the order in which they are tried.
  public private(set) var kinds: [any TrainingRecipe.Type] = []

  /// Makes an empty registry.
  public init() {}

  /// Adds kinds. Throws if a key is taken.
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

  /// Reads and checks the recipe at `path`. Throws if the file is of no known kind or has errors.
  ///
  /// - Parameters:
  ///   - arguments: parameters as given on a command line.
  ///   - told: the same as the state of a run tells them.
  ///   - reading: what the recipe may read.
  public func read(
    path: String, arguments: [(name: String, text: String)] = [], told: [(name: String, text: String)] = [],
    reading: ReadRules = ReadRules()
  ) throws -> any TrainingRecipe {
    let settings = try RecipeSettings(path: path, arguments: arguments, told: told, reading: reading)
    guard let kind = kind(of: settings) else {
      throw RecipeFault.unknown(path: path, known: kinds.map { ($0.key, $0.summary) })
    }
    return try kind.init(settings, path: path)
  }

  /// The first kind whose key the file has; otherwise one whose key the file probably misspells, so that its reader
  /// reports it.
  private func kind(of settings: RecipeSettings) -> (any TrainingRecipe.Type)? {
    kinds.first { settings.keys.contains($0.key) }
      ?? kinds.first { kind in settings.keys.contains { nearest($0, [kind.key]) != nil } }
  }
}
