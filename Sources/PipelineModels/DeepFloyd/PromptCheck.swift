import Inference
import PipelineKit
import Synchronization
import Tensors

/// What a model in the layout of diffusers makes of prompts, told before a weight is read.
final class PromptCheck: Sendable {
  private let name: String
  private let directory: DeepFloydFolder
  /// Read with the first prompt.
  private let tokenizer = Mutex<Tokenizer?>(nil)

  init(name: String, _ directory: DeepFloydFolder) { (self.name, self.directory) = (name, directory) }

  var facts: PromptFacts { PromptFacts { try self.unread($0) } }

  /// What will not be read of a prompt, in words, or nil. Throws where there is no text encoder, or its weights are missing.
  private func unread(_ prompt: String) throws -> String? {
    guard directory.textEncoder != nil else { throw StageFault.noTextEncoder(name) }
    try directory.checkTextWeights()
    // The empty prompt is read by every tokenizer; one that is damaged the stage `model` tells of.
    if prompt.isEmpty { return nil }
    let read = tokenizer.withLock { kept in
      kept = kept ?? (try? directory.loadTokenizer())
      return kept
    }
    return try read?(prompt).notice("model '\(name)'")
  }
}

extension StageFault {
  /// A prompt for a model without a text encoder.
  static func noTextEncoder(_ model: String) -> StageFault {
    .unable(
      model: model, ability: "read prompts: it comes without a text encoder; give its conditions with 'read-tensor'")
  }
}
