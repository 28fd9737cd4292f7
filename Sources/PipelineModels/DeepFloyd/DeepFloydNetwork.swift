import Inference
import Synchronization
import Tensors

/// A DeepFloyd network on this machine.
final class DeepFloydNetwork: PartialNetwork {
  private let unet: DeepFloydUNet
  /// The last texts, in the form that the network's layers take.
  private let prepared = Mutex<[(text: Tensor, prepared: PreparedText)]>([])

  init(_ unet: DeepFloydUNet) { self.unet = unet }

  /// Loads a folder's network. Throws if its weights are missing or damaged.
  ///
  /// - Parameter memory: how much it may take to be fast; nil for what suits the memory that is free.
  convenience init(_ directory: DeepFloydFolder, _ precision: Precision, _ memory: MemoryUse? = .chosen) throws {
    let memory = try memory ?? .suiting(weights: directory.unetWeightBytes())
    self.init(try memory { try precision { try directory.loadUNet() } })
  }

  func callAsFunction(_ batch: NetworkBatch, reusing reuse: FeatureReuse?) throws -> (Tensor, KeptFeatures?) {
    try unet(
      sample: batch.sample, timesteps: batch.timesteps, text: prepare(batch.condition!), noiseLevels: batch.noiseLevels,
      reusing: reuse, kept: batch.kept)
  }

  func share(_ reuse: FeatureReuse, height: Int, width: Int) -> Double {
    unet.configuration.cost(height: height, width: width, textLength: Tokenizer.length).share(reusing: reuse)
  }

  /// A text in the form that the network's layers take. The last texts are kept, up to sixteen of the tokenizer's length,
  /// as a loop uses the same few at every step.
  private func prepare(_ text: Tensor) throws -> PreparedText {
    if let known = prepared.withLock({ $0.first { $0.text == text } }) { return known.prepared }
    let made = try unet.prepare(text: text)
    prepared.withLock { kept in
      kept.append((text, made))
      let most = 16 * Tokenizer.length
      while kept.count > 1, kept.reduce(0, { $0 + $1.text.shape[0] * $1.text.shape[1] }) > most { kept.removeFirst() }
    }
    return made
  }
}
