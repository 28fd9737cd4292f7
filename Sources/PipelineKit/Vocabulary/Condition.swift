public import Tensors

/// What an estimate is asked to be of: a prompt or a class, as numbers that a network reads.
public struct Condition: Sendable, Equatable {
  /// A prompt's encoding N×L×D, or classes N×K (one-hot; all zero for no class).
  public var embedding: Tensor

  public init(_ embedding: Tensor) { self.embedding = embedding }
}
