public import Tensors

/// x·Wᵀ + b over the last axis.
public struct Linear: Sendable {
  /// Weights outputs × inputs, and a bias or none.
  public let map: LinearMap

  /// Makes the layer from `weight` and, unless `bias` is false, `bias`; throws where they are missing or have another
  /// shape. `inBytes`: see `LinearMap`.
  public init(_ inputs: Int, _ outputs: Int, bias: Bool = true, inBytes: Bool = false, _ weights: Weights) throws {
    map = LinearMap(
      weight: try weights("weight", [outputs, inputs]),
      bias: bias ? try weights("bias", [outputs], .drawn(fanIn: inputs)) : nil, inBytes: inBytes)
  }

  /// …×inputs to …×outputs.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("dense") { map(x) }
  }

  /// Maps the channel axis: N×inputs×L to N×outputs×L.
  public func overChannels(_ x: Tensor) -> Tensor {
    Profile.measure("dense") { map.overChannels(x) }
  }

  /// Maps the channel axis and adds `other`, whose shape the result has: N×inputs×L plus N×outputs×H×W, with H·W = L.
  public func overChannels(_ x: Tensor, plus other: Tensor) -> Tensor {
    Profile.measure("dense") { map.overChannels(x, plus: other) }
  }
}
