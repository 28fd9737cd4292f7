import Tensors

/// Attention of a picture's positions to the text and, unless `onlyText`, to each other: the text's keys and values
/// precede those of the picture (diffusers' `Attention` with `AttnAddedKVProcessor`).
///
/// With half precision its dense layers multiply whole numbers of 8 bits. That alone changes the estimates of IF-I-M's
/// shape with random weights by 2e-3 and mini-if's by 1.5e-3.
struct TextAttention: Sendable {
  let norm: GroupNorm
  let textNorm: GroupNorm?
  let query, textKey, textValue, output: Linear
  /// nil where only the text is attended to.
  let key, value: Linear?
  let heads: Int
  let precision = Precision.current

  init(_ channels: Int, headWidth: Int, onlyText: Bool, _ configuration: UNetConfiguration, _ weights: Weights) throws {
    let textWidth = configuration.attentionTextWidth
    // The epsilons and the text norm's 32 groups are fixed in diffusers, not options.
    norm = try GroupNorm(channels, groups: configuration.normGroups, epsilon: 1e-5, weights["group_norm"])
    textNorm =
      configuration.normalisesText
      ? try GroupNorm(textWidth, groups: 32, epsilon: 1e-5, weights["norm_cross"]) : nil
    query = try Linear(channels, channels, inBytes: true, weights["to_q"])
    key = onlyText ? nil : try Linear(channels, channels, inBytes: true, weights["to_k"])
    value = onlyText ? nil : try Linear(channels, channels, inBytes: true, weights["to_v"])
    textKey = try Linear(textWidth, channels, inBytes: true, weights["add_k_proj"])
    textValue = try Linear(textWidth, channels, inBytes: true, weights["add_v_proj"])
    output = try Linear(channels, channels, inBytes: true, weights["to_out.0"])
    heads = channels / headWidth
  }

  /// The keys and values of a text, N×text width×L. They depend neither on the picture nor on the timestep.
  func prepare(_ text: Tensor) -> TextKeys {
    let text = textNorm?(text) ?? text
    return TextKeys(keys: textKey.overChannels(text), values: textValue.overChannels(text))
  }

  /// Maps x, N×C×H×W, and a prepared text, of one element or N, to N×C×H×W.
  func callAsFunction(_ x: Tensor, _ text: TextKeys) -> Tensor {
    let (n, channels, height, width) = x.nchw
    let hidden = norm(x).reshaped([n, channels, height * width])
    let (query, keys, values): (Tensor, Tensor, Tensor)
    if let ownKey = key, let ownValue = value {
      let all = Profile.measure("dense") {
        LinearMap.overChannels(
          hidden, [self.query.map, ownKey.map, ownValue.map], after: [nil, text.keys, text.values])
      }
      (query, keys, values) = (all[0], all[1], all[2])
    } else {
      query = self.query.overChannels(hidden)
      func forAll(_ text: Tensor) -> Tensor { text.broadcast(to: [n] + text.shape[1...]) }
      (keys, values) = Profile.measure("adding and joining") { (forAll(text.keys), forAll(text.values)) }
    }
    let attended = Profile.measure("attention") {
      query.attention(
        keys: keys, values: values, heads: heads, scale: 1 / Float(channels / heads).squareRoot(), precision: precision)
    }
    return output.overChannels(attended, plus: x)
  }
}

/// A text's keys and values in one layer, N×C×L.
struct TextKeys: Sendable {
  let keys, values: Tensor
}
