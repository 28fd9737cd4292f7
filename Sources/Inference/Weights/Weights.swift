public import Tensors

/// A source of weights by name: a checkpoint, or random initialisation.
public protocol WeightSource: Sendable {
  /// The tensor of this name; throws where it is missing or has another shape.
  func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) throws -> Tensor

  /// Whether there is a tensor of this name.
  func contains(_ name: String) -> Bool

  /// The observer of batches that pass through normalisations; nil where running averages are used instead.
  var batchObserver: (any BatchObserver)? { get }
}

extension WeightSource {
  /// No observer: running averages are used.
  public var batchObserver: (any BatchObserver)? { nil }
}

/// How a weight is initialised, and whether it is trained.
public enum WeightRole: Sendable, Equatable {
  /// Trained, from uniform numbers in ±1/√`fanIn`: PyTorch's initialisation of convolutions and linear layers.
  case drawn(fanIn: Int)
  /// Trained, from one number for all elements.
  case constant(Float)
  /// Not trained: a running average over batches, from this number.
  case average(Float)
}

/// Receives the statistics of batches that pass through normalisations in training.
public protocol BatchObserver: Sendable {
  /// Called with the batch's own value for the running average called `name`.
  func observe(_ name: String, _ value: Tensor)
}

/// A source of weights as seen from one layer: names are relative to its place in the network.
public struct Weights: Sendable {
  package let source: any WeightSource
  /// The prefix of names; empty, or ending in a dot.
  let prefix: String

  /// Makes the weights of a whole network; nothing is read.
  public init(_ source: any WeightSource) { self.init(source, prefix: "") }

  private init(_ source: any WeightSource, prefix: String) {
    self.source = source
    self.prefix = prefix
  }

  /// The weights of the part called `name`, such as `down_blocks.0`.
  public subscript(_ name: String) -> Weights { Weights(source, prefix: prefix + name + ".") }

  /// The weight called `name`; throws where it is missing or has another shape.
  ///
  /// Without a role it is trained, and initialised as a matrix or kernels whose first axis is the outputs.
  public func callAsFunction(_ name: String, _ shape: [Int], _ role: WeightRole? = nil) throws -> Tensor {
    try source.tensor(prefix + name, shape, role ?? .drawn(fanIn: max(1, shape.dropFirst().reduce(1, *))))
  }

  /// The observer of batches, with names relative to the whole network; nil outside of training.
  var batchObserver: (@Sendable (String, Tensor) -> Void)? {
    guard let observer = source.batchObserver else { return nil }
    return { [prefix] name, value in observer.observe(prefix + name, value) }
  }

  /// Whether there is a weight called `name`.
  public func contains(_ name: String) -> Bool { source.contains(prefix + name) }
}
