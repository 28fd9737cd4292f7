public import Basics
import Foundation
import Tensors

/// A `DigitUNet` saved by training: a folder with `config.json`, `model.safetensors` and, for an estimator of noise,
/// the `scheduler_config.json` that it was trained with. Configurations are read and checked immediately, weights on
/// demand.
public struct DigitFolder: Sendable {
  /// The path of the folder.
  public let path: String
  /// The configuration of the network.
  public let network: DigitConfiguration
  /// The noise schedule of an estimator of noise; nil for a denoiser.
  public let scheduler: SchedulerConfiguration?

  private var configFile: String { path + "/config.json" }
  private var schedulerFile: String { path + "/scheduler_config.json" }

  /// Whether a folder holds a network of this kind, even a damaged one: its `config.json` names no other class.
  public static func isOne(_ folder: String) -> Bool {
    guard FileSystem.exists(folder + "/config.json"), !FileSystem.exists(folder + "/model_index.json") else {
      return false
    }
    let name = (try? Options(path: folder + "/config.json"))?.className
    return name == nil || name == DigitConfiguration.className
  }

  /// Reads the configurations in a model's folder; throws where they are missing or don't fit together.
  public init(path: String) throws {
    self.path = path
    network = try DigitConfiguration(path: path + "/config.json")
    let schedule = path + "/scheduler_config.json"
    guard network.takesTime else {
      if network.classes != nil { throw DigitFault.classWithoutTime(model: path) }
      guard network.sigma != nil else { throw DigitFault.noSigma(model: path) }
      scheduler = nil
      return
    }
    guard FileSystem.exists(schedule) else { throw DigitFault.noSchedule(model: path) }
    guard (network.black, network.white) == (-1, 1) else {
      throw DigitFault.range(model: path, black: network.black, white: network.white)
    }
    scheduler = try SchedulerConfiguration(path: schedule)
    guard scheduler?.variance != .learnedRange else { throw DigitFault.learnedVariance(model: path) }
  }

  /// Loads the network and its weights.
  public func load() throws -> DigitUNet { try Checkpoint.load(weights()) { try DigitUNet(network, $0) } }

  /// SHA-256, in hexadecimal, over the names and contents of the model's files.
  public func digest(keptIn cache: ModelCache? = nil) throws -> String {
    try ModelFiles.digest(of: digestedFiles(), in: path, keptIn: cache)
  }

  /// How many bytes `digest` would read.
  public func bytesToDigest(keptIn cache: ModelCache? = nil) throws -> Int {
    try ModelFiles.unread(digestedFiles(), keptIn: cache)
  }

  private func digestedFiles() throws -> [String] {
    let configurations = scheduler == nil ? [configFile] : [configFile, schedulerFile]
    return try configurations + weights().files
  }

  /// Throws where the weights are missing or cut off. No weights are read.
  public func checkFiles() throws { try weights().check() }

  /// The size of the weights on disk, in bytes.
  public func weightBytes() throws -> Int { try ModelFiles.bytes(weights().files) }

  /// The file of the weights.
  public func weights() throws -> WeightFiles { try WeightFiles(folder: path, base: "model") }
}

/// An error in the configuration of a network for digits.
public enum DigitFault: Fault {
  /// The network takes the time, and `scheduler_config.json` is missing.
  case noSchedule(model: String)
  /// The network takes no time, and `sigma` is missing.
  case noSigma(model: String)
  /// The network has classes, but takes no time.
  case classWithoutTime(model: String)
  /// An estimator of noise has other values for black and white than −1 and 1.
  case range(model: String, black: Double, white: Double)
  /// The schedule uses a learned variance, which the network does not predict.
  case learnedVariance(model: String)

  public var cause: FaultCause {
    switch self {
    case .noSchedule: .missingInput
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .noSchedule(let model):
      "\(model): the network takes a timestep, but its noise schedule, 'scheduler_config.json', is missing"
    case .noSigma(let model):
      "\(model)/config.json: a network without time removes noise of one strength; expected that as 'sigma'"
    case .classWithoutTime(let model): "\(model)/config.json: a network with 'classes' takes the time as well"
    case .range(let model, let black, let white):
      "\(model)/config.json: a network that estimates noise sees pictures from -1 to 1, found 'black' \(black) and "
        + "'white' \(white)"
    case .learnedVariance(let model):
      "\(model)/scheduler_config.json: 'variance_type' is \"learned_range\", but the network predicts no variance"
    }
  }
}
