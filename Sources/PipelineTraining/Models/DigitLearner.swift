import Basics
public import Inference
import Tensors

/// A network that a recipe trains on digits.
public enum DigitLearner: Sendable {
  case unet(DigitUNet)
  case classifier(DigitClassifier)

  /// The network that a configuration names.
  public init(_ configuration: DigitConfiguration, _ weights: Weights) throws {
    switch configuration.kind {
    case .unet: self = .unet(try DigitUNet(configuration, weights))
    case .classifier: self = .classifier(try DigitClassifier(configuration, weights))
    }
  }

  /// The network in a folder as training leaves it.
  public init(folder: String) throws {
    let configuration = try DigitConfiguration(path: folder + "/config.json")
    self = try Checkpoint.load(WeightFiles(folder: folder, base: "model")) { try DigitLearner(configuration, $0) }
  }

  /// The folder of the network that a folder means: of a training run's, the one that it left. A classifier is no model of
  /// pipelines, so `ModelLocator` knows none.
  static func folder(_ given: String) -> String {
    let left = given + "/model"
    return FileSystem.exists(left + "/config.json") && !FileSystem.exists(given + "/config.json") ? left : given
  }

  public var configuration: DigitConfiguration {
    switch self {
    case .unet(let network): network.configuration
    case .classifier(let network): network.configuration
    }
  }
}
