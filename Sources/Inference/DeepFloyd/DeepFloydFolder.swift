public import Basics
import Foundation
public import Tensors

/// A model in the layout of diffusers: `model_index.json` and a folder for each component. Configurations are read
/// and checked immediately, weights on demand.
public struct DeepFloydFolder: Sendable {
  /// The path of the folder.
  public let path: String
  /// The pipeline that the model was saved from, such as `IFPipeline`.
  public let pipeline: String
  /// The configuration of the network.
  public let unet: UNetConfiguration
  /// The configuration of the noise schedule and the sampler.
  public let scheduler: SchedulerConfiguration
  /// The noise schedule for the low-resolution picture of a stage II model; nil where the model has none.
  public let imageNoisingScheduler: SchedulerConfiguration?
  /// The configuration of the text encoder; nil where the model has no text encoder or no tokenizer, so that conditions
  /// are read from files.
  public let textEncoder: T5Configuration?

  /// What reads prompts. A model that was saved without it can be given another's, as folders or links to them: these are
  /// used though its index doesn't name them.
  static let textComponents = ["text_encoder", "tokenizer"]
  static func hasText(_ path: String) -> Bool { textComponents.allSatisfy { FileSystem.isFolder(path + "/" + $0) } }

  private var unetFolder: String { path + "/unet" }
  private var textFolder: String { path + "/text_encoder" }
  private var tokenizerFile: String { path + "/tokenizer/spiece.model" }
  /// The files that determine how prompts become tokens.
  private var tokenizerFiles: [String] {
    [tokenizerFile]
      + ["tokenizer_config.json", "added_tokens.json"].map { path + "/tokenizer/" + $0 }
      .filter { FileSystem.exists($0) }
  }

  /// Reads the configurations in a model's folder; throws `FileFault`, `ModelFault` or `ConfigurationFault` where
  /// they are missing, unsupported or don't fit together.
  public init(path: String) throws {
    self.path = path
    guard FileSystem.isFolder(path) else { throw FileFault.missing(path: path) }
    let index = path + "/model_index.json"
    guard FileSystem.exists(index) else {
      throw ModelFault.missingPiece(model: path, piece: "model_index.json", why: HuggingFaceCache.lostLink(index))
    }
    guard case .object(let components) = try JSONValue(file: index) else {
      throw ConfigurationFault.notAnObject(path: index)
    }
    pipeline = if case .string(let name)? = components["_class_name"] { name } else { "unknown" }

    /// Whether the model has a component; throws where it is not of one of these classes.
    func has(_ name: String, _ classes: String...) throws -> Bool {
      guard let entry = components[name], entry != .null, entry != .list([.null, .null]) else { return false }
      guard case .list(let parts) = entry, parts.count == 2, case .string(let found) = parts[1] else {
        throw ModelFault.badComponent(path: index, name: name, found: "\(entry)", expected: classes)
      }
      guard classes.isEmpty || classes.contains(found) else {
        throw ModelFault.badComponent(path: index, name: name, found: found, expected: classes)
      }
      return true
    }
    func require(_ file: String) throws -> String {
      guard FileSystem.exists(path + "/" + file) else {
        throw ModelFault.missingPiece(model: path, piece: file, why: HuggingFaceCache.lostLink(path + "/" + file))
      }
      return path + "/" + file
    }
    guard try has("unet", "UNet2DConditionModel") else {
      throw ModelFault.missingComponent(path: index, name: "unet")
    }
    guard try has("scheduler") else { throw ModelFault.missingComponent(path: index, name: "scheduler") }
    unet = try UNetConfiguration(path: require("unet/config.json"))
    scheduler = try SchedulerConfiguration(path: require("scheduler/scheduler_config.json"))
    imageNoisingScheduler =
      try has("image_noising_scheduler")
      ? SchedulerConfiguration(path: require("image_noising_scheduler/scheduler_config.json")) : nil
    // The stage `noise` uses one schedule per model and must not noise the low-resolution picture by the wrong one.
    if let noising = imageNoisingScheduler, noising.betas != scheduler.betas || noising.steps != scheduler.steps {
      throw ModelFault.schedulesDiffer(model: path)
    }
    let isNamed = try has("text_encoder", "T5EncoderModel") && has("tokenizer", "T5Tokenizer", "T5TokenizerFast")
    if isNamed || Self.hasText(path) {
      let encoder = try T5Configuration(path: require("text_encoder/config.json"))
      guard encoder.width == unet.textWidth else {
        throw ModelFault.widthsDiffer(model: path, encoder: encoder.width, unet: unet.textWidth)
      }
      _ = try require("tokenizer/spiece.model")
      textEncoder = encoder
    } else {
      textEncoder = nil
    }
    // A network that predicts variances may be sampled with a fixed one, but not the reverse.
    let channels = imageShape[0]
    let learned = scheduler.variance == .learnedRange
    guard unet.outChannels == 2 * channels || (unet.outChannels == channels && !learned) else {
      throw ModelFault.channels(
        model: path, inputs: unet.inChannels, outputs: unet.outChannels,
        expected: learned ? "\(2 * channels)" : "\(channels) or \(2 * channels)")
    }
  }

