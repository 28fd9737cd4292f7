import Foundation
import Inference
import PipelineKit
import PipelineModels
import Tensors
import TestSupport
import Testing

/// Evaluations made as one give what each gives by itself.
@Suite struct BatchTests {
  /// The relative error of all numbers together.
  private func difference(_ a: Estimate, _ b: Estimate) -> Float {
    func all(_ estimate: Estimate) -> Tensor {
      .concatenated([estimate.noise] + (estimate.variance.map { [$0] } ?? []), axis: 1)
    }
    return all(a).relativeError(to: all(b))
  }

  /// - Parameter batches: how many runs of the network the evaluations should take together.
  private func check(_ model: any NoiseEstimator, _ evaluations: [Evaluation], batches: Int) throws {
    let alone = try evaluations.map {
      try model.estimate($0.image, at: $0.timestep, condition: $0.condition, lowResolution: $0.lowResolution)
    }
    let profile = Profile()
    let together = try Profile.$current.withValue(profile) { try model.estimates(evaluations) }
    #expect(profile.evaluations == (evaluations.count, batches))
    #expect(together.count == alone.count)
    for (a, b) in zip(together, alone) {
      #expect(a.noise.shape == b.noise.shape && (a.variance == nil) == (b.variance == nil))
      #expect(difference(a, b) < 1e-5)
    }
  }

  /// Other pictures, timesteps and texts; pictures that are batches themselves, with a text for all or one for each.
  @Test func stageI() throws {
    let model = try #require(try LoadModel()(from: Fixtures.path("reference/if-stage1")) as? DeepFloydModel)
    let random = Generator(seed: 4)
    let texts = try ["a cat", "a red house", ""].map { try model.condition(prompt: $0) }
    let (a, b, none) = (texts[0], texts[1], texts[2])
    func image(_ n: Int = 1, _ size: Int = 32) -> Tensor { random.normal([n, 3, size, size]) }
    let x = image()
    try check(
      model, [Evaluation(x, at: 900, condition: a), Evaluation(x, at: 900, condition: a)], batches: 1)
    try check(
      model, [Evaluation(x, at: 900, condition: a), Evaluation(x, at: 900, condition: b), Evaluation(x, at: 900)],
      batches: 1)
    try check(
      model,
      [
        Evaluation(image(2), at: 3, condition: a), Evaluation(image(), at: 700, condition: none),
        Evaluation(image(3), at: 3, condition: Condition(.concatenated([a, b, none].map(\.embedding), axis: 0))),
      ], batches: 1)
  }

  /// What does not fit into one batch is evaluated apart, each in its place.
  @Test func whatDoesNotFit() throws {
    let model = try #require(try LoadModel()(from: Fixtures.path("reference/if-stage1")) as? DeepFloydModel)
    let random = Generator(seed: 5)
    let text = try model.condition(prompt: "a cat").embedding
    func evaluation(_ size: Int, length: Int = 77, n: Int = 1) -> Evaluation {
      Evaluation(
        random.normal([n, 3, size, size]), at: 500, condition: Condition(text.slice(axis: 1, 0..<length)))
    }
    try check(model, [evaluation(32), evaluation(16), evaluation(32), evaluation(16)], batches: 2)
    try check(model, [evaluation(32), evaluation(32, length: 20), evaluation(32, length: 20)], batches: 2)
    // 32 pictures of 32 pixels fill a batch.
    try check(model, [evaluation(32, n: 31), evaluation(32), evaluation(32)], batches: 2)
    try check(model, [evaluation(32, n: 40), evaluation(32)], batches: 2)
  }

  @Test func stageII() throws {
    let model = try #require(try LoadModel()(from: Fixtures.path("reference/if-stage2")) as? DeepFloydModel)
    let random = Generator(seed: 6)
    func evaluation(_ n: Int, at t: Double, level: Double) -> Evaluation {
      Evaluation(
        random.normal([n, 3, 32, 32]), at: t, condition: nil,
        lowResolution: LowResolution(image: random.normal([1, 3, 32, 32]), noiseLevel: level))
    }
    try check(
      model,
      [evaluation(1, at: 900, level: 250), evaluation(2, at: 10, level: 100), evaluation(1, at: 10, level: 250)],
      batches: 1)
  }

