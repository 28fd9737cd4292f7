import Tensors

/// The shape of a T5 v1.1 encoder: the options of transformers' `T5Config` that matter to it.
public struct T5Configuration: Sendable, Equatable {
  /// The number of pieces; every token is below it.
  public let vocabularySize: Int
  /// The width of the states and of the encoding.
  public let width: Int
  let headWidth, heads, hiddenWidth, layers: Int
  let buckets, maximumDistance: Int
  let epsilon: Float

  /// The bytes that it takes at least to encode a prompt of L tokens, where blocks are read one after the other: the
  /// table of pieces in single precision, a block's weights in half, and the states and scores of the largest layer.
  public func memory(length: Int) -> Double {
    let (width, inner, hidden) = (Double(width), Double(heads * headWidth), Double(hiddenWidth))
    let block = 4 * width * inner + 3 * width * hidden
    let states = Double(length) * (2 * width + max(4 * inner, 2 * hidden)) + Double(heads * length * length)
    return 4 * Double(vocabularySize) * width + 2 * block + 4 * states
  }

  /// Reads a `text_encoder/config.json`. Throws for unknown options and unsupported values.
  public init(path: String) throws {
    var option = try Options(path: path)
    let size = OptionKind.integer(1...1_000_000)
    _ = try option("model_type", oneOf(["t5": true]), default: true)
    vocabularySize = try option("vocab_size", size, default: 32_128)
    width = try option("d_model", size, default: 512)
    headWidth = try option("d_kv", size, default: 64)
    hiddenWidth = try option("d_ff", size, default: 2048)
    layers = try option("num_layers", .integer(1...1000), default: 6)
    heads = try option("num_heads", size, default: 8)
    let even = OptionKind<Int>(expected: "a multiple of 4 from 4 to 4096") { value in
      OptionKind.integer(4...4096).read(value).flatMap { $0 % 4 == 0 ? $0 : nil }
    }
    buckets = try option("relative_attention_num_buckets", even, default: 32)
    maximumDistance = try option("relative_attention_max_distance", size, default: 128)
    epsilon = Float(try option("layer_norm_epsilon", .number(0...1), default: 1e-6))
    // The default of transformers is "relu", which this encoder does not have; so the option must be there.
    _ = try option("feed_forward_proj", oneOf(["gated-gelu": true]))
    _ = try option("dense_act_fn", oneOf(["gelu_new": true]), default: true)
    _ = try option("is_gated_act", .only(.flag(true)), default: .flag(true))
    _ = try option("is_decoder", .only(.flag(false)), default: .flag(false))
    _ = try option("quantization_config", OptionKind.weightsInBytes.optional, default: nil)
    // Training, the decoder, generation, and notes of the program that wrote the file.
    option.ignore(
      "architectures", "bos_token_id", "classifier_dropout", "decoder_start_token_id", "dropout_rate", "dtype",
      "eos_token_id", "gradient_checkpointing", "initializer_factor", "is_encoder_decoder", "max_length", "n_positions",
      "num_decoder_layers", "output_attentions", "output_hidden_states", "output_past", "pad_token_id", "return_dict",
      "scale_decoder_outputs", "task_specific_params", "tie_word_embeddings", "tokenizer_class", "torch_dtype",
      "transformers_version", "use_cache")
    try option.finish()
    guard buckets < 4 * maximumDistance else {
      throw ConfigurationFault.inconsistent(
        path: path,
        "'relative_attention_max_distance' \(maximumDistance) is too small for \(buckets) buckets")
    }
  }
}
