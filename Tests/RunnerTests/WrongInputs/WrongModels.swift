import Basics
import Foundation
import Tensors

/// A small model of stage I as the folder m.
let stageOne: [String: WrongInput.Content] = ["m": .fixture("reference/if-stage1")]
private let stageTwo: [String: WrongInput.Content] = ["m": .fixture("reference/if-stage2")]

/// One estimate under a prompt, made clean and written.
private let once = #"""
  "m": {"stage": "model", "from": "m"},
  "rng": {"stage": "generator", "seed": 1},
  "x": {"stage": "gaussian-noise", "model": "@m", "generator": "@rng"},
  "c": {"stage": "text", "model": "@m", "prompt": "a cat"},
  "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@c"},
  "y": {"stage": "clean", "model": "@m", "image": "@x", "estimate": "@e", "at": 5},
  "w": {"stage": "write-image", "image": "@y", "to": "o.png"}
  """#

private let weights = "m/unet/diffusion_pytorch_model.fp16.safetensors"
private let textWeights = "m/text_encoder/model.fp16.safetensors"
private let pieces = "m/tokenizer/spiece.model"

/// A model's folder with a mistake.
private func model(
  _ what: String, cause: FaultCause = .data, says: String, damage: @escaping @Sendable (String) throws -> Void
) -> WrongInput {
  WrongInput(
    what: what, files: stageOne.merging(["f.json": .text("{ \"stages\": {\n\(once)\n} }\n")]) { $1 }, damage: damage,
    cause: cause, says: [says])
}

func remove(_ name: String) -> @Sendable (String) throws -> Void {
  { folder in try FileManager.default.removeItem(atPath: folder + "/" + name) }
}

func halve(_ name: String) -> @Sendable (String) throws -> Void {
  { folder in
    let bytes = try FileFault.contents(of: folder + "/" + name)
    try AtomicFile.write(bytes.prefix(bytes.count / 2), to: folder + "/" + name)
  }
}

func replace(_ name: String, with text: String) -> @Sendable (String) throws -> Void {
  { folder in try AtomicFile.write(Array(text.utf8), to: folder + "/" + name) }
}

/// Changes the first place of a text in a configuration.
func edit(_ name: String, _ text: String, to other: String) -> @Sendable (String) throws -> Void {
  { folder in
    let before = String(decoding: try FileFault.contents(of: folder + "/" + name), as: UTF8.self)
    try AtomicFile.write(Array(before.replacingOccurrences(of: text, with: other).utf8), to: folder + "/" + name)
  }
}

/// Writes the network's weights anew, each as `change` says.
private func reweigh(
  _ change: @escaping @Sendable (String, Tensor) -> (String, Tensor)?, adding more: (String, Tensor)? = nil
) -> @Sendable (String) throws -> Void {
  { folder in
    let file = try SafeTensors(path: folder + "/" + weights)
    var tensors = try file.names.compactMap { change($0, try file.tensor($0)) }
    if let more { tensors.append(more) }
    // Under the same path the file would be written while it is mapped.
    try SafeTensors.write(tensors.map { (name: $0.0, tensor: $0.1) }, to: folder + "/" + weights)
  }
}

/// Stores the text encoder's embedding, whose width anything may have, as weights of 8 bits.
private func inBytes(_ folder: String) throws {
  let file = try SafeTensors(path: folder + "/" + textWeights)
  var planned = file.names.map { SafeTensors.PlannedTensor($0, .f16, file.shape(of: $0)!) }
  let name = "encoder.block.0.layer.0.SelfAttention.q.weight"
  planned = planned.map { $0.name == name ? .init(name, .i8, $0.shape) : $0 }
  planned.append(.init(name + "_scale", .f32, [file.shape(of: name)![0], 1]))
  // Under the same path the file would be written while it is mapped.
  try SafeTensors.write(planned, to: folder + "/new") { wanted in
    wanted.name.hasSuffix("_scale") ? Tensor(wanted.shape, repeating: 1) : try file.tensor(wanted.name)
  }
  try AtomicFile.copy(folder + "/new", to: folder + "/" + textWeights)
}

private let classifier = #"{"_class_name": "DigitClassifier", "channels": 4, "classes": 10}"#

let wrongModels: [WrongInput] = [
  .command(
    "a model of digits to write in 8 bits", "quantise", "mnist-class", "m",
    says:
      "error: mnist-class: only weights of DeepFloyd's networks and text encoders are written in 8 bits; this model is small"
  ),
  .command(
    "a model that can't be found, to write in 8 bits", "quantise", "mini-fi", "m", cause: .missingInput,
    says: "error: there is no model 'mini-fi'; did you mean 'mini-if'?"),
  .command(
    "a folder for weights in 8 bits in which there is a model", "quantise", "mini-if", "m", with: stageOne,
    cause: .cannotWrite,
    says: "error: m: the folder should be empty, found 'model_index.json'; name another folder, or empty it"),
  .command(
    "weights in 8 bits in no threads", "quantise", "mini-if", "m", "--threads", "0",
    says: "error: --threads takes a number from 1 on, found '0'"),
  .command(
    "a classifier in place of a model", "quantise", "j", "m", with: ["j/config.json": .text(classifier)],
    cause: .data,
    says: "error: j: it is a classifier, which draws nothing; expected a network that does"),
  .command(
    "a folder that isn't there, in one that is", "quantise", "runs/nope", "m", with: ["runs/r.txt": .text("")],
    cause: .missingInput,
    says: "error: model 'runs/nope': no such folder; expected a folder in the diffusers layout, or OWNER/NAME"),
  WrongInput(
    what: "a model in 8 bits to write in 8 bits", arguments: ["quantise", "m", "n"], files: stageOne,
    damage: inBytes, cause: .data, says: ["error: m: its weights are in 8 bits already"]),
  .stages(
    "a misspelt model", #""m": {"stage": "model", "from": "mini-fi"}"#, cause: .missingInput,
    says: "f.json:2:33: error: stage 'm': there is no model 'mini-fi'; did you mean 'mini-if'?"),
  .stages(
    "an unknown model", #""m": {"stage": "model", "from": "stable-diffusion"}"#, cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': there is no model 'stable-diffusion'; expected an embedded one ('mini-if', 'mnist-class', 'mnist-denoiser', 'mnist-denoiser-1', 'mnist-flow', 'mnist-flow-class', 'mnist-flow-constant', 'mnist-pure-noise' and 4 more), a folder in the diffusers layout, or OWNER/NAME of one downloaded from Hugging Face"
  ),
  .stages(
    "a Hugging Face id that isn't downloaded", #""m": {"stage": "model", "from": "DeepFloyd/IF-I-M-v1.0"}"#,
    cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': model 'DeepFloyd/IF-I-M-v1.0' is not downloaded (looked in ~/.cache/huggingface/hub): accept its licence at huggingface.co/DeepFloyd/IF-I-M-v1.0, then run 'hf download DeepFloyd/IF-I-M-v1.0 --include \"*.json\" --include \"*.model\" --include \"*.fp16*.safetensors\"', or name the folder of a model"
  ),
  .stages(
    "a folder that isn't there", #""m": {"stage": "model", "from": "./models/x"}"#, cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': model './models/x': no such folder; expected a folder in the diffusers layout, or OWNER/NAME"
  ),
  .stages(
    "a file in place of a folder", #""m": {"stage": "model", "from": "f.json"}"#,
    says: "f.json:2:33: error: stage 'm': f.json: expected a model's folder in the diffusers layout, found a file"),
  .stages(
    "a folder that holds no model", #""m": {"stage": "model", "from": "m"}"#, with: ["m/x": .text("")],
    says:
      "f.json:2:33: error: stage 'm': m: it is not a model of a known kind; expected a folder of DeepFloyd IF in the layout of diffusers ('model_index.json'), or a folder that a recipe of digits left ('config.json' and 'model.safetensors'), or the address of a served model (oip+http://HOST:PORT/NAME)"
  ),
  model(
    "weights cut off",
    says:
      "f.json:2:33: error: stage 'm': m/unet/diffusion_pytorch_model.fp16.safetensors: tensor 'up_blocks.0.resnets.0.time_emb_proj.weight' ends at byte 2070348 of 2041298: the file is truncated",
    damage: halve(weights)),
  model(
    "the text encoder's weights cut off",
    says:
      "f.json:2:33: error: stage 'm': m/text_encoder/model.fp16.safetensors: tensor 'shared.weight' ends at byte 172608 of 85156: the file is truncated",
    damage: halve(textWeights)),
  model(
    "empty weights",
    says:
      "f.json:2:33: error: stage 'm': m/unet/diffusion_pytorch_model.fp16.safetensors: 0 bytes are too few for a safetensors header",
    damage: replace(weights, with: "")),
  model(
    "a Git LFS pointer in place of weights",
    says:
      "f.json:2:33: error: stage 'm': m/unet/diffusion_pytorch_model.fp16.safetensors: it is a Git LFS pointer; fetch the file itself with 'git lfs pull'",
    damage: replace(weights, with: "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")),
  model(
    "NaN in a weight",
    says:
      "f.json:6:1: error: stage 'e': m/unet/diffusion_pytorch_model.fp16.safetensors: tensor 'conv_in.bias' holds NaN at [0]",
    damage: reweigh { name, tensor in
      (name, name == "conv_in.bias" ? tensor.map { _ in .nan } : tensor)
    }),
  model(
    "a missing tensor",
    says:
      "f.json:6:1: error: stage 'e': m/unet/diffusion_pytorch_model.fp16.safetensors: the network needs a tensor 'conv_in.bias', which is missing; there is 'conv_out.bias'",
    damage: reweigh { name, tensor in name == "conv_in.bias" ? nil : (name, tensor) }),
  model(
    "an extra tensor",
    says:
      "f.json:6:1: error: stage 'e': m/unet/diffusion_pytorch_model.fp16.safetensors: the network has no place for tensor 'lora.weight'",
    damage: reweigh({ ($0, $1) }, adding: ("lora.weight", Tensor([1], [0])))),
  model(
    "a misshaped tensor",
    says:
      "f.json:6:1: error: stage 'e': m/unet/diffusion_pytorch_model.fp16.safetensors: tensor 'conv_in.bias' should be 32, found 3",
    damage: reweigh { name, tensor in (name, name == "conv_in.bias" ? Tensor([3], [0, 0, 0]) : tensor) }),
  model(
    "weights as .bin only", cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': m/unet: expected diffusion_pytorch_model.safetensors, diffusion_pytorch_model.fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index, found only 'diffusion_pytorch_model.bin'; weights are read from safetensors alone",
    damage: { folder in
      try FileManager.default.moveItem(
        atPath: folder + "/" + weights, toPath: folder + "/m/unet/diffusion_pytorch_model.bin")
    }),
  model(
    "no weights for the text encoder", cause: .missingInput,
    says:
      "f.json:5:33: error: stage 'c': m/text_encoder: expected model.safetensors, model.fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index, found no weights",
    damage: remove(textWeights)),
  .stages(
    "a text encoder whose weights are a link to nothing", once, with: stageOne,
    damage: { folder in
      try FileManager.default.removeItem(atPath: folder + "/" + textWeights)
      symlink("../../blobs/0", folder + "/" + textWeights)
    }, cause: .missingInput,
    says:
      "f.json:5:33: error: stage 'c': m/text_encoder/model.fp16.safetensors: it is a link to ../../blobs/0, which is missing"
  ),
  .stages(
    "the empty prompt for a model without its text encoder's weights",
    once.replacing(#", "condition": "@c""#, with: "").replacing(
      #""stage": "text", "model": "@m", "prompt": "a cat""#, with: #""stage": "unconditional", "model": "@m""#),
    with: stageOne, damage: remove(textWeights), cause: .missingInput,
    says:
      "f.json:6:37: error: stage 'e': m/text_encoder: expected model.safetensors, model.fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index, found no weights"
  ),
  model(
    "no network", cause: .missingInput,
    says: "f.json:2:33: error: stage 'm': m: expected a model in the diffusers layout; 'unet/config.json' is missing",
    damage: remove("m/unet")),
  model(
    "no text_encoder folder", cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': m: expected a model in the diffusers layout; 'text_encoder/config.json' is missing",
    damage: remove("m/text_encoder")),
  model(
    "a prompt for a model that was saved without a text encoder",
    says:
      "f.json:5:33: error: stage 'c': model 'm' can't read prompts: it comes without a text encoder or its tokenizer; link another model's 'text_encoder' and 'tokenizer' into its folder, or give its conditions with 'read-tensor'",
    damage: { folder in
      try edit("m/model_index.json", "\"transformers\",\n  \"T5EncoderModel\"", to: "null,\n  null")(folder)
      for name in ["text_encoder", "tokenizer"] { try remove("m/" + name)(folder) }
    }),
  model(
    "no spiece.model", cause: .missingInput,
    says:
      "f.json:2:33: error: stage 'm': m: expected a model in the diffusers layout; 'tokenizer/spiece.model' is missing",
    damage: remove(pieces)),
  model(
    "a damaged spiece.model",
    says:
      "f.json:2:33: error: stage 'm': m/tokenizer/spiece.model: expected a SentencePiece model, found another or a damaged file",
    damage: halve(pieces)),
  model(
    "an unknown option",
    says: "f.json:2:33: error: stage 'm': m/unet/config.json: option 'wavelets' (3) is not supported",
    damage: edit("m/unet/config.json", #""dropout": 0.0"#, to: #""wavelets": 3"#)),
  model(
    "an option's value that isn't supported",
    says:
      #"f.json:2:33: error: stage 'm': m/unet/config.json: option 'act_fn' is "mish"; supported: "gelu", "silu", "swish", "relu""#,
    damage: edit("m/unet/config.json", #""act_fn": "gelu""#, to: #""act_fn": "mish""#)),
  model(
    "a schedule's option that isn't supported",
    says:
      #"f.json:2:33: error: stage 'm': m/scheduler/scheduler_config.json: option 'variance_type' is "fixed_small_log"; supported: "fixed_small", "fixed_large", "learned_range""#,
    damage: edit("m/scheduler/scheduler_config.json", "learned_range", to: "fixed_small_log")),
  model(
    "a configuration that is no JSON",
    says:
      "f.json:2:33: error: stage 'm': m/unet/config.json:1:2: not JSON: expected a key in double quotes, found the end of the file",
    damage: replace("m/unet/config.json", with: "{")),
]

private let loaded = draw + #""m": {"stage": "model", "from": "m"},"# + "\n"

private func walk(_ what: String, _ options: String, says: String) -> WrongInput {
  .stages(
    what,
    loaded + #"""
      "t": {"stage": "timesteps", "model": "@m"\#(options)},
      "y": {"stage": "noise", "model": "@m", "image": "@noise", "at": "@t.first", "generator": "@rng"},
      "w": {"stage": "write-image", "image": "@y", "to": "o.png"}
      """#, with: stageOne, says: says)
}

/// Writes what `stage` makes as `y`. Quietly, as not every one uses the noise and the model.
func use(
  _ what: String, _ stage: String, of model: [String: WrongInput.Content] = stageOne,
  and files: [String: WrongInput.Content] = [:], says: String...
) -> WrongInput {
  var input = WrongInput.stages(
    what, loaded + stage + ",\n" + #""w": {"stage": "write-tensor", "tensors": {"y": "@y"}, "to": "o.safetensors"}"#,
    with: model.merging(files) { $1 }, "--quiet")
  input.says = says
  return input
}

let wrongUses: [WrongInput] = [
  use(
    "a gray picture where RGB is wanted",
    #"""
    "p": {"stage": "read-image", "from": "p.png", "size": 32, "colour": "gray"},
    "y": {"stage": "estimate", "model": "@m", "image": "@p", "at": 5}
    """#, and: ["p.png": .fixture("pictures/rgb-8.png")],
    says:
      #"f.json:6:52: error: stage 'y': model 'm' takes images of 3 channels (RGB), found 1 channel (gray); read it with "colour": "rgb""#
  ),
  use(
    "a picture whose size the network can't halve",
    #"""
    "p": {"stage": "gaussian-noise", "shape": [3, 33, 33], "generator": "@rng"},
    "y": {"stage": "estimate", "model": "@m", "image": "@p", "at": 5}
    """#,
    says: "f.json:6:52: error: stage 'y': the network takes heights and widths that are multiples of 4, found 33×33"),
  use(
    "a stage II model without the small picture",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5}"#, of: stageTwo,
    says:
      "f.json:5:1: error: stage 'y': model 'm' enlarges pictures: it needs 'low-resolution', the small picture resized and noised, and 'noise-level'"
  ),
  use(
    "the small picture without its noise level",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "low-resolution": "@noise"}"#, of: stageTwo,
    says: "f.json:5:1: error: stage 'y': 'low-resolution' and 'noise-level' belong together; expected both or neither"),
  use(
    "the small picture of another size than the image",
    #"""
    "s": {"stage": "resize", "image": "@noise", "size": 16},
    "y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "low-resolution": "@s", "noise-level": 9}
    """#, of: stageTwo,
    says: "f.json:6:89: error: stage 'y': 'low-resolution' is 1×3×16×16 but 'image' is 1×3×32×32"),
  use(
    "more branches than the network has",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "reuse": "deep", "branches": 10}"#,
    says: "f.json:5:100: error: stage 'y': 'branches' takes 1 to 9, the skip connections of model 'm', found 10"),
  use(
    "key steps in two ways",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "reuse": "deep", "every": 3, "keys": [0, 4]}"#,
    says: "f.json:5:1: error: stage 'y': expected at most one of 'every' and 'keys', found 'every' and 'keys'"),
  use(
    "key steps without reuse",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "every": 3}"#,
    says: "f.json:5:80: error: stage 'y': 'every' is for reuse 'encoder' or 'deep', the reuse is 'none'"),
  use(
    "listed key steps without reuse",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "keys": [0, 4]}"#,
    says: "f.json:5:79: error: stage 'y': 'keys' needs 'reuse'"),
  use(
    "reuse of a network that there is none of",
    #"""
    "pictures": {"stage": "read-image", "from": "p.png", "size": 32, "colour": "rgb"},
    "exact": {"stage": "exact-model", "images": ["@pictures"]},
    "y": {"stage": "estimate", "model": "@exact", "image": "@noise", "at": 5, "reuse": "deep"}
    """#, and: ["p.png": .fixture("pictures/rgb-8.png")],
    says:
      "f.json:7:84: error: stage 'y': model 'pictures' can't reuse features: its network does not run in parts on this machine; leave out 'reuse'"
  ),
  use(
    "the small picture for a stage I model",
    #""y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "low-resolution": "@noise", "noise-level": 9}"#,
    says: "f.json:5:1: error: stage 'y': model 'm' does not enlarge pictures: it takes no 'low-resolution'"),
  use(
    "a class for a model that reads prompts", #""y": {"stage": "label", "model": "@m", "class": 3}"#,
    says: "f.json:5:34: error: stage 'y': model 'm' can't take a class; give it a prompt with the stage 'text'"),
  use(
    "`denoise` with a model that estimates noise", #""y": {"stage": "denoise", "model": "@m", "image": "@noise"}"#,
    says:
      "f.json:5:36: error: stage 'y': model 'm' can't denoise in one go: it estimates noise; use 'estimate' and then 'clean'"
  ),
  use(
    "a mask of another size",
    #"""
    "r": {"stage": "rectangle", "size": 64, "box": [0.1, 0.1, 0.5, 0.5]},
    "y": {"stage": "blend", "inside": "@noise", "outside": "@noise", "mask": "@r"}
    """#, says: "f.json:6:74: error: stage 'y': 'mask' is 1×1×64×64 but 'inside' is 1×3×32×32"),
  use(
    "a box beyond the picture", #""y": {"stage": "rectangle", "size": 64, "box": [0.5, 0.5, 0.6, 0.1]}"#,
    says:
      "f.json:5:48: error: stage 'y': 'box' takes [x, y, width, height] as fractions inside of the picture (x + width ≤ 1, y + height ≤ 1), found [0.5, 0.5, 0.6, 0.1]"
  ),
  walk(
    "timesteps without a count", "",
    says: "f.json:5:1: error: stage 't': expected exactly one of 'count', 'stride', 'list' and 'respacing', found none"
  ),
  walk(
    "timesteps by count and stride", #", "count": 3, "stride": 5"#,
    says:
      "f.json:5:1: error: stage 't': expected exactly one of 'count', 'stride', 'list' and 'respacing', found 'count' and 'stride'"
  ),
  walk(
    "more timesteps than the schedule has", #", "count": 2000"#,
    says: "f.json:5:53: error: stage 't': 'count' takes 1 to the schedule's 1000 steps, found 2000"),
  walk(
    "a timestep beyond the schedule", #", "list": [1000, 5]"#,
    says: "f.json:5:52: error: stage 't': 'list' takes timesteps 0…999 of the model's schedule, found 1000"),
  walk(
    "timesteps that ascend", #", "list": [1, 5]"#,
    says: "f.json:5:52: error: stage 't': 'list' takes timesteps that descend, found 5 after 1"),
  walk(
    "a strength that leaves nothing", #", "count": 3, "strength": 0.1"#,
    says: "f.json:5:68: error: stage 't': 'strength' takes at least 1/3, so that one of 3 timesteps is left, found 0.1"),
  walk(
    "a strength above 1", #", "count": 3, "strength": 1.5"#,
    says: "f.json:5:68: error: 'strength' takes 0 … 1, found 1.5"),
  use(
    "noise at a timestep beyond the schedule",
    #""y": {"stage": "noise", "model": "@m", "image": "@noise", "at": 1000, "generator": "@rng"}"#,
    says: "f.json:5:65: error: stage 'y': 'at' takes timesteps 0…999 of the model's schedule, found 1000"),
  use(
    "a step without a variance under learned_range",
    #"""
    "pictures": {"stage": "read-image", "from": "p.png", "size": 32, "colour": "rgb"},
    "exact": {"stage": "exact-model", "images": ["@pictures"]},
    "t": {"stage": "timesteps", "model": "@m", "count": 2},
    "e": {"stage": "estimate", "model": "@exact", "image": "@noise", "at": "@t.first"},
    "y": {"stage": "step", "model": "@m", "image": "@noise", "estimate": "@e", "at": "@t.first", "generator": "@rng"}
    """#, and: ["p.png": .fixture("pictures/rgb-8.png")],
    says:
      "f.json:9:1: error: stage 'y': the estimate has no variance, and the model's schedule (learned_range) draws a ddpm step's noise with it: take an estimate of that model (a filter keeps its variance; 'add' and 'average' keep it if all their inputs have one), or method 'ddim-clipped'"
  ),
  use(
    "a step that draws without a generator",
    #"""
    "t": {"stage": "timesteps", "model": "@m", "count": 2},
    "e": {"stage": "estimate", "model": "@m", "image": "@noise", "at": "@t.first"},
    "y": {"stage": "step", "model": "@m", "image": "@noise", "estimate": "@e", "at": "@t.first"}
    """#, says: "f.json:7:1: error: stage 'y': input 'generator' is missing: every ddpm step except the last adds noise"
  ),
  use(
    "an even kernel", #""y": {"stage": "low-pass", "input": "@noise", "kernel": 4}"#,
    says: "f.json:5:57: error: stage 'y': 'kernel' takes odd numbers, found 4"),
  use(
    "nothing to add", #""y": {"stage": "add", "inputs": []}"#,
    says: "f.json:5:33: error: stage 'y': 'inputs' is an empty list; expected at least one image or estimate"),
  use(
    "images of two sizes added",
    #"""
    "z": {"stage": "resize", "image": "@noise", "size": 16},
    "y": {"stage": "add", "inputs": ["@noise", "@z"]}
    """#, says: "f.json:6:33: error: stage 'y': 'inputs[1]' is 1×3×16×16 but 'inputs[0]' is 1×3×32×32"),
  use(
    "images guided", #""y": {"stage": "guide", "conditional": "@noise", "unconditional": "@noise", "scale": 7}"#,
    says: "f.json:5:40: error: 'conditional' takes estimate, found image (@noise)",
    "f.json:5:67: error: 'unconditional' takes estimate, found image (@noise)"),
]
