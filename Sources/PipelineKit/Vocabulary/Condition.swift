public import Tensors

/// What an estimate is conditioned on: a prompt or a class, as numbers that a network reads.
public struct Condition: Sendable, Equatable {
  /// A prompt's encoding N×L×D, or classes N×K (one-hot; all zero for no class).
  public var embedding: Tensor

  /// Makes a condition from an embedding; its shape is not checked.
  public init(_ embedding: Tensor) { self.embedding = embedding }
}
