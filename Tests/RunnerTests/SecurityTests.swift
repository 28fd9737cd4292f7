import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// The lines of docs/security.md: what a stranger's file may do.
@Suite struct SecurityTests {
  /// A folder `own` with a program that works in it, and a picture beside it, in `other`.
  private func withNeighbour(_ body: (Program, _ neighbour: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for name in ["/own", "/other"] {
        try FileManager.default.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
      }
      try ImageFile.write(Tensor([1, 3, 8, 8], repeating: 0.5), to: folder + "/other/p.png")
      try body(Program(folder: folder + "/own"), folder + "/other")
    }
  }

  private func copy(_ path: String) -> String {
    #"{"pipeline": "copy", "parameters": {"from": "\#(path)"}, "stages": {"p": {"stage": "read-image", "from": "$from"}, "w": {"stage": "write-image", "image": "@p", "to": "o.png"}}}"#
  }

  /// Paths upwards, absolute ones and links lead out of the file's folder.
  @Test func readsOutside() throws {
    try withNeighbour { runner, neighbour in
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/link.png", withDestinationPath: neighbour + "/p.png")
      for path in ["../other/p.png", neighbour + "/p.png", "link.png", "/dev/stdin"] {
        try AtomicFile.write(Array(copy(path).utf8), to: runner.folder + "/f.json")
        for command in ["run", "check"] {
          let found = try runner(command, "f.json")
          #expect(found.exit == 66 && found.errors.contains("error: \(path): can't be read: it leads to "))
          #expect(found.errors.contains("'--allow-read ") && found.newFiles.isEmpty)
        }
        if path == "/dev/stdin" { continue }
        #expect(try runner("f.json", "--allow-read", "../other").exit == 0)
        #expect(try runner("f.json", "from=\(path)").exit == 0, "what the user types is theirs")
      }
    }
  }

