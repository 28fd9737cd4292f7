import Tensors

/// The shape of a DeepFloyd UNet: the options of diffusers' `UNet2DConditionModel` that this family uses, with the
/// same meaning and defaults. Lists have one value for each level, from full resolution down.
public struct UNetConfiguration: Sendable, Equatable {
  /// Height and width of the pictures it was trained on (`sample_size`).
  public let height, width: Int
  /// Channels of the input: those of the noisy picture, and for stage II those of the low-resolution one.
  public let inChannels: Int
  /// Channels of the output: those of the picture, twice as many where the network predicts variances too.
  public let outChannels: Int
  /// Whether samples are mapped from 0…1 to −1…1 first.
  let centersInput: Bool

  /// Whether each level of the way down has attention, and its channels and residual blocks.
  let downAttends: [Bool]
  let channels, layers: [Int]
  /// The same for the way up, from the lowest resolution.
  let upAttends: [Bool]

  let activation: Activation
  let normGroups: Int
  let normEpsilon: Float
  /// Time enters as scale and shift after the second norm; otherwise it is added before.
  let timeScalesAndShifts: Bool
  /// Whether blocks take the time embedding as it is, without an activation of their own.
  let skipsTimeActivation: Bool
  let residualScale, midResidualScale: Float

  /// Width of the text states that attention reads.
  let attentionTextWidth: Int
  /// Width of the text that enters, where it is projected to `attentionTextWidth`; nil where it enters as it is.
  let projectedTextWidth: Int?
  let headWidths: [Int]
  let onlyTextAttention: [Bool]
  let midOnlyTextAttention: Bool
  let normalisesText: Bool

  let timeWidth: Int
  let timeActivation, timePostActivation: Activation?
  let cosineFirst: Bool
  let frequencyShift: Int
  /// Heads of the text's pooling into the time embedding; nil without (`addition_embed_type`).
  let poolingHeads: Int?
  let inKernel, outKernel: Int

  /// Whether it takes the noise level of a low-resolution picture (stage II: `class_embed_type` is `timestep`).
  public let takesNoiseLevel: Bool

  /// The shape of the largest tensor that one picture becomes in the network: what the way up sees beside the way
  /// down, at one of the levels.
  package var largestLevel: [Int] {
    let levels = channels.indices.map { level in
      [channels[level] + channels[min(level + 1, channels.count - 1)], height >> level, width >> level]
    }
    return levels.max { $0.reduce(1, *) < $1.reduce(1, *) } ?? [inChannels, height, width]
  }

  /// The width of the text embeddings it reads.
  public var textWidth: Int { projectedTextWidth ?? attentionTextWidth }

  /// Heights and widths must be multiples of this.
  public var divisor: Int { 1 << (channels.count - 1) }

