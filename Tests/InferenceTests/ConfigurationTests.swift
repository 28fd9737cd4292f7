import Basics
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// The text of an error, or "no error".
func fault(_ body: () throws -> Void) -> String {
  do { try body() } catch { return "\(error)" }
  return "no error"
}

/// The file at `path`, a JSON object, with some keys changed; a nil removes one.
func edited(_ path: String, _ changes: [String: Any?], to target: String) throws {
  var object = try JSONSerialization.jsonObject(with: Data(FileFault.contents(of: path))) as! [String: Any]
  for (key, value) in changes { object[key] = value }
  try AtomicFile.write(JSONSerialization.data(withJSONObject: object), to: target)
}

@Suite struct ConfigurationTests {
  static let mini = Fixtures.path("reference/if-stage1/unet/config.json")
  static let t5 = Fixtures.path("reference/if-stage1/text_encoder/config.json")
  static let scheduler = Fixtures.path("reference/if-stage1/scheduler/scheduler_config.json")

  @Test(arguments: [
    ("IF-I-M", 64, false), ("IF-I-L", 64, false), ("IF-I-XL", 64, false), ("IF-II-M", 256, true),
    ("IF-II-L", 256, true),
  ])
  func published(name: String, size: Int, takesNoiseLevel: Bool) throws {
    let found = try UNetConfiguration(path: Fixtures.path("configurations/\(name).json"))
    #expect(found.height == size && found.width == size && found.takesNoiseLevel == takesNoiseLevel)
    #expect(found.textWidth == 4096 && found.divisor == 8 && found.outChannels == 6)
  }

