import Synchronization

/// A layer's kernels for `TileConvolution` in inference: transformed at the first call and kept, nine times as large as
/// they are, or, with `MemoryUse.lean` or where memory is short, transformed at every call.
///
/// One layer's convolutions are all of one kind: what is kept for pictures of one size serves those of another.
final class TileKernels: Sendable {
  private let weight: @Sendable () -> Tensor
  private let keeps: Bool
  private let kept = Mutex(Kept.undecided)

  private enum Kept {
    case undecided
    /// With room to begin at a line of the cache.
    case numbers([Float])
    /// There was too little memory for them.
    case not
  }

  init(_ weight: @escaping @Sendable () -> Tensor) {
    self.weight = weight
    keeps = MemoryUse.chosen != .lean
  }

  /// Calls `body` with the kernels, transformed for `convolution`.
  func with(_ convolution: TileConvolution, _ body: (UnsafePointer<Float>) -> Void) {
    let count = convolution.kernelsCount
    func transform(into u: UnsafeMutablePointer<Float>) {
      weight().values.withUnsafeBufferPointer { convolution.transformKernels($0.baseAddress!, into: u) }
    }
    if let numbers = numbers(count, transform) {
      numbers.withUnsafeBufferPointer { body(Self.line($0.baseAddress!)) }
    } else {
      Scratch.with(count) { u in
        transform(into: u)
        body(u)
      }
    }
  }

  private func numbers(_ count: Int, _ transform: (UnsafeMutablePointer<Float>) -> Void) -> [Float]? {
    if !keeps { return nil }
    return kept.withLock { kept in
      switch kept {
      case .numbers(let numbers): return numbers
      case .not: return nil
      case .undecided: break
      }
      let whole = count + 16
      if !MemoryUse.hasRoom(for: 4 * whole) {
        kept = .not
        return nil
      }
      let numbers = [Float](unsafeUninitializedCapacity: whole) { buffer, filled in
        Kernels.useLargePages(UnsafeMutableRawBufferPointer(buffer))
        buffer.initialize(repeating: 0)
        transform(UnsafeMutablePointer(mutating: Self.line(buffer.baseAddress!)))
        filled = whole
      }
      kept = .numbers(numbers)
      return numbers
    }
  }

  /// The first number at or after `start` at which a line begins.
  private static func line(_ start: UnsafePointer<Float>) -> UnsafePointer<Float> {
    start + (16 - Int(bitPattern: start) / 4 % 16) % 16
  }
}
