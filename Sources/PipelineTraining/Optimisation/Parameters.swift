public import Inference
import Synchronization
public import Tensors

/// A network's weights apart from the network. Training changes them and builds the network from them at every step,
/// with the same layers as inference.
public struct Parameters: Sendable, Equatable {
  /// A named tensor of a network.
  public struct Entry: Sendable, Equatable {
    /// Its name in a checkpoint.
    public let name: String
    /// How the tensor starts and whether it is learned.
    public let role: WeightRole
    /// The tensor's numbers.
    public var value: Tensor

    /// Whether the tensor is learned; otherwise it is a running average.
    public var isLearned: Bool { if case .average = role { false } else { true } }
  }

  /// In the order in which the network requests them.
  public internal(set) var entries: [Entry]

  /// The weights that `make` requests from `source`.
  public init<Network>(of source: any WeightSource, _ make: (Weights) throws -> Network) throws {
    let recorder = Recorder(source)
    _ = try make(Weights(recorder))
    entries = recorder.entries.withLock { $0 }
  }

  /// Initial weights for an untrained network, drawn in the order in which it requests them.
  public init<Network>(drawnFrom generator: Generator, _ make: (Weights) throws -> Network) throws {
    try self.init(of: InitialWeights(generator: generator), make)
  }

  /// The total number of learned numbers.
  public var count: Int { entries.reduce(0) { $0 + ($1.isLearned ? $1.value.count : 0) } }

  /// The entries with their names, as files store them.
  public var named: [(name: String, tensor: Tensor)] { entries.map { ($0.name, $0.value) } }

  /// The network built from these weights. Throws if it requests a weight that doesn't exist or has another shape.
  public func network<Network>(_ make: (Weights) throws -> Network) throws -> Network {
    try make(Weights(Source(self)))
  }

  /// The loss that `body` computes with these weights, and the gradients of the learned ones. Normalisation layers
  /// report the batch's statistics to `statistics`.
  public func differentiated(
    _ statistics: BatchStatistics = BatchStatistics(), _ body: (Weights) throws -> Tensor
  ) rethrows -> (loss: Float, gradients: [Tensor]) {
    var variables = self
    for i in entries.indices where entries[i].isLearned { variables.entries[i].value = entries[i].value.variable }
    let loss = try body(Weights(Source(variables, observer: statistics)))
    return (
      loss.values[0],
      Tensors.gradients(of: loss, with: variables.entries.filter(\.isLearned).map(\.value))
    )
  }

  /// Records the tensors that it provides.
  private final class Recorder: WeightSource {
    let source: any WeightSource
    let entries = Mutex<[Entry]>([])

    init(_ source: any WeightSource) { self.source = source }

    func contains(_ name: String) -> Bool { source.contains(name) }

    func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) throws -> Tensor {
      let tensor = try source.tensor(name, shape, role)
      entries.withLock { $0.append(Entry(name: name, role: role, value: tensor)) }
      return tensor
    }
  }

  /// Provides the weights; with an observer, layers normalise by the batch, as in training.
  final class Source: WeightSource {
    private let values: [String: Tensor]
    let batchObserver: (any BatchObserver)?

    init(_ parameters: Parameters, observer: (any BatchObserver)? = nil) {
      values = Dictionary(parameters.entries.map { ($0.name, $0.value) }) { first, _ in first }
      batchObserver = observer
    }

    func contains(_ name: String) -> Bool { values[name] != nil }

    func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) throws -> Tensor {
      guard let value = values[name] else { throw TrainingFault.noWeight(name: name, shape: shape, found: nil) }
      guard value.shape == shape else {
        throw TrainingFault.noWeight(name: name, shape: shape, found: value.shape)
      }
      return value
    }
  }
}

/// Weights of an untrained network.
struct InitialWeights: WeightSource {
  let generator: Generator

  func contains(_ name: String) -> Bool { false }

  func tensor(_ name: String, _ shape: [Int], _ role: WeightRole) -> Tensor {
    switch role {
    case .drawn(let fanIn):
      let bound = 1 / Float(fanIn).squareRoot()
      return generator.uniform(shape, from: -bound, to: bound)
    case .constant(let value), .average(let value): return Tensor(shape, repeating: value)
    }
  }
}

/// The statistics of one batch, by the names of their running averages.
public final class BatchStatistics: BatchObserver {
  private let noted = Mutex<[String: Tensor]>([:])

  /// Makes an empty collection.
  public init() {}

  public func observe(_ name: String, _ value: Tensor) { noted.withLock { $0[name] = value } }

  /// What was observed under a name; nil if nothing was.
  subscript(name: String) -> Tensor? { noted.withLock { $0[name] } }

  /// Moves the running averages a tenth of the way to the batch's statistics: PyTorch's momentum of 0.1.
  func update(_ parameters: inout Parameters) {
    noted.withLock { noted in
      for i in parameters.entries.indices {
        guard let value = noted[parameters.entries[i].name] else { continue }
        parameters.entries[i].value = parameters.entries[i].value.combined(with: value) { 0.9 * $0 + 0.1 * $1 }
      }
    }
  }
}
