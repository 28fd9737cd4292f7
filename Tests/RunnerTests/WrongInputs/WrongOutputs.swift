import Basics
import Foundation
import Tensors

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
    draw + #""w": {"stage": "write-tensor", "tensors": {"x": "@noise"}, "to": "o.safetensors"}"#,
    with: ["o.safetensors/x": .text("")], cause: .cannotWrite,
    says: "f.json:4:66: error: stage 'w': o.safetensors: can't be written: it is a folder"),
  .stages(
    "a device", draw + #""w": {"stage": "write-image", "image": "@noise", "to": "null.png"}"#,
    damage: { try FileManager.default.createSymbolicLink(atPath: $0 + "/null.png", withDestinationPath: "/dev/null") },
    cause: .cannotWrite, says: "f.json:4:56: error: stage 'w': null.png: can't be written: it is a device, not a file"),
  .stages(
    "tensors under a name that means something else",
    draw + #""w": {"stage": "write-tensor", "tensors": {"x": "@noise"}, "to": ".profile"}"#,
    says: "f.json:4:66: error: stage 'w': .profile: expected a name that ends in .safetensors, .pth or .pt"),
  .stages(
    "a file that writes to a folder of its choice",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": "/usr/o.png"}"#, cause: .cannotWrite,
    says:
      "f.json:4:56: error: stage 'w': /usr/o.png: can't be written: it leads to /usr, outside of ~; '--allow-write /usr' allows that"
  ),
  .stages(
    "a file that writes beside `--out`",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": "sub/../../o.png"}"#, "--out", "new",
    cause: .cannotWrite,
    says:
      "f.json:4:56: error: stage 'w': sub/../../o.png: can't be written: it leads to ~, outside of ~/new; '--allow-write ~' allows that"
  ),
  .stages(
    "a symbolic link that leads out",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": "link/o.png"}"#,
    damage: { try FileManager.default.createSymbolicLink(atPath: $0 + "/link", withDestinationPath: "/usr") },
    cause: .cannotWrite,
    says:
      "f.json:4:56: error: stage 'w': link/o.png: can't be written: it leads to /usr, outside of ~; '--allow-write /usr' allows that"
  ),
  .stages(
    "names in a list that lead out",
    draw + #"""
      "l": {"stage": "loop", "each": {"to": ["a.png", "../b.png", "c.gif"]}, "body": {
      "w": {"stage": "write-image", "image": "@noise", "to": "@to"}}}
      """#, "--out", "new", cause: .data,
    says:
      "f.json:4:49: error: stage 'w': ../b.png: can't be written: it leads to ~, outside of ~/new; '--allow-write ~' allows that",
    "f.json:4:61: error: stage 'w': c.gif: expected a name that ends in .png, .jpg or .jpeg, found .gif"),
  .command(
    "a default that leads out", "f.json", "--out", "new",
    with: [
      "f.json": .text(
        #"{"parameters": {"to": "../o.png"}, "stages": {"r": {"stage": "rectangle", "size": 8, "box": [0, 0, 1, 1]}, "g": {"stage": "grid", "images": ["@r"]}, "w": {"stage": "write-image", "image": "@g", "to": "$to"}}}"#
      )
    ], cause: .cannotWrite,
    says:
      "f.json:1:201: error: stage 'w': ../o.png: can't be written: it leads to ~, outside of ~/new; '--allow-write ~' allows that, and so does 'to=../o.png'"
  ),
  .stages(
    "a picture that the pipeline did not make",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": "photo.png"}"#,
    with: ["photo.png": .fixture("pictures/blocks.png")], cause: .cannotWrite,
    says:
      "f.json:4:56: error: stage 'w': photo.png: can't be written: the existing file was not made by pipeline 'f'; --overwrite replaces it"
  ),
  .stages(
    "a batch over a file that the pipeline did not make",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [3, 8, 8], "count": 3, "generator": "@rng"},
    "w": {"stage": "write-image", "image": "@noise", "to": "o.png"}
    """#, with: ["o-1.png": .text("mine")], cause: .cannotWrite,
    says:
      "f.json:4:56: error: stage 'w': o-1.png: can't be written: the existing file was not made by pipeline 'f'; --overwrite replaces it"
  ),
  .stages(
    "a folder in the place of a batch's picture",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [3, 8, 8], "count": 3, "generator": "@rng"},
    "w": {"stage": "write-image", "image": "@noise", "to": "o.png"}
    """#, with: ["o-1.png/x": .text("")], cause: .cannotWrite,
    says: "f.json:4:56: error: stage 'w': o-1.png: can't be written: it is a folder"),
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
    "two stages that write one file under two names",
    draw + #"""
      "w": {"stage": "write-image", "image": "@noise", "to": "o.png"},
      "again": {"stage": "write-image", "image": "@noise", "to": "new/.././o.png"}
      """#, says: "f.json:5:60: error: stage 'w' writes 'new/.././o.png' already"),
  .stages(
    "a picture under a name of a batch",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [2, 3, 8, 8], "generator": "@rng"},
    "one": {"stage": "gaussian-noise", "shape": [3, 8, 8], "generator": "@rng"},
    "w": {"stage": "write-image", "image": "@noise", "to": "o.png"},
    "single": {"stage": "write-image", "image": "@one", "to": "o-1.png"}
    """#, says: "f.json:6:59: error: stage 'w' writes 'o-1.png' already"),
  .stages(
    "a batch that gets the name of a picture",
    #"""
    "t": {"stage": "read-tensor", "from": "t.safetensors"},
    "white": {"stage": "rectangle", "size": 8, "box": [0, 0, 1, 1]},
    "one": {"stage": "grid", "images": ["@white"]},
    "single": {"stage": "write-image", "image": "@one", "to": "o-1.png"},
    "w": {"stage": "write-image", "image": "@t", "to": "o.png"}
    """#,
    damage: { try SafeTensors.write([("x", Tensor([2, 1, 8, 8], repeating: 0))], to: $0 + "/t.safetensors") },
    says: "f.json:6:52: error: stage 'single' writes 'o-1.png' already"),
  .stages(
    "a picture that is not a number in a batch",
    #"""
    "t": {"stage": "read-tensor", "from": "t.safetensors"},
    "w": {"stage": "write-image", "image": "@t", "to": "o.png"}
    """#,
    damage: {
      try SafeTensors.write([("x", Tensor([2, 1, 1, 2], [0, 1, 0, .nan]))], to: $0 + "/t.safetensors")
    }, says: "f.json:3:1: error: stage 'w': o-1.png: the picture is not a number (NaN) at x 1, y 0, channel 0"),
  .stages(
    "nothing to write", #""w": {"stage": "write-tensor", "tensors": {}, "to": "o.safetensors"}"#,
    says: "f.json:2:43: error: stage 'w': 'tensors' names nothing to write"),
  .stages(
    "a picture of four channels",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "noise": {"stage": "gaussian-noise", "shape": [4, 32, 32], "generator": "@rng"},
    "w": {"stage": "write-image", "image": "@noise", "to": "o.png"}
    """#, says: "f.json:4:40: error: stage 'w': 'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×4×32×32"),
  .stages(
    "a folder as a picture's name",
    draw + #""w": {"stage": "write-image", "image": "@noise", "to": ".."}"#,
    says: "f.json:4:56: error: stage 'w': ..: expected a name that ends in .png, .jpg or .jpeg, found a folder"),
  WrongInput(
    what: "a `~` that no shell has replaced", arguments: ["f.json", "to=~/o.png"],
    files: [
      "f.json": .text(
        #"{"parameters": {"to": "o.png"}, "stages": {"p": {"stage": "read-image", "from": "~/i.png"}, "w": {"stage": "write-image", "image": "@p", "to": "$to"}}}"#
      )
    ], environment: ["HOME": "/home/anna"], cause: .cannotWrite,
    says: [
      "error: parameter 'to': stage 'w': ~/o.png: can't be written: '~' is not replaced by the home folder here: write '/home/anna/o.png', or './~' for a folder of that name",
      "f.json:1:81: error: stage 'p': ~/i.png: no such file; '~' is not replaced by the home folder here: write '/home/anna/i.png', or './~' for a folder of that name",
    ]),
]
