import Tensors

/// A text's summary as an addition to the time embedding: one query, the mean of the text, attends to the text and
/// itself (diffusers' `TextTimeEmbedding` and `AttentionPooling`).
struct TextPooling: Sendable {
  let norm1, norm2: LayerNorm
  /// 1 × text width.
  let position: Tensor
  let query, key, value, projection: Linear
  let heads: Int

  init(_ textWidth: Int, _ timeWidth: Int, heads: Int, _ weights: Weights) throws {
    norm1 = try LayerNorm(textWidth, weights["norm1"])
    let pool = weights["pool"]
    position = try pool("positional_embedding", [1, textWidth])
    query = try Linear(textWidth, textWidth, pool["q_proj"])
    key = try Linear(textWidth, textWidth, pool["k_proj"])
    value = try Linear(textWidth, textWidth, pool["v_proj"])
    projection = try Linear(textWidth, timeWidth, weights["proj"])
    norm2 = try LayerNorm(timeWidth, weights["norm2"])
    self.heads = heads
  }

  /// N×L×text width to N×time width.
  func callAsFunction(_ text: Tensor) -> Tensor {
    let (n, length, width) = (text.shape[0], text.shape[1], text.shape[2])
    let x = norm1(text).permuted([0, 2, 1])
    let average = Tensor([1, length], repeating: 1 / Float(length))
    let mean = x.reshaped([n * width, length]).linear(average).reshaped([n, width, 1])
    let summary = mean + position.reshaped([1, width, 1])
    let all = Tensor.concatenated([summary, x], axis: 2)
    let pooled = query.overChannels(summary).attention(
      keys: key.overChannels(all), values: value.overChannels(all), heads: heads,
      scale: 1 / Float(width / heads).squareRoot())
    return norm2(projection(pooled.reshaped([n, width])))
  }
}
