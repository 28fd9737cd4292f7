import Basics

/// Sizes, counts and lists that don't fit, most of them seen before anything runs.
let wrongSizes: [WrongInput] = [
  .stages(
    "an element of a list that a port does not take",
    draw + #"""
      "l": {"stage": "loop", "each": {"s": [0.5, -1.5]}, "body": {
        "n": {"stage": "add-noise", "image": "@noise", "generator": "@rng", "sigma": "@s"}}, "collect": {"all": "@n"}},
      "g": {"stage": "grid", "images": "@l"},
      "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
      """#,
    says:
      "f.json:4:44: error: stage 'n', element 2 of the list that its loop iterates over: 'sigma' takes 0 … 1000, found -1.5"
  ),
  .stages(
    "a text among numbers",
    draw + #"""
      "l": {"stage": "loop", "each": {"s": [0.5, "a"]}, "body": {
        "n": {"stage": "add-noise", "image": "@noise", "generator": "@rng", "sigma": "@s"}}, "collect": {"all": "@n"}},
      "g": {"stage": "grid", "images": "@l"},
      "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
      """#, says: "f.json:4:44: error: 'sigma' takes number, found text 'a'"),
  WrongInput(
    what: "an element of a list on the command line that a port does not take",
    arguments: ["f.json", "strengths=0.5,1.5"],
    files: [
      "f.json": .text(
        #"""
        { "parameters": { "strengths": [0.5, 1.0] }, "stages": {
        "m": {"stage": "model", "from": "mini-if"},
        "l": {"stage": "loop", "each": {"s": "$strengths"}, "body": {
          "t": {"stage": "timesteps", "model": "@m", "count": 10, "strength": "@s"},
          "n": {"stage": "scale", "input": "@noise", "by": "@s"}, "x": {"stage": "noise", "model": "@m", "image": "@n", "at": "@t.first", "with": "@noise"}},
          "collect": {"all": "@x"}},
        "rng": {"stage": "generator", "seed": 1},
        "noise": {"stage": "gaussian-noise", "model": "@m", "generator": "@rng"},
        "g": {"stage": "grid", "images": "@l"},
        "w": {"stage": "write-image", "image": "@g", "to": "o.png"} } }
        """#)
    ], cause: .usage,
    says: [
      "error: parameter 'strengths': stage 't', element 2 of the list that its loop iterates over: 'strength' takes 0 … 1, found 1.5"
    ]),
  .stages(
    "a timestep in a list beyond the model's schedule",
    draw + #"""
      "m": {"stage": "model", "from": "mini-if"},
      "l": {"stage": "loop", "each": {"t": [250, 1000]}, "body": {
        "n": {"stage": "noise", "model": "@m", "image": "@noise", "at": "@t", "with": "@noise"}}, "collect": {"all": "@n"}},
      "g": {"stage": "grid", "images": "@l"},
      "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
      """#, says: "f.json:5:44: error: stage 'n': 'at' takes timesteps 0…999 of the model's schedule, found 1000"),
  .stages(
    "more timesteps than the schedule has",
    draw + #"""
      "m": {"stage": "model", "from": "mini-if"},
      "t": {"stage": "timesteps", "model": "@m", "count": 1001},
      "n": {"stage": "noise", "model": "@m", "image": "@noise", "at": "@t.first", "with": "@noise"},
      "w": {"stage": "write-image", "image": "@n", "to": "o.png"}
      """#, says: "f.json:5:53: error: stage 't': 'count' takes 1 to the schedule's 1000 steps, found 1001"),
  .stages(
    "a file in a list that is missing",
    #"""
    "l": {"stage": "loop", "each": {"f": ["a.png", "b.png"]}, "body": {
      "p": {"stage": "read-image", "from": "@f"}}, "collect": {"all": "@p"}},
    "g": {"stage": "grid", "images": "@l"},
    "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
    """#, with: ["a.png": .fixture("pictures/rgb-8.png")], cause: .missingInput,
    says: "f.json:2:48: error: stage 'p': b.png: no such file"),
  .stages(
    "a size that the network does not take",
    #"""
    "m": {"stage": "model", "from": "mini-if"},
    "g": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 63, 64]},
    "walk": {"stage": "timesteps", "model": "@m", "count": 2},
    "l": {"stage": "loop", "each": {"t": "@walk"}, "carry": {"y": "@x"}, "body": {
      "e": {"stage": "estimate", "model": "@m", "image": "@y", "at": "@t"},
      "s": {"stage": "step", "model": "@m", "image": "@y", "estimate": "@e", "at": "@t", "generator": "@g"}},
      "next": {"y": "@s"}},
    "w": {"stage": "write-image", "image": "@l", "to": "o.png"}
    """#,
    says: "f.json:7:54: error: stage 'e': the network takes heights and widths that are multiples of 16, found 63×64"),
  .stages(
    "five labels for ten pictures",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@rng", "shape": [1, 8, 8], "count": 10},
    "g": {"stage": "grid", "images": "@x", "labels": [1, 2, 3, 4, 5]},
    "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
    """#,
    says:
      "f.json:4:50: error: stage 'g': 'labels' takes one label for each picture, found 5 for 10 pictures ('column-labels' and 'row-labels' name columns and rows)"
  ),
  .stages(
    "conditions for another number of pictures",
    #"""
    "m": {"stage": "model", "from": "mnist-class"},
    "rng": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@rng", "model": "@m", "count": 3},
    "c": {"stage": "label", "model": "@m", "class": [1, 2]},
    "e": {"stage": "estimate", "model": "@m", "image": "@x", "at": 5, "condition": "@c"},
    "y": {"stage": "clean", "model": "@m", "image": "@x", "estimate": "@e", "at": 5},
    "w": {"stage": "write-image", "image": "@y", "to": "o.png"}
    """#,
    says:
      "f.json:6:80: error: stage 'e': 'condition' takes what 'label' makes of classes, 1×10 or 3×10 for 3 images, found 2×10"
  ),
  .stages(
    "a picture of another size",
    draw + #"""
      "r": {"stage": "rectangle", "size": 64, "box": [0, 0, 0.5, 0.5]},
      "b": {"stage": "blend", "inside": "@noise", "outside": "@noise", "mask": "@r"},
      "w": {"stage": "write-image", "image": "@b", "to": "o.png"}
      """#, says: "f.json:5:74: error: stage 'b': 'mask' is 1×1×64×64 but 'inside' is 1×3×32×32"),
  .stages(
    "a permutation with a number twice",
    draw + #"""
      "v": {"stage": "view", "input": "@noise", "by": "permutation", "from": "p.txt"},
      "w": {"stage": "write-image", "image": "@v", "to": "o.png"}
      """#, with: ["p.txt": .text("0 2 1 2")],
    says: "f.json:4:72: error: stage 'v': p.txt: expected each number once, found 2 at places 1 and 3"),
  .stages(
    "a permutation of another number of pixels",
    draw + #"""
      "v": {"stage": "view", "input": "@noise", "by": "permutation", "from": "p.txt"},
      "w": {"stage": "write-image", "image": "@v", "to": "o.png"}
      """#, with: ["p.txt": .text("0 2 1")],
    says:
      "f.json:4:72: error: stage 'v': p.txt: expected a permutation of the 1024 pixels of 32×32, or of p×p tiles where p divides both sides, found one of 3"
  ),
  .stages(
    "an element that a list does not have",
    draw + #"""
      "s": {"stage": "select", "list": ["@noise", "@noise"], "index": 2},
      "w": {"stage": "write-image", "image": "@s", "to": "o.png"}
      """#,
    says: "f.json:4:65: error: stage 's': 'index' takes -2 … 1 for a list of 2, found 2"),
  .stages(
    "an element of another kind in a list",
    draw + #"""
      "s": {"stage": "add", "inputs": ["@noise", "@rng"]},
      "w": {"stage": "write-image", "image": "@s", "to": "o.png"}
      """#,
    says: "f.json:4:44: error: 'inputs[1]' takes image or estimate, found generator (@rng)"),
  .stages(
    "a text in a list of numbers",
    draw + #"""
      "r": {"stage": "rectangle", "size": 32, "box": [0, 0, "half", 1]},
      "b": {"stage": "blend", "inside": "@noise", "outside": "@noise", "mask": "@r"},
      "w": {"stage": "write-image", "image": "@b", "to": "o.png"}
      """#,
    says: "f.json:4:55: error: 'box[2]' takes number, found text 'half'"),
  .stages(
    "patches that do not divide a picture",
    draw + #"""
      "v": {"stage": "view", "input": "@noise", "by": "patch-permute", "patches": 7},
      "w": {"stage": "write-image", "image": "@v", "to": "o.png"}
      """#,
    says:
      "f.json:4:77: error: stage 'v': view 'patch-permute' takes a picture whose sides are multiples of 7, found 32×32"),
  .stages(
    "views of a picture that is not square, in a list",
    #"""
    "rng": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@rng", "shape": [3, 30, 32]},
    "l": {"stage": "loop", "each": {"b": ["skew", "jigsaw", "square-hinge"]}, "body": {
      "v": {"stage": "view", "input": "@x", "by": "@b"}}, "collect": {"all": "@v"}},
    "p": {"stage": "view", "input": "@x", "by": "patch-permute"},
    "g": {"stage": "grid", "images": ["@l", "@p"]},
    "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
    """#,
    says:
      "f.json:4:47: error: stage 'v': view 'jigsaw' takes a square picture whose side is a multiple of 4, found 30×32",
    "f.json:4:57: error: stage 'v': view 'square-hinge' takes a square picture of at least 3×3, found 30×32",
    "f.json:6:45: error: stage 'p': view 'patch-permute' takes a picture whose sides are multiples of 8, found 30×32"),
  .stages(
    "no pictures for an exact model, and for a grid",
    #"""
    "m": {"stage": "exact-model", "images": []},
    "g": {"stage": "grid", "images": []},
    "e": {"stage": "loop", "each": {"s": ["@g"]}, "body": {
      "d": {"stage": "denoise", "model": "@m", "image": "@s"}}, "collect": {"all": "@d"}},
    "h": {"stage": "grid", "images": "@e"},
    "w": {"stage": "write-image", "image": "@h", "to": "o.png"}
    """#, says: "f.json:2:41: error: stage 'm': 'images' takes at least one picture, found none",
    "f.json:3:34: error: stage 'g': 'images' takes at least one picture, found none"),
  .stages(
    "pictures that a loop which never runs would give",
    draw + #"""
      "l": {"stage": "loop", "each": {"s": []}, "body": {
        "n": {"stage": "scale", "input": "@noise", "by": "@s"}}, "collect": {"all": "@n"}},
      "a": {"stage": "average", "inputs": "@l"},
      "w": {"stage": "write-image", "image": "@a", "to": "o.png"}
      """#,
    says: "f.json:6:37: error: stage 'a': 'inputs' is an empty list; expected at least one image or estimate"),
  .stages(
    "pictures of several sizes for an exact model",
    draw + #"""
      "small": {"stage": "resize", "image": "@noise", "size": 16},
      "m": {"stage": "exact-model", "images": ["@noise", "@small"]},
      "d": {"stage": "denoise", "model": "@m", "image": "@noise"},
      "w": {"stage": "write-image", "image": "@d", "to": "o.png"}
      """#, says: "f.json:5:41: error: stage 'm': 'images[0]' is 1×3×32×32 but 'images[1]' is 1×3×16×16"),
  .stages(
    "a picture of another size than an exact model's",
    draw + #"""
      "small": {"stage": "resize", "image": "@noise", "size": 16},
      "m": {"stage": "exact-model", "images": ["@noise"]},
      "d": {"stage": "denoise", "model": "@m", "image": "@small"},
      "e": {"stage": "estimate", "model": "@m", "image": "@small", "at": 5},
      "c": {"stage": "clean", "model": "@m", "image": "@small", "estimate": "@e", "at": 5},
      "a": {"stage": "average", "inputs": ["@c", "@d"]},
      "w": {"stage": "write-image", "image": "@a", "to": "o.png"}
      """#, says: "f.json:6:51: error: stage 'd': 'image' takes N×3×32×32, found 1×3×16×16",
    "f.json:7:52: error: stage 'e': 'image' takes N×3×32×32, found 1×3×16×16"),
  .stages(
    "a size in a list that another picture has not",
    draw + #"""
      "l": {"stage": "loop", "each": {"s": [32, 16]}, "body": {
        "r": {"stage": "resize", "image": "@noise", "size": "@s"},
        "wide": {"stage": "resize", "image": "@noise", "size": ["@s", 32]},
        "a": {"stage": "average", "inputs": ["@r", "@noise"]},
        "b": {"stage": "add", "inputs": ["@noise", "@wide"]}},
        "collect": {"all": "@a", "wide": "@b"}},
      "g": {"stage": "grid", "images": ["@l.all", "@l.wide"]},
      "w": {"stage": "write-image", "image": "@g", "to": "o.png"}
      """#, says: "f.json:7:39: error: stage 'a': 'inputs[1]' is 1×3×32×32 but 'inputs[0]' is 1×3×16×16",
    "f.json:8:35: error: stage 'b': 'inputs[1]' is 1×3×32×16 but 'inputs[0]' is 1×3×32×32"),
  .stages(
    "a picture that is wider than a JPEG can be",
    draw + #"""
      "x": {"stage": "resize", "image": "@noise", "size": [65501, 2]},
      "w": {"stage": "write-image", "image": "@x", "to": "o.jpg"}
      """#,
    says:
      "f.json:5:40: error: stage 'w': o.jpg: JPEG takes at most 65500 pixels each way, found 65501×2; PNG takes them"),
  .stages(
    "a picture that is higher than a PNG can be",
    draw + #"""
      "x": {"stage": "resize", "image": "@noise", "size": [2, 1000001]},
      "w": {"stage": "write-image", "image": "@x", "to": "o.png"}
      """#,
    says: "f.json:5:40: error: stage 'w': o.png: PNG takes at most 1000000 pixels each way, found 2×1000001"),
  .stages(
    "channels that no picture file has",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [2, 8, 8]},
    "s": {"stage": "grid", "images": ["@x"]},
    "w": {"stage": "write-image", "image": "@x", "to": "o.png"},
    "v": {"stage": "write-image", "image": "@s", "to": "p.png"}
    """#,
    says: "f.json:4:34: error: stage 's': 'images' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×2×8×8",
    "f.json:5:40: error: stage 'w': 'image' takes N×1×H×W (gray) or N×3×H×W (RGB), found 1×2×8×8"),
  .stages(
    "a mask with other channels than the pictures",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
    "k": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 8, 8]},
    "t": {"stage": "blend", "inside": "@x", "outside": "@x", "mask": "@k"},
    "w": {"stage": "write-image", "image": "@t", "to": "o.png"}
    """#, says: "f.json:5:66: error: 'mask' takes mask, found image (@k)"),
  .stages(
    "more pictures resized than a tensor holds",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "y": {"stage": "gaussian-noise", "shape": [1, 1, 1], "count": 65536, "generator": "@g"},
    "x": {"stage": "resize", "image": "@y", "size": 8000},
    "w": {"stage": "write-image", "image": "@x", "to": "o.png"}
    """#,
    says:
      "f.json:4:49: error: stage 'x': 'image' would be 65536×1×8000×8000, which is 4194304000000 numbers; a tensor has at most 1073741824"
  ),
  .stages(
    "more noise than a tensor holds",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "y": {"stage": "gaussian-noise", "shape": [3, 16384, 16384], "count": 40, "generator": "@g"},
    "w": {"stage": "write-image", "image": "@y", "to": "o.png"}
    """#,
    says:
      "f.json:3:43: error: stage 'y': 'image' would be 40×3×16384×16384, which is 32212254720 numbers; a tensor has at most 1073741824"
  ),
  .stages(
    "a size that is found too large in the run",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "y": {"stage": "gaussian-noise", "shape": [1, 1, 1], "count": 65536, "generator": "@g"},
    "l": {"stage": "loop", "each": {"i": [1]}, "carry": {"z": "@y"},
      "body": {"r": {"stage": "resize", "image": "@z", "size": 2}}, "next": {"z": "@r"}},
    "x": {"stage": "resize", "image": "@l", "size": 8000},
    "w": {"stage": "write-image", "image": "@x", "to": "o.png"}
    """#, "--quiet",
    says:
      "f.json:6:1: error: stage 'x': 'image' would be 65536×1×8000×8000, which is 4194304000000 numbers; a tensor has at most 1073741824"
  ),
  .stages(
    "a kernel that would take days",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "y": {"stage": "gaussian-noise", "shape": [1, 16384, 16384], "generator": "@g"},
    "x": {"stage": "low-pass", "input": "@y", "kernel": 16001},
    "w": {"stage": "write-image", "image": "@x", "to": "o.png"}
    """#,
    says:
      "f.json:4:53: error: stage 'x': 'kernel' takes at most 2048 on 1×1×16384×16384, which takes minutes, found 16001",
    "f.json:5:40: error: stage 'w': o.png: expected at most 64 megapixels, found 16384×16384"),
  .stages(
    "loops that would never end",
    draw
      + (0..<5).reduce(#""s": {"stage": "add-noise", "image": "@noise", "sigma": "@i0", "generator": "@rng"}"#) {
        body, level in
        let list = (1...100).map(String.init).joined(separator: ", ")
        return
          #""l\#(level)": {"stage": "loop", "each": {"i\#(level)": [\#(list)]}, "body": {\#(body)}, "collect": {"c\#(level)": "@\#(level == 0 ? "s" : "l\(level - 1)")"}}"#
      } + #", "a": {"stage": "grid", "images": "@noise"}, "w": {"stage": "write-image", "image": "@a", "to": "o.png"}"#,
    says: "f.json:4:1773: error: loop 'l0' would run its body more than 100000000 times, which is the limit"),
  .stages(
    "a loop that would collect more than memory holds",
    #"""
    "g": {"stage": "generator", "seed": 1},
    "y": {"stage": "gaussian-noise", "shape": [1, 16384, 16384], "generator": "@g"},
    "l": {"stage": "loop", "each": {"i": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33]},
      "body": {"s": {"stage": "scale", "input": "@y", "by": "@i"}}, "collect": {"c": "@s"}},
    "m": {"stage": "average", "inputs": "@l"},
    "w": {"stage": "write-image", "image": "@m", "to": "o.png"}
    """#, says: "f.json:4:1: error: loop 'l' would collect more than 8589934592 numbers as 'c', which is the limit",
    "f.json:7:40: error: stage 'w': o.png: expected at most 64 megapixels, found 16384×16384"),
  .stages(
    "loops 65 deep",
    draw
      + (0..<65).reversed().reduce(#""s": {"stage": "scale", "input": "@noise", "by": "@i64"}"#) { body, level in
        #""l\#(level)": {"stage": "loop", "each": {"i\#(level)": [1]}, "body": {\#(body)}, "collect": {"c\#(level)": "@\#(level == 64 ? "s" : "l\(level + 1)")"}}"#
      }, says: "f.json:4:3582: error: loops and files that are stages are nested more than 64 deep"),
  .stages(
    "lists 65 deep",
    #""g": {"stage": "grid", "images": "# + String(repeating: "[", count: 65) + String(repeating: "]", count: 65) + "}",
    says: "f.json:2:98: error: lists and objects are nested more than 64 deep"),
  .stages(
    "files that include the one before twice", #""a": {"stage": "./p30.json"}"#,
    with: Dictionary(
      uniqueKeysWithValues: [("p0.json", .text(#"{"stages": {"g": {"stage": "generator", "seed": 1}}}"#))]
        + (1...30).map { level -> (String, WrongInput.Content) in
          let file = "./p\(level - 1).json"
          return ("p\(level).json", .text(#"{"stages": {"a": {"stage": "\#(file)"}, "b": {"stage": "\#(file)"}}}"#))
        }),
    says:
      "p0.json:1:28: error: with those of files that are stages, the pipeline has more than 200000 stages, which is the limit"
  ),
  .stages(
    "parts that double a text", #""a": {"stage": "./p40.json"}"#, with: doublingParts,
    says: "p24.json:1:73: error: with the values in it, a text is longer than 65536 bytes, which is the limit",
    "p7.json:1:72: error: with the values in it, a text is longer than 65536 bytes, which is the limit"),
  .stages(
    "parts that double a text which only the run knows",
    #""l": {"stage": "loop", "each": {"s": ["a", "b"]}, "body": {"a": {"stage": "./p40.json", "t": "@s"}}}"#,
    with: doublingParts,
    says: "p24.json:1:73: error: with the values in it, a text is longer than 65536 bytes, which is the limit",
    "p7.json:1:72: error: with the values in it, a text is longer than 65536 bytes, which is the limit"),
  .stages(
    "a loop that doubles a text",
    draw + #"""
      "l": {"stage": "loop", "each": {"i": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]},
        "carry": {"t": "x"}, "body": {"s": {"stage": "scale", "input": "@noise", "by": "@i"}}, "next": {"t": "{t}{t}"}, "collect": {"all": "@s"}},
      "m": {"stage": "average", "inputs": "@l.all"},
      "w": {"stage": "write-image", "image": "@m", "to": "o.png"}
      """#,
    says: "f.json:4:1: error: stage 'l': with the values in it, a text is longer than 65536 bytes, which is the limit"),
]

/// Files that each include the one before, with a text twice as long.
private let doublingParts: [String: WrongInput.Content] = Dictionary(
  uniqueKeysWithValues: (0...40).map { level in
    let stage =
      level == 0
      ? draw + #""w": {"stage": "write-image", "image": "@noise", "to": "{t}.png"}"#
      : #""a": {"stage": "./p\#(level - 1).json", "t": "{t}{t}"}"#
    return ("p\(level).json", .text(#"{"parameters": {"t": "x"}, "stages": {\#(stage)}}"#))
  })
