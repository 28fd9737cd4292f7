import Basics
import Foundation
import Tensors

private let recipe = """
  {
    "parameters": { "epochs": 1 },
    "network": { "channels": 8 },
    "objective": { "learn": "denoise", "sigma": 0.5 },
    "data": { "folder": "data" },
    "run": { "epochs": "$epochs", "batch": 8, "rate": 0.001 }
  }

  """

/// Two digits of 28×28 pixels, a zero and a one.
private let digits: [String: WrongInput.Content] = [
  "r.json": .text(recipe),
  "data/train-images-idx3-ubyte": .bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28] + bytes(2 * 784)),
  "data/train-labels-idx1-ubyte": .bytes([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]),
]

/// The two as test digits.
private let tests: [String: WrongInput.Content] = [
  "data/t10k-images-idx3-ubyte": digits["data/train-images-idx3-ubyte"]!,
  "data/t10k-labels-idx1-ubyte": digits["data/train-labels-idx1-ubyte"]!,
]

/// A network that takes classes, its recipe, and the two as test digits.
private let byClass = tests.merging([
  "m": .fixture("digits/class"),
  "c.json": .text(
    recipe.replacing("\"channels\": 8", with: "\"channels\": 4, \"time\": true, \"class\": true")
      .replacing("\"denoise\", \"sigma\": 0.5", with: "\"estimate\", \"steps\": 300")),
]) { $1 }

/// A stopped run, and its recipe for the two digits.
private let earlier: [String: WrongInput.Content] = [
  "e.json": .fixture("training/earlier/recipe.json"),
  "train-images-idx3-ubyte": digits["data/train-images-idx3-ubyte"]!,
  "train-labels-idx1-ubyte": digits["data/train-labels-idx1-ubyte"]!,
  "run": .fixture("training/earlier"),
]

/// Python's `gzip.compress(bytes([1, 2, 3]), mtime=0)`.
private let gzipped: [UInt8] = [
  0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x64, 0x62, 0x06, 0x00, 0x1d,
  0x80, 0xbc, 0x55, 0x03, 0x00, 0x00, 0x00,
]

/// A recipe that goes on with the model m.
private let fineTuning = """
  {
    "model": { "from": "./m" }, "objective": {}, "data": { "folder": "p" },
    "run": { "epochs": 1, "steps": 1, "batch": 1, "rate": 0.001 }, "sheet": { "prompts": ["a thing"] }
  }

  """

/// A folder of pictures for it in which something can't be learned.
private func pictures(
  _ what: String, _ files: [String: WrongInput.Content], _ options: String..., cause: FaultCause = .data,
  damage: (@Sendable (String) -> Int32)? = nil, says: String
) -> WrongInput {
  let own: [String: WrongInput.Content] = ["f.json": .text(fineTuning), "m": .fixture("reference/if-stage1")]
  return WrongInput(
    what: what, arguments: ["check", "f.json"] + options, files: own.merging(files) { $1 },
    damage: damage.map { damage in { @Sendable folder in _ = damage(folder) } }, cause: cause, says: [says])
}

private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

private func wrong(
  _ what: String, _ arguments: String..., replacing old: String = "", by new: String = "",
  with files: [String: WrongInput.Content] = [:], cause: FaultCause = .data, says: String...
) -> WrongInput {
  let text = old.isEmpty ? recipe : recipe.replacingOccurrences(of: old, with: new)
  return WrongInput(
    what: what, arguments: arguments.isEmpty ? ["train", "r.json"] : arguments,
    files: digits.merging(["r.json": .text(text)]) { $1 }.merging(files) { $1 }, cause: cause, says: says)
}

