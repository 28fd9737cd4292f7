import Basics
public import PipelineKit
public import Tensors

/// Loads a model once for all stages that use it.
public struct LoadModel: Stage {
  static let from = Input<Path>(
    "from",
    "an embedded model's name, a folder in the diffusers layout or of a training run, a downloaded Hugging Face id such as DeepFloyd/IF-I-M-v1.0, or the address of a served model",
    path: .reads)
  /// The precision of the network's matrix products and weights; 'half' multiplies whole numbers, where the
  /// processor has AVX512-VNNI.
  public static let precision = Input<Precision>(
    "precision",
    "the precision of the network's matrix products; 'half', on processors with AVX512-VNNI, takes about six tenths of the time and three quarters of the memory, and changes estimates by up to 2 %; 'int8-weights' multiplies in single precision and keeps weights in 8 bits, half the memory of published ones",
    default: .single)
  static let model = Output<AnyModel>("model", "the model")

  public static let declaration = Declaration(
    "model", "Loads a model: its network, its noise schedule and its prompt encoder.", inputs: [from, precision],
    outputs: [model])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let path = inputs.known(from), let format = try? ModelLocator.open(path, .with(inputs.registry)) else {
      return KnownOutputs()
    }
    var facts = format.facts(name: path.text)
    if inputs.known(precision) == .int8Weights, let memory = facts.memory {
      facts.memory?.weights = memory.weightsInBytes
    }
    return KnownOutputs(model, Known(model: facts))
  }

  /// Problems found without loading: the model doesn't exist, its configuration is wrong, or its files are truncated.
  public func problems(_ inputs: KnownInputs) -> [Problem] {
    if let precision = inputs.known(Self.precision), !precision.isAvailable {
      return [Problem(precision.missing, port: Self.precision)]
    }
    guard let path = inputs.known(Self.from) else { return [] }
    do {
      try ModelLocator.open(path, .with(inputs.registry)).checkFiles()
      return []
    } catch {
      return [Problem(error, port: Self.from)]
    }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let path = try inputs[Self.from]
    let options = ModelOptions(
      name: path.text, precision: try inputs[Self.precision], cacheFolder: context.cacheFolder, log: context.log)
    return try Outputs(
      Self.model, AnyModel(ModelLocator.open(path, .with(context.registry)).load(options)))
  }

  /// Loads the model called `name`: an embedded model, a folder, or a downloaded Hugging Face id. Throws if there is no
  /// such model or its files are damaged.
  ///
  /// - Parameters:
  ///   - precision: the precision of the network's matrix products.
  ///   - cacheFolder: where prompts' encodings are kept between runs; nil for no cache.
  ///   - formats: the known model formats.
  public func callAsFunction(
    from name: String, precision: Precision = Self.precision.defaultValue, cacheFolder: String? = nil,
    formats: ModelFormats = .standard
  ) throws -> any Model {
    try ModelLocator.open(Path(name), formats)
      .load(ModelOptions(name: name, precision: precision, cacheFolder: cacheFolder))
  }
}

extension Precision: Choice {}
