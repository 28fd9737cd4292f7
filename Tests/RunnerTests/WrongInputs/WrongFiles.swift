import Basics

/// A YAML file whose values grow ninefold from line to line.
private let bomb = zip("abcdefgh", "bcdefghi").reduce("stages:\n  a: &a [x, x, x, x, x, x, x, x, x]\n") { text, names in
  text + "  \(names.1): &\(names.1) [" + Array(repeating: "*\(names.0)", count: 9).joined(separator: ", ") + "]\n"
}

let wrongForms: [WrongInput] = [
  .file("an empty file", "", .data, "f.json:1:1: error: the file is empty"),
  .file(
    "a comma is missing", #"{"stages": {"a": {"stage": "generator" "seed": 1}}}"#, .data,
    #"f.json:1:40: error: not JSON: expected ',' or '}', found '"seed"'"#),
  .file(
    "the file ends too early", "{\"stages\": {\n  \"a\": {\"stage\": \"generator\"\n", .data,
    "f.json:3:1: error: not JSON: expected ',' or '}', found the end of the file"),
  .file(
    "a tab in YAML", "stages:\n\ta: 1\n", .data,
    "f.json:2:1: error: neither JSON nor YAML: YAML is indented by spaces, found a tab"),
  .file(
    "a reference without quotes in YAML", "stages:\n  a: {stage: flip, input: @b}\n", .data,
    "f.json:2:27: error: neither JSON nor YAML: a text that begins with '@' needs quotes, as in \"@stage\""),
  .file(
    "two YAML documents", "stages: {}\n---\nstages: {}\n", .data,
    "f.json:2:1: error: neither JSON nor YAML: expected a single document in the stream, but found another document"),
  .file(
    "a YAML alias bomb", bomb, .data, "f.json:3:10: error: a value should be written out, found the YAML alias '*a'"),
  .file(
    "100 000 brackets", String(repeating: "[", count: 100_000), .data,
    "f.json:1:1001: error: lists and objects are nested more than 1000 deep"),
  .file(
    "100 000 objects in each other", String(repeating: #"{"a":"#, count: 100_000), .data,
    "f.json:1:5001: error: lists and objects are nested more than 1000 deep"),
  .command(
    "a device in place of a file", "check", "/dev/zero", cause: .missingInput,
    says: "error: /dev/zero: can't be read: it is a device, not a file"),
  .file(
    "escape sequences and a line end in a name",
    #"{"stages": {"x": {"stage": "read-image", "from": "a\u001b[2J\nwrote o.png"}}}"#, .missingInput,
    #"f.json:1:50: error: stage 'x': a\u{1b}[2J\u{a}wrote o.png: no such file"#),
  WrongInput(
    what: "a picture in place of a file", files: ["f.json": .fixture("pictures/rgb-8.png")], cause: .data,
    says: [
      "error: f.json: does not carry the pipeline that made it; was it made, or saved again, by another program?"
    ]),
  WrongInput(
    what: "zero bytes", files: ["f.json": .bytes([UInt8](repeating: 0, count: 64))], cause: .data,
    says: ["f.json:1:1: error: not a text file: control characters are not allowed"]),
  WrongInput(
    what: "text in Latin-1", files: ["f.json": .bytes(Array(#"{"about": "caf"#.utf8) + [0xE9] + Array(#""}"#.utf8))],
    cause: .data, says: ["f.json:1:15: error: not a text file: expected UTF-8, found the byte 0xE9"]),
  WrongInput(
    what: "the same in a file with Windows' line ends",
    files: ["f.json": .bytes(Array("{\r\n\"about\": \"caf".utf8) + [0xE9] + Array("\"}".utf8))],
    cause: .data, says: ["f.json:2:14: error: not a text file: expected UTF-8, found the byte 0xE9"]),
  WrongInput(
    what: "text in UTF-16, as some editors of Windows save it",
    files: ["f.json": .bytes([0xFF, 0xFE] + Array("{}".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })],
    cause: .data, says: ["f.json:1:1: error: not a text file in UTF-8: it is UTF-16; save it as UTF-8"]),
  .file(
    "a comment of other languages", "{\r\n  // two stages\r\n  \"stages\": {}\r\n}\r\n", .data,
    "f.json:2:3: error: // comments are not JSON; use #"),
  .file(
    "a comment after a number", "{\"parameters\": {\"steps\": 5 // five\n}, \"stages\": {}}", .data,
    "f.json:1:28: error: // comments are not JSON; use #"),
  .file(
    "a semicolon after a number", "{\"parameters\": {\"n\": 1;},\n\"stages\": {}}", .data,
    "f.json:1:22: error: not JSON: expected a number, found '1;'"),
  .file(
    "NaN", #"{"parameters": {"n": NaN}, "stages": {}}"#, .data,
    "f.json:1:22: error: not JSON: expected a value, found 'NaN'; JSON has no such number"),
  .file(
    "single quotes, as in Python", "{'stages': {}}", .data,
    "f.json:1:2: error: not JSON: expected a key in double quotes, found a single quote"),
  .file(
    "a key without quotes", #"{"parameters": {n: 1}, "stages": {"a": {"stage": "generator", "seed": "$n"}}}"#, .data,
    "f.json:1:17: error: not JSON: expected a key in double quotes, found 'n'"),
  .file(
    "a comma at the end", #"{"stages": {},}"#, .data,
    "f.json:1:15: error: not JSON: expected a key after the comma, found '}'; remove the comma"),
  WrongInput(
    what: "a comment of other languages in YAML", arguments: ["f.yaml"],
    files: ["f.yaml": .text("stages:\n  // a stage\n  a: {stage: generator, seed: 1}\n")], cause: .data,
    says: ["f.yaml:2:3: error: YAML comments begin with #, not //; put a text that contains // in quotes"]),
  WrongInput(
    what: "a comment after a number in YAML", arguments: ["f.yaml"],
    files: ["f.yaml": .text("parameters: {n: 1}\nstages:\n  a: {stage: generator, seed: 1 /* one */}\n")], cause: .data,
    says: ["f.yaml:3:33: error: YAML comments begin with #, not /*; put a text that contains /* in quotes"]),
  .file(
    "half a character", #"{"about": "\ud83d", "stages": {}}"#, .data,
    #"f.json:1:12: error: not JSON: '\ud83d' is half a character; expected a pair such as '\ud83d\ude80'"#),
  .file(
    "a tag that YAML does not have", "stages: {}\nparameters: {p: !number 5}\n", .data,
    "f.json:2:17: error: there is no tag '!number' for a value; expected '!!str', '!!int', '!!float' or '!!bool', or none"
  ),
  .file(
    "a seed that is too large", #"{"stages": {"a": {"stage": "generator", "seed": 18446744073709551616}}}"#, .data,
    "f.json:1:49: error: 'seed' takes an integer from -2^63 to 2^64-1, found 1.8446744073709552e+19"),
  .file(
    "a seed that is whole but for its 22nd digit",
    #"{"stages": {"a": {"stage": "generator", "seed": 0.9999999999999999999999}}}"#, .data,
    "f.json:1:49: error: 'seed' takes integer, found number 0.9999999999999999"),
  .file(
    "a number beyond all numbers", #"{"stages": {"a": {"stage": "generator", "seed": 1e999}}}"#, .data,
    "f.json:1:49: error: a number should be at most 1.8e308, found 1e999"),
  .file(
    "a list in place of an object", "[1, 2]", .data,
    "f.json:1:1: error: a pipeline file should be an object { … }, found a list"),
  .file(
    "stages as a list", #"{"stages": []}"#, .data,
    "f.json:1:12: error: 'stages' should be an object { … }, found a list"),
  .file("no stages", #"{"parameters": {}}"#, .data, "f.json:1:1: error: the pipeline file lacks the key 'stages'"),
  .file(
    "a misspelt key", #"{"stages": {}, "paramters": {}}"#, .data,
    "f.json:1:16: error: a pipeline file has no key 'paramters'; did you mean 'parameters'?"),
  .file(
    "misspelt parameters that are used",
    ##"{"paramters": {"seed": 1, "to": "o.png"}, "stages": {"g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 4, 4]}, "w": {"stage": "write-image", "image": "@n", "to": "$to"}}}"##,
    .data, "f.json:1:2: error: a pipeline file has no key 'paramters'; did you mean 'parameters'?"),
  .file(
    "two stages of one name",
    "{\"stages\": {\n  \"a\": {\"stage\": \"generator\", \"seed\": 1},\n  \"a\": {\"stage\": \"generator\", \"seed\": 2}}}",
    .data, "f.json:2:3: error: 'a' is given more than once"),
  .file(
    "an input given twice", #"{"stages": {"a": {"stage": "generator", "seed": 1, "seed": 2}}}"#, .data,
    "f.json:1:41: error: 'seed' is given more than once"),
  .file(
    "null", #"{"parameters": {"seed": null}, "stages": {}}"#, .data,
    "f.json:1:25: error: a value should be given, found null"),
]
