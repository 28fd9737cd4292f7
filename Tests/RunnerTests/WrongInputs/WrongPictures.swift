import Basics
import Foundation
import Tensors
import TestSupport

/// Reads a picture and writes it again.
private func copy(_ port: String) -> String {
  """
  "p": {"stage": "read-image", \(port)},
  "w": {"stage": "write-image", "image": "@p", "to": "o.png"}
  """
}

private func start(of fixture: String, _ count: (Int) -> Int) -> WrongInput.Content {
  let bytes = (try? FileFault.contents(of: Fixtures.path(fixture))) ?? []
  return .bytes(Array(bytes.prefix(count(bytes.count))))
}

private func changed(_ fixture: String, at position: Int) -> WrongInput.Content {
  var bytes = (try? FileFault.contents(of: Fixtures.path(fixture))) ?? []
  if bytes.indices.contains(position) { bytes[position] ^= 0x55 }
  return .bytes(bytes)
}

private let tensors: [String: WrongInput.Content] = [
  "t.safetensors": .fixture("reference/cases/unet-stage1.safetensors")
]

let wrongPictures: [WrongInput] = [
  .stages(
    "a missing picture", copy(#""from": "pictures/cat.png""#), cause: .missingInput,
    says: "f.json:2:38: error: stage 'p': pictures/cat.png: no such file"),
  .stages(
    "a folder", copy(#""from": ".""#), cause: .missingInput,
    says: "f.json:2:38: error: stage 'p': .: can't be read: it is a folder"),
  .stages("no name", copy(#""from": """#), says: "f.json:2:38: error: 'from' takes a file's name, found an empty text"),
  .stages(
    "zero bytes in a picture file", copy(#""from": "p.png""#), with: ["p.png": .bytes([])],
    says: "f.json:2:38: error: stage 'p': p.png: expected a PNG or JPEG picture, found an empty file"),
  .stages(
    "a text named .png", copy(#""from": "p.png""#), with: ["p.png": .text("hello world")],
    says:
      "f.json:2:38: error: stage 'p': p.png: expected a PNG or JPEG picture, found a text that begins with 'hello world'"
  ),
  .stages(
    "a PNG cut off in its header", copy(#""from": "p.png""#),
    with: ["p.png": start(of: "pictures/rgb-8.png") { _ in 20 }],
    says: "f.json:2:38: error: stage 'p': p.png: the PNG file is cut off before the end of the picture"),
  .stages(
    "a PNG cut off in its pixels", copy(#""from": "p.png""#),
    with: ["p.png": start(of: "pictures/rgb-8.png") { $0 * 2 / 3 }],
    says: "f.json:2:38: error: stage 'p': p.png: the PNG file is cut off before the end of the picture"),
  .stages(
    "a PNG with damaged pixels", copy(#""from": "p.png""#), with: ["p.png": changed("pictures/rgb-8.png", at: 99)],
    says: "f.json:2:38: error: stage 'p': p.png: the PNG file is damaged: IDAT: CRC error"),
  .stages(
    "a JPEG cut off", copy(#""from": "p.jpg""#), with: ["p.jpg": start(of: "pictures/soft.jpg") { $0 / 2 }],
    says: "f.json:2:38: error: stage 'p': p.jpg: the JPEG file is cut off before the end of the picture"),
  .stages(
    "a JPEG in CMYK", copy(#""from": "p.jpg""#), with: ["p.jpg": .fixture("pictures/cmyk.jpg")],
    says:
      "f.json:2:38: error: stage 'p': p.jpg: expected a JPEG in gray or RGB, found CMYK inks; convert it to RGB first"),
  .stages(
    "a GIF", copy(#""from": "p.png""#), with: ["p.png": .text("GIF89a,")],
    says: "f.json:2:38: error: stage 'p': p.png: expected a PNG or JPEG picture, found a GIF"),
  .stages(
    "a size of 0", copy(#""from": "p.png", "size": 0"#), with: ["p.png": .fixture("pictures/rgb-8.png")],
    says: "f.json:2:55: error: stage 'p': 'size' takes at least 1 pixel each way and at most 64 megapixels, found 0×0"),
  .stages(
    "a size of three numbers", copy(#""from": "p.png", "size": [64, 64, 3]"#),
    with: ["p.png": .fixture("pictures/rgb-8.png")],
    says: "f.json:2:55: error: stage 'p': 'size' takes one number or [width, height], found [64, 64, 3]"),
  .stages(
    "a size beyond all bounds", copy(#""from": "p.png", "size": 100000000"#),
    with: ["p.png": .fixture("pictures/rgb-8.png")],
    says:
      "f.json:2:55: error: stage 'p': 'size' takes at least 1 pixel each way and at most 64 megapixels, found 100000000×100000000"
  ),
  .stages(
    "a misspelt colour", copy(#""from": "p.png", "colour": "grey""#),
    with: ["p.png": .fixture("pictures/rgb-8.png")],
    says: "f.json:2:57: error: 'colour' takes 'rgb' or 'gray', found 'grey'; did you mean 'gray'?"),
  .stages(
    "a mask from the opacity of an opaque picture",
    #""m": {"stage": "read-mask", "from": "p.png", "channel": "alpha"}"#,
    with: ["p.png": .fixture("pictures/rgb-8.png")],
    says:
      "f.json:2:37: error: stage 'm': p.png: expected a picture with an alpha channel for 'channel' alpha, found none"),
  .stages(
    "a missing tensor file", #""t": {"stage": "read-tensor", "from": "t.safetensors", "name": "x"}"#,
    cause: .missingInput, says: "f.json:2:39: error: stage 't': t.safetensors: no such file"),
  .stages(
    "a text as a tensor file", #""t": {"stage": "read-tensor", "from": "t.safetensors", "name": "x"}"#,
    with: ["t.safetensors": .text("hello world")],
    says:
      "f.json:2:39: error: stage 't': t.safetensors: its header should take 8031924123371070824 bytes, but 3 follow; is it truncated, or not safetensors?"
  ),
  .stages(
    "a tensor that isn't there",
    #"""
    "t": {"stage": "read-tensor", "from": "t.safetensors", "name": "smaple"},
    "w": {"stage": "write-image", "image": "@t", "to": "o.png"}
    """#, with: tensors,
    says: "f.json:2:64: error: stage 't': t.safetensors: there is no tensor 'smaple'; did you mean 'sample'?"),
  .stages(
    "no tensor named", #""t": {"stage": "read-tensor", "from": "t.safetensors"}"#, with: tensors,
    says:
      "f.json:2:1: error: stage 't': t.safetensors: 'name' is needed: it holds 'encoder_hidden_states', 'output', 'sample', 'timestep'"
  ),
  .stages(
    "a tensor of three axes for an image",
    #"""
    "t": {"stage": "read-tensor", "from": "t.safetensors", "name": "encoder_hidden_states"},
    "w": {"stage": "write-image", "image": "@t", "to": "o.png"}
    """#, with: tensors,
    says: "f.json:3:40: error: stage 'w': 'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 2×77×32"),
  .stages(
    "a tensor of four axes for a condition",
    draw + #"""
      "m": {"stage": "model", "from": "m"},
      "t": {"stage": "read-tensor", "from": "t.safetensors", "name": "sample"},
      "e": {"stage": "estimate", "model": "@m", "image": "@noise", "at": 5, "condition": "@t"},
      "w": {"stage": "write-tensor", "tensors": {"e": "@e"}, "to": "o.safetensors"}
      """#, with: tensors.merging(stageOne) { $1 },
    says: "f.json:6:84: error: stage 'e': 'condition' takes N×L×D, found 2×3×32×32"),
]