  @Test func singleStepDenoisers() throws {
    let set = PictureSet(Generator(seed: 5).normal([3, 1, 4, 4]))
    let inputs = (1...3).map { n in
      Inputs(["model": .model(set), "image": .image(Generator(seed: UInt64(n)).normal([n, 1, 4, 4]))])
    }
    let together = try Denoise.runTogether(inputs, in: Context())
    for (together, inputs) in zip(together, inputs) {
      let alone = try Denoise().run(inputs, in: Context())
      #expect(Tensor(together.values["image"]!) == Tensor(alone.values["image"]!))
    }
  }

  /// Two guided estimates that a user wrote apart, of one picture, need one unconditional estimate; and one pass.
  @Test func guidedTwice() throws {
    let text = """
      { "outputs": {"x": "@l"}, "stages": {
        "model": {"stage": "model", "from": "\(Fixtures.path("reference/if-stage1"))"},
        "a": {"stage": "text", "model": "@model", "prompt": "a cat"},
        "b": {"stage": "text", "model": "@model", "prompt": "a dog"},
        "g": {"stage": "generator", "seed": 1},
        "start": {"stage": "gaussian-noise", "model": "@model", "generator": "@g"},
        "times": {"stage": "timesteps", "model": "@model", "count": 3},
        "l": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
          "none": {"stage": "text", "model": "@model", "prompt": ""},
          "also": {"stage": "text", "model": "@model", "prompt": ""},
          "one": {"stage": "./guided.json", "model": "@model", "image": "@x", "at": "@t", "condition": "@a",
            "unconditional": "@none"},
          "two": {"stage": "./guided.json", "model": "@model", "image": "@x", "at": "@t", "condition": "@b",
            "unconditional": "@also"},
          "both": {"stage": "average", "inputs": ["@one", "@two"]},
          "s": {"stage": "step", "model": "@model", "image": "@x", "estimate": "@both", "at": "@t", "generator": "@g"}},
          "next": {"x": "@s"}} } }
      """
    let pipeline = try Pipeline(
      text: text, file: "x.json", folder: ShippedPipelinesTests.folder + "/parts", registry: ParityTests.registry())
    let profile = Profile()
    let saved = try Profile.$current.withValue(profile) { try pipeline.run() }
    #expect(profile.evaluations == (9, 3))
    #expect(profile.stages.filter { $0.kind == "estimate" }.map(\.spared) == [0, 3, 0])
    #expect(profile.stages.filter { $0.kind == "text" }.map(\.name) == ["a", "b", "none"])
    let plain = Profile()
    let alone = try Profile.$current.withValue(plain) { try pipeline.runPlainly() }
    #expect(plain.evaluations == (12, 12))
    let (x, y) = (try #require(Tensor(saved["x"]!)), try #require(Tensor(alone["x"]!)))
    // A random network in a walk of three steps enlarges roundings.
    #expect(x.maximumDifference(from: y) < 2e-3)
  }

  /// A mistake in one of several that run together is told of that one: here a size that is not known before the run.
  @Test func faultsNameTheirStage() throws {
    let text = """
      { "outputs": {"a": "@a", "b": "@b"}, "stages": {
        "model": {"stage": "model", "from": "\(Fixtures.path("reference/if-stage1"))"},
        "g": {"stage": "generator", "seed": 1},
        "x": {"stage": "gaussian-noise", "shape": [3, 32, 32], "generator": "@g"},
        "y": {"stage": "loop", "each": {"size": [30]}, "carry": {"z": "@x"},
          "body": {"r": {"stage": "resize", "image": "@z", "size": "@size"}}, "next": {"z": "@r"}},
        "a": {"stage": "estimate", "model": "@model", "image": "@x", "at": 5},
        "b": {"stage": "estimate", "model": "@model", "image": "@y", "at": 5} } }
      """
    let pipeline = try Pipeline(text: text, file: "x.json", folder: "/", registry: ParityTests.registry())
    let fault = #expect(throws: RunFault.self) { try pipeline.run() }
    #expect(fault?.stage == "b" && fault?.description.contains("multiples of") == true)
  }
}
