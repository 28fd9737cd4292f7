import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// Sheets of what networks in training make.
@Suite struct SheetTests {
  /// A sheet shows what a pipeline makes of the same network and seed.
  @Test func digitsAreThePipelines() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(16, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true, \"class\": true",
          objective: "\"learn\": \"estimate\", \"steps\": 5", run: ", \"seed\": 3"))
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      var steps = 0
      let sheet = try recipe.sheet(of: DigitLearner(folder: folder + "/run/model"), afterEpoch: 1) { steps += 1 }
      #expect(steps == 5)
      let text = """
        {
          "outputs": { "sheet": "@sheet" },
          "stages": {
            "model": { "stage": "model", "from": "run" },
            "rng": { "stage": "generator", "seed": 3 },
            "class": { "stage": "label", "model": "@model", "class": \((0..<40).map { $0 % 10 }) },
            "none": { "stage": "unconditional", "model": "@model" },
            "start": { "stage": "gaussian-noise", "model": "@model", "count": 40, "generator": "@rng" },
            "times": { "stage": "timesteps", "model": "@model", "stride": 1 },
            "digits": {
              "stage": "loop", "each": { "t": "@times" }, "carry": { "x": "@start" },
              "body": {
                "with": { "stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@class" },
                "without": { "stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@none" },
                "noise": { "stage": "guide", "conditional": "@with", "unconditional": "@without", "scale": 5 },
                "stepped": {
                  "stage": "step", "model": "@model", "image": "@x", "estimate": "@noise", "at": "@t", "generator": "@rng"
                }
              },
              "next": { "x": "@stepped" }
            },
            "sheet": { "stage": "grid", "images": "@digits", "columns": 10, "title": "tiny, epoch 1", "magnify": 3 }
          }
        }
        """
      var registry = Registry()
      try registry.register(estimatorStages)
      try registry.register(commonStages)
      let pipeline = try Pipeline(text: text, file: "f.json", folder: folder, registry: registry)
      let expected = try #require(Tensor(pipeline.run()["sheet"]!))
      #expect(sheet?.shape == expected.shape && sheet?.maximumDifference(from: expected) ?? 1 < 1e-5)
    }
  }

  /// A row of a picture for each prompt; a classifier makes none.
  @Test func promptsAndClassifiers() throws {
    try FineTuneTests.inFolder { folder in
      let recipe = try FineTuneTests.recipe(in: folder, ("[\"a red disc\"]", with: "[\"a red disc\", \"a disc\"]"))
      #expect(recipe.labels == ["a red disc", "a disc", "tiny"] && recipe.plan.sheets == [2])
      var steps = 0
      let sheet = try recipe.sheet(of: recipe.source.loadUNet(), afterEpoch: 1) { steps += 1 }
      #expect(steps == 2 * 4 && sheet?.shape[1] == 3)
      struct Stop: Error {}
      #expect(throws: Stop.self) { try recipe.sheet(of: recipe.source.loadUNet(), afterEpoch: 1) { throw Stop() } }
      try DigitFiles.write(8, to: folder)
      let classifier = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: "\"channels\": 1", objective: "\"learn\": \"classify\"", run: ""))
      let network = try classifier.start(Generator(seed: 0)).network(classifier.network)
      #expect(try classifier.sheet(of: network, afterEpoch: 1) {} == nil)
    }
  }
}
