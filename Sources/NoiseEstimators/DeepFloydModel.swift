import Inference
import PipelineKit
import Synchronization
import Tensors

/// A DeepFloyd IF model, stage I or II, from a folder in the layout of diffusers.
public final class DeepFloydModel: NoiseEstimator, PromptReader {
  public let name: String
  public let schedule: NoiseSchedule?
  private let directory: ModelDirectory
  private let cache: ModelCache?
  private let unet: UNet
  private let prompts = Mutex<[String: Condition]>([:])
  /// The texts that were read last, as the network's layers read them.
  private let prepared = Mutex<[(text: Tensor, prepared: PreparedText)]>([])

  /// Loads the network. Prompts' weights are read when the first prompt comes.
  /// - Parameters:
  ///   - precision: of the network's products. Throws where this processor has none in it.
  ///   - cache: where prompts' encodings are kept for the next run.
  public init(
    name: String, directory: ModelDirectory, precision: Precision = .single, cache: ModelCache? = nil
  ) throws {
    guard precision.isAvailable else { throw StageFault.other(precision.missing) }
    self.name = name
    self.directory = directory
    self.cache = cache
    schedule = NoiseSchedule(directory.scheduler)
    let memory = try MemoryUse.chosen ?? .suiting(weights: directory.unetWeightBytes())
    unet = try memory { try precision { try directory.loadUNet() } }
  }

  public var imageShape: [Int] { directory.imageShape }
  public var enlarges: Bool { directory.unet.takesNoiseLevel }

  public var digest: @Sendable () throws -> String {
    { [directory, cache] in "sha256:\(try directory.digest(keptIn: cache))" }
  }

  /// The text encoder's weights pass through memory block by block, since the largest would not fit beside the network;
  /// a prompt asked for again is remembered, and one that is in the cache needs none of them.
  public func condition(prompt: String) throws -> Condition {
    if let condition = prompts.withLock({ $0[prompt] }) { return condition }
    guard directory.textEncoder != nil else {
      throw StageFault.unable(
        model: name, ability: "read prompts: it comes without a text encoder; give its conditions with 'read-tensor'")
    }
    let encode = { [directory] in try directory.encode([directory.loadTokenizer()(prompt)]) }
    let condition = Condition(
      try cache?.encoding(of: prompt, by: directory, model: name, make: encode) ?? encode())
    prompts.withLock { $0[prompt] = condition }
    return condition
  }

  public func estimate(
    _ image: Tensor, at timestep: Int, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    try estimates([Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)])[0]
  }

  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    let batches = NetworkBatch.batches(of: try evaluations.map(networkInput))
    var estimates: [(index: Int, estimate: Estimate)] = []
    for batch in batches {
      Profile.noteBatch(of: batch.inputs.count)
      let output = try unet(
        sample: batch.sample, timesteps: batch.timesteps, text: prepare(batch.text), noiseLevels: batch.noiseLevels)
      var start = 0
      for (index, input) in zip(batch.indices, batch.inputs) {
        estimates.append((index, estimate(output.slice(axis: 0, start..<start + input.pictures))))
        start += input.pictures
      }
    }
    return estimates.sorted { $0.index < $1.index }.map(\.estimate)
  }
}

extension DeepFloydModel {
  /// An evaluation as the network takes it. Throws where it doesn't.
  private func networkInput(_ evaluation: Evaluation) throws -> NetworkInput {
    let image = evaluation.image
    let (n, c, h, w) = image.nchw
    guard c == imageShape[0] else {
      throw StageFault.wrongShape(port: "image", expected: "\(imageShape[0]) channels", found: image.shape)
    }
    let text = try (evaluation.condition ?? unconditional()).embedding
    guard text.rank == 3, text.shape[0] == 1 || text.shape[0] == n else {
      throw StageFault.wrongShape(
        port: "condition", expected: "1×L×D\(n > 1 ? " or \(n)×L×D" : "") for \(n) image\(n > 1 ? "s" : "")",
        found: text.shape)
    }
    var input = NetworkInput(sample: image, timestep: Float(evaluation.timestep), text: text)
    switch (enlarges, evaluation.lowResolution) {
    case (true, let low?):
      guard low.image.shape[2...] == image.shape[2...], low.image.shape[1] == c, [1, n].contains(low.image.shape[0])
      else {
        throw StageFault.shapesDiffer(
          port: "low-resolution", shape: low.image.shape, other: "image", otherShape: image.shape)
      }
      input.sample = .concatenated([image, low.image.broadcast(to: [n, c, h, w])], axis: 1)
      input.noiseLevel = Float(low.noiseLevel)
    case (true, nil):
      throw StageFault.other(
        "model '\(name)' enlarges pictures: it needs 'low-resolution', the small picture resized and noised, and 'noise-level'"
      )
    case (false, .some):
      throw StageFault.other("model '\(name)' does not enlarge pictures: it takes no 'low-resolution'")
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

extension NoiseSchedule {
  /// The schedule that a scheduler's configuration describes.
  package init(_ c: SchedulerConfiguration) {
    let betas: [Float] =
      switch c.betas {
      case .linear(let start, let end): NoiseSchedule.linearBetas(c.steps, from: start, to: end)
      case .scaledLinear(let start, let end):
        NoiseSchedule.linearBetas(c.steps, from: start.squareRoot(), to: end.squareRoot()).map { $0 * $0 }
      case .cosine: NoiseSchedule.cosineBetas(c.steps)
      case .given(let betas): betas.map(Float.init)
      }
    let variance: Variance =
      switch c.variance {
      case .fixedSmall: .fixedSmall
      case .fixedLarge: .fixedLarge
      case .learnedRange: .learnedRange
      }
    let clip: Clip =
      if let threshold = c.threshold {
        .dynamic(quantile: Float(threshold.quantile), maximum: Float(threshold.maximum))
      } else if let range = c.clipRange {
        .range(Float(range))
      } else {
        .none
      }
    self.init(
      betas: betas, variance: variance, clip: clip, spacing: Spacing(rawValue: c.spacing.rawValue)!,
      stepsOffset: c.stepsOffset)
  }
}
