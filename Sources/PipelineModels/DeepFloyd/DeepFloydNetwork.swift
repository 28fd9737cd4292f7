import Inference
import Synchronization
import Tensors

/// A DeepFloyd network on this machine.
final class DeepFloydNetwork: Network {
  private let unet: DeepFloydUNet
  /// The last texts, in the form that the network's layers take.
  private let prepared = Mutex<[(text: Tensor, prepared: PreparedText)]>([])

  init(_ unet: DeepFloydUNet) { self.unet = unet }

  func callAsFunction(_ batch: NetworkBatch) throws -> Tensor {
    try unet(
      sample: batch.sample, timesteps: batch.timesteps, text: prepare(batch.condition!), noiseLevels: batch.noiseLevels)
  }

  /// A text in the form that the network's layers take. The last texts are kept, up to sixteen, as a loop uses the same
  /// few at every step.
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
