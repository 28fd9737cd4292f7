import Basics
import Tensors

/// Models that pipelines and recipes may name: the real ones' configurations, and few weights.
struct TinyModels {
  /// The folder of a model in the layout of diffusers.
  let deepFloyd: String

  /// Makes `mini-if` and the networks of digits in the folder of embedded models, where they hide the real ones.
  init(in scratch: Scratch) throws {
    let fixtures = Scratch.package + "/Tests/Fixtures"
    let weights = try scratch.fixed("weights.safetensors", SafeTensors.encoded([("w", Tensor([1], [0]))]))
    deepFloyd = try scratch.folder("models/mini-if", TinyModels.links(weights: weights))
    for (name, fixture) in [
      ("mnist-class", "class"), ("mnist-time", "time"), ("mnist-denoiser", "denoiser"),
      ("mnist-denoiser-1", "denoiser"),
    ] {
      _ = try scratch.folder("models", [name: "\(fixtures)/digits/\(fixture)"])
    }
  }

  /// The files of a model, of which one may be an input.
  static func links(
    weights: String, index: String? = nil, unet: String? = nil, scheduler: String? = nil, encoder: String? = nil,
    tokenizer: String? = nil
  ) -> KeyValuePairs<String, String> {
    let model = Scratch.package + "/Tests/Fixtures/reference/if-stage1"
    return [
      "model_index.json": index ?? model + "/model_index.json",
      "unet/config.json": unet ?? model + "/unet/config.json",
      "unet/diffusion_pytorch_model.safetensors": weights,
      "scheduler/scheduler_config.json": scheduler ?? model + "/scheduler/scheduler_config.json",
      "text_encoder/config.json": encoder ?? model + "/text_encoder/config.json",
      "text_encoder/model.safetensors": weights,
      "tokenizer/spiece.model": tokenizer ?? Scratch.package + "/Fuzzing/corpus/tokenizer/pieces.model",
    ]
  }
}
