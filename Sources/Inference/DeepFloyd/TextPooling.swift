import Tensors

/// The contribution of a text to the time embedding: one query, the mean of the text, attends to the text and itself
/// (diffusers' `TextTimeEmbedding` and `AttentionPooling`).
///
/// Each head has a single query q, so keys and values of the positions are never computed: a score q·(K·x) is
/// (Kᵀ·q)·x, and the mean of values V·x is V·(the mean of x). K's bias adds the same number to every score, which
/// does not change the softmax.
struct TextPooling: Sendable {
  let norm1, norm2: LayerNorm
  /// 1 × text width.
  let position: Tensor
  let query, projection: Linear
  /// For each head Kᵀ, text width × head width, and V, head width × text width.
  let keys, values: [LinearMap]

  init(_ textWidth: Int, _ timeWidth: Int, heads: Int, _ weights: Weights) throws {
    norm1 = try LayerNorm(textWidth, weights["norm1"])
    let pool = weights["pool"]
    position = try pool("positional_embedding", [1, textWidth])
    query = try Linear(textWidth, textWidth, pool["q_proj"])
    projection = try Linear(textWidth, timeWidth, weights["proj"])
    norm2 = try LayerNorm(timeWidth, weights["norm2"])
    let width = textWidth / heads
    func rows(_ head: Int) -> Range<Int> { head * width..<(head + 1) * width }
    let key = try pool["k_proj"]("weight", [textWidth, textWidth])
    keys = (0..<heads).map { LinearMap(weight: key.slice(axis: 0, rows($0)).permuted([1, 0])) }
    // It has no effect, but is part of the network when that is trained and saved.
    _ = try pool["k_proj"]("bias", [textWidth], .drawn(fanIn: textWidth))
    let value = try pool["v_proj"]("weight", [textWidth, textWidth])
    let bias = try pool["v_proj"]("bias", [textWidth], .drawn(fanIn: textWidth))
    values = (0..<heads).map {
      LinearMap(weight: value.slice(axis: 0, rows($0)), bias: bias.slice(axis: 0, rows($0)))
    }
  }

  /// Maps N×L×text width to N×time width.
  func callAsFunction(_ text: Tensor) -> Tensor {
    let (n, length, width) = (text.shape[0], text.shape[1], text.shape[2])
    let heads = keys.count
    let x = norm1(text).permuted([0, 2, 1])
    let average = Tensor([1, length], repeating: 1 / Float(length))
    let mean = x.reshaped([n * width, length]).linear(average).reshaped([n, width, 1])
    let summary = mean + position.reshaped([1, width, 1])
    let all = Tensor.concatenated([summary, x], axis: 2)
    let query = query(summary.reshaped([n, width]))
    let headWidth = width / heads
    let queries = keys.indices.map {
      keys[$0](query.slice(axis: 1, $0 * headWidth..<($0 + 1) * headWidth)).reshaped([n, 1, width])
    }
    // One head, because every query is as wide as the text.
    let means = Tensor.concatenated(queries, axis: 1).permuted([0, 2, 1]).attention(
      keys: all, values: all, heads: 1, scale: 1 / Float(headWidth).squareRoot()
    ).permuted([0, 2, 1])
    let pooled = values.indices.map { values[$0](means.slice(axis: 1, $0..<$0 + 1).reshaped([n, width])) }
    return norm2(projection(Tensor.concatenated(pooled, axis: 1)))
  }
}
