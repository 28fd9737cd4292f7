import Inference
import PipelineKit
import Tensors

/// Loads a model once, for all stages that use it.
public struct LoadModel: Stage {
  static let from = Input<Path>(
    "from",
    "an embedded model's name, a folder in the diffusers layout, or a downloaded Hugging Face id such as DeepFloyd/IF-I-M-v1.0",
    path: .reads)
  static let model = Output<AnyModel>("model", "the model")

  public static let declaration = Declaration(
    "model", "Loads a model: its network, its noise schedule and what reads its prompts.", inputs: [from],
    outputs: [model])

  public init() {}

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let cache = context.cacheFolder.map { ModelCache(folder: $0) { context.log.debug("\($0)") } }
    return try Outputs(Self.model, AnyModel(load(inputs[Self.from], cache)))
  }

  /// Whether there is such a model, before anything is loaded: its configurations are read, and its files are whole.
  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.from) else { return [] }
    do {
      try ModelDirectory(path: ModelLocator.folder(of: path)).checkFiles()
      return []
    } catch {
      return [Problem("\(error)", port: Self.from, cause: (error as? any Fault)?.cause ?? .data)]
    }
  }

  /// The model called `name`: an embedded one, a folder, or a downloaded Hugging Face id.
  /// - Parameter cache: where prompts' encodings are kept for the next run.
  public func callAsFunction(
    from name: String, cache: ModelCache? = nil
  ) throws -> any NoiseEstimator & PromptReader { try load(Path(name), cache) }

  private func load(_ path: Path, _ cache: ModelCache?) throws -> DeepFloydModel {
    try DeepFloydModel(name: path.text, directory: ModelDirectory(path: ModelLocator.folder(of: path)), cache: cache)
  }
}
