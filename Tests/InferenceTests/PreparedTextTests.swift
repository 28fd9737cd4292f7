import Inference
import Tensors
import TestSupport
import Testing

@Suite struct PreparedTextTests {
  static func unet() throws -> DeepFloydUNet {
    try DeepFloydFolder(path: Fixtures.path("reference/if-stage1")).loadUNet()
  }

  static func waves(_ shape: [Int], _ pitch: Double) -> Tensor {
    Tensor(shape, (0..<shape.reduce(1, *)).map { Float((Double($0 * $0 % 1009) * pitch).remainder(dividingBy: 2)) })
  }

  /// A text that was prepared once is the same at every timestep and size, and for every picture of a batch.
  @Test func servesEveryCall() throws {
    let unet = try Self.unet()
    let text = Self.waves([1, 11, unet.configuration.textWidth], 0.37)
    let prepared = try unet.prepare(text: text)
    for (n, size, timestep) in [(1, 32, 3), (2, 16, 900)] {
      let sample = Self.waves([n, 3, size, size], 0.73)
      let kept = try unet(sample: sample, timesteps: [Float(timestep)], text: prepared)
      #expect(try unet(sample: sample, timesteps: [Float(timestep)], text: text) == kept)
      let repeated = Tensor.concatenated([Tensor](repeating: text, count: n), axis: 0)
      let each = try unet(sample: sample, timesteps: [Float(timestep)], text: repeated)
      #expect(each.relativeError(to: kept) < 1e-5)
    }
  }

  @Test func faults() throws {
    let unet = try Self.unet()
    let width = unet.configuration.textWidth
    for shape in [[1, 7, width + 1], [1, 0, width], [0, 7, width], [7, width]] {
      let fault = #expect(throws: UNetFault.self) {
        try unet.prepare(text: Tensor(shape, repeating: 0))
      }
      #expect(fault?.description.hasSuffix("1×L×\(width), found \(Tensor.text(shape))") == true)
    }
    let two = try unet.prepare(text: Tensor([2, 7, width], repeating: 0))
    let fault = #expect(throws: UNetFault.self) {
      try unet(sample: Tensor([3, 3, 32, 32], repeating: 0), timesteps: [1], text: two)
    }
    #expect(
      fault?.description == "the network takes a text encoding 1 or 3×L×\(width), found 2×7×\(width)")
  }
}
