import Inference
public import PipelineKit
import Tensors

/// Digit networks as training writes them: a folder with `config.json` and `model.safetensors`.
public struct DigitFormat: ServableFormat {
  public static let summary = "a folder that a recipe of digits left ('config.json' and 'model.safetensors')"

  private let folder: DigitFolder

  public static func recognises(_ path: String) -> Bool { DigitFolder.isOne(path) }

  public static func reason(against path: String) -> String? {
    (try? DigitConfiguration(path: path + "/config.json"))?.kind == .classifier
      ? "it is a classifier, which draws nothing; expected a network that does" : nil
  }

  public init(path: String) throws { folder = try DigitFolder(path: path) }

  public func facts(name: String) -> ModelFacts {
    let (network, side) = (folder.network, DigitUNet.divisor)
    let size = "\(side)×\(side)"
    var abilities: Set<ModelAbility> = [network.sigma == nil ? .estimatesNoise : .denoises]
    if network.classes != nil { abilities.insert(.knowsClasses) }
    let summary =
      if let sigma = network.sigma {
        "takes noise of σ = \(sigma) (pictures \(network.black) … \(network.white)) from \(size) pictures"
      } else {
        "makes \(size) pictures\(network.classes.map { " of \($0) classes" } ?? "")"
      }
    return ModelFacts(
      name: name, summary: summary, imageShape: [1, side, side],
      schedule: folder.scheduler.map(NoiseSchedule.init), abilities: abilities, divisor: side,
      classes: network.classes,
      memory: (try? folder.weights().count()).map { count in
        ModelMemory(weights: 4 * Double(count)) { pictures, height, width in
          4 * Double(pictures) * Double(DigitUNet.activations(network, height: height, width: width))
        }
      },
      parts: NetworkParts(branches: DigitUNet.branches) { branches, height, width in
        let cost = DigitUNet.cost(network, reusing: FeatureReuse(branches: branches))
        return (cost.share, cost.kept(height: height, width: width))
      })
  }

  public func checkFiles() throws { try folder.checkFiles() }

  public func size() throws -> (weights: Int, bytes: Int) { (try folder.weights().count(), try folder.weightBytes()) }

  public func digest(keptIn cacheFolder: String?, limit: Int) throws -> String? {
    let cache = cacheFolder.map { ModelCache(folder: $0) }
    return try folder.bytesToDigest(keptIn: cache) > limit ? nil : "sha256:\(folder.digest(keptIn: cache))"
  }

  public func load(_ options: ModelOptions) throws -> any Model {
    let network = try DigitNetwork(
      name: options.name, directory: folder, precision: options.precision, cache: ModelCache(options))
    return model(network)
  }

  public var form: NetworkForm {
    NetworkForm(
      inputChannels: 1, outputChannels: 1, height: DigitUNet.divisor, width: DigitUNet.divisor,
      takesTimestep: folder.network.takesTime, condition: folder.network.classes.map { .classes(count: $0) })
  }

  /// There are none.
  public func checkFilesBesidesNetwork() throws {}

  public func loadNetwork(_ options: ModelOptions) throws -> any Network {
    try DigitNetwork(name: options.name, directory: folder, precision: options.precision, cache: nil).network
  }

  public func load(
    _ options: ModelOptions, network: any Network, source: String, digest: @escaping @Sendable () throws -> String
  ) throws -> any Model {
    model(
      DigitNetwork(name: options.name, source: source, directory: folder, network: network, digest: digest))
  }

  private func model(_ network: DigitNetwork) -> any Model {
    network.schedule == nil ? DigitDenoiser(network: network) : DigitEstimator(network: network)
  }
}
