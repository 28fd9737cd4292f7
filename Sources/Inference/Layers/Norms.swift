import Tensors

/// Normalisation over groups of neighbouring channels of N×C×….
public struct GroupNorm: Sendable {
  public let weight, bias: Tensor
  public let groups: Int
  public let epsilon: Float

  /// `channels` must be a multiple of `groups`.
  public init(_ channels: Int, groups: Int, epsilon: Float, _ weights: Weights) throws {
    weight = try weights("weight", [channels])
    bias = try weights("bias", [channels])
    self.groups = groups
    self.epsilon = epsilon
  }

  /// The normalised tensor, ·(1 + scale) + shift (N×C each) where they are given, through `activation`.
  public func callAsFunction(
    _ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, activation: Activation = .identity
  ) -> Tensor {
    Profile.measure("normalisation and activation") {
      x.groupNormed(
        groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift, activation: activation
      )
    }
  }
}

/// Normalisation over the last axis to mean 0 and variance 1.
public struct LayerNorm: Sendable {
  public let weight, bias: Tensor
  public let epsilon: Float

  public init(_ width: Int, epsilon: Float = 1e-5, _ weights: Weights) throws {
    weight = try weights("weight", [width])
    bias = try weights("bias", [width])
    self.epsilon = epsilon
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("normalisation and activation") { x.layerNormed(weight: weight, bias: bias, epsilon: epsilon) }
  }
}

/// Normalisation over the last axis to mean square 1.
public struct RMSNorm: Sendable {
  public let weight: Tensor
  public let epsilon: Float

  public init(_ width: Int, epsilon: Float, _ weights: Weights) throws {
    weight = try weights("weight", [width])
    self.epsilon = epsilon
  }

  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("normalisation and activation") { x.rmsNormed(weight: weight, epsilon: epsilon) }
  }
}
