import Foundation
import Illusions
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// Each thing that this package adds, by itself and in a file.
@Suite struct IllusionsTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private func registry() throws -> Registry {
    var registry = Registry.standard
    try IllusionsPlugin.register(in: &registry)
    return registry
  }

  // MARK: Stages

  @Test func posterize() throws {
    let picture = Tensor([1, 1, 1, 5], [-1, -0.4, 0.1, 0.4, 1])
    let outputs = try StageTrial(Posterize()).outputs(
      of: Inputs().with(Posterize.image, picture).with(Posterize.levels, 3))
    #expect(outputs[Posterize.posterized] == Tensor([1, 1, 1, 5], [-1, 0, 0, 0, 1]))
    #expect(StageTrial(Posterize()).problems(with: Inputs().with(Posterize.levels, 1)).count == 1)
    #expect(StageTrial(Posterize()).foreseenShapes(["image": [2, 3, 8, 8]]) == ["image": [2, 3, 8, 8]])
  }

  @Test func fog() throws {
    let picture = Tensor([1, 3, 4, 2], repeating: -1)
    let depth = GroundPlane()(like: picture, horizon: 0)
    #expect(depth.distances.values == [0.875, 0.875, 0.625, 0.625, 0.375, 0.375, 0.125, 0.125])
    let foggy = try Fog()(picture, depth: depth, density: 1)
    #expect(abs(foggy.values[0] - Float(1 - 2 * exp(-0.875))) < 1e-6)
    #expect(try Fog()(picture, depth: depth, density: 0) == picture)
    #expect(throws: StageFault.self) { try Fog()(Tensor([1, 3, 2, 2], repeating: 0), depth: depth) }
  }

  // MARK: The kind

  @Test func aDepthMapIsNoPicture() throws {
    let text = """
      {"stages": {
        "rng": {"stage": "generator", "seed": 1},
        "x": {"stage": "gaussian-noise", "generator": "@rng", "shape": [3, 8, 8]},
        "d": {"stage": "ground-plane", "image": "@x"},
        "w": {"stage": "write-image", "image": "@d", "to": "d.png"}}}
      """
    #expect(
      PipelineFile.problems(in: text, registry: try registry())
        == ["pipeline:5:42: error: 'image' takes image or list of image, found depth-map (@d)"])
  }

  // MARK: The sampler

  /// On pictures that are known exactly, walks end where the pictures are.
  @Test func theSamplerDrawsFromTheDistribution() throws {
    let model = Gaussian(name: "g", imageShape: [1, 32, 32], mean: [0.3], spread: 0.2)
    let generator = Generator(seed: 3)
    let walk = try Timesteps()(.count(50), model: model)
    var x = try GaussianNoise()(for: model, generator: generator)
    for t in walk {
      let estimate = try EstimateNoise()(model, image: x, at: t)
      x = try Step()(
        x, estimate: estimate, at: t, model: model, generator: generator, method: StochasticDPMSolver()
      ).image
    }
    let mean = x.mean
    let spread = x.map { ($0 - mean) * ($0 - mean) }.mean.squareRoot()
    #expect(abs(mean - 0.3) < 0.03 && abs(spread - 0.2) < 0.03, "mean \(mean), spread \(spread)")
  }

  // MARK: The family of models

  @Test func theFamilyIsKnown() throws {
    let path = Self.folder + "/pipelines/sunset.gaussian.json"
    let model = try LoadModel()(from: path, formats: ModelFormats([GaussianFormat.self]))
    #expect(model.imageShape == [3, 64, 64])
    #expect(throws: StageFault.self) { try EncodeText()(model, "a fox") }
  }

  // MARK: The file

  @Test func theFileRuns() throws {
    let path = Self.folder + "/pipelines/fog.json"
    #expect(PipelineFile.problems(at: path, registry: try registry()).isEmpty)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("illusions-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipeline = try Pipeline(
      path: path, arguments: [("steps", "4")], registry: registry(), writing: WriteRules(folder: folder))
    try pipeline.run()
    let picture = try ReadImage()(from: Path(folder + "/fog.png"))
    try GoldenPictures(folder: Self.folder + "/Tests/Golden", tolerance: 2).compare(picture, "fog")
  }
}
