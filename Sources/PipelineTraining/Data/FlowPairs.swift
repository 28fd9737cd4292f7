public import PipelineKit
import PipelineModels
import PipelineStages
import Synchronization
public import Tensors

/// Pairs of noise and of the picture that a trained model draws from that noise: what reflow learns from (Liu et al.
/// 2023, "Flow straight and fast", section 2.2). The straight lines between the parts of these pairs cross less than those
/// between noise and pictures that have nothing to do with each other, so a flow that learns them is nearly straight and
/// takes few steps.
///
/// A pair depends on the model, the seed and its index, never on when it is drawn: a run that is resumed learns from the
/// same pairs. It is drawn when it is first asked for, and kept in memory.
public final class FlowPairs: Sendable {
  /// How a recipe says it.
  public struct Source: Sendable, Equatable {
    /// The model that draws the pictures, as the user named it, and its folder.
    public let name, folder: String
    /// The number of timesteps of the midpoint method; each takes one evaluation, or two with guidance.
    public let steps: Int
    /// γ of classifier-free guidance; 1 is none.
    public let guidance: Double
  }

  private let model: any Model
  private let sampling: Sampling
  private let labels: [Int]
  private let seed: UInt64
  private let drawn = Mutex<[Int: Tensor]>([:])

  /// Makes pairs, one for each label; nothing is drawn yet. A model that takes classes draws picture i as one of the class
  /// `labels[i]`. Throws if the model doesn't estimate noise at `steps` timesteps.
  public init(_ model: any Model, labels: [Int], steps: Int, guidance: Double, seed: UInt64) throws {
    (self.model, self.labels, self.seed) = (model, labels, seed)
    sampling = Sampling(steps: .count(steps), guidance: guidance, method: Midpoint())
    _ = try sampling.count(for: model)
  }

  /// Identifies the model's content.
  var digest: String { get throws { try model.digest() } }

  /// The noise of the pairs at these indices, N×C×H×W, each drawn from a stream of its own.
  public func noise(_ examples: [Int]) -> Tensor {
    .concatenated(
      examples.map { Generator(seed: seed << 32 | UInt64($0), algorithm: .philox).normal([1] + model.imageShape) },
      axis: 0)
  }

  /// The pairs at these indices: noise and pictures, N×C×H×W; pictures are limited to −1 … 1.
  public func callAsFunction(_ examples: [Int]) throws -> (noise: Tensor, pictures: Tensor) {
    let missing = drawn.withLock { drawn in Set(examples).filter { drawn[$0] == nil } }.sorted()
    let takesClass = (model as? any ClassReader).map { $0.classCount > 0 } ?? false
    // One by one: in a batch, the last bits depend on its size, and a resumed run draws others together.
    for index in missing {
      let condition = takesClass ? try EncodeLabel()(model, [labels[index]]) : nil
      let picture = try sampling(model, from: noise([index]), of: condition).clamped(to: -1...1)
      drawn.withLock { $0[index] = picture }
    }
    let pictures = drawn.withLock { drawn in examples.map { drawn[$0]! } }
    return (noise(examples), .concatenated(pictures, axis: 0))
  }
}
