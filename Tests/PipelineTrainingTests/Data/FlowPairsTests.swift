import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineTesting
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// The pairs of reflow: what a model draws from which noise.
@Suite struct FlowPairsTests {
  /// Along u = −x the midpoint method multiplies by 1 + h + h²/2 in each step; so does each pair.
  @Test func drawsByTheMidpointMethod() throws {
    let model = FakeEstimator(imageShape: [1, 28, 28], schedule: .flow()) { evaluation in
      let t = Float(evaluation.timestep) / 1000
      return evaluation.image.map { $0 - (1 - t) * $0 }
    }
    let pairs = try FlowPairs(model, labels: [0, 1, 2, 3], steps: 4, guidance: 1, seed: 7)
    #expect(model.evaluations.isEmpty)
    let (noise, pictures) = try pairs([2, 0])
    #expect(noise.element(1) == Generator(seed: 7 << 32, algorithm: .philox).normal([1, 1, 28, 28]))
    #expect(noise == pairs.noise([2, 0]) && noise.element(0) != noise.element(1))
    // Timesteps 999, 749, 499, 249: a step of 0.5 with its middle half way, and one of 0.499 with its middle at 0.249.
    let factor = (1 + 0.5 * (1 + 0.25)) * (1 + 0.499 * (1 + 0.25)) as Float
    #expect(pictures.maximumDifference(from: noise.map { min(max(factor * $0, -1), 1) }) < 2e-3)
    // What was drawn is kept.
    #expect(model.evaluations.count == 8)
    #expect(try pairs([0, 2]).pictures.element(0) == pictures.element(1) && model.evaluations.count == 8)
    #expect(try pairs([0, 3]).pictures.element(0) == pictures.element(1))
    #expect(model.evaluations.last?.image.shape == [1, 1, 28, 28] && model.evaluations.count == 12)
  }

