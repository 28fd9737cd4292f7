import Synchronization

/// A layer's kernels for `TileConvolution` in inference, transformed at the first call and kept: 9 times as large as
/// 3×3 kernels, 20 times as large as those that double a picture. With `MemoryUse.lean`, where memory is short, or
/// where they are very large, they are transformed at every call.
///
/// The convolutions of a layer that use this are all of one kind: kernels kept for pictures of one size serve other
/// sizes with as many points per tile.
final class TileKernels: Sendable {
  let weight: @Sendable () -> Tensor
  private let keeps: Bool
  /// Kept kernels by the number of points.
  private let kept = Mutex<[Int: Kept]>([:])

  private enum Kept {
    /// With padding, so that they can begin at a cache line.
    case numbers([Float])
    /// There was no room for them.
    case not
  }

  init(_ weight: @escaping @Sendable () -> Tensor) {
    self.weight = weight
    keeps = MemoryUse.chosen != .lean
  }

  /// The most numbers that are kept: 128 MB.
  private static let most = 1 << 25

  /// The kernels, transformed for `convolution`, which begin at `line`; nil where they are not kept.
  func kept(for convolution: TileConvolution) -> [Float]? {
    let count = convolution.kernelsCount + 16
    if !keeps || count > Self.most { return nil }
    return kept.withLock { kept in
      switch kept[convolution.points] {
      case .numbers(let numbers): return numbers
      case .not: return nil
      case nil: break
      }
      if !MemoryUse.hasRoom(for: 4 * count) {
        kept[convolution.points] = .not
        return nil
      }
      let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        Kernels.useLargePages(UnsafeMutableRawBufferPointer(buffer))
        buffer.initialize(repeating: 0)
        weight().values.withUnsafeBufferPointer {
          convolution.transformKernels(
            $0.baseAddress!, into: UnsafeMutablePointer(mutating: Self.line(buffer.baseAddress!)))
        }
        filled = count
      }
      kept[convolution.points] = .numbers(numbers)
      return numbers
    }
  }

  /// The first number at or after `start` that begins a cache line.
  static func line(_ start: UnsafePointer<Float>) -> UnsafePointer<Float> {
    start + (16 - Int(bitPattern: start) / 4 % 16) % 16
  }
}
