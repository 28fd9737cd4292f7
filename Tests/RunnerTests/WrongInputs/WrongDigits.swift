import Basics
import Tensors
import TestSupport

/// Small digits' networks as the folder m.
private let classes: [String: WrongInput.Content] = ["m": .fixture("digits/class")]
private let denoiser: [String: WrongInput.Content] = ["m": .fixture("digits/denoiser")]
private let timed: [String: WrongInput.Content] = ["m": .fixture("digits/time")]

/// A digit's start, and what `use` has.
private func digits(
  _ what: String, _ stage: String, of model: [String: WrongInput.Content] = classes,
  and files: [String: WrongInput.Content] = [:], says: String...
) -> WrongInput {
  var input = use(
    what, #""x": {"stage": "gaussian-noise", "shape": [1, 28, 28], "generator": "@rng", "count": 2},"# + "\n" + stage,
    of: model, and: files)
  input.says = says
  return input
}

/// A folder of digits' networks with a mistake.
private func digitModel(
  _ what: String, of model: [String: WrongInput.Content], cause: FaultCause = .data, says: String,
  damage: @escaping @Sendable (String) throws -> Void
) -> WrongInput {
  var input = use(what, #""y": {"stage": "gaussian-noise", "model": "@m", "generator": "@rng"}"#, of: model, says: says)
  input.damage = damage
  input.cause = cause
  return input
}

let wrongDigits: [WrongInput] = [
  digitModel(
    "no weights", of: classes, cause: .missingInput,
    says:
      "f.json:4:33: error: stage 'm': m: expected model.safetensors, model.fp16.safetensors (or bf16, fp32, ema, non_ema) or shards with an index, found no weights",
    damage: remove("m/model.safetensors")),
  digitModel(
    "weights cut off", of: timed,
    says:
      "f.json:4:33: error: stage 'm': m/model.safetensors: tensor 'last.bias' ends at byte 32756 of 11818: the file is truncated",
    damage: halve("m/model.safetensors")),
  digitModel(
    "no schedule for a network that takes the time", of: timed, cause: .missingInput,
    says:
      "f.json:4:33: error: stage 'm': m: the network takes a timestep, but its noise schedule, 'scheduler_config.json', is missing",
    damage: remove("m/scheduler_config.json")),
  digitModel(
    "a configuration that is no JSON", of: classes,
    says:
      "f.json:4:33: error: stage 'm': m/config.json:1:2: not JSON: expected a key in double quotes, found the end of the file",
    damage: replace("m/config.json", with: "{")),
  digitModel(
    "a configuration of another network than the weights'", of: timed,
    says:
      "f.json:4:1: error: stage 'm': m/model.safetensors: tensor 'enter.first.conv.weight' should be 8×1×3×3, found 4×1×3×3",
    damage: edit("m/config.json", #""channels": 4"#, to: #""channels": 8"#)),
  digits(
    "a class that there is not", #""y": {"stage": "label", "model": "@m", "class": 10}"#,
    says: "f.json:6:49: error: stage 'y': 'class' takes 0 … 9, found 10"),
  digits(
    "a class below 0", #""y": {"stage": "label", "model": "@m", "class": [3, -1]}"#,
    says: "f.json:6:49: error: stage 'y': 'class' takes classes from 0, found -1"),
  digits(
    "a class in words", #""y": {"stage": "label", "model": "@m", "class": "three"}"#,
    says: "f.json:6:49: error: 'class' takes integer or list of integer, found text 'three'"),
  digits(
    "three classes for two pictures",
    #"""
    "c": {"stage": "label", "model": "@m", "class": [1, 2, 3]},
    "y": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@c"}
    """#,
    says:
      "f.json:7:80: error: stage 'y': 'condition' takes what 'label' makes of classes, 1×10 or 2×10 for 2 images, found 3×10"
  ),
  digits(
    "a class for a network that knows none", #""y": {"stage": "label", "model": "@m", "class": 1}"#, of: timed,
    says: "f.json:6:34: error: stage 'y': model 'm' can't take a class"),
  digits(
    "no class of a network that knows none", #""y": {"stage": "unconditional", "model": "@m"}"#, of: timed,
    says: "f.json:6:42: error: stage 'y': model 'm' can't be conditioned: it takes neither prompts nor classes"),
  digits(
    "a prompt for a model that knows classes", #""y": {"stage": "text", "model": "@m", "prompt": "a three"}"#,
    says: "f.json:6:33: error: stage 'y': model 'm' can't read prompts; give it a class with the stage 'label'"),
  digits(
    "another model's prompt for a model that knows classes",
    #"""
    "n": {"stage": "model", "from": "n"},
    "c": {"stage": "text", "model": "@n", "prompt": "a cat"},
    "y": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@c"}
    """#, and: ["n": .fixture("reference/if-stage1")],
    says:
      "f.json:8:1: error: stage 'y': 'condition' takes what 'label' makes of classes, 1×10 or 2×10 for 2 images, found 1×77×32"
  ),
  use(
    "another model's class for a model that reads prompts",
    #"""
    "n": {"stage": "model", "from": "n"},
    "c": {"stage": "label", "model": "@n", "class": 1},
    "y": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "condition": "@c"}
    """#, and: ["n": .fixture("digits/class")],
    says:
      "f.json:7:84: error: stage 'y': 'condition' takes what 'text' makes of a prompt, 1×L×D for 1 image, found 1×10"),
  use(
    "an RGB picture for digits", #""y": {"stage": "denoise", "model": "@m", "image": "@noise"}"#, of: denoiser,
    says:
      #"f.json:5:51: error: stage 'y': model 'm' takes images of 1 channel (gray), found 3 channels (RGB); read it with "colour": "gray""#
  ),
  digits(
    "a picture of digits whose size the network can't pool",
    #"""
    "z": {"stage": "resize", "image": "@x", "size": [28, 30]},
    "y": {"stage": "estimate", "model": "@m", "image": "@z", "at": 5}
    """#,
    says: "f.json:7:52: error: stage 'y': the network takes heights and widths that are multiples of 28, found 30×28"),
  digits(
    "a small picture for a digits' network",
    #""y": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "low-resolution": "@x", "noise-level": 9}"#,
    says: "f.json:6:1: error: stage 'y': model 'm' does not enlarge pictures: it takes no 'low-resolution'"),
  digits(
    "`estimate` with a single-step denoiser", #""y": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5}"#,
    of: denoiser,
    says:
      "f.json:6:37: error: stage 'y': model 'm' can't estimate noise: it is a single-step denoiser; use the stage 'denoise'"
  ),
  digits(
    "timesteps of a single-step denoiser",
    #"""
    "t": {"stage": "timesteps", "model": "@m", "count": 5},
    "y": {"stage": "noise", "model": "@m", "image": "@x", "at": "@t.first", "generator": "@rng"}
    """#, of: denoiser,
    says: "f.json:6:1: error: stage 't': model 'm' can't give timesteps: it has no noise schedule"),
  digits(
    "noise at a timestep of a single-step denoiser",
    #""y": {"stage": "noise", "model": "@m", "image": "@x", "at": 5, "generator": "@rng"}"#, of: denoiser,
    says: "f.json:6:1: error: stage 'y': model 'm' can't noise an image: it has no noise schedule"),
  digits(
    "a timestep beyond the digits' schedule", #""y": {"stage": "estimate", "model": "@m", "image": "@x", "at": 300}"#,
    says: "f.json:6:64: error: stage 'y': 'at' takes timesteps 0…299 of the model's schedule, found 300"),
]
