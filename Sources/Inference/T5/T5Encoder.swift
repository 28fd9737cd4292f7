public import Basics
import Foundation
public import Tensors

/// The encoder of T5 v1.1 (Raffel et al. 2020; Shazeer 2020 for the gated layers): tokens to states.
public struct T5Encoder: Sendable {
  /// The options that the encoder was made with.
  public let configuration: T5Configuration
  /// Vocabulary × width.
  let embedding: Tensor
  /// The names that a checkpoint may have for the embedding.
  static let tables: Set<String> = ["shared.weight", "encoder.embed_tokens.weight"]
  /// Returns a block's weights: made once and kept, or read again each time.
  private let block: @Sendable (Int) throws -> T5Block
  /// Buckets × heads: the first block's, shared by all.
  let positions: Tensor
  let norm: RMSNorm

  /// Makes the encoder; throws where a weight is missing or has another shape.
  ///
  /// - Parameter isStreamed: whether a block's weights are read when it runs and released afterwards. One block of
  ///   T5-XXL takes 0.8 GB, all of them 19 GB.
  public init(configuration c: T5Configuration, isStreamed: Bool = false, _ weights: Weights) throws {
    configuration = c
    // One matrix has two names; a checkpoint holds one or both.
    let shape = [c.vocabularySize, c.width]
    let encoder = weights["encoder"]
    let own = encoder.contains("embed_tokens.weight") ? try encoder("embed_tokens.weight", shape) : nil
    if let own, !weights.contains("shared.weight") {
      embedding = own
    } else {
      embedding = try weights("shared.weight", shape)
    }
    positions = try encoder(
      "block.0.layer.0.SelfAttention.relative_attention_bias.weight", [c.buckets, c.heads])
    if isStreamed {
      block = { try T5Block(c, encoder["block.\($0)"]) }
    } else {
      let blocks = try (0..<c.layers).map { try T5Block(c, encoder["block.\($0)"]) }
      block = { blocks[$0] }
    }
    norm = try RMSNorm(c.width, epsilon: c.epsilon, encoder["final_layer_norm"])
  }

  /// The encoding of N prompts of one length: N×L×width, L being that length. Throws for a token beyond the vocabulary.
  public func callAsFunction(_ prompts: [Tokens]) throws -> Tensor {
    try Profile.measure("text encoder", .whole) { try encode(prompts) }
  }

  private func encode(_ prompts: [Tokens]) throws -> Tensor {
    let (n, width) = (prompts.count, configuration.width)
    let length = prompts.first?.ids.count ?? 0
    precondition(prompts.allSatisfy { $0.ids.count == length }, "prompts of unequal length")
    let ids = prompts.flatMap(\.ids)
    if let id = ids.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) {
      throw T5Fault.unknownToken(id, vocabulary: configuration.vocabularySize)
    }
    var x = embedding.gathered(axis: 0, ids).reshaped([n, length, width])
    let mask = Tensor(
      [n, length], prompts.flatMap { $0.mask.map { $0 == 0 ? -Float.greatestFiniteMagnitude : 0 } })
    let bias = bias(length)
    for index in 0..<configuration.layers { x = try block(index)(x, bias: bias, mask: mask) }
    return norm(x)
  }

  /// What distance adds to the scores: heads×L×L.
  private func bias(_ length: Int) -> Tensor {
    let c = configuration
    var bias = Tensor([c.heads, length, length], repeating: 0)
    for query in 0..<length {
      for key in 0..<length {
        let bucket = Self.bucket(key - query, buckets: c.buckets, maximum: c.maximumDistance)
        for head in 0..<c.heads { bias[head, query, key] = positions[bucket, head] }
      }
    }
    return bias
  }

  /// The bucket of a distance: half of them for keys after the query, and of each half the first half exact, the rest
  /// growing with the logarithm up to `maximum`.
  static func bucket(_ distance: Int, buckets: Int, maximum: Int) -> Int {
    let half = buckets / 2
    let start = distance > 0 ? half : 0
    let exact = half / 2
    let distance = abs(distance)
    if distance < exact { return start + distance }
    let position =
      log(Float(distance) / Float(exact)) / Float(log(Double(maximum) / Double(exact))) * Float(half - exact)
    return start + min(half - 1, exact + Int(position))
  }
}

/// Self-attention and a gated layer, each normed before and added after.
struct T5Block: Sendable {
  let attentionNorm, hiddenNorm: RMSNorm
  let query, key, value, output: Linear
  let gate, hidden, narrow: Linear
  let heads: Int

  init(_ c: T5Configuration, _ weights: Weights) throws {
    let inner = c.heads * c.headWidth
    let attention = weights["layer.0.SelfAttention"]
    query = try Linear(c.width, inner, bias: false, attention["q"])
    key = try Linear(c.width, inner, bias: false, attention["k"])
    value = try Linear(c.width, inner, bias: false, attention["v"])
    output = try Linear(inner, c.width, bias: false, attention["o"])
    attentionNorm = try RMSNorm(c.width, epsilon: c.epsilon, weights["layer.0.layer_norm"])
    let dense = weights["layer.1.DenseReluDense"]
    gate = try Linear(c.width, c.hiddenWidth, bias: false, dense["wi_0"])
    hidden = try Linear(c.width, c.hiddenWidth, bias: false, dense["wi_1"])
    narrow = try Linear(c.hiddenWidth, c.width, bias: false, dense["wo"])
    hiddenNorm = try RMSNorm(c.width, epsilon: c.epsilon, weights["layer.1.layer_norm"])
    heads = c.heads
  }

  /// x, N×L×width; bias, heads×L×L; mask, N×L.
  func callAsFunction(_ x: Tensor, bias: Tensor, mask: Tensor) -> Tensor {
    let normed = attentionNorm(x)
    func channelsFirst(_ x: Tensor) -> Tensor { x.permuted([0, 2, 1]) }
    // T5 does not scale scores; its initialisation accounts for that.
    let attended = channelsFirst(query(normed)).attention(
      keys: channelsFirst(key(normed)), values: channelsFirst(value(normed)), heads: heads, scale: 1, bias: bias,
      mask: mask)
    let y = Tensor.sum(x, output(channelsFirst(attended)))
    let h = hiddenNorm(y)
    return .sum(y, narrow(Activation.geluTanh(gate(h)) * hidden(h)))
  }
}

/// Inputs that don't fit a text encoder.
public enum T5Fault: Fault {
  /// A token is not below the size of the encoder's vocabulary.
  case unknownToken(Int, vocabulary: Int)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .unknownToken(let id, let vocabulary):
      "the tokenizer gave piece \(id), but the text encoder knows \(vocabulary) pieces; do the two belong together?"
    }
  }
}