  /// C, H, W of the pictures that the model generates.
  public var imageShape: [Int] {
    [unet.takesNoiseLevel ? unet.inChannels / 2 : unet.inChannels, unet.height, unet.width]
  }

  /// Loads the network and its weights.
  public func loadUNet() throws -> DeepFloydUNet {
    try Checkpoint.load(unetWeights()) { try DeepFloydUNet(configuration: unet, $0) }
  }

  /// The encodings of prompts, N×L×width. The weights of the text encoder are read block by block and not kept.
  public func encode(_ prompts: [Tokens]) throws -> Tensor {
    guard let textEncoder else { throw ModelFault.noText(model: path) }
    return try Checkpoint.load(textWeights()) {
      try T5Encoder(configuration: textEncoder, isStreamed: true, $0)(prompts)
    }
  }

  /// Loads the text encoder and its weights. T5-XXL takes 19 GB; `encode` needs 2.
  public func loadTextEncoder() throws -> T5Encoder {
    guard let textEncoder else { throw ModelFault.noText(model: path) }
    return try Checkpoint.load(textWeights()) { try T5Encoder(configuration: textEncoder, $0) }
  }

  /// Loads the tokenizer; throws where the model has no text encoder.
  public func loadTokenizer() throws -> Tokenizer {
    guard textEncoder != nil else { throw ModelFault.noText(model: path) }
    return try Profile.measure("tokenizer", .whole) { try Tokenizer(path: tokenizerFile) }
  }

  /// SHA-256, in hexadecimal, over the names and contents of the model's files. With a cache, files with a stored
  /// digest are not read.
  public func digest(keptIn cache: ModelCache? = nil) throws -> String {
    try ModelFiles.digest(of: digestedFiles(), in: path, keptIn: cache)
  }

  /// How many bytes `digest` would read.
  public func bytesToDigest(keptIn cache: ModelCache? = nil) throws -> Int {
    try ModelFiles.unread(digestedFiles(), keptIn: cache)
  }

  private func digestedFiles() throws -> [String] {
    var files = ["unet/config.json", "scheduler/scheduler_config.json"].map { path + "/" + $0 }
    files += try unetWeights().files
    if textEncoder != nil {
      // tokenizer_config.json is left out: saved states of runs hold this digest and would no longer match their
      // model.
      files += [textFolder + "/config.json"] + tokenizerFiles.filter { !$0.hasSuffix("/tokenizer_config.json") }
      files += textWeightsOrNone()?.files ?? []
    }
    if imageNoisingScheduler != nil { files.append(path + "/image_noising_scheduler/scheduler_config.json") }
    return files
  }

  /// SHA-256, in hexadecimal, over the names and contents of the text encoder's files.
  func textDigest(keptIn cache: ModelCache?) throws -> String {
    try ModelFiles.digest(of: textFiles(), in: path, keptIn: cache)
  }

  /// How many bytes `textDigest` would read.
  func textBytesToDigest(keptIn cache: ModelCache?) throws -> Int {
    try ModelFiles.unread(textFiles(), keptIn: cache)
  }

  private func textFiles() throws -> [String] {
    try [textFolder + "/config.json"] + tokenizerFiles + textWeights().files
  }

