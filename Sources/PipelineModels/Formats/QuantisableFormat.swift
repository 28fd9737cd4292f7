import Inference
import PipelineKit
import Tensors

/// A family of models whose weights can be written in 8 bits, as `Precision.int8Weights` keeps them.
public protocol QuantisableFormat: ServableFormat {
  /// Writes a copy of the model with such weights into a folder. Throws if the model has them already.
  func quantise(to folder: String) throws
}

/// How far results of a model with weights in 8 bits are from those of the original, ‖a − b‖ / ‖b‖.
public struct QuantisationError: Sendable {
  /// The network's output for one picture of noise at each of `timesteps`.
  public var network: [(timestep: Int, error: Double)]
  /// The encoding of `prompt`; nil for a model that reads none.
  public var text: Double?

  /// The timesteps, of noise that is strong, half and weak, for a schedule of a thousand.
  static let timesteps = [900, 500, 100]
  /// The prompt.
  static let prompt = "an oil painting of a lighthouse on a cliff above a stormy sea"

  /// Evaluates both models, one after the other: only one network is in memory. Both read the encoding of the original's
  /// text encoder, or random numbers where there is none.
  public init(of copy: any ServableFormat, from original: any ServableFormat) throws {
    let (text, copiedText) = try (Self.encoding(original), Self.encoding(copy))
    let outputs = try Self.outputs(original, text)
    let copiedOutputs = try Self.outputs(copy, text)
    network = zip(Self.timesteps, zip(copiedOutputs, outputs)).map { ($0, Self.distance($1.0, $1.1)) }
    self.text = text.flatMap { text in copiedText.map { Self.distance($0, text) } }
  }

  private static func encoding(_ format: any ServableFormat) throws -> Tensor? {
    guard format.facts(name: "").abilities?.contains(.readsPrompts) == true,
      let reader = try format.load(ModelOptions(name: "")) as? any PromptReader
    else { return nil }
    // A model may come with a text encoder's configuration alone.
    return try? reader.condition(prompt: prompt).embedding
  }

  private static func outputs(_ format: any ServableFormat, _ text: Tensor?) throws -> [Tensor] {
    let form = format.form
    let random = Generator(seed: 0)
    let sample = random.normal([1, form.inputChannels, form.height, form.width])
    var condition = text
    switch form.condition {
    case .texts(let width): condition = text ?? random.normal([1, Tokenizer.length, width])
    case .classes(let count): condition = Tensor([1, count], [1] + [Float](repeating: 0, count: count - 1))
    case nil: condition = nil
    }
    let network = try format.loadNetwork(ModelOptions(name: ""))
    return try timesteps.map { timestep in
      try network(
        NetworkBatch(
          sample: sample, timesteps: form.takesTimestep ? [Float(timestep)] : [], condition: condition,
          noiseLevels: form.takesNoiseLevel ? [250] : []))
    }
  }

  /// ‖a − b‖ / ‖b‖.
  private static func distance(_ a: Tensor, _ b: Tensor) -> Double {
    let (difference, size) = zip(a.values, b.values).reduce((0.0, 0.0)) { sums, pair in
      let (a, b) = (Double(pair.0), Double(pair.1))
      return (sums.0 + (a - b) * (a - b), sums.1 + b * b)
    }
    return size == 0 ? 0 : (difference / size).squareRoot()
  }
}
