import Tensors
import Testing

/// What is computed from pictures that lie in lanes is what is computed from the same in row-major order.
@Suite struct LanesTests {
  @Test(arguments: [[2, 16, 5, 7], [1, 48, 28, 28], [3, 32, 1, 1], [2, 64, 3], [0, 16, 4, 4], [2, 16, 0, 3]])
  func turned(shape: [Int]) {
    let x = Generator(seed: 1).normal(shape)
    let lanes = x.lying(inLanes: true)
    #expect(lanes.isInLanes && lanes == x && lanes.count == x.count)
    #expect(lanes.lying(inLanes: false).isInLanes == false)
    #expect(lanes.lying(inLanes: false).storage == x.storage)
    #expect(lanes.reshaped([x.count]) == x.reshaped([x.count]))
    #expect(lanes.isFinite)
    #expect(shape.contains(0) || lanes.storage != x.storage || shape[2...].reduce(1, *) == 1)
  }

  /// Shapes that have no whole vectors of channels stay as they are.
  @Test(arguments: [[2, 17, 5, 7], [1, 3, 4, 4], [16, 16], [32], []]) func notTurned(shape: [Int]) {
    #expect(!Generator(seed: 1).normal(shape).lying(inLanes: true).isInLanes)
  }

  /// Inference has row-major order from end to end.
  @Test func onlyWhereThereAreVariables() {
    let w = Generator(seed: 1).normal([16, 16, 3, 3])
    for size in [1, 7] {
      let x = Generator(seed: 2).normal([2, 16, size, size])
      #expect(!TransposedConvolution(weight: w, stride: 3)(x).isInLanes)
      #expect(TransposedConvolution(weight: w.variable, stride: 3)(x).isInLanes)
      #expect(!Convolution(weight: w, padding: 1)(x).isInLanes)
      #expect(Convolution(weight: w.variable, padding: 1)(x).isInLanes)
    }
  }

  /// The gradient of a cut at an end stays in lanes.
  @Test(arguments: [0..<16, 16..<48, 0..<48, 0..<0]) func cut(range: Range<Int>) {
    let x = Generator(seed: 1).normal([2, 48, 3, 3]).lying(inLanes: true).variable
    let gradient = gradients(of: Activation.gelu(x.slice(axis: 1, range)).summed(), with: [x])[0]
    #expect(gradient.slice(axis: 1, range).values.allSatisfy { $0 != 0 })
    #expect(gradient.values.filter { $0 != 0 }.count == 18 * range.count)
  }

  @Test func written() {
    let x = Generator(seed: 1).normal([2, 16, 3, 3])
    var (rows, lanes) = (x, x.lying(inLanes: true))
    rows[1, 3, 2, 0] = 7
    lanes[1, 3, 2, 0] = 7
    #expect(lanes == rows && lanes[1, 3, 2, 0] == 7 && lanes[0, 15, 2, 1] == x[0, 15, 2, 1])
  }

  /// An operation on 2×32×7×5.
  struct Named: Sendable {
    var name: String
    var run: @Sendable (Tensor) -> Tensor

    init(_ name: String, _ run: @escaping @Sendable (Tensor) -> Tensor) { (self.name, self.run) = (name, run) }
  }

  static let withActivation: [Named] = Activation.allCases.flatMap { f -> [Named] in
    [
      Named("\(f)") { f($0) },
      Named("batch norm, \(f)") { $0.batchNormed(weight: w, bias: b, epsilon: 1e-5, activation: f).result },
      Named("group norm, \(f)") {
        $0.groupNormed(groups: 4, weight: w, bias: b, epsilon: 1e-5, scale: scale, shift: shift, activation: f)
      },
    ]
  }

  static let others: [Named] = [
    Named("batch norm by given statistics") {
      $0.batchNormed(mean: b, variance: w * w, weight: w, bias: b, epsilon: 1e-5, activation: .gelu)
    },
    Named("modulated") { $0.modulated(scale: scale, shift: shift) },
    Named("scaled") { $0.modulated(scale: scale) },
    Named("sum with rows") { .sum($0, other) },
    Named("sum with lanes") { .sum(other.lying(inLanes: true), $0, dividedBy: 2) },
    Named("joined with rows") { .concatenated([$0, other], axis: 1) },
    Named("joined with few") { .concatenated([$0, other.slice(axis: 1, 0..<3)], axis: 1) },
    Named("joined pictures") { .concatenated([other, $0], axis: 0) },
    Named("joined rows") { .concatenated([other, $0], axis: 2) },
    Named("cut") { $0.slice(axis: 1, 16..<32) },
    Named("cut askew") { $0.slice(axis: 1, 7..<23) },
    Named("a picture") { $0.element(1) },
    Named("rows") { $0.slice(axis: 2, 1..<3) },
    Named("reshaped") { $0.reshaped([2, 16, 70]) },
    Named("permuted") { $0.permuted([0, 2, 1, 3]) },
    Named("flipped") { $0.flipped(axis: 3) },
    Named("arithmetic") { $0 * other - $0 / 3 },
    Named("enlarged") { $0.upsampledNearest() },
    Named("pooled") { $0.averagePooled() },
    Named("pooled by five") { $0.slice(axis: 2, 0..<5).averagePooled(by: 5) },
  ]
  static let operations = withActivation + others

  private static func drawn(_ shape: [Int], _ seed: UInt64) -> Tensor { Generator(seed: seed).normal(shape) }
  private static let (w, b) = (drawn([32], 2), drawn([32], 3))
  private static let (scale, shift) = (drawn([2, 32], 4), drawn([2, 32], 5))
  private static let other = drawn([2, 32, 7, 5], 6)

  @Test(arguments: operations.indices) func sameOfBoth(_ index: Int) {
    let operation = Self.operations[index]
    let x = Self.drawn([2, 32, 7, 5], 7)
    func run(inLanes: Bool) -> [Tensor] {
      let x = x.lying(inLanes: inLanes).variable
      let y = operation.run(x)
      // What comes back lies in lanes, too.
      let g = Self.drawn(y.shape, 8).lying(inLanes: inLanes)
      let result = Tensor.sum(y, Tensor(y.shape, repeating: 0))
      let gradient = gradients(of: (result * g).summed(), with: [x])[0]
      let back = Activation.relu(Tensor.sum(operation.run(x), g)).summed()
      return [y.constant, gradient, gradients(of: back, with: [x])[0]]
    }
    for (lanes, rows) in zip(run(inLanes: true), run(inLanes: false)) {
      #expect(lanes.shape == rows.shape)
      #expect(lanes.maximumDifference(from: rows) < 2e-5, "\(operation.name)")
    }
  }

  /// A channel's mean and variance, far from zero.
  @Test func statistics() {
    let x = Self.drawn([3, 32, 9, 11], 7) * 0.01 + 20
    let found = x.lying(inLanes: true).batchNormed(weight: Self.w, bias: Self.b, epsilon: 0)
    for channel in 0..<32 {
      let values = (0..<3).flatMap { n in (0..<99).map { Double(x.values[(n * 32 + channel) * 99 + $0]) } }
      let mean = values.reduce(0, +) / 297
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 296
      #expect(abs(Double(found.mean.values[channel]) - mean) < 2e-6)
      #expect(abs(Double(found.variance.values[channel]) / variance - 1) < 2e-6)
    }
  }
}