  /// A folder with digits, a model of a flow in `run/model`, and a recipe of reflow.
  private func inFolder(
    network: String = "\"channels\": 2, \"time\": true, \"class\": true",
    objective: String = "\"learn\": \"reflow\", \"from\": \"run\", \"pair-steps\": 4, \"guidance\": 2",
    run: String = "", _ body: (_ folder: String, _ recipe: DigitRecipe) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(20, to: folder)
      let first = try FlowRunTests.recipe(
        in: folder, network: "\"channels\": 2, \"time\": true, \"class\": true", run: ", \"seed\": 1")
      try TrainingRun(first, folder: folder + "/run")(resume: false, report: { _ in })
      try body(
        folder,
        DigitRecipe(path: DigitFiles.recipe(in: folder, network: network, objective: objective, run: run)))
    }
  }

  /// A pair doesn't depend on the pairs that are drawn with it, and the class and the guidance have their effect.
  @Test func pairsAreIndependent() throws {
    try inFolder { folder, recipe in
      let pairs = try #require(recipe.task().pairs)
      let together = try pairs([0, 1, 2, 3, 4]).pictures
      let others = try #require(recipe.task().pairs)
      let alone = try others([3]).pictures
      #expect(alone == together.element(3))
      let model = try DigitFormat(path: folder + "/run/model").load(ModelOptions(name: "m"))
      let drawn = try [(0, 2.0), (1, 2), (0, 1)].map { label, guidance in
        let pairs = try FlowPairs(model, labels: [label], steps: 4, guidance: guidance, seed: 0)
        return try pairs([0]).pictures
      }
      #expect(drawn[0] == together.element(0) && drawn[1] != drawn[0] && drawn[2] != drawn[0])
    }
  }

  /// A run that is stopped ends, resumed, with the bytes of one that never was; its sheet shows few steps.
  @Test func resumesToTheSameBytes() throws {
    try inFolder(run: ", \"sheets\": [2]") { folder, recipe in
      let whole = TrainingRun(recipe, folder: folder + "/whole")
      try whole(resume: false, report: { _ in })
      let stopped = TrainingRun(recipe, folder: folder + "/stopped")
      for limit in [1, 2, 4, .max] { try stopped(resume: limit > 1, limit: limit, report: { _ in }) }
      for file in ["model/model.safetensors", "state.safetensors", "epoch-02/sheet.png", "model/README.md"] {
        let contents = ["whole", "stopped"].map { FileManager.default.contents(atPath: "\(folder)/\($0)/\(file)") }
        #expect(contents[0] != nil && contents[0] == contents[1], "\(file)")
      }
      let card = String(decoding: try FileFault.contents(of: folder + "/whole/model/README.md"), as: UTF8.self)
      #expect(
        card.contains(
          "| data | pairs of noise and of the picture that `model` draws from it (midpoint method, 4 timesteps, γ = 2), with the classes of 20 images"
        ))
      var steps = 0
      _ = try recipe.sheet(of: DigitLearner(folder: folder + "/whole/model"), afterEpoch: 2) { steps += 1 }
      #expect(steps == 1 + 2 + 4 + 50)
      #expect(recipe.reads.first == "model \(folder)/run/model")
      let other = try DigitRecipe(
        path: DigitFiles.recipe(
          in: folder, network: "\"channels\": 2, \"time\": true, \"class\": true",
          objective: "\"learn\": \"reflow\", \"from\": \"whole\", \"pair-steps\": 4, \"guidance\": 2",
          run: ", \"sheets\": [2]"))
      let fault = #expect(throws: TrainingFault.self) {
        try TrainingRun(other, folder: folder + "/stopped")(resume: true, report: { _ in })
      }
      #expect(
        fault.map { "\($0)".contains("another model of the pairs than \(folder)/whole/model") } == true,
        "\(fault.map { "\($0)" } ?? "")")
    }
  }

  /// The loss is that of a flow on the pairs: noise isn't drawn anew.
  @Test func loss() throws {
    try inFolder { folder, recipe in
      let task = try recipe.task()
      let parameters = try recipe.start(Generator(seed: 1))
      let found = try parameters.network { try task.loss([4, 9], $0, Generator(seed: 3)).values[0] }
      guard case .unet(let network) = try parameters.network(recipe.network) else { return }
      let pairs = try #require(task.pairs)
      let (noise, pictures) = try pairs([4, 9])
      let times = Generator(seed: 3).uniform([2])
      var sum = 0.0
      for i in 0..<2 {
        let (t, x, e) = (times.values[i], pictures.element(i), noise.element(i))
        let output = network(
          x.combined(with: e) { (1 - t) * $0 + t * $1 }, time: Tensor([1, 1], [t]),
          oneHot: DigitTask.oneHot([task.digits.labels[[4, 9][i]]], classes: 10))
        for k in 0..<784 {
          let difference = Double(output.values[k]) - Double(e.values[k] - x.values[k])
          sum += difference * difference / 1568
        }
      }
      #expect(abs(Double(found) - sum) < 1e-4 * sum, "\(found), expected \(sum)")
    }
  }

  /// There are no pairs of test digits: the loss is that of a flow, and the measurement says so.
  @Test func measured() throws {
    try inFolder { folder, recipe in
      try DigitFiles.write(30, to: folder, part: "t10k")
      try TrainingRun(recipe, folder: folder + "/reflow")(resume: false, report: { _ in })
      var told: [String] = []
      try recipe.evaluate(EvaluationOptions(model: folder + "/reflow", samples: 0)) {
        if case .measured(let text) = $0 { told.append(text) }
      }
      let end = " on 30 test digits with any noise, not on pairs as it learned from, 5 timesteps each"
      #expect(told.count == 1 && told[0].hasSuffix(end), "\(told)")
    }
  }

  /// Models that draw no pairs for the network.
  @Test func unfitModels() throws {
    func told(_ from: String, _ network: String = "\"channels\": 2, \"time\": true, \"class\": true") throws -> String {
      var told = "none"
      do {
        try inFolder(network: network, objective: "\"learn\": \"reflow\", \"from\": \"\(from)\"") { folder, recipe in
          do { _ = try recipe.task() } catch { told = "\(error)".replacing(folder + "/", with: "") }
        }
      } catch { told = "\(error)" }
      return told
    }
    #expect(
      try told("mnist-denoiser")
        == "recipe.json: model 'mnist-denoiser' removes noise in one step; 'from' takes one that draws pictures from noise"
    )
    #expect(
      try told("mnist-time")
        == "recipe.json: model 'mnist-time' draws pictures of no classes, where the network takes 10")
    #expect(
      try told("mini-if")
        == "recipe.json: model 'mini-if' draws pictures of 3×64×64, where the network learns 1×28×28")
    #expect(try told("mnist-tame").hasPrefix("there is no model 'mnist-tame'; did you mean 'mnist-time'?"))
    #expect(try told("mnist-time", "\"channels\": 2, \"time\": true") == "none")
    #expect(try told("run", "\"channels\": 2").hasSuffix("recipe.json: a network that learns a flow takes the time"))
  }
}
