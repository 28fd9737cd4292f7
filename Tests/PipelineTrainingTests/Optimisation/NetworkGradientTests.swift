import Foundation
import Inference
import PipelineTraining
import Tensors
import TestSupport
import Testing

/// Against PyTorch: three steps of training the digits' UNet (Tests/Fixtures/training/make.py).
@Suite struct NetworkGradientTests {
  struct Fixture: Decodable {
    var initial, gradients, final: [String: [Double]]
    var losses: [Double]
    var evaluated: [Double]
  }

  static let fixture = try! JSONDecoder().decode(
    Fixture.self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/network.json"))))
  static let configuration = DigitConfiguration(channels: 16, takesTime: true, classes: 10)

  /// What make.py notes of a tensor: its norm, and eight numbers.
  static func sample(_ t: Tensor) -> [Double] {
    [t.squaredNorm.squareRoot()] + (0..<8).map { Double(t.values[$0 * (t.count - 1) / 7]) }
  }

  static func close(_ t: Tensor, _ expected: [Double]?, within tolerance: Double, _ name: String) {
    guard let expected else {
      Issue.record("PyTorch has no '\(name)'")
      return
    }
    let scale = max(expected[0] / Double(t.count).squareRoot(), 1e-6)
    for (a, b) in zip(sample(t), expected) {
      #expect(abs(a - b) <= tolerance * max(scale, abs(b)), "\(name): \(a), expected \(b)")
    }
  }

  struct Task: TrainingTask {
    let count = 3
    let x, noise: Tensor

    init() {
      let generator = Generator(seed: 2)
      let (clean, noise) = (generator.normal([3, 1, 28, 28]), generator.normal([3, 1, 28, 28]))
      (x, self.noise) = (clean + noise, noise)
    }

    static let time = Tensor([3, 1], [0.1, 0.5, 0.9])
    static let oneHot = DigitTask.oneHot([3, nil, 9], classes: 10)

    func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor {
      try DigitUNet(configuration, weights)(x, time: Self.time, oneHot: Self.oneHot).meanSquaredError(to: noise)
    }
  }

  @Test func drawsWhatPyTorchDraws() throws {
    let parameters = try Parameters(drawnFrom: Generator(seed: 1)) { try DigitUNet(Self.configuration, $0) }
    for entry in parameters.entries where entry.isLearned {
      Self.close(entry.value, Self.fixture.initial[entry.name], within: 1e-6, entry.name)
    }
    #expect(parameters.entries.filter(\.isLearned).count == Self.fixture.initial.count)
  }

  @Test func gradientsArePyTorchs() throws {
    let parameters = try Parameters(drawnFrom: Generator(seed: 1)) { try DigitUNet(Self.configuration, $0) }
    let (loss, gradients) = try parameters.differentiated { try Task().loss([], $0, Generator(seed: 0)) }
    #expect(abs(Double(loss) - Self.fixture.losses[0]) < 1e-5)
    for (entry, gradient) in zip(parameters.entries.filter(\.isLearned), gradients) {
      // A bias before a batch norm has no effect: its gradient is what rounding leaves.
      if entry.name.hasSuffix("conv.bias") { continue }
      Self.close(gradient, Self.fixture.gradients[entry.name], within: 2e-3, entry.name)
    }
  }

  @Test func threeStepsArePyTorchs() throws {
    let plan = TrainingPlan(epochs: 3, batch: 3, seed: 1, rate: 1e-3)
    var trainer = try Trainer(Task(), plan) { try DigitUNet(Self.configuration, $0) }
    for expected in Self.fixture.losses { #expect(abs(Double(try trainer.step()) - expected) < 2e-4) }
    let network = try trainer.state.parameters.network { try DigitUNet(Self.configuration, $0) }
    let clean = Generator(seed: 2).normal([3, 1, 28, 28])
    let output = network(clean, time: Task.time, oneHot: Task.oneHot)
    Self.close(output, Self.fixture.evaluated, within: 2e-2, "the network after three steps")
    for entry in trainer.state.parameters.entries where !entry.isLearned {
      // Adam moves a bias before a norm by the signs of rounding errors, at most 1e-3 a step, and the mean follows.
      let isMean = entry.name.hasSuffix("running_mean")
      let scale = Self.fixture.final[entry.name]![0] / Double(entry.value.count).squareRoot()
      Self.close(
        entry.value, Self.fixture.final[entry.name], within: isMean ? max(5e-3, 6e-4 / scale) : 5e-3, entry.name)
    }
  }
}
