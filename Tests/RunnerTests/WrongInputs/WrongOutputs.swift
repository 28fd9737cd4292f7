import Foundation

let wrongOutputs: [WrongInput] = [
  .stages(
    "an unsupported ending", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o.gif"}"#,
    says: "f.json:4:56: error: stage 'w': o.gif: expected a name that ends in .png, .jpg or .jpeg, found .gif"),
  .stages(
    "no ending", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o"}"#,
    says: "f.json:4:56: error: stage 'w': o: expected a name that ends in .png, .jpg or .jpeg, found no ending"),
  .stages(
    "an empty name", draw + #""w": {"stage": "write-image", "image": "@noise", "to": ""}"#,
    says: "f.json:4:56: error: 'to' takes a file's name, found an empty text"),
  .stages(
    "a file where a folder should be", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "file/o.png"}"#,
    with: ["file": .text("")], cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': file/o.png: can't be written: file is not a folder"),
  .stages(
    "a file as `--out`", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o.png"}"#,
    with: ["file": .text("")], "--out", "file", cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': o.png: can't be written: file is not a folder"),
  .stages(
    "a folder in the file's place", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o.png"}"#,
    with: ["o.png/x": .text("")], cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': o.png: can't be written: it is a folder"),
  .stages(
    "a folder in a tensor file's place",
    draw + #""w": {"stage": "write-tensor", "tensors": {"x": "@noise"}, "to": "o"}"#,
    with: ["o/x": .text("")], cause: .cannotWrite,
    says: "f.json:4:66: error: stage 'w': o: can't be written: it is a folder"),
  .stages(
    "a device", draw + #""w": {"stage": "write-tensor", "tensors": {"x": "@noise"}, "to": "/dev/full"}"#,
    cause: .cannotWrite, says: "f.json:4:66: error: stage 'w': /dev/full: can't be written: it is a device, not a file"),
  .stages(
    "a named pipe", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o.png"}"#,
    damage: { folder in _ = mkfifo(folder + "/o.png", 0o600) }, cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': o.png: can't be written: it is a pipe, not a file"),
  .stages(
    "a symbolic link that leads to itself",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": "o.png"}"#,
    damage: { folder in _ = symlink("o.png", folder + "/o.png") }, cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': o.png: can't be written: it is a symbolic link that leads in a circle"),
  .stages(
    "a folder that is a link to nothing", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "f/o.png"}"#,
    damage: { folder in _ = symlink("nothing", folder + "/f") }, cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': f/o.png: can't be written: f is a symbolic link to nothing"),
  .stages(
    "two stages that write one file",
    draw + #"""
      "w": {"stage": "write-image", "image": "@noise", "to": "o.png"},
      "again": {"stage": "write-image", "image": "@noise", "to": "o.png"}
      """#, says: "f.json:5:60: error: stage 'w' writes 'o.png' already"),
  .stages(
    "nothing to write", #""w": {"stage": "write-tensor", "tensors": {}, "to": "o.safetensors"}"#,
    says: "f.json:2:43: error: stage 'w': 'tensors' names nothing to write"),
  .stages(
    "a picture of four channels",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [4, 32, 32], "generator": "@rng"},
    "w": {"stage": "write-image", "image": "@noise", "to": "o.png"}
    """#, says: "f.json:4:1: error: stage 'w': 'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×4×32×32"),
]
