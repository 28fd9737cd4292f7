import Tensors

/// x·Wᵀ + b over the last axis.
public struct Linear: Sendable {
  /// Outputs × inputs.
  public let weight: Tensor
  public let bias: Tensor?

  public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, _ weights: Weights) throws {
    weight = try weights("weight", [outputs, inputs])
    self.bias = bias ? try weights("bias", [outputs], .drawn(fanIn: inputs)) : nil
  }

  /// …×inputs to …×outputs.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.linear(weight, bias: bias) }

  /// The same over the channel axis: N×inputs×L to N×outputs×L.
  public func overChannels(_ x: Tensor) -> Tensor { weight.linearOverChannels(x, bias: bias) }
}
