import Foundation
import Inference
import PipelineKit
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// The losses of digit networks against their equations, computed number by number.
@Suite struct DigitTaskTests {
  static let diffusion = NoiseSchedule(betas: LinearBetas().betas(300), variance: .fixedLarge)

  /// The mean of squares of f(x_t, t) − target, with draws from the same seed.
  private func naive(
    _ network: DigitUNet, _ digits: Digits, _ examples: [Int], seed: UInt64, withoutClass: Double,
    times: (Generator) -> [(t: Float, a: Double, b: Double)],
    target: (_ x: Double, _ noise: Double, _ a: Double, _ b: Double) -> Double
  ) -> Double {
    let generator = Generator(seed: seed)
    let x = digits.images(examples)
    let noise = generator.normal(x.shape)
    let times = times(generator)
    let drops = generator.uniform([examples.count]).values.map { Double($0) < withoutClass }
    var sum = 0.0
    for (i, example) in examples.enumerated() {
      let (t, a, b) = times[i]
      let (own, ownNoise) = (x.element(i).values.map(Double.init), noise.element(i).values.map(Double.init))
      let noisy = Tensor([1, 1, 28, 28], zip(own, ownNoise).map { Float(a * $0 + b * $1) })
      let oneHot = network.configuration.classes.map {
        DigitTask.oneHot([drops[i] ? nil : digits.labels[example]], classes: $0)
      }
      let output = network(noisy, time: Tensor([1, 1], [t]), oneHot: oneHot).values
      for k in 0..<784 {
        let difference = Double(output[k]) - target(own[k], ownNoise[k], a, b)
        sum += difference * difference
      }
    }
    return sum / Double(784 * examples.count)
  }

  private func withNetwork(
    classes: Int?, _ body: (DigitUNet, DigitConfiguration, Digits) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try DigitFiles.write(12, to: folder)
      let configuration = DigitConfiguration(channels: 2, takesTime: true, classes: classes)
      let network = try Parameters(drawnFrom: Generator(seed: 1)) { try DigitUNet(configuration, $0) }
        .network { try DigitUNet(configuration, $0) }
      try body(network, configuration, Digits(folder: folder, .training))
    }
  }

  /// ‖u((1 − t) x + t ε, t) − (ε − x)‖², t uniform in 0 ..< 1, with the time alone and with classes.
  @Test(arguments: [nil, 10]) func flow(classes: Int?) throws {
    try withNetwork(classes: classes) { network, configuration, digits in
      let task = DigitTask(digits, configuration, .estimate(.flow(), predicts: .flow, withoutClass: 0.5))
      let examples = [3, 0, 7, 11, 5]
      var drawn: [Float] = []
      let expected = naive(
        network, digits, examples, seed: 4, withoutClass: 0.5,
        times: { generator in
          drawn = generator.uniform([examples.count]).values
          return drawn.map { ($0, 1 - Double($0), Double($0)) }
        }, target: { x, noise, _, _ in noise - x })
      let found = Double(task.loss(examples, by: .unet(network), Generator(seed: 4)).values[0])
      #expect(abs(found - expected) < 1e-5 * expected, "\(found), expected \(expected)")
      #expect(drawn.allSatisfy { (0..<1).contains($0) } && Set(drawn).count == 5)
      // The course's direction, t = 1 at the picture and a velocity towards it, is the same loss.
      let reversed = naive(
        network, digits, examples, seed: 4, withoutClass: 0.5,
        times: { $0.uniform([examples.count]).values.map { ($0, 1 - Double($0), Double($0)) } },
        target: { x, noise, _, _ in -(x - noise) })
      #expect(reversed == expected)
    }
  }

  /// ‖f(√ᾱ x + √(1 − ᾱ) ε, t) − target‖² with ε, x or √ᾱ ε − √(1 − ᾱ) x as target.
  @Test(arguments: [Prediction.noise, .clean, .velocity]) func diffusion(_ prediction: Prediction) throws {
    try withNetwork(classes: 10) { network, configuration, digits in
      let task = DigitTask(digits, configuration, .estimate(Self.diffusion, predicts: prediction, withoutClass: 0.1))
      let examples = [3, 0, 7]
      var alphas: [Double] = []
      for t in 0..<300 { alphas.append((alphas.last ?? 1) * (1 - (0.0001 + 0.0199 * Double(t) / 299))) }
      let expected = naive(
        network, digits, examples, seed: 4, withoutClass: 0.1,
        times: { generator in
          examples.map { _ in
            let t = generator.integer(below: 300)
            return (Float(t) / 300, alphas[t].squareRoot(), (1 - alphas[t]).squareRoot())
          }
        },
        target: { x, noise, a, b in
          switch prediction {
          case .clean: x
          case .velocity: a * noise - b * x
          default: noise
          }
        })
      let found = Double(task.loss(examples, by: .unet(network), Generator(seed: 4)).values[0])
      #expect(abs(found - expected) < 1e-4 * expected, "\(found), expected \(expected)")
    }
  }

  /// A network of classes needs its class: dropping all changes the loss, and a network without classes ignores them.
  @Test func classes() throws {
    try withNetwork(classes: 10) { network, configuration, digits in
      let losses = [0.0, 1.0].map { without in
        DigitTask(digits, configuration, .estimate(.flow(), predicts: .flow, withoutClass: without))
          .loss([1, 2, 3], by: .unet(network), Generator(seed: 4)).values[0]
      }
      #expect(losses[0] != losses[1])
    }
  }
}
