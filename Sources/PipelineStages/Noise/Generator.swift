public import PipelineKit
public import Tensors

/// A stream of standard normal draws. Stages that are given the same generator draw from the same stream, in file
/// order. In Swift, use `Generator(seed:algorithm:)` directly.
public struct SeededGenerator: Stage {
  static let seed = Input<Seed>(
    "seed", "the stream's seed, -2^63 … 2^64-1; negative seeds are treated as in PyTorch",
    in: Seed.anyInteger)
  /// The algorithm: PyTorch's CPU generator, or Philox4x32-10.
  public static let algorithm = Input<Generator.Algorithm>(
    "kind", "the algorithm: that of PyTorch's CPU generator, or Philox4x32-10", default: .torch)
  static let generator = Output<Generator>("generator", "the stream at its start")
  public static let declaration = Declaration(
    "generator", "A stream of standard normal random numbers, determined by a seed.", inputs: [seed, algorithm],
    outputs: [generator])

  /// Makes the stage, which has no settings.
  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.generator, self(seed: inputs[Self.seed].number, algorithm: inputs[Self.algorithm]))
  }

  /// A generator at the start of its stream; negative seeds count modulo 2^64.
  public func callAsFunction(seed: some BinaryInteger, algorithm: Generator.Algorithm = Self.algorithm.defaultValue)
    -> Generator
  {
    Generator(seed: seed, algorithm: algorithm)
  }
}

/// A seed, −2^63 … 2^64 − 1. A negative one counts as the same modulo 2^64.
public struct Seed: PortValue, Equatable, ExpressibleByIntegerLiteral {
  /// The seed as given, −2^63 … 2^64 − 1.
  public var number: Int128

  /// Makes a seed; its range is not checked.
  public init(_ number: Int128) { self.number = number }
  public init(integerLiteral value: Int128) { number = value }

  public static var kind: Kind { .integer }
  /// Lets a port take every integer that a file can hold.
  static let anyInteger = -0x1p63...0x1p64

  public init?(_ value: Value) {
    switch value {
    case .integer(let integer): number = Int128(integer)
    case .unsigned(let integer): number = Int128(integer)
    default: return nil
    }
  }

  public func value(as kind: Kind) -> Value {
    Int(exactly: number).map(Value.integer) ?? .unsigned(UInt64(truncatingIfNeeded: number))
  }
}
