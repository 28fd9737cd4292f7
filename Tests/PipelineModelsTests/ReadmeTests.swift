import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import Tensors
import TestSupport
import Testing

// README: chain
/// A hybrid image: `far` in the coarse part, `near` in the fine one.
func hybrid(far: String, near: String, steps: Int, guidance: Double, sigma: Double, seed: UInt64) throws -> Tensor {
  let model = try LoadModel()(from: "mini-if")
  let generator = Generator(seed: seed)
  let (text, estimate, guide, step) = (EncodeText(), EstimateNoise(), Guide(), Step())
  let (far, near, none) = try (text(model, far), text(model, near), text(model, ""))
  var x = try GaussianNoise()(for: model, generator: generator)
  var clean: Tensor?
  for t in try Timesteps()(.count(steps), model: model) {
    let nothing = try estimate(model, image: x, at: t, condition: none)
    let farNoise = try guide(
      conditional: estimate(model, image: x, at: t, condition: far), unconditional: nothing, scale: guidance)
    let nearNoise = try guide(
      conditional: estimate(model, image: x, at: t, condition: near), unconditional: nothing, scale: guidance)
    let noise = try Add()(LowPass()(farNoise, sigma: sigma), HighPass()(nearNoise, sigma: sigma))
    let stepped = try step(x, estimate: noise, at: t, model: model, method: DPMSolver(), previous: clean)
    (x, clean) = (stepped.image, stepped.clean)
  }
  return x
}
// README: end

// README: events
/// Runs a pipeline file that may name `posterize`, and prints what goes on.
func watch(_ file: String) async throws {
  var registry = Registry.standard
  try registry.register([Posterize.self])
  for try await event in try Pipeline(path: file, registry: registry).events() { print(event) }
}
// README: end

/// What the README shows is compiled here, and does what it says.
@Suite struct ReadmeTests {
  @Test func theChainMakesThePipelinesPicture() throws {
    let chain = try hybrid(far: "a fox", near: "a crab", steps: 3, guidance: 7, sigma: 2.6, seed: 17)
    let text = try String(contentsOfFile: ShippedPipelinesTests.folder + "/hybrid.json", encoding: .utf8)
      .replacing(
        "\"stages\": {\n", with: "\"outputs\": { \"image\": \"@denoise\" }, \"stages\": {\n", maxReplacements: 1)
    try withTemporaryFolder { folder in
      let pipeline = try Pipeline(
        text: text, file: "hybrid.json", folder: ShippedPipelinesTests.folder, arguments: [("steps", "3")],
        registry: ParityTests.registry(), writing: WriteRules(folder: folder))
      let plain = try #require(try Tensor(pipeline.runPlainly()["image"]!))
      #expect(plain == chain)
      // The graph makes a batch of the three estimates. OpenBLAS sums a batch's products in another order.
      let picture = try #require(try Tensor(pipeline.run()["image"]!))
      let off = zip(picture.values, chain.values).map { abs($0 - $1) }.max() ?? 0
      #expect(off <= (Processor.current.products == .openBLAS ? 1e-3 : 0))
    }
  }

  @Test func theStage() throws {
    #expect(Posterize()(Tensor([1, 1, 1, 3], [-0.9, 0.1, 0.8]), levels: 2).values == [-1, 1, 1])
    var registry = try ParityTests.registry()
    try registry.register([Posterize.self])
    let text = """
      { "outputs": {"x": "@p"}, "stages": { "g": {"stage": "generator", "seed": 1},
        "n": {"stage": "gaussian-noise", "shape": [1, 2, 2], "generator": "@g"},
        "p": {"stage": "posterize", "image": "@n", "levels": 3} } }
      """
    let image = try Tensor(Pipeline(text: text, file: "x", folder: "/", registry: registry).run()["x"]!)
    #expect(image == Posterize()(Generator(seed: 1).normal([1, 1, 2, 2]), levels: 3))
  }

  @Test func theEvents() async throws {
    let file = URL.temporaryDirectory.appendingPathComponent("\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(
      """
      { "outputs": {"x": "@p"}, "stages": { "g": {"stage": "generator", "seed": 1},
        "n": {"stage": "gaussian-noise", "shape": [1, 2, 2], "generator": "@g"},
        "p": {"stage": "posterize", "image": "@n", "levels": 3} } }
      """.utf8
    ).write(to: file)
    try await watch(file.path)
  }

  /// The README's code is that of these tests, to the letter.
  @Test func theReadmeShowsThisCode() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let readme = try String(contentsOfFile: Fixtures.package + "/README.md", encoding: .utf8)
    for part in ["chain", "events"] {
      let code = source.components(separatedBy: "// README: \(part)\n")[1].components(separatedBy: "// README: end")[0]
      #expect(readme.contains(code), "\(part)")
    }
    let stage = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Posterize.swift")
    #expect(readme.contains(try String(contentsOf: stage, encoding: .utf8)))
  }
}
