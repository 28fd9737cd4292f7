import Basics
import Foundation
import Inference
import Tensors

/// Entries of the cache of prompts: what `runner cache` lists, and what a run takes.
struct PromptCacheSubject: Subject {
  static let name = "cache"
  private let model: DeepFloydFolder
  private let cache: ModelCache
  private let entry: InputFile
  private static let prompt = "a fox"

  /// Thrown in place of encoding a prompt that the cache doesn't hold.
  private struct NotThere: Fault {
    var cause: FaultCause { .data }
    var description: String { "the entry is not taken" }
  }

  init(in scratch: Scratch) throws {
    let weights = try scratch.fixed("weights.safetensors", SafeTensors.encoded([("w", Tensor([1], [0]))]))
    model = try DeepFloydFolder(path: scratch.folder("model", TinyModels.links(weights: weights)))
    cache = ModelCache(folder: scratch.folder + "/cache")
    let width = model.unet.textWidth
    // A real entry says where one for this prompt is.
    _ = try cache.encoding(of: Self.prompt, by: model, model: "m") { Tensor([1, 1, width], repeating: 0) }
    guard let path = cache.entries().first?.path else { throw NotThere() }
    entry = try InputFile(path)
  }

  func read(_ bytes: [UInt8]) {
    entry.hold(bytes)
    precondition(cache.entries().count == 1)
    attempt { try cache.encoding(of: Self.prompt, by: model, model: "m") { throw NotThere() } }
  }
}
