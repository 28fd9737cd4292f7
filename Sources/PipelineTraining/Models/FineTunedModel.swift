import Basics
import Foundation
import Inference
import Tensors

extension DeepFloydFolder {
  /// Writes a model with this one's layout: its files with the network's weights replaced by `parameters`, in the same
  /// files and precision, and the card. Existing files that don't change are kept.
  func write(_ parameters: Parameters, to folder: String, card: String) throws {
    let weights = try unetWeights()
    let values = Dictionary(uniqueKeysWithValues: parameters.named.map { ($0.name, $0.tensor) })
    for file in try copied(weights) { try copy(file, to: folder) }
    for source in weights.files {
      let file = try SafeTensors(path: source)
      let types = Dictionary(file.names.compactMap { name in file.type(of: name).map { (name, $0) } }) { first, _ in
        first
      }
      try SafeTensors.write(
        file.names.map { ($0, values[$0]!) }, to: folder + "/" + source.dropFirst(path.count + 1),
        metadata: file.metadata, types: types)
    }
    try AtomicFile.write(Array(card.utf8), to: folder + "/" + Self.card)
  }

  private static let card = "README.md"

  /// The files that `write` makes, relative to the model's folder.
  func files() throws -> [String] {
    let weights = try unetWeights()
    return try copied(weights) + weights.files.map { String($0.dropFirst(path.count + 1)) } + [Self.card]
  }

  /// The files that are copied unchanged, relative to the model's folder.
  private func copied(_ weights: WeightFiles) throws -> [String] {
    let components = ["model_index.json", "unet/config.json", "scheduler", "text_encoder", "tokenizer"]
    let index = weights.path.hasSuffix(".json") ? [String(weights.path.dropFirst(path.count + 1))] : []
    return try components.flatMap { try files(of: $0) } + index
  }
}

/// The model card of a fine-tuned model.
struct FineTunedCard {
  let recipe: String
  let about: String?
  let source, pictures: String
  let epoch, steps: Int
  let plan: TrainingPlan

  var text: String {
    """
    # \(recipe)
    \(about.map { $0 + "\n" } ?? "")
    A text-to-image model in the diffusers layout: \(FileName.shown(FileName.last(of: source))), trained further by `runner train` on the pictures of `\(FileName.shown(FileName.last(of: pictures)))` with their captions. \(steps) steps of \(plan.batch) pictures so far (epoch \(epoch) of \(plan.epochs)), AdamW at a rate of up to \(plan.rate), hybrid loss for noise and variance (Nichol & Dhariwal 2021)\(plan.averaging == nil ? "" : ", weights averaged over the steps"). Text encoder, tokenizer and scheduler are copied from the original model; its licence also applies to this model.

    """
  }
}