  /// Reads a `unet/config.json`. An option that is not known, or a value that is not supported, is an error.
  public init(path: String) throws {
    var option = try Options(path: path)
    if let name = option.className, name != "UNet2DConditionModel" {
      throw ConfigurationFault.unsupported(
        path: path, option: "_class_name", value: "\"\(name)\"", supported: "\"UNet2DConditionModel\"")
    }
    let size = OptionKind.integer(1...65_536)
    let functions: KeyValuePairs<String, Activation> = ["gelu": .gelu, "silu": .silu, "swish": .silu, "relu": .relu]

    let sides = try option("sample_size", size.map { [$0, $0] }.or(size.list))
    guard sides.count == 2 else {
      throw ConfigurationFault.unsupported(
        path: path, option: "sample_size", value: "\(sides)", supported: "one integer, or height and width")
    }
    (height, width) = (sides[0], sides[1])
    inChannels = try option("in_channels", size, default: 4)
    outChannels = try option("out_channels", size, default: 4)
    centersInput = try option("center_input_sample", .flag, default: false)

    downAttends = try option(
      "down_block_types",
      oneOf(["ResnetDownsampleBlock2D": false, "SimpleCrossAttnDownBlock2D": true]).list)
    upAttends = try option(
      "up_block_types", oneOf(["ResnetUpsampleBlock2D": false, "SimpleCrossAttnUpBlock2D": true]).list)
    _ = try option("mid_block_type", oneOf(["UNetMidBlock2DSimpleCrossAttn": true]))
    channels = try option("block_out_channels", size.list)
    let levels = channels.count
    layers = try option.perLevel("layers_per_block", .integer(1...64), count: levels, default: 2)

    activation = try option("act_fn", oneOf(functions), default: .silu)
    normGroups = try option("norm_num_groups", size, default: 32)
    normEpsilon = Float(try option("norm_eps", .number(0...1), default: 1e-5))
    timeScalesAndShifts = try option(
      "resnet_time_scale_shift", oneOf(["default": false, "scale_shift": true]), default: false)
    skipsTimeActivation = try option("resnet_skip_time_act", .flag, default: false)
    residualScale = Float(try option("resnet_out_scale_factor", .number(1e-6...1e6), default: 1))
    midResidualScale = Float(try option("mid_block_scale_factor", .number(1e-6...1e6), default: 1))

    attentionTextWidth = try option("cross_attention_dim", size, default: 1280)
    projectedTextWidth = try option("encoder_hid_dim", size.optional, default: nil)
    let projection = try option("encoder_hid_dim_type", oneOf(["text_proj": true]).optional, default: nil)
    headWidths = try option.perLevel("attention_head_dim", size, count: levels, default: 8)
    let onlyText = try option(
      "only_cross_attention", OptionKind.flag.map { [$0] }.or(OptionKind.flag.list), default: [false])
    let midOnlyText = try option("mid_block_only_cross_attention", OptionKind.flag.optional, default: nil)
    guard onlyText.count == 1 || onlyText.count == levels else {
      throw ConfigurationFault.wrongCount(
        path: path, option: "only_cross_attention", expected: levels, found: onlyText.count)
    }
    onlyTextAttention = onlyText.count == levels ? onlyText : [Bool](repeating: onlyText[0], count: levels)
    midOnlyTextAttention = midOnlyText ?? (onlyText.count == 1 && onlyText[0])
    normalisesText = try option("cross_attention_norm", oneOf(["group_norm": true]).optional, default: nil) ?? false

    _ = try option("quantization_config", OptionKind.weightsInBytes.optional, default: nil)
    _ = try option("time_embedding_type", oneOf(["positional": true]), default: true)
    timeWidth = try option("time_embedding_dim", size.optional, default: nil) ?? channels[0] * 4
    timeActivation = try option("time_embedding_act_fn", oneOf(functions).optional, default: nil)
    timePostActivation = try option("timestep_post_act", oneOf(functions).optional, default: nil)
    cosineFirst = try option("flip_sin_to_cos", .flag, default: true)
    frequencyShift = try option("freq_shift", .integer(0...1), default: 0)
    takesNoiseLevel = try option("class_embed_type", oneOf(["timestep": true]).optional, default: nil) ?? false
    let pools = try option("addition_embed_type", oneOf(["text": true]).optional, default: nil) ?? false
    let heads = try option("addition_embed_type_num_heads", size, default: 64)
    poolingHeads = pools ? heads : nil
    let odd = OptionKind<Int>(expected: "an odd integer from 1 to 31") { value in
      size.read(value).flatMap { $0 % 2 == 1 && $0 < 32 ? $0 : nil }
    }
    inKernel = try option("conv_in_kernel", odd, default: 3)
    outKernel = try option("conv_out_kernel", odd, default: 3)

    for absent in ["num_attention_heads", "num_class_embeds", "time_cond_proj_dim"] {
      _ = try option(absent, .only(.null), default: .null)
    }
    _ = try option("class_embeddings_concat", .only(.flag(false)), default: .null)
    _ = try option("attention_type", oneOf(["default": true]), default: true)
    // What diffusers reads for other kinds of blocks and embeddings only, for training, or to save memory.
    option.ignore(
      "downsample_padding", "dropout", "dual_cross_attention", "use_linear_projection", "upcast_attention",
      "transformer_layers_per_block", "reverse_transformer_layers_per_block", "addition_time_embed_dim",
      "projection_class_embeddings_input_dim")
    try option.finish()
    if projection != nil && projectedTextWidth == nil {
      throw ConfigurationFault.missing(path: path, option: "encoder_hid_dim", expected: "an integer")
    }
    try check(path)
  }

  /// Throws where options don't go together.
  private func check(_ path: String) throws {
    func require(_ condition: Bool, _ what: @autoclosure () -> String) throws {
      if !condition { throw ConfigurationFault.inconsistent(path: path, what()) }
    }
    let levels = channels.count
    for (key, count) in [("down_block_types", downAttends.count), ("up_block_types", upAttends.count)] {
      try require(count == levels, "'\(key)' has \(count) values, but 'block_out_channels' has \(levels)")
    }
    try require(levels <= 12, "'block_out_channels' has \(levels) levels; at most 12 are supported")
    for count in channels {
      try require(
        count % normGroups == 0,
        "'block_out_channels' holds \(count), which is not a multiple of 'norm_num_groups' \(normGroups)")
    }
    for i in 0..<levels {
      // Head widths are not reversed on the way up: so it is in diffusers, whose checkpoints these are.
      let attending = [
        (downAttends[i], channels[i]), (upAttends[i], channels[levels - 1 - i]), (i == levels - 1, channels[i]),
      ]
      for case (true, let count) in attending {
        try require(
          count % headWidths[i] == 0, "'attention_head_dim' \(headWidths[i]) does not divide \(count) channels")
      }
    }
    try require(
      !normalisesText || attentionTextWidth % 32 == 0,
      "'cross_attention_dim' \(attentionTextWidth) is not a multiple of 32, as 'cross_attention_norm' needs")
    try require(
      poolingHeads == nil || textWidth % poolingHeads! == 0,
      "'addition_embed_type_num_heads' \(poolingHeads ?? 0) does not divide a text width of \(textWidth)")
  }
}
