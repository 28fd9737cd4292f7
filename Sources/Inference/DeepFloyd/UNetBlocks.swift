import Tensors

/// One level of the downward path: residual blocks, each with attention where the level has it, then downsampling by
/// 2 (diffusers' `ResnetDownsampleBlock2D` and `SimpleCrossAttnDownBlock2D`).
struct DownBlock: Sendable {
  let residuals: [ResidualBlock]
  let attentions: [TextAttention]
  let downsampler: ResidualBlock?

  init(level: Int, _ configuration: UNetConfiguration, _ weights: Weights) throws {
    let outputs = configuration.channels[level]
    let inputs = configuration.channels[max(0, level - 1)]
    let scale = configuration.residualScale
    let count = configuration.layers[level]
    residuals = try (0..<count).map {
      try ResidualBlock(
        $0 == 0 ? inputs : outputs, outputs, outputScale: scale, configuration, weights["resnets.\($0)"])
    }
    attentions = try (0..<(configuration.downAttends[level] ? count : 0)).map {
      try TextAttention(
        outputs, headWidth: configuration.headWidths[level], onlyText: configuration.onlyTextAttention[level],
        configuration, weights["attentions.\($0)"])
    }
    downsampler =
      level == configuration.channels.count - 1
      ? nil : try ResidualBlock(outputs, outputs, .halve, outputScale: scale, configuration, weights["downsamplers.0"])
  }

  /// The keys and values of a text for each attention layer.
  func prepare(_ text: Tensor) -> [TextKeys] { attentions.map { $0.prepare(text) } }

  /// Its parts in order, each of which makes a skip connection; `time` is N×time width.
  func parts(time: Tensor, text: [TextKeys]) -> [(Tensor) -> Tensor] {
    let levels = residuals.indices.map { i in
      { (x: Tensor) -> Tensor in
        let x = residuals[i](x, time)
        return attentions.isEmpty ? x : attentions[i](x, text[i])
      }
    }
    guard let downsampler else { return levels }
    return levels + [{ downsampler($0, time) }]
  }
}

/// The lowest level: a residual block, attention, a residual block (diffusers' `UNetMidBlock2DSimpleCrossAttn`).
struct MidBlock: Sendable {
  let first, last: ResidualBlock
  let attention: TextAttention

  init(_ configuration: UNetConfiguration, _ weights: Weights) throws {
    let level = configuration.channels.count - 1
    let channels = configuration.channels[level]
    let scale = configuration.midResidualScale
    first = try ResidualBlock(channels, channels, outputScale: scale, configuration, weights["resnets.0"])
    attention = try TextAttention(
      channels, headWidth: configuration.headWidths[level], onlyText: configuration.midOnlyTextAttention,
      configuration, weights["attentions.0"])
    last = try ResidualBlock(channels, channels, outputScale: scale, configuration, weights["resnets.1"])
  }

  func prepare(_ text: Tensor) -> TextKeys { attention.prepare(text) }

  func callAsFunction(_ x: Tensor, time: Tensor, text: TextKeys) -> Tensor {
    last(attention(first(x, time), text), time)
  }
}

/// One level of the upward path, `step` levels above the lowest: residual blocks, each joined with a skip connection,
/// and attention where the level has it, then upsampling by 2 (diffusers' `ResnetUpsampleBlock2D`,
/// `SimpleCrossAttnUpBlock2D`).
struct UpBlock: Sendable {
  let residuals: [ResidualBlock]
  let attentions: [TextAttention]
  let upsampler: ResidualBlock?

  init(step: Int, _ configuration: UNetConfiguration, _ weights: Weights) throws {
    let levels = configuration.channels.count
    let level = levels - 1 - step
    let outputs = configuration.channels[level]
    let previous = configuration.channels[min(level + 1, levels - 1)]
    let skipped = configuration.channels[max(level - 1, 0)]
    let scale = configuration.residualScale
    let count = configuration.layers[level] + 1
    residuals = try (0..<count).map {
      let inputs = ($0 == 0 ? previous : outputs) + ($0 == count - 1 ? skipped : outputs)
      return try ResidualBlock(inputs, outputs, outputScale: scale, configuration, weights["resnets.\($0)"])
    }
    attentions = try (0..<(configuration.upAttends[step] ? count : 0)).map {
      // Head widths are not reversed, as in diffusers.
      try TextAttention(
        outputs, headWidth: configuration.headWidths[step], onlyText: configuration.onlyTextAttention[level],
        configuration, weights["attentions.\($0)"])
    }
    upsampler =
      level == 0
      ? nil : try ResidualBlock(outputs, outputs, .double, outputScale: scale, configuration, weights["upsamplers.0"])
  }

  /// The keys and values of a text for each attention layer.
  func prepare(_ text: Tensor) -> [TextKeys] { attentions.map { $0.prepare(text) } }

  /// Its parts in order, each of which joins with a skip connection; the last ends at the next level up.
  func parts(time: Tensor, text: [TextKeys]) -> [(_ x: Tensor, _ skip: Tensor) -> Tensor] {
    residuals.indices.map { i in
      { x, skip in
        var x = residuals[i](x, joined: skip, time)
        if !attentions.isEmpty { x = attentions[i](x, text[i]) }
        guard let upsampler, i == residuals.count - 1 else { return x }
        return upsampler(x, time)
      }
    }
  }
}
