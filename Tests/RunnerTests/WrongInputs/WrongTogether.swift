import Basics

/// Files with several errors, of which none hides another: what stages foresee is told beside what is wrong with names and
/// values, and nothing is told that is wrong only because of the first errors.
let wrongTogether: [WrongInput] = [
  .stages(
    "a prompt for a network of digits, a value out of range, and inputs that there are not",
    #"""
    "m": {"stage": "model", "from": "m"},
    "c": {"stage": "text", "model": "@m", "prompt": "a cat"},
    "k": {"stage": "rectangle", "size": 8, "box": [0, 0, 1, 1]},
    "f": {"stage": "feather-mask", "mask": "@k", "sigma": 0},
    "g": {"stage": "grow-mask", "mask": "@f", "bye": 3},
    "t": {"stage": "timesteps", "model": "@m", "cuont": 5},
    "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
    """#, with: ["m": .fixture("digits/time")],
    says: "f.json:3:33: error: stage 'c': model 'm' can't read prompts",
    "f.json:5:55: error: 'sigma' takes 0.1 … 1000, found 0",
    "f.json:6:1: error: stage 'g' lacks its input 'by' (integer)",
    "f.json:6:43: error: stage 'grow-mask' has no input 'bye'; did you mean 'by'?",
    "f.json:7:44: error: stage 'timesteps' has no input 'cuont'; did you mean 'count'?",
    "f.json:8:40: error: 'image' takes image or list of image, found mask (@g)"),
  together(
    "a class that there is not, beside a guider and a stage that there are not", "c=1,20",
    says: "error: parameter 'c': stage 'd': 'class' takes 0 … 9, found 20",
    "f.json:10:102: error: 'method' takes 'classifier-free', found 'cfg'",
    "f.json:12:16: error: there is no stage 'wriet-tensor'; did you mean 'write-tensor'?"),
  together(
    "a parameter that can't be read, beside errors that don't depend on it", "c=1,a", cause: .usage,
    says: "error: parameter 'c' takes a list of integer, found '1,a'",
    "f.json:10:102: error: 'method' takes 'classifier-free', found 'cfg'",
    "f.json:12:16: error: there is no stage 'wriet-tensor'; did you mean 'write-tensor'?"),
  together(
    "lists of different lengths, beside other errors", "c=1,2,3",
    says: "f.json:7:49: error: 'c' ($c) has 3 elements to iterate over, but 's' ($s) has 2",
    "f.json:10:102: error: 'method' takes 'classifier-free', found 'cfg'",
    "f.json:12:16: error: there is no stage 'wriet-tensor'; did you mean 'write-tensor'?"),
  WrongInput(
    what: "an interval of guidance from its lower to its upper end", arguments: ["f.json"],
    files: [
      "m": .fixture("digits/class"),
      "f.json": .text(
        #"""
        { "stages": {
        "m": {"stage": "model", "from": "m"},
        "rng": {"stage": "generator", "seed": 1},
        "x": {"stage": "gaussian-noise", "model": "@m", "generator": "@rng"},
        "none": {"stage": "unconditional", "model": "@m"},
        "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@none"},
        "g": {"stage": "guide", "conditional": "@e", "unconditional": "@e", "scale": 2, "at": 5, "from": 1, "to": 9}
        } }
        """#),
    ], cause: .data,
    says: ["f.json:7:98: error: stage 'g': 'from' should be 'to' (9) or more, as timesteps fall; found 1"]),
]

/// Guidance on digits of several classes, with a guider and a stage that there are not.
private func together(_ what: String, _ argument: String, cause: FaultCause = .data, says: String...) -> WrongInput {
  let text = #"""
    { "parameters": {"c": [1, 2], "s": [0.5, 2]}, "stages": {
    "m": {"stage": "model", "from": "m"},
    "rng": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "model": "@m", "generator": "@rng"},
    "none": {"stage": "unconditional", "model": "@m"},
    "without": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@none"},
    "l": {"stage": "loop", "each": {"c": "$c", "s": "$s"}, "body": {
      "d": {"stage": "label", "model": "@m", "class": "@c"},
      "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@d"},
      "g": {"stage": "guide", "conditional": "@e", "unconditional": "@without", "scale": "@s", "method": "cfg"}},
      "collect": {"all": "@g"}},
    "w": {"stage": "wriet-tensor", "tensors": {"y": "@l"}, "to": "o.safetensors"}
    } }
    """#
  return WrongInput(
    what: what, arguments: ["f.json", argument], files: ["m": .fixture("digits/class"), "f.json": .text(text)],
    cause: cause, says: says)
}
