import Foundation
import Inference
import TestSupport
import Testing

@Suite struct UNetCostTests {
  /// What PyTorch counts (2.15, `torch.utils.flop_counter`) in diffusers' network of the same configuration, with 77
  /// positions of text and a timestep for each picture.
  @Test(arguments: [
    ("models/mini-if/unet/config.json", 1, 64, 1_482_253_312),
    ("models/mini-if/unet/config.json", 2, 96, 6_575_581_184),
    ("Tests/Fixtures/configurations/IF-I-M.json", 2, 64, 458_891_591_680),
    ("Tests/Fixtures/configurations/IF-II-M.json", 1, 256, 2_544_242_032_640),
    ("Tests/Fixtures/reference/if-stage1/unet/config.json", 1, 32, 999_855_872),
  ])
  func countsAsPyTorchDoes(file: String, pictures: Int, size: Int, expected: Int) throws {
    let configuration = try UNetConfiguration(path: Fixtures.package + "/" + file)
    let cost = configuration.cost(height: size, width: size, textLength: 77)
    #expect(cost.operations(pictures: pictures) == expected)
  }

  /// But for those of layers that are no calls: at most one in a hundred.
  @Test(arguments: ["models/mini-if", "Tests/Fixtures/reference/if-stage1", "Tests/Fixtures/reference/if-stage2"])
  func weights(model: String) throws {
    let folder = try DeepFloydFolder(path: Fixtures.package + "/" + model)
    let stored = try Double(folder.unetWeights().count())
    let counted = Double(folder.unet.cost(height: 64, width: 64, textLength: 77).weights)
    #expect(counted <= stored && counted > 0.99 * stored, "\(counted) of \(stored)")
  }

  @Test func layersByHand() {
    #expect(
      LayerCall.convolution(inputs: 3, outputs: 5, kernel: 3, height: 4, width: 7).operations(pictures: 2)
        == 2 * 2 * (4 * 7 * 5) * (3 * 3 * 3))
    #expect(LayerCall.dense(inputs: 6, outputs: 10, places: 7).operations() == 2 * 6 * 10 * 7)
    // Two products, of 8 channels by 9 keys for each of 5 queries, in however many heads.
    #expect(LayerCall.attention(channels: 8, heads: 2, queries: 5, keys: 9).operations() == 2 * (2 * 8 * 9 * 5))
    #expect(LayerCall.groupNorm(channels: 8, groups: 2, places: 4).operations() == 0)
  }

  /// Per picture, a network's activations grow as its pictures do, and attention's as well.
  @Test func activationsByHand() throws {
    let configuration = try UNetConfiguration(path: Fixtures.package + "/models/mini-if/unet/config.json")
    let cost = configuration.cost(height: 64, width: 64, textLength: 77)
    // The first residual block on the way back at 64 px: of the three skips of 16 channels, one is part of the input.
    let places = 64 * 64
    let (inputs, outputs) = (32 + 16, 16)
    // Its input, the same normed, and the first convolution's result, beside the two skips that are left.
    #expect(cost.activations >= places * (inputs + inputs + outputs + 16))
    let larger = configuration.cost(height: 128, width: 128, textLength: 77)
    #expect(larger.activations == 4 * cost.activations)
  }
}
