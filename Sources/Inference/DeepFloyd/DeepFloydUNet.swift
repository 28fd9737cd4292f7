public import Basics
public import Tensors

/// DeepFloyd IF's network, stages I and II: maps a noisy picture, its timestep and a text to noise and variance
/// (Saharia et al. 2022; diffusers' `UNet2DConditionModel` with the blocks that this family uses).
public struct DeepFloydUNet: Sendable {
  /// The options that the network was made with.
  public let configuration: UNetConfiguration
  let time: TimestepEmbedding
  let noiseLevel: TimestepEmbedding?
  let pooling: TextPooling?
  let textProjection: Linear?
  let input, output: Conv2d
  let outputNorm: GroupNorm
  let downs: [DownBlock]
  let mid: MidBlock
  let ups: [UpBlock]
  let memory: MemoryUse

  /// Makes the network; throws where a weight is missing or has another shape.
  public init(configuration c: UNetConfiguration, _ weights: Weights) throws {
    configuration = c
    memory = MemoryUse.chosen ?? .fast
    input = try Conv2d(c.inChannels, c.channels[0], kernel: c.inKernel, weights["conv_in"])
    time = try TimestepEmbedding(
      c.channels[0], c.timeWidth, activation: c.activation, postActivation: c.timePostActivation ?? .identity,
      weights["time_embedding"])
    noiseLevel =
      c.takesNoiseLevel
      ? try TimestepEmbedding(c.channels[0], c.timeWidth, activation: c.activation, weights["class_embedding"]) : nil
    pooling = try c.poolingHeads.map {
      try TextPooling(c.textWidth, c.timeWidth, heads: $0, weights["add_embedding"])
    }
    textProjection = try c.projectedTextWidth.map { try Linear($0, c.attentionTextWidth, weights["encoder_hid_proj"]) }
    downs = try c.channels.indices.map { try DownBlock(level: $0, c, weights["down_blocks.\($0)"]) }
    mid = try MidBlock(c, weights["mid_block"])
    ups = try c.channels.indices.map { try UpBlock(step: $0, c, weights["up_blocks.\($0)"]) }
    outputNorm = try GroupNorm(
      c.channels[0], groups: c.normGroups, epsilon: c.normEpsilon, weights["conv_norm_out"])
    output = try Conv2d(c.channels[0], c.outChannels, kernel: c.outKernel, weights["conv_out"])
  }

  /// Computes the part that depends on the text only, 1×L×text width or N×L×text width; keep it from one step to the
  /// next. Throws for another shape.
  public func prepare(text: Tensor) throws -> PreparedText {
    guard text.rank == 3, text.shape[0] > 0, text.shape[1] > 0, text.shape[2] == configuration.textWidth else {
      throw UNetFault.text(found: text.shape, width: configuration.textWidth, pictures: 1)
    }
    let states = (textProjection?(text) ?? text).permuted([0, 2, 1])
    return PreparedText(
      shape: text.shape, pooled: pooling?(text), downs: downs.map { $0.prepare(states) }, mid: mid.prepare(states),
      ups: ups.map { $0.prepare(states) })
  }

  /// Evaluates the network. Throws `UNetFault` for inputs that don't fit.
  /// - Parameters:
  ///   - sample: N×in channels×H×W; H and W multiples of `configuration.divisor`.
  ///   - timesteps: one for all, or N.
  ///   - text: the prompt's encoding, 1×L×text width or N×L×text width.
  ///   - noiseLevels: for a network that takes them (stage II), one for all or N; otherwise nil.
  /// - Returns: N×out channels×H×W.
  public func callAsFunction(
    sample: Tensor, timesteps: [Float], text: Tensor, noiseLevels: [Float]? = nil
  ) throws -> Tensor {
    try check(sample, timesteps, text.shape, noiseLevels)
    return try self(sample: sample, timesteps: timesteps, text: prepare(text: text), noiseLevels: noiseLevels)
  }

  /// Evaluates the network with a text that it has prepared.
  public func callAsFunction(
    sample: Tensor, timesteps: [Float], text: PreparedText, noiseLevels: [Float]? = nil
  ) throws -> Tensor {
    try self(sample: sample, timesteps: timesteps, text: text, noiseLevels: noiseLevels, reusing: nil).output
  }

  /// Evaluates the network, or the part of it that doesn't take over features of an earlier evaluation.
  ///
  /// - Parameters:
  ///   - reuse: what to keep for later evaluations; nil for nothing.
  ///   - kept: what an earlier evaluation with the same `reuse` kept of the same pictures; nil to evaluate the whole network.
  /// - Returns: N×out channels×H×W, and the features for later evaluations: `kept` itself where it was given.
  public func callAsFunction(
    sample: Tensor, timesteps: [Float], text: PreparedText, noiseLevels: [Float]? = nil, reusing reuse: FeatureReuse?,
    kept: KeptFeatures? = nil
  ) throws -> (output: Tensor, kept: KeptFeatures?) {
    try check(sample, timesteps, text.shape, noiseLevels)
    try reuse?.check(branches: configuration.branches, of: sample, kept)
    let time = timeEmbedding(timesteps, text, noiseLevels).broadcast(to: [sample.shape[0], configuration.timeWidth])
    let enter: (Tensor) -> Tensor = { [input, configuration] in input(configuration.centersInput ? $0 * 2 - 1 : $0) }
    let levels = zip(ups, text.ups).map { block, text in block.parts(time: time, text: text) }
    let path = UNetPath(
      down: [enter] + zip(downs, text.downs).flatMap { block, text in block.parts(time: time, text: text) },
      lowest: { [mid] in mid($0, time: time, text: text.mid) },
      up: levels.flatMap { [memory] parts in
        parts.enumerated().map { index, part in
          { x, skip in
            if index == 0 { memory.giveBack() }
            return part(x, skip)
          }
        }
      })
    let (x, features) = path(sample, reusing: reuse, kept: kept)
    memory.giveBack()
    return (output(output.input(outputNorm.normalisation(of: x, activation: configuration.activation))), features)
  }

