import Inference
import PipelineKit
import Synchronization
import Tensors

/// A DeepFloyd IF model, stage I or II, from a folder in the layout of diffusers.
public final class DeepFloydModel: NoiseEstimator, PromptReader {
  public let name: String
  public let schedule: NoiseSchedule?
  private let directory: DeepFloydFolder
  private let cache: ModelCache?
  private let unet: DeepFloydUNet
  private let prompts = Mutex<[ExactName: Condition]>([:])
  /// Read with the first prompt.
  private let tokenizer = Mutex<Tokenizer?>(nil)
  /// The texts that were read last, as the network's layers read them.
  private let prepared = Mutex<[(text: Tensor, prepared: PreparedText)]>([])

  /// Loads the network. Prompts' weights are read when the first prompt comes.
  /// - Parameters:
  ///   - precision: of the network's products. Throws where this processor has none in it.
  ///   - cache: where prompts' encodings are kept for the next run.
  public init(
    name: String, directory: DeepFloydFolder, precision: Precision = .single, cache: ModelCache? = nil
  ) throws {
    guard precision.isAvailable else { throw StageFault.other(precision.missing) }
    self.name = name
    self.directory = directory
    self.cache = cache
    schedule = NoiseSchedule(directory.scheduler)
    let memory = try MemoryUse.chosen ?? .suiting(weights: directory.unetWeightBytes())
    unet = try memory { try precision { try directory.loadUNet() } }
  }

  public var source: String { directory.path }
  public var imageShape: [Int] { directory.imageShape }
  public var enlarges: Bool { directory.unet.takesNoiseLevel }

  public var digest: @Sendable () throws -> String {
    { [directory, cache] in "sha256:\(try directory.digest(keptIn: cache))" }
  }

  /// The text encoder's weights pass through memory block by block, since the largest would not fit beside the network;
  /// a prompt asked for again is remembered, and one that is in the cache needs none of them.
  public func condition(prompt: String, notice: (String) -> Void) throws -> Condition {
    let key = ExactName(prompt)
    if let condition = prompts.withLock({ $0[key] }) { return condition }
    guard directory.textEncoder != nil else { throw StageFault.noTextEncoder(name) }
    let tokens = try tokens(prompt)
    let encode = { [directory] in try directory.encode([tokens]) }
    let condition = Condition(
      try cache?.encoding(of: prompt, by: directory, model: name, make: encode) ?? encode())
    prompts.withLock { $0[key] = condition }
    if let cut = tokens.notice("model '\(name)'") { notice(cut) }
    return condition
  }

  private func tokens(_ prompt: String) throws -> Tokens {
    let read = try tokenizer.withLock { kept in
      let read = try kept ?? directory.loadTokenizer()
      kept = read
      return read
    }
    return try read(prompt)
  }

  public func estimate(
    _ image: Tensor, at timestep: Int, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    try estimates([Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)])[0]
  }

  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    try NetworkBatch.evaluate(evaluations.map(networkInput)) { batch in
      try unet(
        sample: batch.sample, timesteps: batch.timesteps, text: prepare(batch.condition!),
        noiseLevels: batch.noiseLevels)
    }.map(estimate)
  }
}

extension DeepFloydModel {
  /// An evaluation as the network takes it. Throws where it doesn't.
  private func networkInput(_ evaluation: Evaluation) throws -> NetworkInput {
    let image = evaluation.image
    let (n, c, h, w) = image.nchw
    guard c == imageShape[0] else {
      throw StageFault.channels(image, of: self)
    }
    let text = try (evaluation.condition ?? unconditional()).embedding
    if let fault = StageFault.texts(text.shape, n) { throw fault }
    var input = NetworkInput(sample: image, timestep: Float(evaluation.timestep), condition: text)
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

  /// The network's channels: the noise, and the variance where it learned it.
  private func estimate(_ output: Tensor) -> Estimate {
    let c = imageShape[0]
    return Estimate(
      noise: output.slice(axis: 1, 0..<c),
      variance: output.shape[1] == 2 * c ? output.slice(axis: 1, c..<(2 * c)) : nil)
  }

  /// A loop reads the same few texts at every step: sixteen are kept, in as many batches as they were asked for.
  private func prepare(_ text: Tensor) throws -> PreparedText {
    if let known = prepared.withLock({ $0.first { $0.text == text } }) { return known.prepared }
    let made = try unet.prepare(text: text)
    prepared.withLock { kept in
      kept.append((text, made))
      while kept.count > 1, kept.reduce(0, { $0 + $1.text.shape[0] }) > 16 { kept.removeFirst() }
    }
    return made
  }
}
