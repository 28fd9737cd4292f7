import Basics
import Inference
import PipelineTraining
import Tensors
import TestSupport
import Testing

@Suite struct HeldOutTests {
  /// The standard error says how far the means of other draws are off.
  @Test func standardErrorsAreRight() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(300, to: folder)
      let configuration = DigitConfiguration(channels: 1, black: 0, white: 1, sigma: 0.5)
      let task = DigitTask(try Digits(folder: folder, .training), configuration, .denoise(sigma: 0.5))
      let network = try Parameters(drawnFrom: Generator(seed: 1)) { try DigitLearner(configuration, $0) }
        .network { try DigitLearner(configuration, $0) }
      var calls = 0
      let first = task.loss(of: network, passes: 4, seed: 1) { done, all in
        calls += 1
        #expect(done == calls && all == 12)
      }
      let second = task.loss(of: network, passes: 4, seed: 2) { _, _ in }
      #expect(calls == 12 && first.mean != second.mean && first.standardError > 0)
      #expect(abs(first.mean - second.mean) < 5 * (first.standardError + second.standardError))
      #expect(task.loss(of: network, passes: 4, seed: 1) { _, _ in }.mean == first.mean)
    }
  }

  /// A classifier that learned, saved and loaded, reads what it learned.
  @Test func reads() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(60, to: folder)
      try DigitFiles.write(130, to: folder, part: "t10k")
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: "\"channels\": 4", objective: "\"learn\": \"classify\"", run: ""),
        arguments: [("epochs", "12")])
      try TrainingRun(recipe, folder: folder + "/run")(resume: false, report: { _ in })
      guard case .classifier(let network) = try DigitLearner(folder: folder + "/run/model") else {
        Issue.record("no classifier")
        return
      }
      let right = try recipe.task(.test).countRead(by: network) { _, _ in }
      // Its pooling leaves little of where a bar is, but more than chance would tell.
      #expect(right > 40, "\(right) of 130")
    }
  }

  /// A classifier of other things than ten digits is measured by its own recipe, and by no other.
  @Test func otherClasses() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(60, to: folder)
      try DigitFiles.write(130, to: folder, part: "t10k")
      func recipe(_ objective: String) throws -> DigitRecipe {
        try DigitRecipe(
          path: DigitFiles.recipe(
            in: folder, network: "\"channels\": 4", objective: "\"learn\": \"classify\"\(objective)", run: ""))
      }
      let twelve = try recipe(", \"classes\": 12")
      try TrainingRun(twelve, folder: folder + "/run")(resume: false, report: { _ in })
      var told: [String] = []
      try twelve.evaluate(EvaluationOptions(model: folder + "/run/model", samples: 0)) {
        if case .measured(let text) = $0 { told.append(text) }
      }
      #expect(told.count == 1 && told[0].contains(" of 130 test digits classified correctly"), "\(told)")
      let error = #expect(throws: RecipeFault.self) { _ = try recipe("").measuring(folder + "/run/model") }
      #expect(error.map { "\($0)" }?.contains("'classes' should be 10, as the recipe has, found 12") == true)
      // Nor does it judge digits.
      let drawing = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true, \"class\": true",
          objective: "\"learn\": \"estimate\", \"steps\": 10", run: ""))
      try TrainingRun(drawing, folder: folder + "/drawing")(resume: false, report: { _ in })
      let judged = #expect(throws: (any Error).self) {
        try drawing.evaluate(EvaluationOptions(model: folder + "/drawing", judge: folder + "/run")) { _ in }
      }
      #expect(
        judged.map { "\($0)" }
          == "\(folder)/run/model: a classifier of the 10 classes that the network draws should judge, found one of 12")
    }
  }

  /// Test digits that can't be read are an error; only where there are none, training digits take their place.
  @Test func damagedTestDigits() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(60, to: folder)
      let recipe = try DigitRecipe(
        path: DigitFiles.recipe(in: folder, network: "\"channels\": 4", objective: "\"learn\": \"classify\"", run: ""))
      #expect(try recipe.testTask() == nil)
      try DigitFiles.write(130, to: folder, part: "t10k")
      #expect(try recipe.testTask()?.digits.count == 130)
      let task = try recipe.task()
      #expect(try recipe.identity(task).contents.map(\.name).contains("test images"))
      let path = folder + "/t10k-images-idx3-ubyte"
      try AtomicFile.write(Array(try FileFault.contents(of: path).dropLast()), to: path)
      #expect(throws: IDXFault.self) { try recipe.testTask() }
      #expect(throws: IDXFault.self) { try recipe.identity(task) }
    }
  }
}
