import Inference
import Tensors
import TestSupport
import Testing

/// What networks say to inputs that don't fit.
@Suite struct NetworkFaultTests {
  @Test func samples() throws {
    let one = try DeepFloydFolder(path: Fixtures.path("reference/if-stage1")).loadUNet()
    let two = try DeepFloydFolder(path: Fixtures.path("reference/if-stage2")).loadUNet()
    func zeros(_ shape: Int...) -> Tensor { Tensor(shape, repeating: 0) }
    let text = zeros(1, 77, 32)
    let table: [(DeepFloydUNet, Tensor, [Float], Tensor, [Float]?, String)] = [
      (one, zeros(1, 6, 32, 32), [1], text, nil, "the network takes pictures N×3×H×W, found 1×6×32×32"),
      (one, zeros(3, 32, 32), [1], text, nil, "the network takes pictures N×3×H×W, found 3×32×32"),
      (
        one, zeros(1, 3, 30, 32), [1], text, nil,
        "the network takes heights and widths that are multiples of 4, found 30×32"
      ),
      (
        one, zeros(1, 3, 0, 32), [1], text, nil,
        "the network takes heights and widths that are multiples of 4, found 0×32"
      ),
      (one, zeros(3, 3, 32, 32), [1, 2], text, nil, "expected 1 or 3 timesteps for 3 pictures, found 2"),
      (
        one, zeros(1, 3, 32, 32), [1], zeros(1, 77, 64), nil,
        "the network takes a text encoding 1×L×32, found 1×77×64"
      ),
      (
        one, zeros(2, 3, 32, 32), [1], zeros(3, 77, 32), nil,
        "the network takes a text encoding 1 or 2×L×32, found 3×77×32"
      ),
      (one, zeros(1, 3, 32, 32), [1], text, [250], "the network takes no noise level, but one was given"),
      (
        two, zeros(1, 6, 64, 64), [1], text, nil,
        "the network takes the noise level of its low-resolution picture, and none was given"
      ),
      (two, zeros(3, 6, 64, 64), [1], text, [1, 2], "expected 1 or 3 noise levels for 3 pictures, found 2"),
    ]
    for (unet, sample, timesteps, text, levels, expected) in table {
      #expect(
        fault { _ = try unet(sample: sample, timesteps: timesteps, text: text, noiseLevels: levels) } == expected)
    }
    // One text and one timestep serve all pictures, and what is not finite does not trap.
    let shared = try one(sample: zeros(2, 3, 32, 32), timesteps: [5], text: text)
    #expect(shared.element(0) == shared.element(1) && shared.isFinite)
    #expect(try !one(sample: Tensor([1, 3, 32, 32], repeating: .nan), timesteps: [.infinity], text: text).isFinite)
  }

  @Test func tokens() throws {
    let encoder = try DeepFloydFolder(path: Fixtures.path("reference/if-stage1")).loadTextEncoder()
    #expect(
      fault { _ = try encoder([Tokens(ids: [5, 2048], mask: [1, 1])]) }
        == "the tokenizer gave piece 2048, but the text encoder knows 2048 pieces; do the two belong together?")
    #expect(try encoder([]).shape == [0, 0, 32])
  }
}
