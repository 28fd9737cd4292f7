import Basics
import Tensors

/// A stage that runs a program on a picture, used by another; `run` follows `"stage": "run", `, from column 23 of line 4.
private func program(
  _ what: String, _ run: String, with files: [String: WrongInput.Content] = [:], allowed: Bool = true,
  cause: FaultCause = .data, says: String...
) -> WrongInput {
  let stages =
    draw + "\"p\": {\"stage\": \"run\", \(run)},\n" + #""w": {"stage": "write-image", "image": "@p", "to": "o.png"}"#
  return WrongInput(
    what: what, arguments: ["f.json"] + (allowed ? ["--allow-run"] : []),
    files: files.merging(["f.json": .text("{ \"stages\": {\n\(stages)\n} }\n")]) { $1 }, cause: cause, says: says)
}

private let give = #""inputs": {"x": "@noise"}, "outputs": {"x": "image like x"}"#

private func shell(_ what: String, _ script: String, _ rest: String = give, says: String...) -> WrongInput {
  var row = program(what, #""program": ["sh", "-c", "\#(script)"], \#(rest)"#)
  row.says = says
  return row
}

/// A safetensors file with a tensor of these numbers, all in one row.
private func row(_ numbers: Float...) -> [String: WrongInput.Content] {
  ["t": .bytes((try? SafeTensors.encoded([("x", Tensor([1, 1, 1, numbers.count], numbers))])) ?? [])]
}

let wrongPrograms: [WrongInput] = [
  program(
    "a program that the command line doesn't allow", #""program": ["sh", "sharpen.sh"], \#(give)"#, allowed: false,
    cause: .usage,
    says: "f.json:4:34: error: stage 'p': it runs the program 'sh sharpen.sh'; '--allow-run' allows that"),
  program(
    "a program that isn't installed", #""program": ["sharpener"], \#(give)"#, cause: .missingInput,
    says: "f.json:4:34: error: stage 'p': there is no program 'sharpener' in the folders of PATH"),
  program(
    "a program that isn't beside the file", #""program": ["./sharpener"], \#(give)"#, cause: .missingInput,
    says: "f.json:4:34: error: stage 'p': there is no program './sharpener'"),
  program(
    "a program that isn't executable", #""program": ["./sharpen"], \#(give)"#, with: ["sharpen": .text("#!/bin/sh\n")],
    says: "f.json:4:1: error: stage 'p': the program './sharpen' can't be started: Permission denied"),
  program(
    "a program without words", #""program": [], \#(give)"#,
    says: "f.json:4:34: error: stage 'p': 'program' is an empty list; expected a program and its arguments"),
  program(
    "a program as one text", #""program": "sh sharpen.sh", \#(give)"#,
    says: "f.json:4:34: error: 'program' takes list of text, found text 'sh sharpen.sh'"),
  shell(
    "a program that fails", "echo one >&2; echo two >&2; exit 3",
    says: "f.json:4:1: error: stage 'p': the program 'sh -c echo one >&2; echo two >&2; exit 3' ended with exit code 3",
    "  one", "  two"),
  shell(
    "a program that crashes", "kill -SEGV $$",
    says:
      "f.json:4:1: error: stage 'p': the program 'sh -c kill -SEGV $$' was ended by signal 11 (Segmentation fault)"),
  shell(
    "a program that takes too long", "sleep 100", give + #", "timeout": 0.2"#,
    says:
      "f.json:4:1: error: stage 'p': the program 'sh -c sleep 100' was stopped after 0.2 s; 'timeout' sets the limit"),
  shell(
    "a program that gives a text", "echo done",
    says: "f.json:4:1: error: stage 'p': the output of 'sh -c echo done': 5 bytes are too few for a safetensors header"),
  shell(
    "a program that gives nothing", "cat >/dev/null",
    says:
      "f.json:4:1: error: stage 'p': the output of 'sh -c cat >/dev/null': 0 bytes are too few for a safetensors header"
  ),
  shell(
    "an output that the program doesn't give", "cat", #""inputs": {"x": "@noise"}, "outputs": {"image": "image"}"#,
    says: "f.json:4:1: error: stage 'p': the program gives no tensor 'image'; it gives 'x'"),
  program(
    "an output of another shape", #""program": ["cat", "t"], \#(give)"#, with: row(0, 1),
    says: "f.json:4:1: error: stage 'p': the program gives 'x' as 1×1×1×2, expected 1×3×32×32, as 'x' is"),
  program(
    "an output with values that are no numbers",
    #""program": ["cat", "t"], "inputs": {"n": "@noise"}, "outputs": {"x": "image"}"#,
    with: row(0, .nan, 1),
    says: "f.json:4:1: error: stage 'p': the program gives 'x' with 1 of 3 values infinite or not a number (NaN)"),
  program(
    "an output of no kind", #""program": ["cat"], "outputs": {"x": "picture"}"#,
    says:
      "f.json:4:54: error: there is no kind 'picture'; expected one of 'image', 'mask', 'estimate', 'condition', 'model', 'timestep', 'timesteps', 'generator', 'tensor', 'number', 'integer', 'text' and 3 more, or 'list of' one"
  ),
  program(
    "an output of a kind that no program gives", #""program": ["cat"], "outputs": {"x": "generator"}"#,
    says:
      "f.json:4:54: error: stage 'p': 'x' can't be generator: a program gives image, mask, estimate, condition, tensor, number, integer, text or flag",
    "f.json:5:40: error: 'image' takes image or list of image, found generator (@p)"
  ),
  program(
    "an output like an input that isn't there",
    #""program": ["cat"], "inputs": {"x": "@noise"}, "outputs": {"x": "image like y"}"#,
    says:
      "f.json:4:81: error: stage 'p': 'x' should be like 'y', which is no input of the program; its inputs are 'x'"),
  program(
    "a program without outputs", #""program": ["cat"], "outputs": {}"#,
    says: "f.json:4:54: error: stage 'p': 'outputs' names nothing that the program gives",
    "f.json:5:40: error: 'p' has no output to refer to"),
  program(
    "an input that no program can get", #""program": ["cat"], "inputs": {"x": "@rng"}, "outputs": {"x": "image"}"#,
    says:
      "f.json:4:53: error: 'inputs' takes names with tensor, estimate, number, text, flag or timestep, found names with generator"
  ),
  program(
    "a time limit out of range", #""program": ["cat"], "timeout": 0, "outputs": {"x": "image"}"#,
    says: "f.json:4:54: error: 'timeout' takes 0.1 … 86400, found 0"),
]
