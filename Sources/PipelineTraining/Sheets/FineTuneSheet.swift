import Images
import PipelineKit
import PipelineModels
import PipelineStages
import Tensors

/// Pictures that a model in training generates from prompts. All noise has the same seed, so that sheets of several
/// epochs or models can be compared.
struct FineTuneSheet: Sendable, Equatable {
  let prompts: [String]
  let steps: Int
  let guidance: Double
  let seed: UInt64

  /// A row of pictures, one for each prompt.
  func callAsFunction(_ model: any Model, title: String, step: () throws -> Void) throws -> Tensor {
    let sampling = Sampling(steps: .count(steps), guidance: guidance)
    let cells = try prompts.map { prompt in
      let picture = try sampling(model, of: EncodeText()(model, prompt), Generator(seed: seed)) { _, _ in try step() }
      return ContactSheet.Cell(picture.clamped(to: -1...1), label: prompt)
    }
    return try ContactSheet([cells], title: title, magnification: 2).render()
  }
}
