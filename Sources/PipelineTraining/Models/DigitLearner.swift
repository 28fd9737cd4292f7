import Basics
public import Inference
import Tensors

/// A network trained on digits.
public enum DigitLearner: Sendable {
  /// A denoiser or noise estimator.
  case unet(DigitUNet)
  /// A classifier.
  case classifier(DigitClassifier)

  /// The network of a configuration, with these weights. Throws if the weights don't fit.
  public init(_ configuration: DigitConfiguration, _ weights: Weights) throws {
    switch configuration.kind {
    case .unet: self = .unet(try DigitUNet(configuration, weights))
    case .classifier: self = .classifier(try DigitClassifier(configuration, weights))
    }
  }

  /// The network in a folder written by training.
  public init(folder: String) throws {
    let configuration = try DigitConfiguration(path: folder + "/config.json")
    self = try Checkpoint.load(WeightFiles(folder: folder, base: "model")) { try DigitLearner(configuration, $0) }
  }

  /// The network's folder in `given`: for a training run's folder, the model in it. `ModelLocator` doesn't find
  /// classifiers, as they aren't models of pipelines.
  static func folder(_ given: String) -> String {
    let left = given + "/model"
    return FileSystem.exists(left + "/config.json") && !FileSystem.exists(given + "/config.json") ? left : given
  }

  /// The network's configuration.
  public var configuration: DigitConfiguration {
    switch self {
    case .unet(let network): network.configuration
    case .classifier(let network): network.configuration
    }
  }
}
