import Inference
import PipelineKit
import PipelineModels
import Tensors

/// Configurations of models: networks, schedules, text encoders, indices of models and of weights, tokenizers. An input
/// stands for each of them.
struct ConfigurationSubject: Subject {
  static let name = "configuration"
  private let file: InputFile
  /// Models in which one file is the input: the index, the network, the schedule, the encoder.
  private let index, unet, scheduler, encoder: String
  private let shards: String
  private let tokenizers: [String]

  init(in scratch: Scratch) throws {
    let file = try scratch.file("config.json")
    self.file = file
    let weights = try scratch.fixed("weights.safetensors", SafeTensors.encoded([("w", Tensor([1], [0]))]))
    index = try scratch.folder("index", TinyModels.links(weights: weights, index: file.path))
    unet = try scratch.folder("unet", TinyModels.links(weights: weights, unet: file.path))
    scheduler = try scratch.folder("scheduler", TinyModels.links(weights: weights, scheduler: file.path))
    encoder = try scratch.folder("encoder", TinyModels.links(weights: weights, encoder: file.path))
    shards = try scratch.folder("shards", ["model.safetensors.index.json": file.path, "a.safetensors": weights])
    let pieces = Scratch.package + "/Fuzzing/corpus/tokenizer/pieces.model"
    tokenizers = try ["tokenizer_config.json", "added_tokens.json"].map { name in
      try scratch.folder("with-" + name, ["spiece.model": pieces, name: file.path]) + "/spiece.model"
    }
  }

  func read(_ bytes: [UInt8]) {
    file.hold(bytes)
    if attempt({ try UNetConfiguration(path: file.path) }) != nil { open(unet) }
    if let configuration = attempt({ try SchedulerConfiguration(path: file.path) }) {
      let schedule = NoiseSchedule(configuration)
      precondition(schedule.count == configuration.steps && schedule.alphasCumprod.allSatisfy { (0...1).contains($0) })
      open(scheduler)
    }
    if attempt({ try T5Configuration(path: file.path) }) != nil { open(encoder) }
    if let configuration = attempt({ try DigitConfiguration(path: file.path) }) { _ = configuration.json }
    open(index)
    if let files = attempt({ try WeightFiles(folder: shards, base: "model") }) {
      attempt { try files.check() }
      attempt { try files.count() }
    }
    for path in tokenizers {
      if let tokenizer = attempt({ try Tokenizer(path: path) }) { TokenizerSubject.split(tokenizer) }
    }
  }

  private func open(_ folder: String) {
    guard let format = attempt({ try DeepFloydFormat(path: folder) }) else { return }
    _ = format.facts(name: "fuzz")
    attempt { try format.checkFiles() }
    attempt { try format.size() }
  }
}
