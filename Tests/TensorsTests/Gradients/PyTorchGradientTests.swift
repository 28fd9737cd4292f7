import Foundation
import Tensors
import TestSupport
import Testing

/// Gradients against PyTorch's (Tests/Fixtures/training/make.py).
@Suite struct PyTorchGradientTests {
  struct Numbers: Decodable {
    var shape: [Int]
    var values: [Float]
    var tensor: Tensor { Tensor(shape, values) }
  }
  struct Case: Decodable {
    var inputs: [Numbers]
    var output: Numbers
    var gradients: [Numbers]
  }

  static let cases = try! JSONDecoder().decode(
    [String: Case].self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("training/operations.json"))))

  static func run(_ name: String, _ x: [Tensor]) -> Tensor {
    switch name {
    case "convolution": Convolution(weight: x[1], bias: x[2], stride: 2, padding: 1)(x[0])
    case "transposed": TransposedConvolution(weight: x[1], bias: x[2], stride: 2, padding: 1)(x[0])
    case "batch norm": x[0].batchNormed(weight: x[1], bias: x[2], epsilon: 1e-5, activation: .gelu).result
    case "group norm":
      x[0].groupNormed(
        groups: 2, weight: x[1], bias: x[2], epsilon: 1e-5, scale: x[3], shift: x[4], activation: .silu)
    case "layer norm": x[0].layerNormed(weight: x[1], bias: x[2], epsilon: 1e-5)
    case "linear": x[0].linear(x[1], bias: x[2])
    case "attention": x[0].attention(keys: x[1], values: x[2], heads: 2, scale: 0.5, bias: x[3])
    case "embedding": x[0].gathered(axis: 0, [2, 0, 2])
    case "pooling": x[0].averagePooled(by: 7)
    case "cross-entropy": x[0].crossEntropy(with: [2, 0, 4])
    default: preconditionFailure("no operation '\(name)'")
    }
  }

  @Test(arguments: cases.keys.sorted()) func gradientsArePyTorchs(name: String) {
    let fixture = Self.cases[name]!
    let inputs = fixture.inputs.map { $0.tensor.variable }
    let output = Self.run(name, inputs)
    #expect(output.shape == fixture.output.shape && output.maximumDifference(from: fixture.output.tensor) < 2e-5)
    let weights = Tensor(output.shape, (0..<output.count).map { sinf(Float($0 + 1)) })
    let found = gradients(of: (output * weights).summed(), with: inputs)
    for (found, expected) in zip(found, fixture.gradients) {
      #expect(found.relativeError(to: expected.tensor) < 2e-5, "\(name)")
    }
  }
}
