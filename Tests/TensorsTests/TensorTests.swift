import Tensors
import Testing

/// Arithmetic and axes against their definitions, over many shapes.
@Suite struct TensorTests {
  private static let shapes = [[], [1], [5], [2, 3], [1, 4], [3, 1, 2], [2, 3, 4], [2, 1, 3, 2], [1, 3, 4, 5]]

  private func random(_ shape: [Int], _ seed: UInt64 = 1) -> Tensor { Generator(seed: seed).normal(shape) }

  /// Every index of a shape, in row-major order.
  private func indices(_ shape: [Int]) -> [[Int]] {
    shape.reduce([[]]) { found, n in found.flatMap { index in (0..<n).map { index + [$0] } } }
  }

  private func value(_ tensor: Tensor, _ index: [Int]) -> Float {
    tensor.values[zip(index, tensor.shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  @Test func elementwise() {
    for shape in Self.shapes {
      let (a, b) = (random(shape), random(shape, 2))
      #expect((a + b).values == zip(a.values, b.values).map { $0 + $1 })
      #expect((a - b).values == zip(a.values, b.values).map { $0 - $1 })
      #expect((a * b).values == zip(a.values, b.values).map { $0 * $1 })
      #expect((a / b).values == zip(a.values, b.values).map { $0 / $1 })
      #expect((2 * a + 1 - 0.5).values == a.values.map { 2 * $0 + 1 - 0.5 })
      #expect((-a / 2).values == a.values.map { -$0 / 2 })
      #expect(a.clamped(to: -0.5...0.25).values == a.values.map { min(max($0, -0.5), 0.25) })
    }
  }

  @Test(arguments: [
    ([2, 3], [3], [2, 3]), ([2, 1], [1, 4], [2, 4]), ([4, 3, 8, 8], [1, 1, 8, 8], [4, 3, 8, 8]), ([], [2, 2], [2, 2]),
    ([1, 3, 1, 2], [5, 1, 4, 1], [5, 3, 4, 2]),
  ])
  func broadcasting(a: [Int], b: [Int], shape: [Int]) {
    #expect(Tensor.broadcastShape(a, b) == shape)
    let (x, y) = (random(a), random(b, 2))
    let sum = x + y
    #expect(sum.shape == shape)
    func at(_ tensor: Tensor, _ index: [Int]) -> Float {
      value(tensor, zip(index.suffix(tensor.rank), tensor.shape).map { $1 == 1 ? 0 : $0 })
    }
    for index in indices(shape) { #expect(value(sum, index) == at(x, index) + at(y, index)) }
  }

  @Test func shapesThatDontBroadcast() {
    #expect(Tensor.broadcastShape([2, 3], [2]) == nil)
    #expect(Tensor.broadcastShape([4, 1, 2], [3, 3, 3]) == nil)
  }

  @Test func permuting() {
    for (shape, order) in [
      ([2, 3], [1, 0]), ([2, 3, 4], [2, 0, 1]), ([2, 1, 3, 2], [0, 3, 1, 2]), ([5], [0]), ([], []),
      // More than are read together.
      ([17, 35], [1, 0]), ([3, 40, 33], [0, 2, 1]), ([2, 5, 18, 20], [0, 2, 3, 1]), ([2, 18, 20, 5], [0, 3, 1, 2]),
      ([1, 20, 1, 17], [3, 2, 1, 0]), ([4, 0, 3], [2, 0, 1]),
    ] {
      let x = random(shape)
      let y = x.permuted(order)
      #expect(y.shape == order.map { shape[$0] })
      for index in indices(shape) { #expect(value(y, order.map { index[$0] }) == value(x, index)) }
    }
  }

  @Test func slicingAndJoining() {
    for shape in Self.shapes where !shape.isEmpty {
      let x = random(shape)
      for axis in shape.indices {
        for cut in 0...shape[axis] {
          let (head, tail) = (x.slice(axis: axis, 0..<cut), x.slice(axis: axis, cut..<shape[axis]))
          #expect(Tensor.concatenated([head, tail], axis: axis) == x)
        }
        let order = (0..<shape[axis]).map { ($0 * 7 + 3) % shape[axis] }
        let y = x.gathered(axis: axis, order)
        for index in indices(shape) {
          var source = index
          source[axis] = order[index[axis]]
          #expect(value(y, index) == value(x, source))
        }
        #expect(x.flipped(axis: axis).flipped(axis: axis) == x)
      }
    }
  }

  @Test func oneElement() {
    var x = Tensor([2, 3], [0, 1, 2, 3, 4, 5])
    #expect(x[1, 2] == 5)
    x[0, 1] = 9
    #expect(x.values == [0, 9, 2, 3, 4, 5])
    #expect(x.reshaped([3, -1]).shape == [3, 2])
    #expect(x.element(1).values == [3, 4, 5])
  }

  @Test func measures() {
    let x = Tensor([2, 2], [1, 2, 3, 4])
    #expect(x.mean == 2.5)
    #expect(x.maximumDifference(from: x + 0.5) == 0.5)
    #expect(abs((x * 1.01).relativeError(to: x) - 0.01) < 1e-6)
    #expect(x.firstNonFinite == nil)
    let bad = Tensor([2, 2], [1, 2, .infinity, .nan]).firstNonFinite
    #expect(bad?.index == [1, 0] && bad?.value == .infinity)
    #expect(x.maximumDifference(from: Tensor([2, 2], [1, 2, 3, .nan])).isNaN)
  }

  @Test func shapesInWords() {
    #expect(Tensor([1, 3, 64, 64], repeating: 0).shapeText == "1×3×64×64")
    #expect(Tensor([], [1]).shapeText == "scalar")
  }
}