  /// What a refusal advises works in the working directory, wherever the file is.
  @Test func adviceWorks() throws {
    try withNeighbour { runner, neighbour in
      let folder = runner.folder + "/files"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try AtomicFile.write(Array(copy("../../other/p.png").utf8), to: folder + "/f.json")
      let found = try runner("files/f.json")
      let advice = try #require(found.errors.firstMatch(of: /and so does '(from=.*)'/)?.1)
      #expect(advice == "from=files/../../other/p.png")
      #expect(try runner("files/f.json", String(advice)).exit == 0)

      // A parameter would set the whole list, not one of its paths.
      let list = #"""
        {"parameters": {"from": ["../../other/p.png"]}, "stages": {
          "l": {"stage": "loop", "each": {"f": "$from"}, "body": {"p": {"stage": "read-image", "from": "@f"}},
            "collect": {"ps": "@p"}}, "w": {"stage": "write-image", "image": "@l.ps", "to": "list.png"}}}
        """#
      try AtomicFile.write(Array(list.utf8), to: folder + "/l.json")
      let refused = try runner("files/l.json")
      #expect(refused.exit == found.exit && refused.errors.contains("'--allow-read "), "\(refused.errors)")
      #expect(!refused.errors.contains("and so does"))
    }
  }

  /// A picture that carries its pipeline is a stranger's file too.
  @Test func whatAPictureCarries() throws {
    try withNeighbour { runner, neighbour in
      try ImageFile.write(
        Tensor([1, 1, 8, 8], repeating: 0), to: runner.folder + "/evil.png",
        texts: [
          ("software", "PipelineKit 0.1.0"), ("pipeline", copy("x.png")),
          ("parameters", #"{"from": "\#(neighbour)/p.png"}"#),
        ])
      let run = try runner("evil.png")
      #expect(run.exit == 66 && run.errors.contains("'--allow-read "), "\(run.errors)")
    }
  }

  /// A part outside is neither read nor quoted.
  @Test func partsOutside() throws {
    try withNeighbour { runner, neighbour in
      try AtomicFile.write(Array(#"{"secret": 1}"#.utf8), to: neighbour + "/part.json")
      try AtomicFile.write(
        Array(#"{"stages": {"p": {"stage": "../other/part.json"}}}"#.utf8), to: runner.folder + "/f.json")
      #expect(try !runner("graph", "f.json").output.contains("secret"))
      for command in ["run", "check"] {
        let found = try runner(command, "f.json")
        #expect(found.exit == 66 && found.errors.contains("../other/part.json: can't be read: it leads to "))
        #expect(!found.errors.contains("secret"))
      }
    }
  }

  /// The data and the model of a recipe.
  @Test func recipesOutside() throws {
    try withNeighbour { runner, neighbour in
      let recipe = try String(contentsOfFile: Fixtures.package + "/recipes/mnist-time.json", encoding: .utf8)
      try AtomicFile.write(
        Array(recipe.replacing(#""default": "mnist""#, with: #""default": "../other""#).utf8),
        to: runner.folder + "/r.json")
      for command in ["train", "evaluate", "check"] {
        let found = try runner(command, "r.json")
        #expect(found.exit == 66 && found.errors.contains("../other: can't be read: it leads to "), "\(found.errors)")
        #expect(found.errors.contains("and so does 'data=../other'"))
        let allowed = try runner(command, "r.json", "--allow-read", "../other")
        #expect(allowed.exit == 66 && !allowed.errors.contains("it leads to"), "there are no digits in it")
      }
    }
  }

  /// What a file says of itself is shown in a list, but not through a link that leads out of the working directory.
  @Test func linksInLists() throws {
    try withNeighbour { runner, neighbour in
      let text = #"{"pipeline": "x", "about": "a secret", "stages": {}}"#
      try AtomicFile.write(Array(text.utf8), to: neighbour + "/x.json")
      for (name, target) in [("zzz-mine", "../zzz.json"), ("zzz-other", "../../other/x.json")] {
        try AtomicFile.write(Array(text.utf8), to: runner.folder + "/zzz.json")
        try FileManager.default.createDirectory(
          atPath: runner.folder + "/pipelines", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
          atPath: runner.folder + "/pipelines/\(name).json", withDestinationPath: target)
      }
      let lines = try runner("pipelines").output.split(separator: "\n").filter { $0.hasPrefix("zzz") }
      #expect(lines.count == 2 && lines[0].hasSuffix("  a secret"))
      #expect(lines.last?.hasSuffix("  not read: a link to elsewhere") == true)
      // The folder itself may be such a link.
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/recipes", withDestinationPath: neighbour)
      try AtomicFile.write(Array(text.utf8), to: neighbour + "/zzz.json")
      #expect(try !runner("recipes").output.contains("secret"))
    }
  }

  /// The name of a data set stands for a folder, which may be a link; what the state of a run tells is judged, too.
  @Test func dataOfRecipes() throws {
    try TrainingCommandTests.withDigits { runner in
      func link(_ path: String, to target: String) throws {
        try FileSystem.makeFolders(FileName.folder(of: "\(runner.folder)/\(path)"))
        try FileManager.default.createSymbolicLink(
          atPath: "\(runner.folder)/\(path)", withDestinationPath: target)
      }
      func recipe(_ data: String) throws {
        let text = TrainingCommandTests.recipe.replacing(
          #""epochs": 30"#, with: #""epochs": 1, "data": "\#(data)""#
        ).replacing(#""folder": "data""#, with: #""folder": "$data""#)
        try AtomicFile.write(Array(text.utf8), to: runner.folder + "/own/r.json")
      }
      let other = Program(folder: runner.folder + "/own")
      try recipe("mnist")
      try link("own/data/mnist", to: runner.folder + "/data")
      for command in ["train", "evaluate", "check"] {
        let named = try other(command, "r.json")
        #expect(named.exit == 66 && named.errors.contains("data/mnist: can't be read: it leads to "), "\(command)")
      }
      #expect(try other("check", "r.json", "data=mnist").exit == 0, "what the user types is theirs")

      try recipe("./mine")
      try FileManager.default.copyItem(atPath: runner.folder + "/data", toPath: other.folder + "/mine")
      #expect(try other("train", "r.json", "data=../data", "--out", "run", "--quiet").exit == 0)
      let resumed = try other("train", "r.json", "--out", "run", "--resume")
      #expect(resumed.exit == 66 && resumed.errors.contains("/data: can't be read: it leads to "))
      #expect(try other("train", "r.json", "data=../data", "--out", "run", "--resume").exit == 0)
    }
  }

  /// Links in the folder of a model or of data lead out of it as well.
  @Test func linksInFolders() throws {
    try withNeighbour { runner, neighbour in
      try AtomicFile.write(Array(#"{"secret": 1}"#.utf8), to: neighbour + "/c.json")
      try FileManager.default.copyItem(atPath: Fixtures.path("digits/class"), toPath: runner.folder + "/m")
      try FileManager.default.removeItem(atPath: runner.folder + "/m/config.json")
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/m/config.json", withDestinationPath: neighbour + "/c.json")
      let model = #"{"parameters": {"from": "./m"}, "stages": {"m": {"stage": "model", "from": "$from"}}}"#
      try AtomicFile.write(Array(model.utf8), to: runner.folder + "/f.json")
      let recipe = try String(contentsOfFile: Fixtures.package + "/recipes/mnist-time.json", encoding: .utf8)
      try AtomicFile.write(
        Array(recipe.replacing(#""default": "mnist""#, with: #""default": "data""#).utf8), to: runner.folder + "/r.json"
      )
      try FileManager.default.createDirectory(atPath: runner.folder + "/data/a", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/data/a/train-images-idx3-ubyte", withDestinationPath: neighbour + "/p.png")
      for (file, link) in [("f.json", "config.json"), ("r.json", "a/train-images-idx3-ubyte")] {
        for command in file == "f.json" ? ["run", "check"] : ["train", "check"] {
          let found = try runner(command, file)
          #expect(
            found.exit == 66 && found.errors.contains("can't be read: '\(link)' in it leads to "), "\(found.errors)")
          #expect(found.errors.contains("'--allow-read ") && !found.errors.contains("secret"))
          #expect(try !runner(command, file, "--allow-read", "../other").errors.contains("leads to"))
        }
      }
      #expect(try !runner("check", "f.json", "from=m").errors.contains("leads to"), "what the user types is theirs")
      // By way of a link to a folder that may be read.
      try FileManager.default.moveItem(atPath: runner.folder + "/m", toPath: runner.folder + "/n")
      try FileManager.default.createDirectory(atPath: runner.folder + "/m", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: runner.folder + "/m/model", withDestinationPath: "../n")
      #expect(try runner("check", "f.json").errors.contains("'config.json' in it leads to "))
      try FileManager.default.removeItem(atPath: runner.folder + "/m")
      try FileManager.default.moveItem(atPath: runner.folder + "/n", toPath: runner.folder + "/m")
      // A link to what the file may read anyway.
      try FileManager.default.removeItem(atPath: runner.folder + "/m/config.json")
      try FileManager.default.copyItem(
        atPath: Fixtures.path("digits/class/config.json"), toPath: runner.folder + "/c.json")
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/m/config.json", withDestinationPath: "../c.json")
      #expect(try runner("check", "f.json").exit == 0)
    }
  }

  /// What is beside a file that is run from elsewhere, and what is installed, needs no permission.
  @Test func whatEveryFileMayRead() throws {
    try withNeighbour { runner, neighbour in
      try AtomicFile.write(Array(copy("p.png").utf8), to: neighbour + "/f.json")
      #expect(try runner(neighbour + "/f.json").newFiles == ["o.png"])
      try AtomicFile.write(
        Array(copy(Fixtures.package + "/pictures/cat.jpg").utf8), to: runner.folder + "/g.json")
      #expect(try runner("check", "g.json").exit == 0)
    }
  }

  /// A run ends at its limit, and leaves what it had written.
  @Test func timeLimit() throws {
    try withNeighbour { runner, _ in
      let text =
        #"{"stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 256, 256]}, "f": {"stage": "write-image", "image": "@n", "to": "first.png"}, "t": {"stage": "loop", "each": {"k": \#(Array(1...9999))}, "carry": {"x": "@n"}, "body": {"y": {"stage": "low-pass", "input": "@x", "sigma": 4}}, "next": {"x": "@y"}}, "w": {"stage": "write-image", "image": "@t", "to": "last.png"}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      let run = try runner("f.json", "--time-limit", "4s")
      #expect(run.exit == 75 && run.newFiles == ["first.png"])
      #expect(run.errors.hasSuffix("error: the run took longer than 4 seconds, the limit that --time-limit sets\n"))
      #expect(MachineErrors.hold(run.errors, exit: run.exit))
      #expect(try runner("f.json", "--time-limit", "0").exit == 64)
    }
  }

  /// What needs more memory than is allowed is refused before the run, with the stage and the numbers, by `check` too.
  @Test func memoryIsRefusedBefore() throws {
    try withNeighbour { runner, _ in
      let text =
        #"{"outputs": {"x": "@n"}, "stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 8000, 8000]}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      for command in ["check", "run"] {
        let run = try runner(command, "f.json", "--memory", "700MB")
        #expect(run.exit == 75 && MachineErrors.hold(run.errors, exit: run.exit))
        #expect(
          run.errors
            == "error: the run would need at least 768 MB of memory, when stage 'n' runs; the limit is 700 MB, and '--memory SIZE' sets another\n"
        )
      }
      #expect(try runner("check", "f.json", "--memory", "800MB").exit == 0)
    }
  }

  /// What only the run knows ends it at the limit: a program's output of unknown size.
  @Test func memoryEndsARun() throws {
    try withNeighbour { runner, _ in
      let program =
        "import sys,struct,json\nh=json.dumps({'x':{'dtype':'F32','shape':[90000000],'data_offsets':[0,360000000]}}).encode()\nsys.stdout.buffer.write(struct.pack('<Q',len(h))+h+bytes(360000000))"
      try AtomicFile.write(Array(program.utf8), to: runner.folder + "/p.py")
      let text =
        #"{"stages": {"r": {"stage": "run", "program": ["python3", "p.py"], "outputs": {"x": "tensor"}}, "w": {"stage": "write-tensor", "tensors": {"x": "@r.x"}, "to": "x.safetensors"}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      let run = try runner("f.json", "--allow-run", "--memory", "200MB")
      #expect(run.exit == 75 && run.newFiles.isEmpty)
      #expect(run.errors.contains("the limit is 200 MB") && MachineErrors.hold(run.errors, exit: run.exit))
    }
  }

  /// Files beyond `--max-output` are refused before the run where their size is known, else when they would be written.
  @Test func maximumOutput() throws {
    try withNeighbour { runner, _ in
      let text =
        #"{"stages": {"g": {"stage": "generator", "seed": 1}, "l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "body": {"n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 100, 100]}, "w": {"stage": "write-tensor", "tensors": {"x": "@n"}, "to": "x-{i}.safetensors"}}}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      let before = try runner("f.json", "--max-output", "300kB")
      #expect(before.exit == 75 && before.newFiles.isEmpty && MachineErrors.hold(before.errors, exit: before.exit))
      #expect(before.errors.hasSuffix("the limit is 300 kB, and '--max-output SIZE' sets another\n"))
      #expect(try runner("f.json", "--max-output", "500kB").newFiles.count == 3)
      #expect(try runner("f.json", "--max-output", "lots").exit == 64)
      let program =
        "import sys,struct,json\nh=json.dumps({'x':{'dtype':'F32','shape':[1000],'data_offsets':[0,4000]}}).encode()\nsys.stdout.buffer.write(struct.pack('<Q',len(h))+h+bytes(4000))"
      try AtomicFile.write(Array(program.utf8), to: runner.folder + "/p.py")
      let unknown =
        #"{"stages": {"l": {"stage": "loop", "each": {"i": [1, 2, 3]}, "body": {"r": {"stage": "run", "program": ["python3", "p.py"], "outputs": {"x": "tensor"}}, "w": {"stage": "write-tensor", "tensors": {"x": "@r.x"}, "to": "y-{i}.safetensors"}}}}}"#
      try AtomicFile.write(Array(unknown.utf8), to: runner.folder + "/g.json")
      let during = try runner("g.json", "--allow-run", "--max-output", "12kB")
      #expect(during.exit == 75 && during.newFiles == ["y-1.safetensors", "y-2.safetensors"])
      #expect(during.errors.contains("stage 'w': with it, the run would write"))
      #expect(MachineErrors.hold(during.errors, exit: during.exit))
    }
  }

  /// Programs run only where they are allowed.
  @Test func programs() throws {
    try withNeighbour { runner, _ in
      let text =
        #"{"outputs": {"x": "@r.x"}, "stages": {"r": {"stage": "run", "program": ["touch", "evil"], "outputs": {"x": "tensor"}}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      for command in ["run", "check"] {
        let found = try runner(command, "f.json")
        #expect(found.exit != 0 && found.newFiles.isEmpty)
      }
    }
  }

  /// While a pipeline runs, the kernel confines it, where it can; not where programs may run.
  @Test(arguments: [false, true]) func theSecondWall(allowsPrograms: Bool) throws {
    try withNeighbour { runner, _ in
      let text =
        #"{"stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [3, 64, 64]}, "t": {"stage": "loop", "each": {"k": \#(Array(1...60_000))}, "carry": {"x": "@n"}, "body": {"y": {"stage": "low-pass", "input": "@x", "sigma": 4}}, "next": {"x": "@y"}}, "w": {"stage": "write-image", "image": "@t", "to": "o.png"}}}"#
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      // The status is read once the first step has run, and many are still to come: nothing depends on who is faster.
      let script = """
        '\(Program.path)' f.json --verbose \(allowsPrograms ? "--allow-run" : "") 2> log & pid=$!
        until grep -q '^y: ' log; do kill -0 $pid || break; sleep 0.01; done
        grep -q 'NoNewPrivs:.*1' /proc/$pid/status && echo closed
        kill $pid; wait $pid; code=$?; grep -v '^y: ' log >&2; exit $code
        """
      let run = try runner.shell(script)
      #expect(run.exit == 143 && run.errors.contains("n: gaussian-noise gave"), "\(run.errors)")
      let isOff = run.errors.contains("only the program's own rules confine the file")
      #expect(run.output.contains("closed") == !(allowsPrograms || isOff))
    }
  }
}
