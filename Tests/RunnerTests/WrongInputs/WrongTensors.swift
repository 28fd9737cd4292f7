import Basics
import Foundation
import Tensors
import TestSupport

/// A safetensors file with this header, and zeros behind it.
private func tensors(_ header: String, _ bytes: Int) -> [String: WrongInput.Content] {
  let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
  return ["t.safetensors": .bytes(length + Array(header.utf8) + [UInt8](repeating: 0, count: bytes))]
}

private let read = #""t": {"stage": "read-tensor", "from": "t.safetensors", "name": "x"}"#
private let pixel = #""x": {"dtype": "U8", "shape": [1, 1, 1, 1], "data_offsets": [0, 1]}"#

private func use(_ what: String, _ header: String, _ bytes: Int, by stage: String, says: String) -> WrongInput {
  .stages(
    what,
    read + ",\n" + stage + ",\n" + #""w": {"stage": "write-tensor", "tensors": {"y": "@y"}, "to": "o.safetensors"}"#,
    with: tensors(header, bytes), says: says)
}

/// A file of `torch.save` from Tests/Fixtures/pytorch, or the beginning of one.
private func pytorch(_ what: String, _ name: String, bytes: Int? = nil, says: String) -> WrongInput {
  let content = bytes.map { WrongInput.Content.bytes(Array(((try? file(name)) ?? []).prefix($0))) }
  return .stages(
    what, #""t": {"stage": "read-tensor", "from": "t.pth"}"#,
    with: ["t.pth": content ?? .fixture("pytorch/\(name)")],
    says: "f.json:2:39: error: stage 't': t.pth: \(says)")
}

private func file(_ name: String) throws -> [UInt8] { try FileFault.contents(of: Fixtures.path("pytorch/\(name)")) }

/// With a byte of the tensor's numbers changed.
private let changed: WrongInput.Content = {
  var bytes = (try? file("alone.pth")) ?? []
  if let place = bytes.firstRange(of: [0, 0, 0x80, 0xBF, 0, 0, 0x60, 0xBF] as [UInt8]) { bytes[place.lowerBound] = 1 }
  return .bytes(bytes)
}()

let wrongTensors: [WrongInput] = [
  .stages(
    "a tensor of a type that isn't read", read,
    with: tensors(#"{"x": {"dtype": "F4", "shape": [2], "data_offsets": [0, 1]}}"#, 1),
    says:
      "f.json:2:64: error: stage 't': t.safetensors: tensor 'x' has type F4; expected one of F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, I64, I32, I16, I8, U64, U32, U16, U8, BOOL"
  ),
  .stages(
    "two tensors of one name", read, with: tensors("{\(pixel), \(pixel)}", 1),
    says: "f.json:2:39: error: stage 't': t.safetensors: its header names 'x' twice"),
  .stages(
    "tensors that overlap", read,
    with: tensors("{\(pixel), \(pixel.replacingOccurrences(of: #""x""#, with: #""y""#))}", 1),
    says:
      "f.json:2:39: error: stage 't': t.safetensors: tensor 'y' begins at byte 0; the tensor before it ends at 1, and the format allows neither holes nor overlaps"
  ),
  .stages(
    "bytes that belong to no tensor", read, with: tensors("{\(pixel)}", 3),
    says: "f.json:2:39: error: stage 't': t.safetensors: 2 bytes follow its last tensor; the format allows none"),
  .stages(
    "an empty tensor with a huge axis", read,
    with: tensors(#"{"x": {"dtype": "F32", "shape": [0, 3, 4611686018427387904, 3], "data_offsets": [0, 0]}}"#, 0),
    says:
      "f.json:2:39: error: stage 't': t.safetensors: tensor 'x' has shape 0×3×4611686018427387904×3; at most 1073741824 elements are possible, empty axes counted as 1"
  ),
  use(
    "an empty picture", #"{"x": {"dtype": "F32", "shape": [1, 3, 0, 8], "data_offsets": [0, 0]}}"#, 0,
    by: #""y": {"stage": "flip", "input": "@t"}"#,
    says: "f.json:3:33: error: stage 'y': 'input' takes N×C×H×W, none of them 0, found 1×3×0×8"),
  use(
    "an empty picture in a list", #"{"x": {"dtype": "F32", "shape": [0, 3, 8, 8], "data_offsets": [0, 0]}}"#, 0,
    by: #""y": {"stage": "average", "inputs": ["@t", "@t"]}"#,
    says: "f.json:3:37: error: stage 'y': 'inputs' takes N×C×H×W, none of them 0, found 0×3×8×8"),
  .stages(
    "a tensor with the name of a file's notes",
    draw + #""w": {"stage": "write-tensor", "tensors": {"__metadata__": "@noise"}, "to": "o.safetensors"}"#,
    says:
      "f.json:4:43: error: stage 'w': a tensor can't be called '__metadata__': the format keeps that name for its notes"
  ),
  pytorch(
    "a PyTorch file that names a program", "system.pth",
    says:
      #"its pickle names 'posix.system', and only tensors are read from it; save it again in Python with 'torch.save({"name": tensor.cpu().contiguous()}, "new.pth")', or as safetensors"#
  ),
  pytorch(
    "a PyTorch file of a whole network", "module.pth",
    says:
      #"its pickle names 'torch.nn.modules.linear.Linear', and only tensors are read from it; save it again in Python with 'torch.save({"name": tensor.cpu().contiguous()}, "new.pth")', or as safetensors"#
  ),
  pytorch(
    "a file of PyTorch before 1.6", "legacy.pth",
    says:
      #"it is a pickle without a zip file, as PyTorch wrote before 1.6; convert it in Python with 'torch.save(torch.load("old.pth", weights_only=True), "new.pth")'"#
  ),
  pytorch(
    "a PyTorch file that is cut off", "alone.pth", bytes: 900, says: "its zip directory is missing: is it truncated?"),
  .stages(
    "a PyTorch file with a changed number",
    #""t": {"stage": "read-tensor", "from": "t.pth"}, "w": {"stage": "write-tensor", "tensors": {"y": "@t"}, "to": "o.pt"}"#,
    with: ["t.pth": changed],
    says: "f.json:2:1: error: stage 't': t.pth: 'alone/data/0' doesn't have its checksum: the file is damaged"),
  pytorch(
    "a zip file of another kind", "other.zip", says: "it is a zip file without 'data.pkl', so not one of torch.save"),
  pytorch(
    "a PyTorch file without its numbers", "lacking.pth",
    says: "tensor 'tensor' lacks its numbers, the zip file's 'alone/data/0'"),
  pytorch(
    "a PyTorch file that was packed again", "compressed.pth",
    says: "'alone/byteorder' is compressed or encrypted; torch.save stores entries as they are"),
  pytorch(
    "a small file of a huge tensor", "huge.pth",
    says: "tensor 'x' repeats its 1 numbers to 8388608; save 'tensor.contiguous()' in Python"),
  pytorch("a dictionary that holds itself", "circle.pth", says: "a dictionary or list in it holds itself"),
  .stages(
    "a PyTorch file without tensors", #""t": {"stage": "read-tensor", "from": "t.pth"}"#,
    with: ["t.pth": .fixture("pytorch/empty.pth")], says: "f.json:2:1: error: stage 't': t.pth: it holds no tensors"),
]
