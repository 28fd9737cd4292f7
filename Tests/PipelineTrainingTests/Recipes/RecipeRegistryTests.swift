import Basics
import Foundation
import PipelineKit
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// Recipes are known by their keys.
@Suite struct RecipeRegistryTests {
  static func read(_ text: String, _ registry: RecipeRegistry = .standard) throws -> any TrainingRecipe {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(text.utf8), to: folder + "/r.json")
      return try registry.read(path: folder + "/r.json")
    }
  }

  @Test(arguments: [
    ("mnist-denoiser", true), ("mnist-time", true), ("mnist-class", true), ("mnist-classifier", true),
    ("mnist-flow", true), ("mnist-flow-class", true), ("mnist-flow-constant", true), ("mnist-reflow", true),
    ("drawing-classifier", true), ("fine-tune", false), ("mini-if", false),
  ]) func shipped(name: String, isOfDigits: Bool) throws {
    let recipe = try RecipeRegistry.standard.read(path: "\(Fixtures.package)/recipes/\(name).json")
    #expect(recipe.name == name && recipe is DigitRecipe == isOfDigits && recipe is FineTuneRecipe != isOfDigits)
  }

  @Test func unknown() throws {
    let fault = #expect(throws: RecipeFault.self) { try Self.read(#"{ "objective": {}, "run": {} }"#) }
    #expect(
      fault?.description.hasSuffix(
        "r.json: is not a recipe of a known kind; expected the key 'model' (for a model of DeepFloyd's shape) or 'network' (for a network of digits)"
      ) == true)
    // A misspelt key is told by the kind that it is near to.
    let misspelt = #expect(throws: PipelineFault.self) {
      try Self.read(RecipeTests.good.replacing("\"network\"", with: "\"netwrok\""))
    }
    #expect(misspelt?.description.contains("the recipe has no key 'netwrok'; did you mean 'network'?") == true)
  }

  @Test func kindsRegister() throws {
    var registry = RecipeRegistry()
    #expect(throws: RecipeFault.self) { try Self.read(RecipeTests.good, registry) }
    try registry.register([DigitRecipe.self])
    #expect(try Self.read(RecipeTests.good, registry) is DigitRecipe)
    let fault = #expect(throws: RecipeFault.self) { try registry.register([DigitRecipe.self]) }
    #expect(fault?.description == "there is a kind of recipes with the key 'network' already")
    #expect(fault?.cause == .fault && registry.kinds.count == 1)
  }
}
