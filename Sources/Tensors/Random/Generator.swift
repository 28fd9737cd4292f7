import Synchronization

/// A stream of draws that starts from a seed. Sharing one shares its position: who draws first gets the first numbers.
///
/// Copies share the position too. The graph draws in file order, so a seed means one picture.
public struct Generator: Sendable {
  /// What a seed means.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// PyTorch's CPU generator: the same integers, normal draws within 1e-6 of `torch.randn`.
    case torch
    /// Philox4x32-10, a counter-based generator (Salmon et al. 2011).
    case philox
  }

  public let seed: UInt64
  public let algorithm: Algorithm
  private let position: Position

  private final class Position: Sendable {
    let source: Mutex<any RandomSource>
    init(_ source: any RandomSource) { self.source = Mutex(source) }
  }

  public init(seed: UInt64, algorithm: Algorithm = .torch) {
    self.seed = seed
    self.algorithm = algorithm
    position = Position(algorithm == .torch ? TorchRandom(seed: seed) : PhiloxRandom(seed: seed))
  }

  /// Standard normal draws, in row-major order.
  public func normal(_ shape: [Int]) -> Tensor {
    Tensor(shape, position.source.withLock { $0.normals(shape.reduce(1, *)) })
  }

  /// The numbers 0 ..< count in a random order (Fisher–Yates from the end).
  public func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    position.source.withLock { source in
      for i in stride(from: count - 1, to: 0, by: -1) {
        order.swapAt(i, Int((UInt64(source.next()) * UInt64(i + 1)) >> 32))
      }
    }
    return order
  }
}

/// Where a `Generator`'s numbers come from.
package protocol RandomSource: Sendable {
  /// The next 32 uniform bits.
  mutating func next() -> UInt32
  /// The next standard normal draws.
  mutating func normals(_ count: Int) -> [Float]
}
