import Inference
import Tensors
import Testing

/// What a convolution reads of a normalisation.
@Suite struct Conv2dTests {
  private struct Drawn: WeightSource {
    func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) -> Tensor { Generator(seed: 7).normal(shape) }
    func contains(_ name: String) -> Bool { true }
  }

  /// Where each layer's result is looked at, a number that is not finite is found where it arises, in the normalisation,
  /// and the results are the same.
  @Test func looked() throws {
    let layer = try Conv2d(16, 16, kernel: 3, Weights(Drawn()))
    func normalisation(_ scale: Float) -> GroupNormalisation {
      GroupNormalisation(
        Generator(seed: 1).normal([1, 16, 16, 16]), groups: 4, weight: Tensor([16], repeating: 1),
        bias: Tensor([16], repeating: 0), epsilon: 1e-5, scale: Tensor([1, 16], repeating: scale))
    }
    let check = NumberCheck()
    try NumberCheck.$current.withValue(check) {
      #expect(isMade(layer.input(normalisation(1))) == (ProductPlan.library() == .own))
      let result = layer(layer.input(normalisation(1), doubled: true))
      let none = check.look {
        #expect(!isMade(layer.input(normalisation(1))))
        #expect(layer(layer.input(normalisation(1), doubled: true)) == result)
      }
      #expect(none == nil)
      let found = try #require(check.look { _ = layer(layer.input(normalisation(3e38))) })
      #expect(found.layer == 1 && found.kind == "normalisation and activation" && found.shape == [1, 16, 16, 16])
    }
  }

  private func isMade(_ input: Conv2d.Input) -> Bool {
    if case .made = input { true } else { false }
  }
}