  /// The time embedding, 1×time width or N×time width.
  private func timeEmbedding(_ timesteps: [Float], _ text: PreparedText, _ noiseLevels: [Float]?) -> Tensor {
    func waves(_ numbers: [Float]) -> Tensor {
      sinusoids(
        numbers, width: configuration.channels[0], cosineFirst: configuration.cosineFirst,
        shift: configuration.frequencyShift)
    }
    var embedding = time(waves(timesteps))
    if let noiseLevel, let noiseLevels { embedding = embedding + noiseLevel(waves(noiseLevels)) }
    if let pooled = text.pooled { embedding = embedding + pooled }
    return configuration.timeActivation.map { $0(embedding) } ?? embedding
  }

  private func check(_ sample: Tensor, _ timesteps: [Float], _ text: [Int], _ noiseLevels: [Float]?) throws {
    let c = configuration
    guard sample.rank == 4, sample.shape[0] > 0, sample.shape[1] == c.inChannels else {
      throw UNetFault.sample(found: sample.shape, channels: c.inChannels)
    }
    let n = sample.shape[0]
    guard sample.shape[2...].allSatisfy({ $0 > 0 && $0 % c.divisor == 0 }) else {
      throw UNetFault.size(height: sample.shape[2], width: sample.shape[3], divisor: c.divisor)
    }
    // The widest tensor joins two levels' channels at full resolution.
    let widest = c.channels[0] + (c.channels.count > 1 ? c.channels[1] : c.channels[0])
    guard TensorSize.count(of: [n, widest, sample.shape[2], sample.shape[3]]) != nil else {
      throw UNetFault.pixels(found: sample.shape, most: TensorSize.largest / widest)
    }
    guard timesteps.count == 1 || timesteps.count == n else {
      throw UNetFault.count(of: "timesteps", found: timesteps.count, pictures: n)
    }
    guard text.count == 3, text[0] == 1 || text[0] == n, text[1] > 0, text[2] == c.textWidth
    else { throw UNetFault.text(found: text, width: c.textWidth, pictures: n) }
    switch (c.takesNoiseLevel, noiseLevels) {
    case (true, nil): throw UNetFault.noiseLevelMissing
    case (false, .some): throw UNetFault.noiseLevelUnused
    case (true, let levels?) where levels.count != 1 && levels.count != n:
      throw UNetFault.count(of: "noise levels", found: levels.count, pictures: n)
    default: break
    }
  }
}

/// A text prepared for the layers of one network.
public struct PreparedText: Sendable {
  /// The shape of the text: 1×L×text width or N×L×text width.
  let shape: [Int]
  /// Its contribution to the time embedding, where the network has one.
  let pooled: Tensor?
  /// Keys and values for the attention layers of every block.
  let downs: [[TextKeys]]
  let mid: TextKeys
  let ups: [[TextKeys]]
}

/// Inputs that don't fit a UNet.
public enum UNetFault: Fault {
  /// The sample is not N×channels×H×W.
  case sample(found: [Int], channels: Int)
  /// Height or width is not a multiple of `divisor`.
  case size(height: Int, width: Int, divisor: Int)
  /// The pictures have more pixels together than a layer's tensor may hold.
  case pixels(found: [Int], most: Int)
  /// The number of timesteps or noise levels is neither 1 nor that of the pictures.
  case count(of: String, found: Int, pictures: Int)
  /// The encoding is not 1×L×width or N×L×width.
  case text(found: [Int], width: Int, pictures: Int)
  /// The network takes a noise level, and none was given.
  case noiseLevelMissing
  /// A noise level was given, and the network takes none.
  case noiseLevelUnused
  /// The network has fewer skip connections.
  case branches(found: Int, most: Int)
  /// The features are not of an evaluation of these pictures that kept them for this.
  case features(found: [Int], pictures: [Int])

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .sample(let found, let channels):
      "the network takes pictures N×\(channels)×H×W, found \(Tensor.text(found))"
    case .size(let height, let width, let divisor):
      "the network takes heights and widths that are multiples of \(divisor), found \(height)×\(width)"
    case .pixels(let found, let most):
      "the network takes at most \(most) pixels at once, all pictures together, found \(Tensor.text(found))"
    case .count(let what, let found, let pictures):
      "expected \(pictures == 1 ? "1" : "1 or \(pictures)") \(what) for \(pictures) pictures, found \(found)"
    case .text(let found, let width, let pictures):
      "the network takes a text encoding \(pictures == 1 ? "1" : "1 or \(pictures)")×L×\(width), found \(Tensor.text(found))"
    case .noiseLevelMissing: "the network takes the noise level of its low-resolution picture, and none was given"
    case .noiseLevelUnused: "the network takes no noise level, but one was given"
    case .branches(let found, let most): "the network has 1 to \(most) branches to run, found \(found)"
    case .features(let found, let pictures):
      "the features were kept of pictures \(Tensor.text(found)), or for another reuse; the network's input is "
        + Tensor.text(pictures)
    }
  }
}
