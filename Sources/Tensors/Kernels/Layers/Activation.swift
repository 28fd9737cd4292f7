/// A function that a network applies to every element.
public enum Activation: Int32, Sendable, CaseIterable {
  /// x.
  case identity = 0
  /// max(x, 0).
  case relu = 1
  /// x·σ(x).
  case silu = 2
  /// x·Φ(x), Φ the normal distribution: the exact form, by erf (Hendrycks & Gimpel 2016).
  case gelu = 3
  /// x·Φ(x) with Φ approximated by tanh.
  case geluTanh = 4

  /// The tensor with the function applied to every element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if self == .identity { return x }
    if x.isRecorded { return recorded(x) }
    return x.writingBlocks { source, target, range in
      Kernels.affine(source + range.lowerBound, target + range.lowerBound, range.count, self)
    }
  }
}

extension Tensor {
  /// (a + b) / divisor for two tensors of one shape.
  public static func sum(_ a: Tensor, _ b: Tensor, dividedBy divisor: Float = 1) -> Tensor {
    precondition(a.shape == b.shape, "\(a.shapeText) and \(b.shapeText) differ")
    if a.isRecorded || b.isRecorded { return recordedSum(a, b, dividedBy: divisor) }
    let inLanes = a.isInLanes || b.isInLanes
    let (a, b) = (a.lying(inLanes: inLanes), b.lying(inLanes: inLanes))
    return b.storage.withUnsafeBufferPointer { other in
      nonisolated(unsafe) let other = other.baseAddress
      return a.writingBlocks { x, y, range in
        Kernels.add(
          x + range.lowerBound, other! + range.lowerBound, y + range.lowerBound, range.count, divisor)
      }
    }
  }

  /// Whether every element is a finite number.
  public var isFinite: Bool {
    storage.withUnsafeBufferPointer { $0.isEmpty || Kernels.finite($0.baseAddress!, $0.count) }
  }

  /// A tensor stored like this one; `body` writes its elements from this one's, a range at a time, on all threads.
  func writingBlocks(
    _ body: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
  ) -> Tensor {
    if count == 0 { return self }
    return Tensor(shape, inLanes: isInLanes) { out in
      storage.withUnsafeBufferPointer { x in
        nonisolated(unsafe) let source = x.baseAddress!
        nonisolated(unsafe) let target = out.baseAddress!
        let count = x.count
        let block = 1 << 15
        Parallel.forEach((count + block - 1) / block) { i in
          body(source, target, i * block..<min(count, (i + 1) * block))
        }
      }
    }
  }
}
