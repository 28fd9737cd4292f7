import Tensors
import TestSupport
import Testing

/// Convolutions of what a group normalisation results in, which is never stored where tiles are transformed: they equal
/// those of the stored tensor to the bit.
@Suite struct NormalisedConvolutionTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var n, channels, joined, outputs, height, width: Int
    var kernel = 3
    var stride = 1
    var padding = 1
    /// Whether our own kernels make the input a channel at a time, in single and in half precision.
    var isMade = true
    var isMadeInHalf = false

    var testDescription: String {
      "\(n)×(\(channels)+\(joined))×\(height)×\(width) → \(outputs), \(kernel)/\(stride)/\(padding)"
    }
  }

  private static let shapes = [
    // Large tiles: whole pictures of one thread, some rows of a picture, edges that tiles cut off.
    Shape(n: 2, channels: 128, joined: 0, outputs: 128, height: 64, width: 64),
    Shape(n: 1, channels: 128, joined: 0, outputs: 130, height: 128, width: 64),
    Shape(n: 1, channels: 64, joined: 68, outputs: 128, height: 66, width: 74, padding: 0),
    Shape(n: 1, channels: 128, joined: 0, outputs: 128, height: 60, width: 30, padding: 2),
    // Too many outputs for one transform of each tile.
    Shape(n: 1, channels: 128, joined: 0, outputs: 392, height: 32, width: 32, isMade: false),
    // Small tiles: blocks, shared transforms, few tiles, one.
    Shape(n: 3, channels: 20, joined: 12, outputs: 9, height: 40, width: 36),
    Shape(n: 2, channels: 260, joined: 140, outputs: 17, height: 16, width: 16),
    Shape(n: 3, channels: 300, joined: 0, outputs: 16, height: 8, width: 8, isMadeInHalf: true),
    Shape(n: 1, channels: 300, joined: 20, outputs: 16, height: 10, width: 12, padding: 0, isMadeInHalf: true),
    // Tiles wholly beside the picture.
    Shape(n: 1, channels: 16, joined: 0, outputs: 16, height: 4, width: 6, padding: 80),
    // Other algorithms.
    Shape(n: 2, channels: 8, joined: 4, outputs: 6, height: 10, width: 6, isMade: false),
    Shape(n: 2, channels: 32, joined: 0, outputs: 16, height: 12, width: 12, kernel: 1, padding: 0, isMade: false),
    Shape(n: 2, channels: 32, joined: 0, outputs: 16, height: 12, width: 12, stride: 2, isMade: false),
  ]

  private static func normalisation(_ shape: Shape, height: Int, width: Int) -> GroupNormalisation {
    let channels = shape.channels + shape.joined
    let x = Naive.tensor([shape.n, shape.channels, height, width]) * 3 + 1
    let other = shape.joined == 0 ? nil : Naive.tensor([shape.n, shape.joined, height, width], seed: 2)
    return GroupNormalisation(
      x, joined: other, groups: 4, weight: Naive.tensor([channels], seed: 3), bias: Naive.tensor([channels], seed: 4),
      epsilon: 1e-5, scale: Naive.tensor([shape.n, channels], seed: 5),
      shift: Naive.tensor([shape.n, channels], seed: 6), activation: .silu)
  }

  @Test(arguments: Sanitizer.small(shapes, { $0.outputs * $0.channels * $0.height * $0.width })) func equal(
    _ shape: Shape
  ) {
    let (channels, kernel) = (shape.channels + shape.joined, shape.kernel)
    let w = Naive.tensor([shape.outputs, channels, kernel, kernel], seed: 7)
    let bias = Naive.tensor([shape.outputs], seed: 8)
    for isDoubled in [false, true] {
      let (height, width) = isDoubled ? (shape.height / 2, shape.width / 2) : (shape.height, shape.width)
      let x = Self.normalisation(shape, height: height, width: width)
      let pictures = isDoubled ? x.tensor.upsampledNearest() : x.tensor
      for precision in Precision.allCases where precision.isAvailable {
        for memory in MemoryUse.allCases {
          let convolution = memory {
            precision { Convolution(weight: w, bias: bias, stride: shape.stride, padding: shape.padding) }
          }
          let expected = convolution(pictures)
          let other = Naive.tensor(expected.shape, seed: 9)
          let isOwn = precision == .half || ProductPlan.library() == .own
          let isMade = (precision == .half ? shape.isMadeInHalf : shape.isMade) && memory == .fast && isOwn
          let what: Comment = "\(precision), \(memory), doubled: \(isDoubled)"
          #expect(convolution.makes(x, doubled: isDoubled) == isMade, what)
          #expect(convolution(x, doubled: isDoubled) == expected, what)
          for threads in [1, 3, 7] {
            #expect(Parallel.withThreads(threads) { convolution(x, doubled: isDoubled) } == expected, what)
          }
          #expect(convolution(x, doubled: isDoubled, plus: other) == convolution(pictures, plus: other), what)
        }
      }
    }
  }

  /// In training, and of tensors without numbers.
  @Test func others() {
    let shape = Shape(n: 1, channels: 16, joined: 4, outputs: 16, height: 16, width: 16)
    let convolution = Convolution(weight: Naive.tensor([16, 20, 3, 3], seed: 7), padding: 1)
    let x = Self.normalisation(shape, height: 16, width: 16)
    let input = Naive.tensor([1, 16, 16, 16])
    let trained = GroupNormalisation(
      input.variable, groups: 4, weight: Tensor([16], repeating: 1), bias: Tensor([16], repeating: 0), epsilon: 1e-5)
    let small = Convolution(weight: Naive.tensor([16, 16, 3, 3], seed: 8), padding: 1)
    let result = small(trained)
    #expect(result.isRecorded && result.constant.relativeError(to: small(trained.tensor.constant)) < 1e-5)
    #expect(convolution(x, plus: Naive.tensor([1, 16, 16, 16]).variable).isRecorded)
    let none = GroupNormalisation(
      Tensor([0, 16, 16, 16], []), groups: 4, weight: Tensor([16], repeating: 1), bias: Tensor([16], repeating: 0),
      epsilon: 1e-5)
    #expect(small(none).shape == [0, 16, 16, 16] && small(none, doubled: true).shape == [0, 16, 32, 32])
  }
}
