package import ArgumentParser
import Basics
import Foundation
public import PipelineKit
import PipelineModels
public import PipelineTraining

/// The command line: running and checking pipeline files, training, and what there is to know of stages and models.
public enum PipelineCommands {
  /// What pipeline files may name.
  @TaskLocal package static var registry = Registry.standard

  /// Commands of other modules.
  @TaskLocal static var commands: [any ParsableCommand.Type] = []

  /// What recipe files may be of.
  @TaskLocal static var recipes = RecipeRegistry.standard

  /// Does what the program's arguments say, and exits.
  ///
  /// - Parameters:
  ///   - registry: the stages, methods, kinds and families of models that pipeline files may name.
  ///   - recipes: the kinds of recipes that can be trained.
  ///   - name: what the program is called in its version, help, suggestions, completions and manual page; by default the
  ///     name of its file.
  public static func main(
    registry: Registry, recipes: RecipeRegistry = .standard, name: String? = nil
  ) -> Never {
    let name = name ?? ProgramName.name(ofProgramAt: FileName.arguments.first ?? "")
    ProgramName.$current.withValue(name) {
      $registry.withValue(registry) { $recipes.withValue(recipes) { Runner.main() } }
    }
    exit(0)
  }

  /// The same with what packages export: `runner build` writes this line.
  ///
  /// - Parameters:
  ///   - plugins: registered in this order, beside what PipelineKit brings. Where a name is taken, the program says which
  ///     plug-in it is and exits with 65.
  ///   - name: as above.
  public static func main(plugins: [any PipelinePlugin.Type], name: String? = nil) -> Never {
    main(plugins: plugins, commands: [], name: name)
  }

  /// The same with commands of other modules.
  package static func main(
    plugins: [any PipelinePlugin.Type], commands: [any ParsableCommand.Type], name: String? = nil
  ) -> Never {
    var registry = Registry.standard
    for plugin in plugins {
      do { try plugin.register(in: &registry) } catch {
        Terminal.error("error: plug-in \(plugin): \(error)")
        exit(FaultCause.data.rawValue)
      }
    }
    $commands.withValue(commands) { main(registry: registry, name: name) }
  }
}
