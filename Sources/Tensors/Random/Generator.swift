import Synchronization

/// A stream of random numbers that starts from a seed. Copies share its position: the first to draw gets the first
/// numbers. The graph draws in file order, so that a seed always makes the same picture.
public struct Generator: Sendable {
  /// The algorithm that turns a seed into numbers.
  public enum Algorithm: String, Sendable, CaseIterable {
    /// PyTorch's CPU generator: the same integers, normal draws within 1e-6 of `torch.randn`.
    case torch
    /// Philox4x32-10, a counter-based generator (Salmon et al. 2011).
    case philox
  }

  /// The seed, modulo 2^64.
  public let seed: UInt64
  /// The seed as it was given: `-1` for 2^64 − 1.
  public let given: String
  /// The algorithm of the stream.
  public let algorithm: Algorithm
  private let position: Position

  private final class Position: Sendable {
    let source: Mutex<any RandomSource>
    init(_ source: any RandomSource) { self.source = Mutex(source) }
  }

  /// Makes a stream at its beginning.
  ///
  /// - Parameter seed: any whole number, taken modulo 2^64; `torch.manual_seed` accepts −2^63 … 2^64 − 1.
  public init(seed: some BinaryInteger, algorithm: Algorithm = .torch) {
    given = "\(seed)"
    let seed = UInt64(truncatingIfNeeded: seed)
    self.seed = seed
    self.algorithm = algorithm
    position = Position(algorithm == .torch ? TorchRandom(seed: seed) : PhiloxRandom(seed: seed))
  }

  /// Makes a generator that continues from a saved `state`; nil where the text is not a state.
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

  /// The algorithm, the seed and the position in the stream, as text for `init(state:)`.
  public var state: String {
    let words = position.source.withLock { $0.words }
    return ([algorithm.rawValue, String(seed, radix: 16)] + words.map { String($0, radix: 16) })
      .joined(separator: " ")
  }

  /// Standard normal draws, in row-major order.
  public func normal(_ shape: [Int]) -> Tensor {
    Tensor(shape, position.source.withLock { $0.normals(shape.reduce(1, *)) })
  }

  /// Uniform draws from `low` up to, but excluding, `high`, in row-major order: 24 bits each, as in
  /// `torch.Tensor.uniform_`.
  public func uniform(_ shape: [Int], from low: Float = 0, to high: Float = 1) -> Tensor {
    position.source.withLock { source in
      Tensor(
        shape, (0..<shape.reduce(1, *)).map { _ in Float(source.next() & 0xff_ffff) * 0x1p-24 * (high - low) + low })
    }
  }

  /// A random whole number in 0 ..< count.
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

/// The source of a `Generator`'s numbers.
package protocol RandomSource: Sendable {
  /// The next 32 uniform bits.
  mutating func next() -> UInt32
  /// The next standard normal draws.
  mutating func normals(_ count: Int) -> [Float]
  /// The state that the next numbers depend on, beside the seed.
  var words: [UInt64] { get }
}
