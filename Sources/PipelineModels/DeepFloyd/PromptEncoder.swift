import Basics
public import Inference
public import PipelineKit
import Synchronization
import Tensors

/// What reads the prompts of a model in the layout of diffusers: its tokenizer and text encoder. Models that differ in their
/// networks alone, as those of a training run's epochs do, may share one.
public final class PromptEncoder: Sendable {
  public let directory: DeepFloydFolder
  private let name: String
  private let cache: ModelCache?
  /// Read with the first prompt.
  private let tokenizer = Mutex<Tokenizer?>(nil)
  private let conditions = Mutex<[ExactName: Condition]>([:])

  /// - Parameters:
  ///   - name: what messages call the model.
  ///   - cache: where encodings are kept for the next run.
  public init(name: String, directory: DeepFloydFolder, cache: ModelCache? = nil) {
    (self.name, self.directory, self.cache) = (name, directory, cache)
  }

  /// The prompt as the network reads it, 1×L×D. The text encoder's weights pass through memory block by block, since the
  /// largest would not fit beside the network; a prompt asked for again is remembered, and one that is in the cache needs
  /// none of them.
  ///
  /// - Parameter notice: told of a prompt whose end is not read, the first time that it is given.
  public func condition(prompt: String, notice: (String) -> Void = { _ in }) throws -> Condition {
    if let condition = known(prompt) { return condition }
    guard directory.textEncoder != nil else { throw StageFault.noTextEncoder(name) }
    let tokens = try tokens(prompt)
    let encode = { [directory] in try directory.encode([tokens]) }
    let condition = Condition(
      try cache?.encoding(of: prompt, by: directory, model: name, make: encode) ?? encode())
    remember(condition, prompt)
    if let cut = tokens.notice("model '\(name)'") { notice(cut) }
    return condition
  }

  /// Encodes the prompts that are not known yet, all in one pass of the text encoder's weights.
  public func read(_ prompts: [String]) throws {
    let new = prompts.filter { known($0) == nil }
    if new.isEmpty { return }
    let encoded = try directory.encode(new.map(tokens))
    for (index, prompt) in new.enumerated() { remember(Condition(encoded.element(index)), prompt) }
  }

  public func tokens(_ prompt: String) throws -> Tokens { try loadedTokenizer()(prompt) }

  private func loadedTokenizer() throws -> Tokenizer {
    try tokenizer.withLock { kept in
      let read = try kept ?? directory.loadTokenizer()
      kept = read
      return read
    }
  }

  /// What will not be read of a prompt, in words, or nil. No weight is read. Throws where there is no text encoder, or its
  /// weights are missing.
  func unread(_ prompt: String) throws -> String? {
    guard directory.textEncoder != nil else { throw StageFault.noTextEncoder(name) }
    try directory.checkTextWeights()
    // The empty prompt is read by every tokenizer; of one that is damaged the stage `model` tells.
    if prompt.isEmpty || (try? loadedTokenizer()) == nil { return nil }
    return try tokens(prompt).notice("model '\(name)'")
  }

  private func known(_ prompt: String) -> Condition? { conditions.withLock { $0[ExactName(prompt)] } }

  private func remember(_ condition: Condition, _ prompt: String) {
    conditions.withLock { $0[ExactName(prompt)] = condition }
  }
}

extension StageFault {
  /// A prompt for a model without a text encoder.
  static func noTextEncoder(_ model: String) -> StageFault {
    .unable(
      model: model, ability: "read prompts: it comes without a text encoder; give its conditions with 'read-tensor'")
  }
}
