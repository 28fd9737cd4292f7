import Basics
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

  /// The same with what packages export: `runner build` writes this line.
  ///
  /// - Parameter plugins: registered in this order, beside what PipelineKit brings. Where a name is taken, the program says
  ///   which plug-in it is and exits with 65.
  public static func main(plugins: [any PipelinePlugin.Type]) -> Never {
    var registry = Registry.standard
    for plugin in plugins {
      do { try plugin.register(in: &registry) } catch {
        Terminal.error("error: plug-in \(plugin): \(error)")
        exit(FaultCause.data.rawValue)
      }
    }
    main(registry: registry)
  }
}
