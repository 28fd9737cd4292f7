import Basics
import Foundation
import Inference
import PipelineKit
import PipelineTraining
import Tensors
import TestSupport
import Testing

@Suite struct RecipeTests {
  static func problems(_ text: String, _ arguments: [(name: String, text: String)] = []) throws -> String {
    try withTemporaryFolder { folder in
      let path = folder + "/r.json"
      try AtomicFile.write(Array(text.utf8), to: path)
      do {
        _ = try DigitRecipe(path: path, arguments: arguments)
        return "none"
      } catch { return "\(error)".replacingOccurrences(of: folder + "/", with: "") }
    }
  }

  static let good = """
    {
      "parameters": { "rate": 0.001 },
      "network": { "channels": 8 },
      "objective": { "learn": "denoise", "sigma": 0.5 },
      "data": { "folder": "data" },
      "run": { "epochs": 1, "batch": 8, "rate": "$rate" }
    }
    """

  @Test func good() throws { #expect(try Self.problems(Self.good) == "none") }

  /// Whole numbers are integers however they are written; seeds go up to 2^64 − 1, and negative ones count modulo 2^64.
  @Test func integers() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/r.json"
      func recipe(_ epochs: String, _ seed: String, _ arguments: [(name: String, text: String)] = []) throws
        -> DigitRecipe
      {
        let text = Self.good.replacing("\"epochs\": 1", with: "\"epochs\": \(epochs), \"seed\": \(seed)")
          .replacing("\"rate\": 0.001", with: "\"rate\": 0.001, \"seed\": 1")
        try AtomicFile.write([0xEF, 0xBB, 0xBF] + Array(text.utf8), to: path)
        return try DigitRecipe(path: path, arguments: arguments)
      }
      let plans = try [
        recipe("1e1", "18446744073709551615"), recipe("2.0", "-1"), recipe("1", "\"$seed\"", [("seed", "1e3")]),
        recipe("1", "\"$seed\"", [("seed", "18446744073709551615")]),
      ].map(\.plan)
      #expect(plans.map(\.seed) == [.max, .max, 1000, .max] && plans.map(\.epochs) == [10, 2, 1, 1])
      for (epochs, seed, found) in [
        ("1.5", "1", "'epochs' should be an integer from 1 to 100000, found 1.5"),
        ("1e30", "1", "'epochs' should be an integer from 1 to 100000, found 1e+30"),
        ("1", "1e30", "'seed' should be an integer from -2^63 to 2^64-1, found 1e+30"),
        ("1", "0.5", "'seed' should be an integer from -2^63 to 2^64-1, found 0.5"),
      ] {
        let fault = #expect(throws: (any Error).self) { try recipe(epochs, seed) }
        #expect(fault.map { "\($0)".hasSuffix(found) } == true)
      }
    }
  }

  @Test(arguments: [
    (
      "\"channels\": 8", "\"channels\": 0",
      "r.json:3:28: error: 'channels' should be an integer from 1 to 1024, found 0"
    ),
    (
      "\"channels\": 8", "\"chanels\": 8",
      "r.json:3:3: error: 'network' lacks the key 'channels'\nr.json:3:16: error: 'network' has no key 'chanels'; did you mean 'channels'?"
    ),
    (
      "\"sigma\"", "\"sigmas\"",
      "r.json:4:3: error: 'objective' lacks the key 'sigma'\nr.json:4:38: error: 'objective' has no key 'sigmas'; did you mean 'sigma'?"
    ),
    (
      "denoise", "fly",
      "r.json:4:27: error: 'learn' should be 'denoise' or 'estimate' or 'flow' or 'reflow' or 'classify', found 'fly'"
    ),
    (
      "\"denoise\", \"sigma\": 0.5", "\"flows\"",
      "r.json:4:27: error: 'learn' should be 'denoise' or 'estimate' or 'flow' or 'reflow' or 'classify', found 'flows'"
    ),
    ("\"learn\": \"denoise\", ", "", "r.json:4:3: error: 'objective' lacks the key 'learn'"),
    ("$rate", "$rat", "r.json:6:45: error: there is no parameter 'rat'; did you mean 'rate'?"),
    (
      "\"run\":", "\"runs\":",
      "r.json:1:1: error: the recipe lacks the key 'run'\nr.json:6:3: error: the recipe has no key 'runs'; did you mean 'run'?"
    ),
    (
      "\"channels\": 8", "\"channels\": 8, \"time\": true",
      "r.json: a network that learns to denoise takes neither time nor class"
    ),
    (
      "\"channels\": 8 },\n  \"objective\": { \"learn\": \"denoise\", \"sigma\": 0.5",
      "\"channels\": 8, \"time\": true },\n  \"objective\": { \"learn\": \"classify\"",
      "r.json: a network that learns to classify takes no time"
    ),
    (
      "\"denoise\", \"sigma\": 0.5 },", "\"classify\" }, \"about\": \"\",",
      "none"
    ),
    (
      "\"denoise\", \"sigma\": 0.5", "\"estimate\", \"steps\": 9, \"predicts\": \"x\"",
      "r.json:4:63: error: 'predicts' should be 'noise' or 'x0' or 'v', found 'x'"
    ),
    ("\"denoise\", \"sigma\": 0.5", "\"flow\"", "r.json: a network that learns a flow takes the time"),
    (
      "\"channels\": 8 },\n  \"objective\": { \"learn\": \"denoise\", \"sigma\": 0.5",
      "\"channels\": 8, \"time\": true },\n  \"objective\": { \"learn\": \"flow\", \"steps\": 300",
      "r.json:4:35: error: 'objective' has no key 'steps'; expected one of 'learn', 'without-class'"
    ),
    (
      "\"denoise\", \"sigma\": 0.5", "\"classify\", \"sigma\": 0.5",
      "r.json:4:39: error: 'objective' has no key 'sigma'; expected one of 'classes', 'learn'"
    ),
    (
      "\"folder\": \"data\"", "\"folder\": \"data\", \"first\": -1, \"source\": 7",
      "r.json:5:40: error: 'first' should be an integer from 0 to 1000000000, found -1\nr.json:5:54: error: 'source' should be text, found 7"
    ),
  ]) func errors(what: String, by: String, expected: String) throws {
    #expect(try Self.problems(Self.good.replacingOccurrences(of: what, with: by)) == expected)
  }

  @Test func classifiersMakeNoSheets() throws {
    let text = Self.good.replacingOccurrences(of: "\"denoise\", \"sigma\": 0.5", with: "\"classify\"")
    #expect(
      try Self.problems(text.replacingOccurrences(of: "\"epochs\": 1", with: "\"epochs\": 1, \"sheets\": [1]"))
        == "r.json: a network that learns to classify makes no pictures for 'sheets'")
  }

  /// A batch through a network takes no tensor that is larger than any may be.
  @Test func sizes() throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(700, to: folder + "/data")
      let text = Self.good.replacingOccurrences(of: "\"channels\": 8", with: "\"channels\": 1024")
      try AtomicFile.write(Array(text.utf8), to: folder + "/r.json")
      #expect(try DigitRecipe(path: folder + "/r.json").task().count == 700)
      let more = Self.good.replacingOccurrences(
        of: "\"folder\": \"data\"", with: "\"folder\": \"data\", \"first\": 701")
      try AtomicFile.write(Array(more.utf8), to: folder + "/m.json")
      let task = try DigitRecipe(path: folder + "/m.json").task()
      #expect(task.count == 700)
      #expect(task.warnings == ["data.first=701, but \(folder)/data holds 700 images; all of them are learned"])
      try AtomicFile.write(
        Array(text.replacingOccurrences(of: "\"batch\": 8", with: "\"batch\": 65536").utf8), to: folder + "/r.json")
      do {
        _ = try DigitRecipe(path: folder + "/r.json").task()
        Issue.record("a batch of 700 passed")
      } catch {
        #expect(
          "\(error)"
            == "a batch of 700 images of 28×28 pixels through 1024 channels takes tensors of 700×2048×28×28 numbers, but 1073741824 are the most; take a smaller batch, or a network of fewer channels"
        )
      }
    }
  }

  @Test func parameters() throws {
    for (text, found) in [("2", "2.0"), ("0", "0.0")] {
      #expect(
        try Self.problems(Self.good, [("rate", text)])
          == "r.json:6:45: error: 'rate' should be a number from 1e-09 to 1.0, found \(found)")
    }
    #expect(try Self.problems(Self.good, [("rat", "2")]) == "error: there is no parameter 'rat'; did you mean 'rate'?")
  }

  @Test(arguments: [
    "mnist-denoiser", "mnist-time", "mnist-class", "mnist-flow", "mnist-flow-class", "mnist-reflow", "mnist-classifier",
    "drawing-classifier", "mnist-flow-constant",
  ])
  func shipped(name: String) throws {
    let recipe = try DigitRecipe(path: "\(Fixtures.package)/recipes/\(name).json")
    #expect(recipe.name == name)
    #expect(
      recipe.configuration.channels == [
        "mnist-denoiser": 128, "mnist-classifier": 32, "drawing-classifier": 32, "mnist-flow-constant": 32,
      ][name] ?? 64)
    #expect((recipe.configuration.classes ?? 10) == (name == "drawing-classifier" ? 80 : 10))
  }

  /// The saved state and the models are counted by the network's true number of weights, and the smallest estimate of memory
  /// holds more than them. Of the images in the file, `first` are learned.
  @Test(arguments: [
    (#""channels": 5"#, #""learn": "denoise", "sigma": 0.5"#), (#""channels": 6"#, #""learn": "classify""#),
    (#""channels": 7, "time": true, "class": true"#, #""learn": "flow""#),
  ]) func cost(network: String, objective: String) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(30, to: folder)
      for (averaging, copies) in [("", 3), (#", "averaging": 0.9"#, 4)] {
        let recipe = try DigitRecipe(
          path: DigitFiles.recipe(
            in: folder, network: network, objective: objective, data: #", "first": 20"#, run: averaging))
        let (cost, count) = (try recipe.cost(), try recipe.start(Generator(seed: 0)).count)
        #expect(cost.evaluations == 40 && !cost.isUnknown)
        #expect(cost.written == Double(4 * copies * count + 2 * count * 3 + 250_000))
        #expect(cost.memory > Double(4 * (copies + 1) * count + 20 * 784))
      }
    }
  }
}
