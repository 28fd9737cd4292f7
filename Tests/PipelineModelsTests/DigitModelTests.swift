import Basics
import Foundation
import Images
import Inference
import PipelineKit
import PipelineModels
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// The digits' networks as models of a pipeline.
@Suite struct DigitModelTests {
  private static func path(_ kind: String) -> String { Fixtures.path("digits/" + kind) }

  private func estimator(_ kind: String) throws -> DigitEstimator {
    try #require(try LoadModel()(from: Self.path(kind)) as? DigitEstimator)
  }

  @Test func kinds() throws {
    let denoiser = try LoadModel()(from: Self.path("denoiser"))
    #expect(denoiser is any Denoiser && !(denoiser is any NoiseEstimator) && denoiser.schedule == nil)
    #expect(denoiser.imageShape == [1, 28, 28])
    #expect(try denoiser.digest().hasPrefix("sha256:"))
    let (time, classes) = (try estimator("time"), try estimator("class"))
    #expect(time.schedule?.count == 300 && time.schedule?.variance == .fixedLarge && time.schedule?.clip == .range(1))
    #expect(time.classCount == 0 && classes.classCount == 10)
    #expect(ModelLocator.embedded().map(\.name).contains("mnist-class"))
  }

  @Test func labels() throws {
    let model = try estimator("class")
    #expect(try EncodeLabel()(model, 3).embedding == Tensor([1, 10], (0..<10).map { $0 == 3 ? 1 : 0 }))
    #expect(try Unconditional()(model).embedding == Tensor([1, 10], repeating: 0))
    let both = try EncodeLabel()(model, [7, 0]).embedding
    #expect(
      both == .concatenated([try EncodeLabel()(model, 7), try EncodeLabel()(model, 0)].map(\.embedding), axis: 0))

    let x = Generator(seed: 1).normal([2, 1, 28, 28])
    func estimate(_ x: Tensor, _ condition: Condition?) throws -> Tensor {
      try EstimateNoise()(model, image: x, at: Timestep(200), condition: condition).noise
    }
    // A class for each picture is that picture's; one for all is everyone's; none is nobody's.
    let together = try estimate(x, EncodeLabel()(model, [7, 0]))
    for (i, label) in [7, 0].enumerated() {
      let alone = try estimate(x.element(i), EncodeLabel()(model, label))
      #expect(together.element(i).maximumDifference(from: alone) < 1e-5)
    }
    let seven = try estimate(x, EncodeLabel()(model, 7))
    #expect(seven.element(0).maximumDifference(from: together.element(0)) < 1e-5)
    #expect(seven.element(1).maximumDifference(from: together.element(1)) > 1e-3)
    #expect(try estimate(x, nil) == estimate(x, Unconditional()(model)))
  }

  /// Evaluations of other pictures, times and classes go through the network as one, and give what each gives alone.
  @Test func batches() throws {
    let random = Generator(seed: 4)
    for kind in ["time", "class"] {
      let model = try estimator(kind)
      let evaluations = try [(1, 5, 0), (3, 200, 4), (1, 299, 9)].map { n, t, label in
        Evaluation(
          random.normal([n, 1, 28, 28]), at: t, condition: kind == "class" ? try EncodeLabel()(model, label) : nil)
      }
      let profile = Profile()
      let together = try Profile.$current.withValue(profile) { try model.estimates(evaluations) }
      #expect(profile.evaluations == (3, 1))
      for (estimate, e) in zip(together, evaluations) {
        let alone = try model.estimate(e.image, at: e.timestep, condition: e.condition, lowResolution: nil)
        #expect(estimate.noise.shape == e.image.shape && estimate.variance == nil)
        #expect(estimate.noise.relativeError(to: alone.noise) < 1e-5)
      }
    }
  }

  /// Pictures flow from −1 to 1, and this network knows 0 to 1.
  @Test func ranges() throws {
    let path = Self.path("denoiser")
    let network = try DigitFolder(path: path).load()
    let z = Generator(seed: 3).normal([2, 1, 28, 28])
    let direct = network(z.map { ($0 + 1) / 2 }).map { 2 * $0 - 1 }
    let model = try LoadModel()(from: path)
    #expect(try Denoise()(model, image: z).maximumDifference(from: direct) < 1e-5)
  }

  /// The embedded denoiser on digits that it never saw, under the noise that it was trained on.
  @Test(arguments: 0..<10) func denoises(digit: Int) throws {
    let model = try LoadModel()(from: "mnist-denoiser")
    let x = try ImageFile.read(Fixtures.package + "/pictures/digits/\(digit).png")
    let noisy = AddNoise()(x, sigma: 0.5, generator: Generator(seed: UInt64(digit)), range: .unit)
    let clean = try Denoise()(model, image: noisy)
    let (before, after) = (noisy.meanSquaredError(to: x).values[0], clean.meanSquaredError(to: x).values[0])
    #expect(after < before / 5, "from \(before) to \(after)")
  }

  @Test func sizes() throws {
    let (denoiser, time) = (try LoadModel()(from: Self.path("denoiser")), try estimator("time"))
    for shape in [[1, 1, 56, 84], [2, 1, 28, 56], [0, 1, 28, 28]] {
      let x = Generator(seed: 1).normal(shape)
      #expect(try Denoise()(denoiser, image: x).shape == shape)
      #expect(try EstimateNoise()(time, image: x, at: Timestep(3)).noise.shape == shape)
    }
    for (h, w) in [(30, 28), (28, 14), (0, 28)] {
      let x = Tensor([1, 1, h, w], repeating: 0)
      let expected = "the network takes heights and widths that are multiples of 28, found \(h)×\(w)"
      #expect(faultText { _ = try Denoise()(denoiser, image: x) } == expected)
      #expect(faultText { _ = try EstimateNoise()(time, image: x, at: Timestep(3)) } == expected)
    }
  }

  @Test func wrongConditions() throws {
    let (time, classes) = (try estimator("time"), try estimator("class"))
    let x = Tensor([2, 1, 28, 28], repeating: 0)
    func estimate(_ model: any Model, _ condition: Tensor) -> String? {
      faultText { _ = try EstimateNoise()(model, image: x, at: Timestep(3), condition: Condition(condition)) }
    }
    let expected = "'condition' takes what 'label' makes of classes, 1×10 or 2×10 for 2 images, found "
    #expect(estimate(classes, Tensor([1, 77, 8], repeating: 0)) == expected + "1×77×8")
    #expect(estimate(classes, Tensor([3, 10], repeating: 0)) == expected + "3×10")
    #expect(estimate(classes, Tensor([1, 11], repeating: 0)) == expected + "1×11")
    let none = "it takes neither prompts nor classes"
    #expect(estimate(time, Tensor([1, 10], repeating: 0))?.hasSuffix(none) == true)
    #expect(faultText { _ = try Unconditional()(time) }.hasSuffix(none) == true)
    #expect(faultText { _ = try EncodeLabel()(classes, 10) } == "'class' takes 0 … 9, found 10")
    #expect(faultText { _ = try EncodeLabel()(classes, [0, -1]) } == "'class' takes classes from 0, found -1")
    #expect(faultText { _ = try EncodeLabel()(classes, []) } == "'class' takes at least one class, found none")
    #expect(faultText { _ = try EncodeLabel()(time, 1) }.hasSuffix("can't take a class") == true)
    #expect(
      faultText { _ = try EncodeText()(classes, "a cat") }.hasSuffix(
        "can't read prompts; give it a class with the stage 'label'") == true)
  }
}
