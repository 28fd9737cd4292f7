import Basics
import Tensors

/// What `write-animation` is given.
let wrongFilms: [WrongInput] = [
  .stages(
    "a film in a format that has none", draw + #""w": {"stage": "write-animation", "images": "@noise", "to": "o.jpg"}"#,
    says: "f.json:4:61: error: stage 'w': o.jpg: expected a name that ends in .png, .apng or .gif, found .jpg"),
  .stages(
    "a film without pictures", #""w": {"stage": "write-animation", "images": [], "to": "o.gif"}"#,
    says: "f.json:2:45: error: stage 'w': 'images' takes at least one picture, found none"),
  .stages(
    "a film of a generator",
    draw + #""w": {"stage": "write-animation", "images": ["@rng"], "to": "o.gif"}"#,
    says: "f.json:4:46: error: 'images[0]' takes image or mask, or lists of these, found generator (@rng)"),
  .stages(
    "a film with a picture of four channels",
    draw + #"""
      "four": {"stage": "gaussian-noise", "shape": [4, 32, 32], "generator": "@rng"},
      "w": {"stage": "write-animation", "images": ["@noise", "@four"], "to": "o.png"}
      """#, says: "f.json:5:45: error: stage 'w': 'images' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×4×32×32"),
  .stages(
    "times and counts that no film has",
    draw + #"""
      "w": {"stage": "write-animation", "images": "@noise", "to": "o.gif", "duration": 10, "hold": 60001, "repeats": -1,
        "magnify": 65}
      """#, says: "f.json:4:82: error: 'duration' takes 20 … 60000, found 10",
    "f.json:4:94: error: 'hold' takes 20 … 60000, found 60001",
    "f.json:4:112: error: 'repeats' takes 0 … 65535, found -1", "f.json:5:14: error: 'magnify' takes 1 … 64, found 65"),
  .stages(
    "a film that is wider than a GIF can be",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [1, 2, 8192], "generator": "@rng"},
    "w": {"stage": "write-animation", "images": ["@noise", "@noise"], "to": "o.gif", "magnify": 8}
    """#,
    says:
      "f.json:4:93: error: stage 'w': o.gif: GIF takes at most 65535 pixels each way, found 65536×16; APNG takes them"
  ),
  .stages(
    "a film that is too large",
    draw + #"""
      "film": {"stage": "gaussian-noise", "shape": [3, 8, 8], "count": 2000, "generator": "@rng"},
      "w": {"stage": "write-animation", "images": "@film", "to": "o.png", "magnify": 64}
      """#,
    says:
      "f.json:5:80: error: stage 'w': o.png: expected at most 400 megapixels in all frames, found 2000 of 512×512; magnify less or show fewer"
  ),
  .stages(
    "a film over a film that the pipeline did not make",
    draw + #""w": {"stage": "write-animation", "images": "@noise", "to": "o.gif"}"#,
    with: ["o.gif": .text("GIF89a")], cause: .cannotWrite,
    says:
      "f.json:4:61: error: stage 'w': o.gif: can't be written: the existing file was not made by pipeline 'f'; --overwrite replaces it"
  ),
  .stages(
    "a film that leads out", draw + #""w": {"stage": "write-animation", "images": "@noise", "to": "../o.gif"}"#,
    "--out",
    "new", cause: .cannotWrite,
    says:
      "f.json:4:61: error: stage 'w': ../o.gif: can't be written: it leads to ~, outside of ~/new; '--allow-write ~' allows that"
  ),
  .stages(
    "a film and a picture in one file",
    draw + #"""
      "w": {"stage": "write-image", "image": "@noise", "to": "o.png"},
      "film": {"stage": "write-animation", "images": "@noise", "to": "o.png"}
      """#, says: "f.json:5:64: error: stage 'w' writes 'o.png' already"),
  .stages(
    "a film with a picture that is not a number",
    #"""
    "t": {"stage": "read-tensor", "from": "t.safetensors"},
    "w": {"stage": "write-animation", "images": ["@t"], "to": "o.gif"}
    """#,
    damage: {
      try SafeTensors.write([("x", Tensor([2, 1, 1, 2], [0, 1, 0, .nan]))], to: $0 + "/t.safetensors")
    }, says: "f.json:3:1: error: stage 'w': o.gif, frame 2: the picture is not a number (NaN) at x 1, y 0, channel 0"),
]
