import Foundation
public import PipelineKit
import PipelineModels
public import PipelineTraining

/// The command line: running and checking pipeline files, training, and what there is to know of stages and models.
public enum PipelineCommands {
  /// What pipeline files may name.
  @TaskLocal static var registry = Registry.standard

  /// What recipe files may be of.
  @TaskLocal static var recipes = RecipeRegistry.standard

  /// Does what the program's arguments say, and exits.
  ///
  /// - Parameters:
  ///   - registry: the stages, methods, kinds and families of models that pipeline files may name.
  ///   - recipes: the kinds of recipes that can be trained.
  public static func main(registry: Registry, recipes: RecipeRegistry = .standard) -> Never {
    $registry.withValue(registry) { $recipes.withValue(recipes) { Runner.main() } }
    exit(0)
  }
}