  /// Throws where a file of weights is missing or cut off, or the tokenizer is damaged. No weights are read. The text
  /// encoder's weights may be missing, because conditions can come from files.
  public func checkFiles() throws {
    try unetWeights().check()
    try checkTextFiles()
  }

  /// The same for the tokenizer and the text encoder alone.
  public func checkTextFiles() throws {
    guard textEncoder != nil else { return }
    _ = try loadTokenizer()
    try textWeightsOrNone()?.check()
  }

  /// Throws where the text encoder's weights are missing, which every prompt needs. No weights are read.
  public func checkTextWeights() throws { _ = try textWeights() }

  /// The size of all weights on disk, in bytes.
  public func weightBytes() throws -> Int {
    try unetWeightBytes() + ModelFiles.bytes(textEncoder == nil ? [] : textWeightsOrNone()?.files ?? [])
  }

  /// The size of the network's weights on disk, in bytes.
  public func unetWeightBytes() throws -> Int { try ModelFiles.bytes(unetWeights().files) }

  /// The files of the network's weights.
  public func unetWeights() throws -> WeightFiles {
    try WeightFiles(folder: unetFolder, base: "diffusion_pytorch_model")
  }

  private func textWeights() throws -> WeightFiles { try WeightFiles(folder: textFolder, base: "model") }

  /// The text encoder's weights if they are present: they are needed only to encode prompts.
  func textWeightsOrNone() -> WeightFiles? { try? textWeights() }
}

/// An error in a model's folder.
public enum ModelFault: Fault {
  /// There is no such folder and no such downloaded model; `cache` is where a download would be, nil where the name
  /// can't be that of one.
  case unknown(name: String, cache: String? = nil, hasBegun: Bool = false)
  /// A required file is missing; `why` gives a reason if it is known.
  case missingPiece(model: String, piece: String, why: String?)
  /// `model_index.json` does not name a required component.
  case missingComponent(path: String, name: String)
  /// `model_index.json` gives a component an unsupported class.
  case badComponent(path: String, name: String, found: String, expected: [String])
  /// The width of the text encoder's states is not the one that the UNet reads.
  case widthsDiffer(model: String, encoder: Int, unet: Int)
  /// The UNet's output channels don't fit its input channels and scheduler.
  case channels(model: String, inputs: Int, outputs: Int, expected: String)
  /// The schedule for the low-resolution picture differs from that of the model.
  case schedulesDiffer(model: String)
  /// A prompt is to be encoded, but the model has no text encoder or tokenizer.
  case noText(model: String)

  public var cause: FaultCause {
    switch self {
    case .unknown, .missingPiece: .missingInput
    default: .data
    }
  }

  public var description: String {
    switch self {
    case .unknown(let name, let cache, let hasBegun):
      if let cache, hasBegun {
        "model '\(name)': its download into \(cache) is incomplete: '\(HuggingFaceCache.command(name))' completes it"
      } else if let cache {
        "model '\(name)' is not downloaded (looked in \(cache)): accept its licence at huggingface.co/\(name), then run "
          + "'\(HuggingFaceCache.command(name))', or name the folder of a model"
      } else {
        "model '\(name)': no such folder; expected a folder in the diffusers layout, or OWNER/NAME"
      }
    case .missingPiece(let model, let piece, let why):
      "\(model): expected a model in the diffusers layout; '\(piece)' is missing\(why.map { ": \($0)" } ?? "")"
        + HuggingFaceCache.remedy(model)
    case .missingComponent(let path, let name): "\(path): names no component '\(name)'"
    case .badComponent(let path, let name, let found, let expected):
      "\(path): component '\(name)' is \(found); supported: \(expected.isEmpty ? "a library and a class" : listed(expected))"
    case .widthsDiffer(let model, let encoder, let unet):
      "\(model): the text encoder's states are \(encoder) wide, but the UNet reads \(unet)"
    case .channels(let model, let inputs, let outputs, let expected):
      "\(model): the UNet takes \(inputs) channels and gives \(outputs); under its scheduler it should give \(expected)"
    case .schedulesDiffer(let model):
      "\(model): image_noising_scheduler and scheduler should have the same betas, found others"
    case .noText(let model): "\(model): has no text encoder; give conditions as files"
    }
  }
}