  static var networkFaults: [(String, Any?, String)] {
    [
      ("act_fn", "mish", #"option 'act_fn' is "mish"; supported: "gelu", "silu", "swish", "relu""#),
      ("act_fn", 3, #"option 'act_fn' is 3; supported: "gelu", "silu", "swish", "relu""#),
      ("class_embed_type", "projection", #"option 'class_embed_type' is "projection"; supported: "timestep" or null"#),
      (
        "cross_attention_norm", "layer_norm",
        #"option 'cross_attention_norm' is "layer_norm"; supported: "group_norm" or null"#
      ),
      ("time_embedding_type", "fourier", #"option 'time_embedding_type' is "fourier"; supported: "positional""#),
      ("num_attention_heads", 4, "option 'num_attention_heads' is 4; supported: null"),
      ("layer_per_block", 2, "option 'layer_per_block' (2) is not supported; did you mean 'layers_per_block'?"),
      ("wobble", true, "option 'wobble' (true) is not supported"),
      ("layers_per_block", [1, 2], "option 'layers_per_block' has 2 values; expected 1 or one for each of 3 levels"),
      (
        "layers_per_block", "two",
        #"option 'layers_per_block' is "two"; supported: a list of an integer from 1 to 64 or an integer from 1 to 64"#
      ),
      (
        "layers_per_block", 1.5,
        "option 'layers_per_block' is 1.5; supported: a list of an integer from 1 to 64 or an integer from 1 to 64"
      ),
      (
        "block_out_channels", [32, 64, 1e30],
        "option 'block_out_channels' is [32, 64, 1e+30]; supported: a list of an integer from 1 to 65536"
      ),
      (
        "block_out_channels", [Int](),
        "option 'block_out_channels' is []; supported: a list of an integer from 1 to 65536"
      ),
      (
        "block_out_channels", [32, 64, 48],
        "'block_out_channels' holds 48, which is not a multiple of 'norm_num_groups' 32"
      ),
      ("attention_head_dim", 24, "'attention_head_dim' 24 does not divide 64 channels"),
      ("addition_embed_type_num_heads", 5, "'addition_embed_type_num_heads' 5 does not divide a text width of 32"),
      (
        "sample_size", nil,
        "option 'sample_size' is missing; expected an integer from 1 to 65536 or a list of an integer from 1 to 65536"
      ),
      (
        "sample_size", NSNull(),
        "option 'sample_size' is null; supported: an integer from 1 to 65536 or a list of an integer from 1 to 65536"
      ),
      (
        "mid_block_type", "UNetMidBlock2DCrossAttn",
        #"option 'mid_block_type' is "UNetMidBlock2DCrossAttn"; supported: "UNetMidBlock2DSimpleCrossAttn""#
      ),
      (
        "down_block_types", ["DownBlock2D", "DownBlock2D", "DownBlock2D"],
        #"option 'down_block_types' is ["DownBlock2D", "DownBlock2D", "DownBlock2D"]; supported: a list of "ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D""#
      ),
      ("conv_in_kernel", 4, "option 'conv_in_kernel' is 4; supported: an odd integer from 1 to 31"),
      ("cross_attention_dim", 48, "'cross_attention_dim' 48 is not a multiple of 32, as 'cross_attention_norm' needs"),
      ("encoder_hid_dim", NSNull(), "option 'encoder_hid_dim' is missing; expected an integer"),
      ("_class_name", "UNet2DModel", #"option '_class_name' is "UNet2DModel"; supported: "UNet2DConditionModel""#),
    ]
  }

  @Test func networkOptions() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/config.json"
      for (key, value, expected) in Self.networkFaults {
        try edited(Self.mini, [key: value], to: path)
        #expect(fault { _ = try UNetConfiguration(path: path) } == "\(path): \(expected)")
      }
      for (text, expected) in [
        ("[1, 2]", ": expected a JSON object"),
        ("{\r\n\"a\": 1\r\n\"b\": 2}", ":3:1: not JSON: expected ',' or '}', found '\"b\"'"),
        ("{ // x\n}", ":1:3: not JSON: // comments are not JSON; remove it"),
        ("", ":1:1: not JSON: expected a value, found the end of the file"),
        ("{\"a\": 1, \"a\": 2}", ":1:2: 'a' is given more than once"),
        (
          String(repeating: "[", count: 100_000),
          ":1:1001: not JSON: lists and objects are nested more than 1000 deep"
        ),
      ] {
        try AtomicFile.write(Array(text.utf8), to: path)
        #expect(fault { _ = try UNetConfiguration(path: path) } == path + expected)
      }
      for (number, found) in [
        ("Infinity", "Infinity"), ("-Infinity", "-Infinity"), ("NaN", "NaN"), ("1e400", "Infinity"),
      ] {
        let mini = try TextFile.read(Self.mini)
        let text = mini.replacing(/"norm_num_groups":[^,}]*/, with: "\"norm_num_groups\": \(number)")
        try AtomicFile.write([0xEF, 0xBB, 0xBF] + Array(text.utf8), to: path)
        #expect(
          fault { _ = try UNetConfiguration(path: path) }.hasPrefix(
            "\(path): option 'norm_num_groups' is \(found); supported: "))
      }
      #expect(fault { _ = try UNetConfiguration(path: path + "x") } == "\(path)x: no such file")
    }
  }

  static var textFaults: [(String, Any?, String)] {
    [
      ("feed_forward_proj", "relu", #"option 'feed_forward_proj' is "relu"; supported: "gated-gelu""#),
      ("d_model", 0, "option 'd_model' is 0; supported: an integer from 1 to 1000000"),
      ("model_type", "bert", #"option 'model_type' is "bert"; supported: "t5""#),
      ("num_head", 3, "option 'num_head' (3) is not supported; did you mean 'num_heads'?"),
      ("relative_attention_max_distance", 8, "'relative_attention_max_distance' 8 is too small for 32 buckets"),
    ]
  }

  @Test func textOptions() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/config.json"
      for (key, value, expected) in Self.textFaults {
        try edited(Self.t5, [key: value], to: path)
        #expect(fault { _ = try T5Configuration(path: path) } == "\(path): \(expected)")
      }
    }
  }

  @Test func schedulerOptions() throws {
    let found = try SchedulerConfiguration(path: Self.scheduler)
    #expect(found.betas == .cosine && found.steps == 1000 && found.variance == .learnedRange)
    #expect(
      found.threshold?.quantile == 0.95 && found.threshold?.maximum == 1.5 && found.clipRange == nil
        && found.spacing == .leading)
    let faults: [(String, Any?, String)] = [
      (
        "prediction_type", "flow_prediction",
        #"option 'prediction_type' is "flow_prediction"; supported: "epsilon", "sample", "v_prediction""#
      ),
      (
        "beta_schedule", "sigmoid",
        #"option 'beta_schedule' is "sigmoid"; supported: "squaredcos_cap_v2", "linear", "scaled_linear""#
      ),
      ("rescale_betas_zero_snr", true, "option 'rescale_betas_zero_snr' is true; supported: false"),
      ("trained_betas", [0.1, 0.2], "'trained_betas' has 2 values, but 'num_train_timesteps' is 1000"),
      ("threshold", true, "option 'threshold' (true) is not supported; did you mean 'thresholding'?"),
      (
        "_class_name", "EulerDiscreteScheduler",
        #"option '_class_name' is "EulerDiscreteScheduler"; supported: "DDPMScheduler", "DDIMScheduler", "FlowMatchEulerDiscreteScheduler""#
      ),
    ]
    try withTemporaryFolder { folder in
      let path = folder + "/scheduler_config.json"
      for (key, value, expected) in faults {
        try edited(Self.scheduler, [key: value], to: path)
        #expect(fault { _ = try SchedulerConfiguration(path: path) } == "\(path): \(expected)")
      }
    }
  }

  @Test func flowOptions() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/scheduler_config.json"
      func read(_ options: String) throws -> SchedulerConfiguration {
        let text = #"{"_class_name": "FlowMatchEulerDiscreteScheduler"\#(options)}"#
        try AtomicFile.write(Array(text.utf8), to: path)
        return try SchedulerConfiguration(path: path)
      }
      let found = try read(#", "num_train_timesteps": 300, "shift": 1.0, "use_dynamic_shifting": false"#)
      #expect(found.betas == .flow && found.prediction == .flow && found.steps == 300 && found.clipRange == nil)
      #expect(try read("").steps == 1000)
      #expect(fault { _ = try read(#", "shift": 3.0"#) } == "\(path): option 'shift' is 3; supported: 1")
      #expect(
        fault { _ = try read(#", "beta_start": 0.1"#) } == "\(path): option 'beta_start' (0.1) is not supported")
    }
  }
}
