import Basics
import Foundation
import PipelineKit
import PipelineModels
import PipelineStages
import Tensors
import Testing

/// The exact estimator, and samplers run on it: what comes out must be one of its pictures.
@Suite struct PictureSetTests {
  private let pictures = Generator(seed: 5).normal([3, 1, 4, 4]).map { $0 > 0 ? 1 : -1 }

  /// The definition, written down naively.
  @Test func posteriorMean() throws {
    let set = PictureSet(pictures)
    let x = Generator(seed: 6).normal([2, 1, 4, 4])
    for t in [0, 10, 500, 990.5] {
      let estimate = try set.estimate(x, at: t, condition: nil, lowResolution: nil).noise
      let alpha = Double(set.schedule!.alphaCumprod(t))
      for n in 0..<2 {
        var weights = (0..<3).map { i -> Double in
          let distance = (0..<16).reduce(0.0) {
            $0 + pow(Double(x.values[n * 16 + $1]) - alpha.squareRoot() * Double(pictures.values[i * 16 + $1]), 2)
          }
          return -distance / (2 * (1 - alpha))
        }
        let top = weights.max()!
        weights = weights.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        for p in 0..<16 {
          let mean = (0..<3).reduce(0.0) { $0 + weights[$1] / total * Double(pictures.values[$1 * 16 + p]) }
          let noise = (Double(x.values[n * 16 + p]) - alpha.squareRoot() * mean) / (1 - alpha).squareRoot()
          #expect(abs(Double(estimate.values[n * 16 + p]) - noise) < 1e-3 * max(1, abs(noise)))
        }
      }
    }
  }

  /// Each sampler walks from noise to one of the pictures, to the last digits.
  @Test(arguments: [DDPM() as any Sampler, DDIM(), DPMSolver(), UniPC()])
  func samplersEndOnAPicture(method: any Sampler) throws {
    let set = PictureSet(pictures)
    for seed in 0..<8 as Range<UInt64> {
      let generator = Generator(seed: seed)
      var x = try GaussianNoise()(for: set, generator: generator)
      var (clean, earlier): (Tensor?, Tensor?)
      for t in try Timesteps()(.count(50), model: set) {
        let estimate = try EstimateNoise()(set, image: x, at: t)
        let step = try Step()(
          x, estimate: estimate, at: t, model: set, generator: generator, method: method,
          previous: method.looksBack ? clean : nil, earlier: method.looksBack ? earlier : nil)
        (x, clean, earlier) = (step.image, step.clean, clean)
      }
      let nearest = (0..<3).map { x.maximumDifference(from: pictures.element($0)) }.min()!
      #expect(nearest < 1e-4, "seed \(seed): \(nearest)")
    }
  }

  @Test func denoises() throws {
    let set = PictureSet(pictures, sigma: 0.1)
    let noisy = pictures + Generator(seed: 1).normal([3, 1, 4, 4]) * 0.1
    #expect(try Denoise()(set, image: noisy).maximumDifference(from: pictures) < 1e-5)
  }

  /// In a pipeline file: nothing but pictures and the stage.
  @Test func asAStage() throws {
    let text = """
      { "outputs": {"x": "@loop.x"}, "stages": {
        "one": {"stage": "gaussian-noise", "shape": [1, 4, 4], "generator": "@g"}, "g": {"stage": "generator", "seed": 1},
        "two": {"stage": "flip", "input": "@one"},
        "model": {"stage": "exact-model", "images": ["@one", "@two"]},
        "start": {"stage": "gaussian-noise", "model": "@model", "generator": "@g"},
        "times": {"stage": "timesteps", "model": "@model", "count": 30},
        "loop": {"stage": "loop", "each": {"t": "@times"}, "carry": {"x": "@start"}, "body": {
          "e": {"stage": "estimate", "model": "@model", "image": "@x", "at": "@t"},
          "s": {"stage": "step", "model": "@model", "image": "@x", "estimate": "@e", "at": "@t", "method": "ddim"} },
          "next": {"x": "@s"} } } }
      """
    let pipeline = try Pipeline(text: text, file: "x.json", folder: "/", registry: ParityTests.registry())
    let x = try #require(try Tensor(pipeline.run()["x"]!))
    let one = Generator(seed: 1).normal([1, 1, 4, 4])
    #expect(min(x.maximumDifference(from: one), x.maximumDifference(from: one.flipped(axis: 2))) < 1e-4)
  }
}
