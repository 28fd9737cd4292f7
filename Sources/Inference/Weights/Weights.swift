public import Tensors

/// Where a layer's weights come from by name: a checkpoint, or random initialisation.
public protocol WeightSource: Sendable {
  /// The tensor of this name, which must have this shape.
  func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) throws -> Tensor

  /// Whether there is a tensor of this name.
  func contains(_ name: String) -> Bool

  /// What hears of the batches that pass through normalisations; nil where running averages are used instead.
  var batchObserver: (any BatchObserver)? { get }
}

extension WeightSource {
  public var batchObserver: (any BatchObserver)? { nil }
}

/// What a weight is to training, and where it starts.
public enum WeightRole: Sendable, Equatable {
  /// Learned from uniform numbers in ±1/√`fanIn`: PyTorch's start of convolutions and linear layers.
  case drawn(fanIn: Int)
  /// Learned from one number.
  case constant(Float)
  /// Not learned: a running average of what passes in training.
  case average(Float)
}

/// Hears of the statistics of a batch that passes through a normalisation in training.
public protocol BatchObserver: Sendable {
  /// The batch's own value of the running average called `name`.
  func observe(_ name: String, _ value: Tensor)
}

/// A source of weights seen from one layer: names are relative to its place in the network.
public struct Weights: Sendable {
  package let source: any WeightSource
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
  ///
  /// Without a role it is learned, as a matrix or kernels that many inputs enter.
  public func callAsFunction(_ name: String, _ shape: [Int], _ role: WeightRole? = nil) throws -> Tensor {
    try source.tensor(prefix + name, shape, role ?? .drawn(fanIn: max(1, shape.dropFirst().reduce(1, *))))
  }

  /// What hears of the batches that pass, under this place's names; nil outside of training.
  var batchObserver: (@Sendable (String, Tensor) -> Void)? {
    guard let observer = source.batchObserver else { return nil }
    return { [prefix] name, value in observer.observe(prefix + name, value) }
  }

  /// Whether there is a weight called `name`.
  public func contains(_ name: String) -> Bool { source.contains(prefix + name) }
}
