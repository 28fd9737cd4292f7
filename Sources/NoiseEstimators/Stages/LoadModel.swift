import Inference
import PipelineKit
import Tensors

/// Loads a model once, for all stages that use it.
public struct LoadModel: Stage {
  static let from = Input<Path>(
    "from",
    "an embedded model's name, a folder in the diffusers layout or of a training run, or a downloaded Hugging Face id such as DeepFloyd/IF-I-M-v1.0",
    path: .reads)
  /// Of the network's products; 'half' is up to one and a half times as fast on processors with AVX512-FP16 or, in
  /// bfloat16, AVX512-BF16, and at least as exact as bfloat16 networks are.
  public static let precision = Input<Precision>(
    "precision",
    "of the network's products; 'half' is up to one and a half times as fast on processors with AVX512-FP16 or, in bfloat16, AVX512-BF16, and at least as exact as bfloat16 networks are",
    default: .single)
  static let model = Output<AnyModel>("model", "the model")

  public static let declaration = Declaration(
    "model", "Loads a model: its network, its noise schedule and what reads its prompts.", inputs: [from, precision],
    outputs: [model])

  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let path = inputs.known(from), let folder = try? ModelLocator.folder(of: path) else { return KnownOutputs() }
    if DigitDirectory.isOne(folder) {
      guard let directory = try? DigitDirectory(path: folder) else { return KnownOutputs() }
      let side = DigitUNet.divisor
      return KnownOutputs(
        model,
        Known(
          model: ModelFacts(
            name: path.text, imageShape: [1, side, side], schedule: directory.scheduler.map(NoiseSchedule.init),
            divisor: side, classes: directory.network.classes)))
    }
    guard let directory = try? ModelDirectory(path: folder) else { return KnownOutputs() }
    return KnownOutputs(
      model,
      Known(
        model: ModelFacts(
          name: path.text, imageShape: directory.imageShape, schedule: NoiseSchedule(directory.scheduler),
          divisor: directory.unet.divisor, enlarges: directory.unet.takesNoiseLevel,
          prompts: PromptCheck(name: path.text, directory).facts)))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let cache = context.cacheFolder.map { ModelCache(folder: $0) { context.log.debug("\($0)") } }
    return try Outputs(Self.model, AnyModel(load(inputs[Self.from], inputs[Self.precision], cache)))
  }

  /// Whether there is such a model, before anything is loaded: its configurations are read, and its files are whole.
  public func problems(_ inputs: KnownInputs) -> [Problem] {
    if let precision = inputs.known(Self.precision), !precision.isAvailable {
      return [Problem(precision.missing, port: Self.precision)]
    }
    guard let path = inputs.known(Self.from) else { return [] }
    do {
      let folder = try ModelLocator.folder(of: path)
      if DigitDirectory.isOne(folder) {
        try DigitDirectory(path: folder).checkFiles()
      } else {
        try ModelDirectory(path: folder).checkFiles()
      }
      return []
    } catch {
      return [Problem("\(error)", port: Self.from, cause: (error as? any Fault)?.cause ?? .data)]
    }
  }

  /// The model called `name`: an embedded one, a folder, or a downloaded Hugging Face id.
  /// - Parameters:
  ///   - precision: of the network's products.
  ///   - cache: where prompts' encodings are kept for the next run.
  public func callAsFunction(
    from name: String, precision: Precision = Self.precision.defaultValue, cache: ModelCache? = nil
  ) throws -> any Model { try load(Path(name), precision, cache) }

  private func load(_ path: Path, _ precision: Precision, _ cache: ModelCache?) throws -> any Model {
    let folder = try ModelLocator.folder(of: path)
    guard DigitDirectory.isOne(folder) else {
      return try DeepFloydModel(
        name: path.text, directory: ModelDirectory(path: folder), precision: precision, cache: cache)
    }
    let network = try DigitNetwork(
      name: path.text, directory: DigitDirectory(path: folder), precision: precision, cache: cache)
    return network.schedule == nil ? DigitDenoiser(network: network) : DigitEstimator(network: network)
  }
}

extension Precision: Choice {}
