import Tensors

/// Where a layer's weights come from by name: a checkpoint, or random initialisation.
public protocol WeightSource: Sendable {
  /// The tensor of this name, which must have this shape.
  func tensor(_ name: String, _ shape: [Int]) throws -> Tensor

  /// Whether there is a tensor of this name.
  func contains(_ name: String) -> Bool
}

/// A source of weights seen from one layer: names are relative to its place in the network.
public struct Weights: Sendable {
  let source: any WeightSource
  /// The names' beginning, empty or ending in a dot.
  let prefix: String

  public init(_ source: any WeightSource) { self.init(source, prefix: "") }

  private init(_ source: any WeightSource, prefix: String) {
    self.source = source
    self.prefix = prefix
  }

  /// The weights of the part called `name`, such as `down_blocks.0`.
  public subscript(_ name: String) -> Weights { Weights(source, prefix: prefix + name + ".") }

  /// The weight called `name`, which must have this shape.
  public func callAsFunction(_ name: String, _ shape: [Int]) throws -> Tensor {
    try source.tensor(prefix + name, shape)
  }

  /// Whether there is a weight called `name`.
  public func contains(_ name: String) -> Bool { source.contains(prefix + name) }
}
