import Basics

let wrongGraphs: [WrongInput] = [
  .stages(
    "a misspelt stage", #""g": {"stage": "generater", "seed": 1}"#,
    says: "f.json:2:16: error: there is no stage 'generater'; did you mean 'generator'?"),
  .stages(
    "a misspelt input", #""w": {"stage": "write-tensor", "tensor": {}, "to": "o.safetensors"}"#,
    says: "f.json:2:1: error: stage 'w' lacks its input 'tensors' (names with tensor or estimate)",
    "f.json:2:32: error: stage 'write-tensor' has no input 'tensor'; did you mean 'tensors'?"),
  .stages(
    "a misspelt reference", draw + #""w": {"stage": "write-image", "image": "@nosie", "to": "o.png"}"#,
    says: "f.json:4:40: error: nothing here is called 'nosie'; did you mean 'noise'?"),
  .stages(
    "a misspelt output", draw + #""w": {"stage": "write-image", "image": "@noise.imag", "to": "o.png"}"#,
    says: "f.json:4:40: error: 'noise' has no output 'imag'; did you mean 'image'?"),
  .stages(
    "a reference without a name", #""w": {"stage": "write-image", "image": "@", "to": "o.png"}"#,
    says:
      "f.json:2:40: error: '@' is not a reference; expected '@stage', '@stage.output' or '$parameter' (write '@@' or '$$' for the sign itself)"
  ),
  .stages(
    "an unknown parameter", #""w": {"stage": "read-image", "from": "$picture"}"#,
    says: "f.json:2:38: error: there is no parameter 'picture'; there are none"),
  .stages(
    "a generator for an image", draw + #""w": {"stage": "write-image", "image": "@rng", "to": "o.png"}"#,
    says: "f.json:4:40: error: 'image' takes image or list of image, found generator (@rng)"),
  .stages(
    "a list for an image",
    draw + #""f": {"stage": "flip", "input": ["@noise"]}, "w": {"stage": "write-image", "image": "@f", "to": "o.png"}"#,
    says: "f.json:4:33: error: 'input' takes image or estimate, found list of image"),
  .stages(
    "an empty list of pictures", draw + #""w": {"stage": "write-image", "image": [], "to": "o.png"}"#,
    says: "f.json:4:40: error: stage 'w': 'image' takes at least one picture, found none"),
  .stages(
    "a list that would replace a file of another stage",
    draw
      + #""w": {"stage": "write-image", "image": ["@noise", "@noise"], "to": "o.png"}, "v": {"stage": "write-image", "image": "@noise", "to": "o-1.png"}"#,
    says: "f.json:4:133: error: stage 'w' writes 'o-1.png' already"),
  .stages(
    "a number for a name", draw + #""w": {"stage": "write-image", "image": "@noise", "to": 7}"#,
    says: "f.json:4:56: error: 'to' takes text, found integer 7"),
  .stages(
    "a fraction for an integer", #""g": {"stage": "generator", "seed": 1.5}"#,
    says: "f.json:2:37: error: 'seed' takes integer, found number 1.5"),
  .stages(
    "an integer beyond 64 bits", #""g": {"stage": "generator", "seed": 99999999999999999999}"#,
    says: "f.json:2:37: error: 'seed' takes an integer from -2^63 to 2^64-1, found 1e+20"),
  .stages(
    "a number out of range",
    draw + #""t": {"stage": "add-noise", "image": "@noise", "generator": "@rng", "sigma": -1}"#,
    says: "f.json:4:78: error: 'sigma' takes 0 … 1000, found -1"),
  .stages(
    "a word that is no choice", #""g": {"stage": "generator", "seed": 1, "kind": "numpy"}"#,
    says: "f.json:2:48: error: 'kind' takes 'torch' or 'philox', found 'numpy'"),
  .stages(
    "a number in place of a choice", #""g": {"stage": "generator", "seed": 1, "kind": 2}"#,
    says: "f.json:2:48: error: 'kind' takes 'torch' or 'philox', found 2"),
  .stages(
    "a circle",
    #"""
    "a": {"stage": "flip", "input": "@b"},
    "b": {"stage": "flip", "input": "@a"},
    "w": {"stage": "write-image", "image": "@b", "to": "o.png"}
    """#, says: "f.json:2:1: error: each of these waits for the next: a → b → a"),
  .stages(
    "a loop over a number",
    draw
      + #""l": {"stage": "loop", "each": {"by": 5}, "body": {"s": {"stage": "scale", "input": "@noise", "by": "@by"}}, "collect": {"all": "@s"}}"#,
    says: "f.json:4:39: error: 'by' iterates over a list or timesteps, found integer"),
  .stages(
    "lists of two lengths side by side",
    draw
      + #""l": {"stage": "loop", "each": {"a": [1, 2], "b": [1, 2, 3]}, "body": {"s": {"stage": "scale", "input": "@noise", "by": "@a"}}, "collect": {"all": "@s"}}"#,
    says: "f.json:4:51: error: 'a' has 2 elements to iterate over, but 'b' has 3"),
  .stages(
    "a carried value that nothing changes",
    draw + #"""
      "l": {"stage": "loop", "each": {"by": [1]}, "carry": {"x": "@noise"}, "body": {}},
      "w": {"stage": "write-image", "image": "@l", "to": "o.png"}
      """#, says: "f.json:4:55: error: carried 'x' has no entry in 'next' that says what it becomes"),
  .stages(
    "a file that includes itself", #""a": {"stage": "./f.json"}"#,
    says: "f.json:2:16: error: the file includes itself: f.json → f.json"),
  .stages(
    "files that include each other", #""a": {"stage": "./g.json"}"#,
    with: ["g.json": .text(#"{"stages": {"b": {"stage": "f.json"}}}"#)],
    says: "g.json:1:28: error: the file includes itself: f.json → g.json → f.json"),
  .stages(
    "an included file that is missing", #""a": {"stage": "./parts/g.json"}"#, cause: .missingInput,
    says: "f.json:2:16: error: there is no file './parts/g.json'"),
  .stages(
    "a mistake in an included file", #""a": {"stage": "./parts/g.json"}"#,
    with: ["parts/g.json": .text("{ \"stages\": {\n\"b\": {\"stage\": \"flop\"} } }")],
    says: "parts/g.json:2:16: error: there is no stage 'flop'; did you mean 'flip'?"),
  .file(
    "a part on its own",
    #"{"inputs": {"x": "image"}, "outputs": {"y": "@a"}, "stages": {"a": {"stage": "flip", "input": "@x"}}}"#,
    .data, "f.json:1:13: error: this file is a part: another file must feed its input 'x'"),
  .file(
    "an unknown kind of input", #"{"inputs": {"x": "picture"}, "stages": {}}"#, .data,
    "f.json:1:18: error: there is no kind 'picture'; expected one of 'image', 'mask', 'estimate', 'condition', 'model', 'timestep', 'timesteps', 'generator', 'tensor', 'number', 'integer', 'text' and 3 more, or 'list of' one"
  ),
  .stages(
    "several mistakes at once",
    #"""
    "g": {"stage": "generater", "seed": 1},
    "r": {"stage": "read-image", "from": "cat.png", "colour": "grey"},
    "w": {"stage": "write-image", "image": "@x", "to": "o.gif"}
    """#, says: "f.json:2:16: error: there is no stage 'generater'; did you mean 'generator'?",
    "f.json:3:38: error: stage 'r': cat.png: no such file",
    "f.json:3:59: error: 'colour' takes 'rgb' or 'gray', found 'grey'; did you mean 'gray'?",
    "f.json:4:40: error: nothing here is called 'x'; expected one of 'g', 'r', 'w'",
    "f.json:4:52: error: stage 'w': o.gif: expected a name that ends in .png, .jpg or .jpeg, found .gif"),
]

/// Stages that draw an image.
let draw = #"""
  "rng": {"stage": "generator", "seed": 1},
  "noise": {"stage": "gaussian-noise", "shape": [3, 32, 32], "generator": "@rng"},

  """#
