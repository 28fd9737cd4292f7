import PipelineKit
import Tensors

/// A stream of normal draws. Every stage that is given the same generator draws from the same stream, in file order.
/// In Swift, `Generator(seed:algorithm:)` is all of it.
public struct SeededGenerator: Stage {
  static let seed = Input<Int>("seed", "what the stream starts from; negative seeds count as PyTorch counts them")
  static let algorithm = OptionalInput<Generator.Algorithm>(
    "kind", "whose numbers: PyTorch's CPU generator, or Philox4x32-10", fallback: "torch")
  static let generator = Output<Generator>("generator", "the stream at its start")
  public static let declaration = Declaration(
    "generator", "A stream of standard normal draws that a seed decides.", inputs: [seed, algorithm],
    outputs: [generator])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.generator, self(seed: inputs[Self.seed], algorithm: inputs[Self.algorithm] ?? .torch))
  }

  public func callAsFunction(seed: Int, algorithm: Generator.Algorithm = .torch) -> Generator {
    Generator(seed: UInt64(bitPattern: Int64(seed)), algorithm: algorithm)
  }
}
