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
  private let unet: DigitUNet

  init(name: String, directory: DigitFolder, precision: Precision, cache: ModelCache?) throws {
    guard precision.isAvailable else { throw StageFault.other(precision.missing) }
    (self.name, source) = (name, directory.path)
    schedule = directory.scheduler.map(NoiseSchedule.init)
    prediction = directory.scheduler.map { Prediction($0.prediction) } ?? .noise
    digest = { "sha256:\(try directory.digest(keptIn: cache))" }
    unet = try precision { try directory.load() }
  }

  init(name: String, _ unet: DigitUNet, _ schedule: NoiseSchedule?) {
    (self.name, source, digest) = (name, name, DigitEstimator.inMemory)
    (self.unet, self.schedule, prediction) = (unet, schedule, .noise)
  }

  var imageShape: [Int] { [1, DigitUNet.divisor, DigitUNet.divisor] }
  var classes: Int? { unet.configuration.classes }

  /// Throws if the network doesn't take the picture.
  func check(_ image: Tensor, of model: any Model) throws {
    let (_, c, h, w) = image.nchw
    guard c == 1 else { throw StageFault.channels(image, of: model) }
    let divisor = DigitUNet.divisor
    guard h > 0, w > 0, h % divisor == 0, w % divisor == 0 else {
      throw UNetFault.size(height: h, width: w, divisor: divisor)
    }
    let widest = 2 * unet.configuration.channels
    guard TensorSize.count(of: [image.shape[0], widest, h, w]) != nil else {
      throw UNetFault.pixels(found: image.shape, most: TensorSize.largest / widest)
    }
  }

  /// Runs the network on N×1×H×W. Input and output are −1 for black to 1 for white, whatever range the network was
  /// trained on.
  func pictures(_ image: Tensor) -> Tensor {
    let (black, white) = (Float(unet.configuration.black), Float(unet.configuration.white))
    if image.count == 0 { return image }
    if (black, white) == (-1, 1) { return unet(image) }
    let half = (white - black) / 2
    return unet(image.map { ($0 + 1) * half + black }).map { ($0 - black) / half - 1 }
  }

  /// ε of x_t, N×1×H×W. Estimators are trained on −1 … 1.
  ///
  /// - Parameters:
  ///   - time: t/T, N×1.
  ///   - classes: one-hot, N×K, if the network takes them.
  func noise(_ image: Tensor, time: Tensor, classes: Tensor?) -> Tensor {
    image.count == 0 ? image : unet(image, time: time, oneHot: classes)
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
    return network.pictures(image)
  }
}

/// A digit network that estimates the noise at any timestep, of a class if it was trained on them.
public struct DigitEstimator: NoiseEstimator, ClassReader {
  let network: DigitNetwork

  public var name: String { network.name }
  public var source: String { network.source }
  public var imageShape: [Int] { network.imageShape }
  public var schedule: NoiseSchedule? { network.schedule }
  public var classCount: Int { network.classes ?? 0 }
  public var digest: @Sendable () throws -> String { network.digest }

  public func estimate(
    _ image: Tensor, at timestep: Int, condition: Condition?, lowResolution: LowResolution?
  ) throws -> Estimate {
    try estimates([Evaluation(image, at: timestep, condition: condition, lowResolution: lowResolution)])[0]
  }

  public func estimates(_ evaluations: [Evaluation]) throws -> [Estimate] {
    try NetworkBatch.evaluate(evaluations.map(networkInput)) { batch in
      let n = batch.sample.shape[0]
      let steps = Float(schedule?.count ?? 1)
      let time = Tensor([batch.timesteps.count, 1], batch.timesteps.map { $0 / steps }).broadcast(to: [n, 1])
      let classes = batch.condition.map { $0.broadcast(to: [n, $0.shape[1]]) }
      return network.noise(batch.sample, time: time, classes: classes)
    }.enumerated().map { index, output in
      let evaluation = evaluations[index]
      return Estimate(
        noise: schedule!.noise(output, as: network.prediction, of: evaluation.image, at: evaluation.timestep))
    }
  }

  /// An evaluation in the network's form. Throws if it doesn't fit.
  private func networkInput(_ evaluation: Evaluation) throws -> NetworkInput {
    try network.check(evaluation.image, of: self)
    guard evaluation.lowResolution == nil else { throw StageFault.enlargesNothing(name) }
    var input = NetworkInput(sample: evaluation.image, timestep: Float(evaluation.timestep))
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
  public init(name: String, network: DigitUNet, schedule: NoiseSchedule) {
    self.init(network: DigitNetwork(name: name, network, schedule))
  }
}
