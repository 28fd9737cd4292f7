public import Tensors

/// Normalisation over groups of neighbouring channels of N×C×….
public struct GroupNorm: Sendable {
  /// Factors after normalisation, one per channel.
  public let weight: Tensor
  /// Numbers that are added last, one per channel.
  public let bias: Tensor
  /// The number of groups of neighbouring channels.
  public let groups: Int
  /// Added to the variance under the root.
  public let epsilon: Float

  /// Makes the layer from `weight` and `bias`; throws where they are missing or have another shape. `channels` must
  /// be a multiple of `groups`.
  public init(_ channels: Int, groups: Int, epsilon: Float, _ weights: Weights) throws {
    weight = try weights("weight", [channels], .constant(1))
    bias = try weights("bias", [channels], .constant(0))
    self.groups = groups
    self.epsilon = epsilon
  }

  /// The normalised tensor, ·(1 + scale) + shift (N×C each) where they are given, then `activation`. With another one that
  /// is `joined`, the channels are those of `x` and then those of the other.
  public func callAsFunction(
    _ x: Tensor, joined other: Tensor? = nil, scale: Tensor? = nil, shift: Tensor? = nil,
    activation: Activation = .identity
  ) -> Tensor {
    Profile.measure("normalisation and activation") {
      normalisation(of: x, joined: other, scale: scale, shift: shift, activation: activation).tensor
    }
  }

  /// The same as the input of a convolution.
  public func normalisation(
    of x: Tensor, joined other: Tensor? = nil, scale: Tensor? = nil, shift: Tensor? = nil,
    activation: Activation = .identity
  ) -> GroupNormalisation {
    GroupNormalisation(
      x, joined: other, groups: groups, weight: weight, bias: bias, epsilon: epsilon, scale: scale, shift: shift,
      activation: activation)
  }
}

/// Normalisation over the last axis to mean 0 and variance 1.
public struct LayerNorm: Sendable {
  /// Factors after normalisation, one per element.
  public let weight: Tensor
  /// Numbers that are added last, one per element.
  public let bias: Tensor
  /// Added to the variance under the root.
  public let epsilon: Float

  /// Makes the layer for a last axis of `width`; throws where `weight` or `bias` is missing or has another shape.
  public init(_ width: Int, epsilon: Float = 1e-5, _ weights: Weights) throws {
    weight = try weights("weight", [width], .constant(1))
    bias = try weights("bias", [width], .constant(0))
    self.epsilon = epsilon
  }

  /// Normalises …×width; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("normalisation and activation") { x.layerNormed(weight: weight, bias: bias, epsilon: epsilon) }
  }
}

/// Normalisation over the last axis to mean square 1.
public struct RMSNorm: Sendable {
  /// Factors after normalisation, one per element.
  public let weight: Tensor
  /// Added to the mean square under the root.
  public let epsilon: Float

  /// Makes the layer for a last axis of `width`; throws where `weight` is missing or has another shape.
  public init(_ width: Int, epsilon: Float, _ weights: Weights) throws {
    weight = try weights("weight", [width], .constant(1))
    self.epsilon = epsilon
  }

  /// Normalises …×width; the shape stays.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("normalisation and activation") { x.rmsNormed(weight: weight, epsilon: epsilon) }
  }
}

/// Normalisation of every channel over the pictures of a batch and their pixels: by the batch's own statistics in
/// training, otherwise by running averages.
public struct BatchNorm: Sendable {
  /// Factors after normalisation, one per channel.
  public let weight: Tensor
  /// Numbers that are added last, one per channel.
  public let bias: Tensor
  /// Running averages of the channels' means and variances: `running_mean` and `running_var`.
  public let mean, variance: Tensor
  /// Added to the variance under the root.
  public let epsilon: Float
  private let observer: (@Sendable (String, Tensor) -> Void)?

  /// Makes the layer; throws where one of its four tensors is missing or has another shape.
  public init(_ channels: Int, epsilon: Float = 1e-5, _ weights: Weights) throws {
    weight = try weights("weight", [channels], .constant(1))
    bias = try weights("bias", [channels], .constant(0))
    mean = try weights("running_mean", [channels], .average(0))
    variance = try weights("running_var", [channels], .average(1))
    self.epsilon = epsilon
    observer = weights.batchObserver
  }

  /// Normalises N×channels×…, then applies `activation`.
  public func callAsFunction(_ x: Tensor, activation: Activation = .identity) -> Tensor {
    guard let observer else {
      return x.batchNormed(
        mean: mean, variance: variance, weight: weight, bias: bias, epsilon: epsilon, activation: activation)
    }
    let (result, mean, variance) = x.batchNormed(weight: weight, bias: bias, epsilon: epsilon, activation: activation)
    observer("running_mean", mean)
    observer("running_var", variance)
    return result
  }
}
