public import Inference
public import PipelineKit
public import Tensors

/// A DeepFloyd IF model, stage I or II: a network and its prompt encoder.
public final class DeepFloydModel: PartialEstimator, PromptReader {
  public let name, source: String
  public let schedule: NoiseSchedule?
  public let digest: @Sendable () throws -> String
  public let enlarges: Bool
  let network: any Network
  private let prompts: PromptEncoder

  /// The model in a folder in the layout of diffusers. The text encoder's weights are read with the first prompt, the
  /// network's with the first evaluation.
  /// - Parameters:
  ///   - precision: the precision of the network's matrix products. Throws if this processor doesn't support it.
  ///   - cache: where prompts' encodings are kept between runs; nil for no cache.
  public init(
    name: String, directory: DeepFloydFolder, precision: Precision = .single, cache: ModelCache? = nil
  ) throws {
    guard precision.isAvailable else { throw StageFault.other(precision.missing) }
    (self.name, source) = (name, directory.path)
    digest = { "sha256:\(try directory.digest(keptIn: cache))" }
    prompts = PromptEncoder(name: name, directory: directory, cache: cache)
    schedule = NoiseSchedule(directory.scheduler)
    let memory = MemoryUse.chosen
    network = NetworkOnDemand { try DeepFloydNetwork(directory, precision, memory) }
    enlarges = directory.unet.takesNoiseLevel
  }

  /// A network in memory, such as one in training, in place of the one in the prompt encoder's folder.
  public init(name: String, network: DeepFloydUNet, prompts: PromptEncoder) {
    (self.name, source, digest) = (name, name, Self.inMemory)
    (self.network, self.prompts) = (DeepFloydNetwork(network), prompts)
    (enlarges, schedule) = (network.configuration.takesNoiseLevel, NoiseSchedule(prompts.directory.scheduler))
  }

  /// A network that may run elsewhere, in place of the one in the prompt encoder's folder.
  init(
    name: String, source: String, network: any Network, prompts: PromptEncoder,
    digest: @escaping @Sendable () throws -> String
  ) {
    (self.name, self.source, self.digest) = (name, source, digest)
    (self.network, self.prompts) = (network, prompts)
    (enlarges, schedule) = (prompts.directory.unet.takesNoiseLevel, NoiseSchedule(prompts.directory.scheduler))
  }

  public var imageShape: [Int] { prompts.directory.imageShape }

  public func condition(prompt: String, notice: (String) -> Void) throws -> Condition {
    try prompts.condition(prompt: prompt, notice: notice)
  }

  public func estimate(
    _ image: Tensor, at timestep: Double, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    try estimates([Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)])[0]
  }

  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    try keptEstimates(evaluations).map(\.estimate)
  }

  public func keptEstimates(
    _ evaluations: [Evaluation]
  ) throws -> [(estimate: Estimate, kept: KeptFeatures?)] {
    let results = try NetworkBatch.evaluate(evaluations.map(networkInput), by: network, of: name)
    return zip(evaluations, results).map { (estimate($1.output, of: $0), $1.kept) }
  }
}

extension DeepFloydModel {
  /// An evaluation in the network's form. Throws if it doesn't fit.
  private func networkInput(_ evaluation: Evaluation) throws -> NetworkInput {
    let image = evaluation.image
    let (n, c, h, w) = image.nchw
    guard c == imageShape[0] else {
      throw StageFault.channels(image, of: self)
    }
    let text = try (evaluation.condition ?? unconditional()).embedding
    if let fault = StageFault.texts(text.shape, n) { throw fault }
    var input = NetworkInput(
      sample: image, timestep: Float(evaluation.timestep), condition: text, reuse: evaluation.reuse,
      kept: evaluation.kept)
    switch (enlarges, evaluation.lowResolution) {
    case (true, let low?):
      if let fault = StageFault.lowResolution(low.image.shape, image.shape) { throw fault }
      input.sample = .concatenated([image, low.image.broadcast(to: [n, c, h, w])], axis: 1)
      input.noiseLevel = Float(low.noiseLevel)
    case (true, nil):
      throw StageFault.enlarges(name)
    case (false, .some):
      throw StageFault.enlargesNothing(name)
    case (false, nil): break
    }
    return input
  }

  /// Splits the network's channels into its prediction, converted to noise, and the variance if it learned one.
  private func estimate(_ output: Tensor, of evaluation: Evaluation) -> Estimate {
    let c = imageShape[0]
    let prediction = Prediction(prompts.directory.scheduler.prediction)
    return Estimate(
      noise: schedule!.noise(
        output.slice(axis: 1, 0..<c), as: prediction, of: evaluation.image, at: evaluation.timestep),
      variance: output.shape[1] == 2 * c ? output.slice(axis: 1, c..<(2 * c)) : nil)
  }
}
