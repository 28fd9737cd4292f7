import Basics
public import Inference
public import PipelineKit
import Synchronization
import Tensors

/// Encodes prompts for a model in the layout of diffusers with its tokenizer and text encoder. Models that differ only
/// in their networks, such as those of a training run's epochs, can share one.
public final class PromptEncoder: Sendable {
  /// The model's folder, with its tokenizer and text encoder.
  public let directory: DeepFloydFolder
  private let name: String
  private let cache: ModelCache?
  /// Loaded with the first prompt.
  private let tokenizer = Mutex<Tokenizer?>(nil)
  private let conditions = Mutex<[ExactName: Condition]>([:])

  /// Makes an encoder; nothing is read before the first prompt.
  ///
  /// - Parameters:
  ///   - name: the model's name in messages.
  ///   - cache: where encodings are kept between runs; nil for no cache.
  public init(name: String, directory: DeepFloydFolder, cache: ModelCache? = nil) {
    (self.name, self.directory, self.cache) = (name, directory, cache)
  }

  /// The prompt's encoding, 1×L×D. The text encoder's weights pass through memory block by block, as the largest
  /// encoder doesn't fit beside the network. Encodings are kept in memory; a prompt in the cache needs no weights.
  ///
  /// - Parameter notice: called with a warning if the end of a prompt is ignored, the first time that it is encoded.
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

  /// Encodes the prompts that are not encoded yet, in a single pass of the text encoder's weights.
  public func read(_ prompts: [String]) throws {
    let new = prompts.filter { known($0) == nil }
    if new.isEmpty { return }
    let encoded = try directory.encode(new.map(tokens))
    for (index, prompt) in new.enumerated() { remember(Condition(encoded.element(index)), prompt) }
  }

  /// The prompt's tokens. Loads the tokenizer if it isn't loaded; throws if it can't be read.
  public func tokens(_ prompt: String) throws -> Tokens { try loadedTokenizer()(prompt) }

  private func loadedTokenizer() throws -> Tokenizer {
    try tokenizer.withLock { kept in
      let read = try kept ?? directory.loadTokenizer()
      kept = read
      return read
    }
  }

  /// A warning about the part of a prompt that will be ignored, or nil. No weight is read. Throws if there is no text
  /// encoder, or its weights are missing.
  func unread(_ prompt: String) throws -> String? {
    guard directory.textEncoder != nil else { throw StageFault.noTextEncoder(name) }
    try directory.checkTextWeights()
    // Every tokenizer reads the empty prompt; the stage `model` reports a damaged one.
    if prompt.isEmpty || (try? loadedTokenizer()) == nil { return nil }
    return try tokens(prompt).notice("model '\(name)'")
  }

  /// The bytes that encoding a prompt takes at least; 0 where its encoding is in the cache of runs.
  func memory(_ prompt: String) -> Double {
    guard let encoder = directory.textEncoder else { return 0 }
    if let folder = ModelCache.ofRuns, ModelCache(folder: folder).holds(prompt, by: directory) { return 0 }
    return encoder.memory(length: Tokenizer.length)
  }

  private func known(_ prompt: String) -> Condition? { conditions.withLock { $0[ExactName(prompt)] } }

  private func remember(_ condition: Condition, _ prompt: String) {
    conditions.withLock { $0[ExactName(prompt)] = condition }
  }
}

extension StageFault {
  /// The error for a prompt given to a model without a text encoder.
  static func noTextEncoder(_ model: String) -> StageFault {
    .unable(
      model: model,
      ability: "read prompts: it comes without a text encoder or its tokenizer; link another model's 'text_encoder' "
        + "and 'tokenizer' into its folder, or give its conditions with 'read-tensor'")
  }
}
