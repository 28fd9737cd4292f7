import Basics
import Foundation
import PipelineKit
import PipelineModels
import Tensors
import TestSupport
import Testing

/// Families of models: those of the package, and one that a user's package adds.
@Suite struct FormatTests {
  /// A model that is one number in a text file: the noise that it finds everywhere.
  struct ConstantFormat: ModelFormat {
    static let summary = "a file '.constant' with a number"
    static func recognises(_ path: String) -> Bool { path.hasSuffix(".constant") }
    let path: String
    let value: Float

    init(path: String) throws {
      guard let value = Float(String(decoding: try FileFault.contents(of: path), as: UTF8.self)) else {
        throw StageFault.other("\(path): expected a number")
      }
      (self.path, self.value) = (path, value)
    }
    func facts(name: String) -> ModelFacts {
      ModelFacts(
        name: name, summary: "finds one number", imageShape: [1, 4, 4], schedule: PictureSet.defaultSchedule,
        abilities: [.estimatesNoise])
    }
    func checkFiles() throws {}
    func size() throws -> (weights: Int, bytes: Int) { (1, 4) }
    func load(_ options: ModelOptions) throws -> any Model { Constant(name: options.name, value: value) }
  }

  struct Constant: NoiseEstimator {
    let name: String
    let value: Float
    var imageShape: [Int] { [1, 4, 4] }
    var schedule: NoiseSchedule? { PictureSet.defaultSchedule }
    var digest: @Sendable () throws -> String { { "constant" } }
    func estimate(
      _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
    ) throws -> Estimate { Estimate(noise: Tensor(image.shape, repeating: value)) }
  }

  private func check(_ stages: String, _ folder: String) -> [String] {
    do {
      var registry = try ParityTests.registry()
      registry.register([ConstantFormat.self])
      let text = #"{"stages": {"m": {"stage": "model", "from": "c.constant"}, \#(stages)}}"#
      _ = try Pipeline(
        text: text, file: "f.json", folder: folder, registry: registry, writing: WriteRules(folder: folder))
      return []
    } catch let fault as PipelineFault {
      return fault.diagnostics.map { "\($0.problem)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test func aFamilyOfAnotherPackageLoads() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("0.25".utf8), to: folder + "/c.constant")
      var registry = try ParityTests.registry()
      registry.register([ConstantFormat.self])
      let text = """
        {"outputs": {"x": "@e"}, "stages": {
          "m": {"stage": "model", "from": "c.constant"}, "g": {"stage": "generator", "seed": 1},
          "x": {"stage": "gaussian-noise", "generator": "@g", "model": "@m"},
          "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 3}}}
        """
      let outputs = try Pipeline(text: text, file: "f.json", folder: folder, registry: registry).run()
      let estimate = try #require(outputs["x"].flatMap { Estimate($0) })
      #expect(estimate.noise == Tensor([1, 1, 4, 4], repeating: 0.25))
    }
  }

  @Test func itsFactsAreChecked() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("0.25".utf8), to: folder + "/c.constant")
      let write = #", "w": {"stage": "write-tensor", "tensors": {"t": "@t"}, "to": "t.safetensors"}"#
      #expect(
        check(#""t": {"stage": "text", "model": "@m", "prompt": "a fox"}"# + write, folder)
          == ["stage 't': model 'c.constant' can't read prompts"])
      #expect(
        check(#""t": {"stage": "unconditional", "model": "@m"}"# + write, folder)
          == ["stage 't': model 'c.constant' can't be conditioned: it takes neither prompts nor classes"])
      try AtomicFile.write(Array("much".utf8), to: folder + "/c.constant")
      #expect(
        check(#""t": {"stage": "unconditional", "model": "@m"}"# + write, folder)
          == ["stage 'm': \(folder)/c.constant: expected a number"])
    }
  }

  /// What the configurations of the embedded models say.
  @Test func embedded() throws {
    let facts = try Dictionary(
      uniqueKeysWithValues: ModelLocator.embedded().map { name, folder in
        let format = try ModelFormats.standard.open(folder)
        try format.checkFiles()
        return (name, (facts: format.facts(name: name), size: try format.size()))
      })
    #expect(
      facts.mapValues(\.facts.abilities) == [
        "mini-if": [.estimatesNoise, .readsPrompts], "mnist-class": [.estimatesNoise, .knowsClasses],
        "mnist-flow-class": [.estimatesNoise, .knowsClasses], "mnist-flow": [.estimatesNoise],
        "mnist-reflow": [.estimatesNoise, .knowsClasses], "mnist-time": [.estimatesNoise], "mnist-v": [.estimatesNoise],
        "mnist-x0": [.estimatesNoise], "mnist-flow-constant": [.estimatesNoise, .knowsClasses],
        "mnist-denoiser": [.denoises], "mnist-denoiser-1": [.denoises], "mnist-pure-noise": [.denoises],
      ])
    #expect(facts["mini-if"]?.size.weights == 8_452_198)
    #expect(facts["mnist-class"]?.facts.classes == 10)
    // What a configuration says is what the loaded model can do.
    for (name, found) in facts {
      let model = try LoadModel()(from: name)
      #expect(model.imageShape == found.facts.imageShape && model.schedule == found.facts.schedule)
      #expect((model is any PromptReader) == found.facts.abilities?.contains(.readsPrompts))
      #expect((model is any Denoiser) == found.facts.abilities?.contains(.denoises))
    }
  }

  /// A prompt's memory grows with its length: for mini-if, 1152 channels of all layers that attend to it, as keys and as
  /// values.
  @Test func promptMemory() throws {
    let memory = try #require(
      try ModelFormats.standard.open(Fixtures.package + "/models/mini-if").facts(name: "").memory)
    let least = 4.0 * 2 * 1152 * 20000
    #expect((least...1.6 * least).contains(memory.prompt(20000)), "\(memory.prompt(20000))")
    #expect(memory.prompt(16) < 1e6)
  }
}
