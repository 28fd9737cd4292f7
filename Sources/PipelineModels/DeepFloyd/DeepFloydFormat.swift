import Basics
import Inference
import Logging
public import PipelineKit
import Tensors

/// DeepFloyd IF, stage I or II: a folder in the layout of diffusers, also a fine-tuned one.
public struct DeepFloydFormat: QuantisableFormat {
  public static let summary = "a folder of DeepFloyd IF in the layout of diffusers ('model_index.json')"

  private let folder: DeepFloydFolder

  /// Whether the folder has a `model_index.json`, or the networks that it would name.
  public static func recognises(_ path: String) -> Bool {
    ["model_index.json", "unet", "text_encoder", "scheduler"].contains { FileSystem.exists(path + "/" + $0) }
  }

  public static func parts(of path: String) -> [ModelPart] {
    let names = [
      "unet": "network", "text_encoder": "text encoder", "scheduler": "schedule",
      "image_noising_scheduler": "schedule of the small picture",
    ]
    return (DeepFloydFolder.inventory(path) ?? []).map {
      ModelPart(names[$0.name] ?? $0.name, files: $0.files, weights: $0.weights, missing: $0.missing)
    }
  }

  public init(path: String) throws { folder = try DeepFloydFolder(path: path) }

  public func facts(name: String) -> ModelFacts {
    let prompts = PromptEncoder(name: name, directory: folder)
    let (enlarges, shape) = (folder.unet.takesNoiseLevel, folder.imageShape)
    var abilities: Set<ModelAbility> = [.estimatesNoise]
    if enlarges { abilities.insert(.enlarges) }
    if folder.textEncoder != nil { abilities.insert(.readsPrompts) }
    return ModelFacts(
      name: name,
      summary: "\(enlarges ? "enlarges to" : "makes") \(shape[2])×\(shape[1]) pictures"
        + (folder.textEncoder == nil ? " (no text encoder)" : " of prompts"),
      imageShape: shape, schedule: NoiseSchedule(folder.scheduler), abilities: abilities, divisor: folder.unet.divisor,
      prompts: PromptFacts(memory: { prompts.memory($0) }, unread: { try prompts.unread($0) }),
      memory: memory, parts: parts)
  }

  /// Text of the usual length.
  private var parts: NetworkParts {
    NetworkParts(branches: folder.unet.branches) { [unet = folder.unet] branches, height, width in
      let cost = unet.cost(height: height, width: width, textLength: Tokenizer.length)
      let reuse = FeatureReuse(branches: branches)
      return (cost.share(reusing: reuse), cost.kept(for: reuse))
    }
  }

  /// The network's weights as they are stored, and the activations that exist at the same time. Of weights that are
  /// missing or cut off, as in a download that is not complete, those that the configuration promises in half precision.
  private var memory: ModelMemory {
    let unet = folder.unet
    let isWhole = (try? folder.unetWeights().check()) != nil
    let stored = isWhole ? try? folder.unetWeightBytes() : nil
    let bytes = stored ?? 2 * unet.cost(height: unet.divisor, width: unet.divisor, textLength: 1).weights
    let inBytes = (try? folder.unetWeights().bytesInBytes()).map(Double.init)
    return ModelMemory(weights: Double(bytes), weightsInBytes: inBytes) { length in
      // Beside the prepared text: its numbers in five forms, and those of the widest attention.
      let cost = unet.cost(height: unet.divisor, width: unet.divisor, textLength: length)
      return 4 * (Double(cost.text) + Double(cost.activations) + 5 * Double(length) * Double(unet.textWidth))
    } evaluation: { pictures, height, width in
      let cost = unet.cost(height: height, width: width, textLength: Tokenizer.length)
      return 4 * Double(pictures) * Double(cost.activations)
    }
  }

  public func checkFiles() throws { try folder.checkFiles() }

  public func size() throws -> (weights: Int, bytes: Int) {
    (try folder.unetWeights().count(), try folder.weightBytes())
  }

  public var form: NetworkForm {
    let unet = folder.unet
    return NetworkForm(
      inputChannels: unet.inChannels, outputChannels: unet.outChannels, height: unet.height, width: unet.width,
      takesNoiseLevel: unet.takesNoiseLevel, condition: .texts(width: unet.textWidth))
  }

  public func checkFilesBesidesNetwork() throws { try folder.checkTextFiles() }

  public func loadNetwork(_ options: ModelOptions) throws -> any Network {
    guard options.precision.isAvailable else { throw StageFault.other(options.precision.missing) }
    return try DeepFloydNetwork(folder, options.precision)
  }

  public func load(
    _ options: ModelOptions, network: any Network, source: String, digest: @escaping @Sendable () throws -> String
  ) throws -> any Model {
    let prompts = PromptEncoder(name: options.name, directory: folder, cache: ModelCache(options))
    return DeepFloydModel(name: options.name, source: source, network: network, prompts: prompts, digest: digest)
  }

  public func digest(keptIn cacheFolder: String?, limit: Int) throws -> String? {
    let cache = cacheFolder.map { ModelCache(folder: $0) }
    return try folder.bytesToDigest(keptIn: cache) > limit ? nil : "sha256:\(folder.digest(keptIn: cache))"
  }

  public func quantise(to folder: String) throws { try self.folder.quantise(to: folder) }

  public func load(_ options: ModelOptions) throws -> any Model {
    try DeepFloydModel(
      name: options.name, directory: folder, precision: options.precision, cache: ModelCache(options))
  }
}

extension ModelCache {
  /// The cache for a model with these options; nil for no cache.
  init?(_ options: ModelOptions) {
    guard let folder = options.cacheFolder else { return nil }
    self.init(folder: folder) { [log = options.log] in log.debug("\($0)") }
  }
}
