public import Inference
public import PipelineKit
public import Tensors

/// A named `DigitUNet`: the common part of its kinds of model.
struct DigitNetwork: Sendable {
  let name, source: String
  /// nil for a denoiser.
  let schedule: NoiseSchedule?
  let prediction: Prediction
  let digest: @Sendable () throws -> String
  private let configuration: DigitConfiguration
  let network: any Network

  init(name: String, directory: DigitFolder, precision: Precision, cache: ModelCache?) throws {
    guard precision.isAvailable else { throw StageFault.other(precision.missing) }
    (self.name, source) = (name, directory.path)
    schedule = directory.scheduler.map(NoiseSchedule.init)
    prediction = directory.scheduler.map { Prediction($0.prediction) } ?? .noise
    digest = { "sha256:\(try directory.digest(keptIn: cache))" }
    configuration = directory.network
    network = LocalDigitNetwork(unet: try precision { try directory.load() }, steps: schedule?.count)
  }

  init(name: String, _ unet: DigitUNet, _ schedule: NoiseSchedule?, _ prediction: Prediction = .noise) {
    (self.name, source, digest) = (name, name, DigitEstimator.inMemory)
    (self.schedule, self.prediction, configuration) = (schedule, prediction, unet.configuration)
    network = LocalDigitNetwork(unet: unet, steps: schedule?.count)
  }

  /// A network that may run elsewhere, in place of the one in `directory`.
  init(
    name: String, source: String, directory: DigitFolder, network: any Network,
    digest: @escaping @Sendable () throws -> String
  ) {
    (self.name, self.source, self.digest) = (name, source, digest)
    schedule = directory.scheduler.map(NoiseSchedule.init)
    prediction = directory.scheduler.map { Prediction($0.prediction) } ?? .noise
    (configuration, self.network) = (directory.network, network)
  }

  var imageShape: [Int] { [1, DigitUNet.divisor, DigitUNet.divisor] }
  var classes: Int? { configuration.classes }

  /// Throws if the network doesn't take the picture.
  func check(_ image: Tensor, of model: any Model) throws {
    let (_, c, h, w) = image.nchw
    guard c == 1 else { throw StageFault.channels(image, of: model) }
    let divisor = DigitUNet.divisor
    guard h > 0, w > 0, h % divisor == 0, w % divisor == 0 else {
      throw UNetFault.size(height: h, width: w, divisor: divisor)
    }
    let widest = 2 * configuration.channels
    guard TensorSize.count(of: [image.shape[0], widest, h, w]) != nil else {
      throw UNetFault.pixels(found: image.shape, most: TensorSize.largest / widest)
    }
  }

  /// Runs a denoiser's network on N×1×H×W. Input and output are −1 for black to 1 for white, whatever range the network
  /// was trained on.
  func pictures(_ image: Tensor) throws -> Tensor {
    let (black, white) = (Float(configuration.black), Float(configuration.white))
    if image.count == 0 { return image }
    func run(_ image: Tensor) throws -> Tensor {
      try network(NetworkBatch(indices: [0], inputs: [NetworkInput(sample: image)]))
    }
    if (black, white) == (-1, 1) { return try run(image) }
    let half = (white - black) / 2
    return try run(image.map { ($0 + 1) * half + black }).map { ($0 - black) / half - 1 }
  }

  /// The network's outputs for an estimator's inputs.
  func outputs(_ inputs: [NetworkInput]) throws -> [(output: Tensor, kept: KeptFeatures?)] {
    try NetworkBatch.evaluate(inputs, by: network, of: name)
  }
}

/// A digit network on this machine.
private struct LocalDigitNetwork: PartialNetwork {
  let unet: DigitUNet
  /// T, the count of the schedule; nil for a denoiser.
  let steps: Int?

  func callAsFunction(_ batch: NetworkBatch, reusing reuse: FeatureReuse?) throws -> (Tensor, KeptFeatures?) {
    let sample = batch.sample
    guard let steps else { return (unet(sample), nil) }
    if sample.count == 0 { return (sample, nil) }
    let kept = batch.kept
    try reuse?.check(branches: DigitUNet.branches, of: sample, kept)
    let n = sample.shape[0]
    let time = Tensor([batch.timesteps.count, 1], batch.timesteps.map { $0 / Float(steps) }).broadcast(to: [n, 1])
    return unet(
      sample, time: time, oneHot: batch.condition.map { $0.broadcast(to: [n, $0.shape[1]]) }, reusing: reuse, kept: kept
    )
  }

  func share(_ reuse: FeatureReuse, height: Int, width: Int) -> Double {
    DigitUNet.cost(unet.configuration, reusing: reuse).share
  }
}

/// A digit network trained to remove noise of one strength in one step.
public struct DigitDenoiser: Denoiser {
  let network: DigitNetwork

  public var name: String { network.name }
  public var source: String { network.source }
  public var imageShape: [Int] { network.imageShape }
  public var schedule: NoiseSchedule? { nil }
  public var digest: @Sendable () throws -> String { network.digest }

  public func denoise(_ image: Tensor) throws -> Tensor {
    try network.check(image, of: self)
    return try network.pictures(image)
  }
}

/// A digit network that estimates the noise at any timestep, of a class if it was trained on them.
public struct DigitEstimator: PartialEstimator, ClassReader {
  let network: DigitNetwork

  public var name: String { network.name }
  public var source: String { network.source }
  public var imageShape: [Int] { network.imageShape }
  public var schedule: NoiseSchedule? { network.schedule }
  public var classCount: Int { network.classes ?? 0 }
  public var digest: @Sendable () throws -> String { network.digest }

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
    try zip(evaluations, network.outputs(evaluations.map(networkInput))).map { evaluation, result in
      let noise = schedule!.noise(
        result.output, as: network.prediction, of: evaluation.image, at: evaluation.timestep)
      return (Estimate(noise: noise), result.kept)
    }
  }

  /// An evaluation in the network's form. Throws if it doesn't fit.
  private func networkInput(_ evaluation: Evaluation) throws -> NetworkInput {
    try network.check(evaluation.image, of: self)
    guard evaluation.lowResolution == nil else { throw StageFault.enlargesNothing(name) }
    var input = NetworkInput(
      sample: evaluation.image, timestep: Float(evaluation.timestep), reuse: evaluation.reuse, kept: evaluation.kept)
    guard classCount > 0 else {
      if evaluation.condition != nil { throw StageFault.unconditioned(name) }
      return input
    }
    let n = evaluation.image.shape[0]
    let classes = try (evaluation.condition ?? unconditional()).embedding
    if let fault = StageFault.labels(classes.shape, classCount, n) { throw fault }
    input.condition = classes
    return input
  }
}

extension DigitDenoiser {
  /// A network in memory, such as one in training.
  public init(name: String, network: DigitUNet) { self.init(network: DigitNetwork(name: name, network, nil)) }
}

extension DigitEstimator {
  /// A network in memory, such as one in training.
  public init(name: String, network: DigitUNet, schedule: NoiseSchedule, prediction: Prediction = .noise) {
    self.init(network: DigitNetwork(name: name, network, schedule, prediction))
  }
}