/// A training run whose folder leads to where it may not write: `link` is a symbolic link to `target`.
private func linked(
  _ what: String, _ arguments: String..., link: String, to target: String, as name: String? = nil,
  of file: String = "runs/r/state.safetensors", outside folder: String = "~"
) -> WrongInput {
  let end = name.map { "\(target)/\($0)" } ?? target
  return WrongInput(
    what: what, arguments: arguments, files: digits,
    damage: { own in
      let link = "\(own)/\(link)"
      try FileManager.default.createDirectory(
        atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    }, cause: .cannotWrite,
    says: [
      "error: \(file): can't be written: it leads to \(end), outside of \(folder); '--allow-write \(end)' allows that"
    ])
}

let wrongRecipes: [WrongInput] = [
  wrong(
    "a recipe that is run", "r.json", cause: .usage,
    says: "error: r.json: is a recipe; 'runner train r.json' trains what it describes"),
  wrong(
    "a pipeline that is trained", "train", "p.json", with: ["p.json": .text(#"{"stages": {}}"#)], cause: .usage,
    says: "error: p.json: is a pipeline; 'runner p.json' runs it"),
  wrong(
    "a recipe of no known kind", replacing: "\"network\": { \"channels\": 8 },", by: "",
    says:
      "error: r.json: is not a recipe of a known kind; expected the key 'model' (for a model of DeepFloyd's shape) or 'network' (for a network of digits)"
  ),
  wrong(
    "a recipe whose key is misspelt", replacing: "network", by: "netwrok",
    says: "r.json:1:1: error: the recipe lacks the key 'network'",
    "r.json:3:3: error: the recipe has no key 'netwrok'; did you mean 'network'?"),
  wrong(
    "a recipe of a kind that isn't measured", "evaluate", "f.json",
    with: ["f.json": .text(fineTuning), "m": .fixture("reference/if-stage1")], cause: .usage,
    says: "error: f.json: trains a model of DeepFloyd's shape, which 'runner evaluate' does not measure"),
  wrong("a missing recipe", "train", "s.json", cause: .missingInput, says: "error: s.json: no such file"),
  wrong(
    "misspelt settings", replacing: "channels", by: "chanels",
    says: "r.json:3:3: error: 'network' lacks the key 'channels'",
    "r.json:3:16: error: 'network' has no key 'chanels'; did you mean 'channels'?"),
  wrong(
    "the same, checked", "check", "r.json", replacing: "channels", by: "chanels",
    says: "r.json:3:3: error: 'network' lacks the key 'channels'",
    "r.json:3:16: error: 'network' has no key 'chanels'; did you mean 'channels'?"),
  wrong(
    "a setting out of range", replacing: "\"batch\": 8", by: "\"batch\": 1",
    says: "r.json:6:42: error: 'batch' should be an integer from 2 to 65536, found 1"),
  wrong(
    "a batch in no part", replacing: "\"batch\": 8", by: "\"batch\": 8, \"parts\": 0",
    says: "r.json:6:54: error: 'parts' should be an integer from 1 to 1024, found 0"),
  WrongInput(
    what: "several processes where Open MPI's library can't be loaded", arguments: ["train", "r.json"],
    files: digits.merging(["libmpi.so.40": .text("none")]) { $1 },
    environment: ["OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "0", "LD_LIBRARY_PATH": "."],
    cause: .unavailable,
    says: [
      "error: mpirun started 2 processes, but Open MPI can't be used here: ./libmpi.so.40: file too short; install it (Debian's libopenmpi3), or train in one process, without mpirun"
    ]),
  wrong(
    "a recipe whose name leads out of runs/", replacing: "\"parameters\": {",
    by: "\"recipe\": \"../../x\", \"parameters\": {",
    says: "r.json:2:13: error: the recipe's name should be that of a folder in runs/, without '/', found '../../x'"),
  wrong(
    "an unknown goal", replacing: "denoise", by: "fly",
    says:
      "r.json:4:27: error: 'learn' should be 'denoise' or 'estimate' or 'flow' or 'reflow' or 'classify', found 'fly'"),
  wrong(
    "an unknown prediction", replacing: "\"denoise\", \"sigma\": 0.5",
    by: "\"estimate\", \"steps\": 9, \"predicts\": \"x\"",
    says: "r.json:4:63: error: 'predicts' should be 'noise' or 'x0' or 'v', found 'x'"),
  wrong(
    "a flow without the time", replacing: "\"denoise\", \"sigma\": 0.5", by: "\"flow\"",
    says: "error: r.json: a network that learns a flow takes the time"),
  wrong(
    "reflow of pairs that no model draws", replacing: "8 },\n  \"objective\": { \"learn\": \"denoise\", \"sigma\": 0.5",
    by: "8, \"time\": true },\n  \"objective\": { \"learn\": \"reflow\", \"from\": \"mnist-denoiser\"",
    says:
      "error: r.json: model 'mnist-denoiser' removes noise in one step; 'from' takes one that draws pictures from noise"
  ),
  wrong(
    "reflow of a model without classes",
    replacing: "8 },\n  \"objective\": { \"learn\": \"denoise\", \"sigma\": 0.5",
    by: "8, \"time\": true, \"class\": true },\n  \"objective\": { \"learn\": \"reflow\", \"from\": \"mnist-time\"",
    says: "error: r.json: model 'mnist-time' draws pictures of no classes, where the network takes 10"),
  wrong(
    "reflow of pictures of another size",
    replacing: "8 },\n  \"objective\": { \"learn\": \"denoise\", \"sigma\": 0.5",
    by: "8, \"time\": true },\n  \"objective\": { \"learn\": \"reflow\", \"from\": \"mini-if\"",
    says: "error: r.json: model 'mini-if' draws pictures of 3×64×64, where the network learns 1×28×28"),
  wrong(
    "clothes that weren't fetched", replacing: "\"data\" }", by: "\"fashion-mnist\" }", cause: .missingInput,
    says:
      "error: data/fashion-mnist: no such folder; 'runner fetch fashion-mnist --to data/fashion-mnist' gets Fashion-MNIST"
  ),
  wrong(
    "a parameter that the recipe doesn't have", "train", "r.json", "epoch=3", cause: .usage,
    says: "error: there is no parameter 'epoch'; did you mean 'epochs'?"),
  wrong(
    "data that isn't there", replacing: "\"data\" }", by: "\"none\" }", cause: .missingInput,
    says:
      "error: none: no such folder; 'runner fetch mnist --to none' gets the MNIST database"
  ),
  wrong(
    "the same, checked", "check", "r.json", replacing: "\"data\" }", by: "\"none\" }", cause: .missingInput,
    says:
      "error: none: no such folder; 'runner fetch mnist --to none' gets the MNIST database"
  ),
  wrong(
    "a file in place of the folder of digits", replacing: "\"data\" }", by: "\"r.json\" }", cause: .data,
    says: "error: r.json: expected a folder with files of digits, found a file; name its folder"),
  wrong(
    "digits on a server", replacing: "\"data\" }", by: "\"http://host/digits\" }", cause: .data,
    says: "r.json:5:23: error: 'folder' should be a path, found 'http://host/digits'"),
  wrong(
    "a folder without digits", replacing: "\"data\" }", by: "\"runs\" }",
    with: ["runs/train-labels-idx1-ubyte": .bytes([0])], cause: .missingInput,
    says:
      "error: runs: holds neither 'train-images-idx3-ubyte' nor 'train-images.idx3-ubyte', plain or .gz, nor a folder of such a name that does; 'runner fetch mnist --to runs' gets the MNIST database"
  ),
  wrong(
    "gzipped digits with something behind them",
    with: ["data/train-images-idx3-ubyte": .bytes(gzipped + Array("more".utf8))],
    says:
      "error: data/train-images-idx3-ubyte: is not a complete gzip file: after its 3 unpacked bytes come 4 that are not gzip; 'gunzip' ignores them"
  ),
  wrong(
    "gzipped digits whose second part is cut off",
    with: ["data/train-images-idx3-ubyte": .bytes(gzipped + gzipped.dropLast(3))],
    says:
      "error: data/train-images-idx3-ubyte: is not a complete gzip file: it is truncated: only 6 bytes can be unpacked"),
  wrong(
    "more labels than images",
    with: ["data/train-labels-idx1-ubyte": .bytes([0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2])],
    says: "error: data/train-images-idx3-ubyte holds 2 images, but data/train-labels-idx1-ubyte holds 3 labels"),
  wrong(
    "images that are no IDX file", with: ["data/train-images-idx3-ubyte": .text("pictures")],
    says:
      "error: data/train-images-idx3-ubyte: is not an IDX file of bytes: it should start with 00 00 08, found 70 69 63 74"
  ),
  wrong(
    "images too large for a classifier", "train", "r.json", replacing: "\"denoise\", \"sigma\": 0.5",
    by: "\"classify\"",
    with: [
      "data/train-images-idx3-ubyte": .bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 56, 0, 0, 0, 28] + bytes(4 * 784))
    ], says: "error: data: a classifier reads images of 28×28 pixels, found 56×28"),
  pictures(
    "a caption beside a picture that can't be read",
    ["p/a.txt": .text("a thing"), "p/a.webp": .bytes(Array("RIFF0000WEBPVP8 ".utf8))],
    says: "error: p/a.webp: has a caption but is a WebP picture, which can't be read; convert it to PNG or JPEG"),
  pictures(
    "a picture to learn that can't be read, without a caption", ["p/b.gif": .bytes(Array("GIF89a".utf8))],
    says: "error: p/b.gif: is a GIF, which can't be read; convert it to PNG or JPEG and give it a caption, or remove it"
  ),
  pictures(
    "captions in a table", ["p/a.png": .fixture("pictures/rgb-8.png"), "p/metadata.jsonl": .text("{}")],
    cause: .missingInput,
    says:
      "error: p/a.png: has no caption; expected p/a.txt, with one or more lines that say what is seen; metadata.jsonl is not read"
  ),
  pictures(
    "captions that are a pipe", ["p/a.png": .fixture("pictures/rgb-8.png")],
    damage: { mkfifo($0 + "/p/a.txt", 0o600) },
    says: "error: p/a.txt: expected a file of captions, found a pipe"),
  pictures(
    "a picture to learn that is a pipe", ["p/a.txt": .text("a thing")], damage: { mkfifo($0 + "/p/a.png", 0o600) },
    says: "error: p/a.png: expected a PNG or JPEG picture, found a pipe"),
  pictures(
    "a picture to learn that is a device", ["p/a.txt": .text("a thing")], "--allow-read", "/dev",
    damage: { symlink("/dev/zero", $0 + "/p/a.jpg") },
    says: "error: p/a.jpg: expected a PNG or JPEG picture, found a device"),
  pictures(
    "a picture to learn that is a link out of the permitted folders", ["p/a.txt": .text("a thing")],
    cause: .missingInput, damage: { symlink("/dev/zero", $0 + "/p/a.jpg") },
    says:
      "f.json:2:68: error: p: can't be read: 'a.jpg' in it leads to /dev, outside of ~; '--allow-read /dev' allows that"
  ),
  wrong(
    "a file where the run's folder should be", "train", "r.json", "--out", "file", with: ["file": .text("")],
    cause: .cannotWrite, says: "error: file/state.safetensors: can't be written: file is not a folder"),
  wrong(
    "the same, checked", "check", "r.json", "--out", "file", with: ["file": .text("")],
    cause: .cannotWrite, says: "error: file/state.safetensors: can't be written: file is not a folder"),
  wrong(
    "a file where the run's model should be", "check", "r.json",
    with: ["runs/r/state.safetensors": .text(""), "runs/r/model": .text("")], cause: .cannotWrite,
    says: "error: runs/r/model/config.json: can't be written: runs/r/model is not a folder"),
  wrong(
    "a folder where a resumed run's plot should be", "train", "r.json", "--resume",
    with: ["runs/r/state.safetensors": .text(""), "runs/r/loss.png/a": .text("")], cause: .cannotWrite,
    says: "error: runs/r/loss.png: can't be written: it is a folder"),
  WrongInput(
    what: "a recipe's name that is too long for a folder", arguments: ["check", "r.json"],
    files: digits.merging([
      "r.json": .text(
        recipe.replacingOccurrences(
          of: "\"parameters\"", with: "\"recipe\": \"\(String(repeating: "r", count: 400))\", \"parameters\""))
    ]) { $1 }, cause: .cannotWrite,
    says: [
      "error: runs/\(String(repeating: "r", count: 400))/state.safetensors: can't be written: the name of a folder in its path takes 400 bytes, at most 255 are possible"
    ]),
  linked("a folder for runs that is a link to another place", "check", "r.json", link: "runs", to: "/usr", as: "r"),
  linked("the same, trained", "train", "r.json", link: "runs", to: "/usr", as: "r"),
  linked("a run's folder that is a link to another place", "train", "r.json", link: "runs/r", to: "/usr/share"),
  linked(
    "a link in a run's folder that leads out of it", "train", "r.json", "--out", "run", link: "run/epoch-01",
    to: "/usr/share", of: "run/epoch-01/config.json", outside: "~/run"),
  wrong(
    "nothing to resume", "train", "r.json", "--resume", cause: .missingInput,
    says: "error: runs/r: there is no run to resume; start one without --resume"),
  wrong(
    "a run that is there already", "train", "r.json", with: ["runs/r/state.safetensors": .text("")], cause: .usage,
    says: "error: runs/r: there is a run already; continue it with --resume, or name another folder with --out"),
  wrong(
    "a file of one's own where a run would write", "train", "r.json", "--out", "mine",
    with: ["mine/loss.csv": .text("my own")], cause: .cannotWrite,
    says:
      "error: mine: holds 'loss.csv', which the run would write over; move it away, or name another folder with --out"
  ),
  wrong(
    "a damaged run", "train", "r.json", "--resume", with: ["runs/r/state.safetensors": .text("")],
    says: "error: runs/r/state.safetensors: 0 bytes are too few for a safetensors header"),
  wrong(
    "a run with other settings, resumed", "train", "e.json", "epochs=3", "size=2", "--resume", "--out", "run",
    with: earlier, cause: .usage,
    says:
      "error: run/state.safetensors: belongs to another run: it has size=1, not 2; epochs=2, not 3; resume with its settings and data, or start another run with --out"
  ),
  wrong(
    "a network that is not there", "evaluate", "r.json", "--model", "nothing", with: tests, cause: .missingInput,
    says:
      "error: nothing: there is no trained network; 'runner train r.json' trains one, or name its folder with --model"),
  wrong(
    "a network of other settings than the command line's", "evaluate", "s.json", "size=8", "--model", "m",
    with: tests.merging([
      "m": .fixture("digits/denoiser"),
      "s.json": .text(
        recipe.replacingOccurrences(of: "\"channels\": 8", with: "\"channels\": \"$size\"")
          .replacingOccurrences(of: "\"epochs\": 1 }", with: "\"size\": 4 }")
          .replacingOccurrences(of: "$epochs", with: "1").replacingOccurrences(of: "\"1\"", with: "1")),
    ]) { $1 }, cause: .usage,
    says: "error: m: has size=4, not 8; without that on the command line it is measured as it is"),
  wrong(
    "a network of another kind", "evaluate", "r.json", "--model", "m",
    with: tests.merging(["m": .fixture("digits/time")]) { $1 },
    says: "error: m: is not what the recipe 'r' trains: it has objective.learn=estimate, not denoise"),
  wrong(
    "no test digits to evaluate on", "evaluate", "r.json", cause: .missingInput,
    says:
      "error: data: holds neither 't10k-images-idx3-ubyte' nor 't10k-images.idx3-ubyte', plain or .gz, nor a folder of such a name that does; 'runner fetch mnist --to data' gets the MNIST database"
  ),
  wrong(
    "a σ that no noise has", "evaluate", "r.json", "--sigma=-1", cause: .usage,
    says: "error: --sigma takes a number from 0 to 1000, found -1.0"),
  wrong(
    "no step to draw in", "evaluate", "r.json", "--steps", "0", cause: .usage,
    says: "error: --steps takes a number from 1 to 1000, found 0"),
  wrong(
    "more steps than a network's schedule has", "evaluate", "c.json", "--model", "m", "--steps", "2", "--steps", "301",
    with: byClass, cause: .usage, says: "error: --steps takes a number from 1 to the schedule's 300, found 301"),
  wrong(
    "a judge that isn't there", "evaluate", "c.json", "--model", "m", "--judge", "j", with: byClass,
    cause: .missingInput, says: "error: j/config.json: no such file"),
  wrong(
    "a judge that draws", "evaluate", "c.json", "--model", "m", "--judge", "m", with: byClass,
    says: "error: m: a classifier should read the digits, found a network that draws"),
  wrong(
    "an option of another kind of network", "evaluate", "c.json", "--model", "m", "--sigma", "0.5", with: byClass,
    cause: .usage,
    says: "error: --sigma is for a denoiser of one strength of noise; this network is not one, leave it out"),
  wrong(
    "clothes that a judge of digits would read", "evaluate", "f.json", "--model", "m",
    with: [
      "f.json": .text(
        recipe.replacing("\"channels\": 8", with: "\"channels\": 4, \"time\": true, \"class\": true")
          .replacing("\"denoise\", \"sigma\": 0.5", with: "\"estimate\", \"steps\": 300")
          .replacing("\"data\" }", with: "\"fashion-mnist\" }")),
      "fashion-mnist/t10k-images-idx3-ubyte": digits["data/train-images-idx3-ubyte"]!,
      "fashion-mnist/t10k-labels-idx1-ubyte": digits["data/train-labels-idx1-ubyte"]!,
      "m": .fixture("digits/class"),
    ], cause: .usage,
    says:
      "error: the embedded classifier reads digits, not the pictures of Fashion-MNIST; train one ('runner train mnist-classifier data=fashion-mnist --out runs/judge') and name it with --judge, or draw none with --samples 0"
  ),
  wrong(
    "an unknown data set", "fetch", "minst", cause: .usage,
    says: "error: there is no data set 'minst' to fetch; expected 'mnist' or 'fashion-mnist'"),
  WrongInput(
    what: "a folder to fetch into that begins with a `~`", arguments: ["fetch", "mnist", "--to=~/mnist"],
    environment: ["HOME": "/home/anna"], cause: .cannotWrite,
    says: [
      "error: ~/mnist: can't be written: '~' is not replaced by the home folder here: write '/home/anna/mnist', or './~' for a folder of that name"
    ]),
  wrong(
    "a mirror that lacks the data", "fetch", "mnist", "--to", "new", "--mirror", "file:///none",
    cause: .missingInput,
    says:
      "error: new/train-images-idx3-ubyte.gz: no mirror provided it: file:///none/ (no such file); put the file there yourself, or name another mirror by --mirror"
  ),
  wrong(
    "a folder that holds other digits", "fetch", "mnist", "--to", "data",
    says:
      "error: data/train-images-idx3-ubyte: holds something else: expected MD5 6bbc9ace898e44ae57da46a324031adb, found c68c04285e046ffe9fbe29eba6f3af01 (unpacked); remove it, or name another folder by --to"
  ),
]
