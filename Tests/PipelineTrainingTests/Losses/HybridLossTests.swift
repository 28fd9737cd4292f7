import Foundation
import Inference
import PipelineKit
import PipelineModels
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// The hybrid loss, and the gradients of a whole network of DeepFloyd's shape by it.
@Suite struct HybridLossTests {
  struct Fixture: Decodable {
    var simple, variational: Double
    var gradients: [String: [Double]]
  }

  static let weighting = HybridLoss.Weighting.signalToNoise(limit: 5, boost: 14)

  /// Against PyTorch and diffusers (Tests/Fixtures/training/make_unet.py): a batch with t = 0 in it, near it and far.
  @Test func gradientsOfTheNetworkAreDiffusers() throws {
    let fixture = try JSONDecoder().decode(
      Fixture.self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/unet.json"))))
    let model = try DeepFloydFolder(path: Fixtures.package + "/models/mini-if")
    let loss = HybridLoss(NoiseSchedule(model.scheduler), weighting: Self.weighting, variational: 0.001)
    let generator = Generator(seed: 5)
    let x = generator.normal([4, 3, 64, 64]).clamped(to: -1...1)
    let noise = generator.normal([4, 3, 64, 64])
    let text = generator.normal([4, 77, 128])
    let parameters = try Checkpoint.load(model.unetWeights()) { weights in
      try Parameters(of: weights.source) { try DeepFloydUNet(configuration: model.unet, $0) }
    }
    let times = [0, 12, 431, 990]
    let noisy = loss.schedule.noised(x, with: noise, at: times.map(Double.init))
    let (value, gradients) = try parameters.differentiated { weights in
      let output = try DeepFloydUNet(configuration: model.unet, weights)(
        sample: noisy, timesteps: times.map(Float.init), text: text)
      return loss(output, of: x, noise, at: times)
    }
    let expected = fixture.simple + 0.001 * fixture.variational
    #expect(abs(Double(value) - expected) < 1e-5 * expected, "\(value), expected \(expected)")
    #expect(gradients.count == fixture.gradients.count)
    for (entry, gradient) in zip(parameters.entries, gradients) {
      let numbers = try #require(fixture.gradients[entry.name], "PyTorch has no '\(entry.name)'")
      // The numbers are compared with their tensor's root mean square; rounding leaves a thousandth of it.
      let scale = max(numbers[0], 1e-6) / Double(gradient.count).squareRoot()
      func note(_ found: Double, _ expected: Double, _ size: Double) {
        let error = abs(found - expected) / max(size, abs(expected))
        #expect(error < 2e-3, "\(entry.name): \(found), expected \(expected)")
      }
      note(gradient.squaredNorm.squareRoot(), numbers[0], max(numbers[0], 1e-5))
      for (i, number) in numbers.dropFirst().enumerated() {
        note(Double(gradient.values[i * (gradient.count - 1) / 7]), number, scale)
      }
    }
  }

  /// Of the terms as they are, one picture at a time, against finite differences.
  @Test(arguments: [0, 1, 30, 99]) func derivativeIsTheDifference(t: Int) throws {
    let schedule = NoiseSchedule(betas: CosineBetas().betas(100), variance: .learnedRange)
    for weighting in [HybridLoss.Weighting.equal, Self.weighting] {
      let loss = HybridLoss(schedule, weighting: weighting, variational: 0.5)
      let generator = Generator(seed: 1)
      let x = generator.normal([1, 3, 2, 2]).clamped(to: -1...1)
      let noise = generator.normal([1, 3, 2, 2])
      // x̂₀ is cut off beyond −1…1 and takes no part in the mean: near to ε, where its own slope would show if it did.
      let output = Tensor.concatenated([noise.map { $0 + 0.01 }, generator.normal([1, 3, 2, 2])], axis: 1)
      let variable = output.variable
      let derivative = gradients(of: loss(variable, of: x, noise, at: [t]), with: [variable])[0]
      for i in 12..<24 {
        var (more, less) = (output, output)
        let at = [0, i / 4, i / 2 % 2, i % 2]
        more[at[0], at[1], at[2], at[3]] += 0.05
        less[at[0], at[1], at[2], at[3]] -= 0.05
        let slope =
          (loss(more, of: x, noise, at: [t]).values[0] - loss(less, of: x, noise, at: [t]).values[0]) / 0.1
        let found = derivative[at[0], at[1], at[2], at[3]]
        #expect(abs(found - slope) <= 2e-2 * max(abs(slope), 1e-3), "\(i): \(found), expected \(slope)")
      }
      // The estimate is 0.01 above ε everywhere; the divergence, whose mean is taken as given, adds nothing to its part.
      let first = derivative[0, 0, 0, 0]
      if weighting == .equal { #expect(abs(first - 2 * 0.01 / 12) < 1e-6) }
      for i in 0..<12 { #expect(abs(derivative[0, i / 4, i / 2 % 2, i % 2] - first) < 1e-4 * first) }
    }
  }

  /// A network without variance learns noise alone: the mean squared error.
  @Test func withoutVarianceItIsTheSquaredError() {
    let loss = HybridLoss(
      NoiseSchedule(betas: CosineBetas().betas(100), variance: .fixedSmall), weighting: .equal, variational: 0.001
    )
    let generator = Generator(seed: 3)
    let (x, noise) = (generator.normal([2, 3, 4, 4]), generator.normal([2, 3, 4, 4]))
    let output = generator.normal([2, 3, 4, 4]).variable
    let (ours, plain) = (loss(output, of: x, noise, at: [3, 50]), output.meanSquaredError(to: noise))
    #expect(abs(ours.values[0] - plain.values[0]) < 1e-6)
    let (a, b) = (gradients(of: ours, with: [output])[0], gradients(of: plain, with: [output])[0])
    #expect(a.maximumDifference(from: b) < 1e-7)
  }
}
