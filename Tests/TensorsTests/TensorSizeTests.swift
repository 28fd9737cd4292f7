import Tensors
import Testing

@Suite struct TensorSizeTests {
  @Test(arguments: [
    ([], 1), ([0], 0), ([2, 3], 6), ([0, 1 << 30], 0), ([1 << 15, 1 << 15], 1 << 30), ([1, 1 << 30, 1], 1 << 30),
  ])
  func fits(shape: [Int], count: Int) { #expect(TensorSize.count(of: shape) == count) }

  @Test(arguments: [
    [-1], [1 << 30, 2], [0, 1 << 62], [1 << 62, 0], [Int.max, Int.max], [0, Int.min], [1 << 15, 1 << 15, 2],
  ])
  func isRefused(shape: [Int]) { #expect(TensorSize.count(of: shape) == nil) }
}
