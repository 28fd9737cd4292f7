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

  /// What the stream started from, modulo 2^64.
  public let seed: UInt64
  /// The seed as it was given: `-1` for what counts as 2^64 − 1.
  public let given: String
  public let algorithm: Algorithm
  private let position: Position

  private final class Position: Sendable {
    let source: Mutex<any RandomSource>
    init(_ source: any RandomSource) { self.source = Mutex(source) }
  }

  /// - Parameter seed: counts modulo 2^64, as `torch.manual_seed` counts −2^63 … 2^64 − 1.
  public init(seed: some BinaryInteger, algorithm: Algorithm = .torch) {
    given = "\(seed)"
    let seed = UInt64(truncatingIfNeeded: seed)
    self.seed = seed
    self.algorithm = algorithm
    position = Position(algorithm == .torch ? TorchRandom(seed: seed) : PhiloxRandom(seed: seed))
  }

  /// A generator that goes on where one stood when it was asked for its `state`; nil for anything else.
  public init?(state: String) {
    let parts = state.split(separator: " ")
    guard parts.count >= 2, let algorithm = Algorithm(rawValue: String(parts[0])),
      let seed = UInt64(parts[1], radix: 16)
    else { return nil }
    let words = parts.dropFirst(2).compactMap { UInt64($0, radix: 16) }
    guard words.count == parts.count - 2 else { return nil }
    let source: (any RandomSource)? =
      switch algorithm {
      case .torch: TorchRandom(words: words)
      case .philox: PhiloxRandom(words: words, seed: seed)
      }
    guard let source else { return nil }
    (self.seed, given) = (seed, "\(seed)")
    self.algorithm = algorithm
    position = Position(source)
  }

  /// Where the stream stands, as text.
  public var state: String {
    let words = position.source.withLock { $0.words }
    return ([algorithm.rawValue, String(seed, radix: 16)] + words.map { String($0, radix: 16) })
      .joined(separator: " ")
  }

  /// Standard normal draws, in row-major order.
  public func normal(_ shape: [Int]) -> Tensor {
    Tensor(shape, position.source.withLock { $0.normals(shape.reduce(1, *)) })
  }

  /// Draws from `low` up to, but without, `high`, in row-major order: 24 bits each, as `torch.Tensor.uniform_`.
  public func uniform(_ shape: [Int], from low: Float = 0, to high: Float = 1) -> Tensor {
    position.source.withLock { source in
      Tensor(
        shape, (0..<shape.reduce(1, *)).map { _ in Float(source.next() & 0xff_ffff) * 0x1p-24 * (high - low) + low })
    }
  }

  /// A draw of the whole numbers 0 ..< count.
  public func integer(below count: Int) -> Int {
    position.source.withLock { Int((UInt64($0.next()) * UInt64(count)) >> 32) }
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
  /// All that the next numbers depend on beside the seed.
  var words: [UInt64] { get }
}
