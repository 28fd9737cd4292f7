import Inference
public import PipelineKit
public import Tensors

/// A network as a function of a batch of evaluations. It runs on this machine, or elsewhere.
public protocol Network: Sendable {
  /// The network's output for a batch, N×out channels×H×W, in the order of its pictures.
  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor

  /// The most pixels that are worth evaluating at once.
  var largestBatch: Int { get }
}

extension Network {
  /// What keeps the processor of this machine busy.
  public var largestBatch: Int { NetworkBatch.largest }
}

/// A network on this machine that can run in part, on features that an earlier evaluation kept.
protocol PartialNetwork: Network {
  /// The network's output for a batch, and what is kept of it for later evaluations: the batch's own `kept` where it has some.
  func callAsFunction(_ batch: NetworkBatch, reusing reuse: FeatureReuse?) throws -> (Tensor, KeptFeatures?)

  /// The share of a whole evaluation's work that one with kept features makes, 0…1.
  func share(_ reuse: FeatureReuse, height: Int, width: Int) -> Double
}

extension PartialNetwork {
  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor { try self(batch, reusing: nil).0 }
}

/// What a network takes and gives.
public struct NetworkForm: Sendable, Equatable {
  /// What pictures are conditioned on.
  public enum Condition: Sendable, Equatable {
    /// Encoded prompts, N×L×width.
    case texts(width: Int)
    /// One-hot classes, N×count; all zero for no class.
    case classes(count: Int)
  }

  /// The channels of the input; those of a picture to enlarge are among them.
  public var inputChannels: Int
  /// The channels of the output; those of a learned variance are among them.
  public var outputChannels: Int
  /// Height and width of the pictures of its training.
  public var height, width: Int
  /// Whether it takes the timestep.
  public var takesTimestep: Bool
  /// Whether it takes the noise level of the picture to enlarge.
  public var takesNoiseLevel: Bool
  /// The condition that it takes; nil for none.
  public var condition: Condition?

  /// Makes a form; nothing is checked.
  public init(
    inputChannels: Int, outputChannels: Int, height: Int, width: Int, takesTimestep: Bool = true,
    takesNoiseLevel: Bool = false, condition: Condition? = nil
  ) {
    (self.inputChannels, self.outputChannels) = (inputChannels, outputChannels)
    (self.height, self.width) = (height, width)
    (self.takesTimestep, self.takesNoiseLevel, self.condition) = (takesTimestep, takesNoiseLevel, condition)
  }
}

/// A family of models whose networks may run elsewhere: everything else of a model (its schedule, tokenizer and text
/// encoder) comes from its files.
public protocol ServableFormat: ModelFormat {
  /// What the network takes and gives.
  var form: NetworkForm { get }

  /// Throws if a file besides the network's weights is missing or damaged. No weight is read.
  func checkFilesBesidesNetwork() throws

  /// The network alone, to serve it.
  func loadNetwork(_ options: ModelOptions) throws -> any Network

  /// The model with another network in place of its own, whose weights aren't read.
  ///
  /// - Parameters:
  ///   - source: where the network is; it distinguishes the model from others of the same name.
  ///   - digest: what identifies the network.
  func load(
    _ options: ModelOptions, network: any Network, source: String, digest: @escaping @Sendable () throws -> String
  ) throws -> any Model
}
