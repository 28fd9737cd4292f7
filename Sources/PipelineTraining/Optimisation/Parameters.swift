public import Inference
import Synchronization
public import Tensors

/// A network's weights apart from the network: what training changes. The network is made of them anew at every step, out
/// of the same layers that inference runs.
public struct Parameters: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    /// As a checkpoint names it.
    public let name: String
    public let role: WeightRole
    public var value: Tensor

    /// Whether it is learned, and not a running average.
    public var isLearned: Bool { if case .average = role { false } else { true } }
  }

  /// In the order in which the network asked for them.
  public internal(set) var entries: [Entry]

  /// The weights that `make` asks `source` for.
  public init<Network>(of source: any WeightSource, _ make: (Weights) throws -> Network) throws {
    let recorder = Recorder(source)
    _ = try make(Weights(recorder))
    entries = recorder.entries.withLock { $0 }
  }

  /// Weights for a network that has learned nothing, drawn in the order in which it asks for them.
  public init<Network>(drawnFrom generator: Generator, _ make: (Weights) throws -> Network) throws {
    try self.init(of: InitialWeights(generator: generator), make)
  }

  /// The number of learned numbers.
  public var count: Int { entries.reduce(0) { $0 + ($1.isLearned ? $1.value.count : 0) } }

  /// The entries under their names, as files hold them.
  public var named: [(name: String, tensor: Tensor)] { entries.map { ($0.name, $0.value) } }

  /// The network of these weights.
  public func network<Network>(_ make: (Weights) throws -> Network) throws -> Network {
    try make(Weights(Source(self)))
  }

  /// The loss that `body` works out with these weights, and the gradients of the learned ones; what normalisations see
  /// of the batch goes to `statistics`.
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

  /// Notes what it gives.
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

  /// Gives the weights as they are or, with an observer, as training sees them.
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

/// Weights that know nothing yet.
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

/// The statistics of one batch, by the name of the running average that they belong to.
public final class BatchStatistics: BatchObserver {
  private let noted = Mutex<[String: Tensor]>([:])

  public init() {}

  public func observe(_ name: String, _ value: Tensor) { noted.withLock { $0[name] = value } }

  /// Moves the running averages a tenth of the way to the batch: PyTorch's momentum of 0.1.
  func update(_ parameters: inout Parameters) {
    noted.withLock { noted in
      for i in parameters.entries.indices {
        guard let value = noted[parameters.entries[i].name] else { continue }
        parameters.entries[i].value = parameters.entries[i].value.combined(with: value) { 0.9 * $0 + 0.1 * $1 }
      }
    }
  }
}
