import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// What the command line does when nothing is wrong.
@Suite struct CommandLineTests {
  /// Two steps of sampling on a small model of stage I, with parameters.
  static let sample = #"""
    {
      "pipeline": "two steps",
      "parameters": { "model": "m", "prompt": "a cat", "seed": 7, "output": "o.png" },
      "stages": {
        "model":  { "stage": "model", "from": "$model" },
        "rng":    { "stage": "generator", "seed": "$seed" },
        "prompt": { "stage": "text", "model": "@model", "prompt": "$prompt" },
        "start":  { "stage": "gaussian-noise", "model": "@model", "generator": "@rng" },
        "times":  { "stage": "timesteps", "model": "@model", "count": 2 },
        "denoise": {
          "stage": "loop", "each": { "t": "@times" }, "carry": { "x": "@start" },
          "body": {
            "noise":   { "stage": "estimate", "model": "@model", "image": "@x", "at": "@t", "condition": "@prompt" },
            "stepped": { "stage": "step", "model": "@model", "image": "@x", "estimate": "@noise", "at": "@t", "generator": "@rng" }
          },
          "next": { "x": "@stepped" }
        },
        "save": { "stage": "write-image", "image": "@denoise", "to": "$output" }
      }
    }
    """#

  /// A folder with the pipeline as f.json and the model as m.
  private func withSample<R>(_ body: (Program) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.sample.utf8), to: folder + "/f.json")
      try FileManager.default.copyItem(atPath: Fixtures.path("reference/if-stage1"), toPath: folder + "/m")
      return try body(Program(folder: folder))
    }
  }

  @Test func runs() throws {
    try withSample { runner in
      let result = try runner("f.json")
      #expect(result.exit == 0 && result.output == "wrote o.png\n" && result.newFiles == ["o.png"])
      #expect(try ImageFile.read(runner.folder + "/o.png").shape == [1, 3, 32, 32])
      // Where nobody looks on, progress is whole lines.
      let lines = result.errors.split(separator: "\n")
      #expect(lines.count == 2 && !result.errors.contains("\u{1b}") && !result.errors.contains("\r"))
      #expect(lines.first?.hasPrefix("denoise: 2 steps in ") == true && lines.last?.hasPrefix("done in ") == true)
    }
  }

  /// A file in one folder, a part in another beside it that has a part of its own, all by relative paths.
  @Test func partsLieAnywhere() throws {
    try withTemporaryFolder { folder in
      for (path, text) in [
        (
          "mine/f.json",
          #"{ "stages": { "a": { "stage": "../parts/outer.json" }, "s": { "stage": "write-image", "image": "@a", "to": "o.png" } } }"#
        ),
        ("parts/outer.json", #"{ "outputs": { "image": "@a" }, "stages": { "a": { "stage": "./inner.json" } } }"#),
        (
          "parts/inner.json",
          #"{ "outputs": { "image": "@r" }, "stages": { "r": { "stage": "read-image", "from": "../p.png" } } }"#
        ),
      ] {
        try FileManager.default.createDirectory(
          atPath: (folder + "/" + path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try AtomicFile.write(Array(text.utf8), to: folder + "/" + path)
      }
      try ImageFile.write(Tensor([1, 3, 4, 4], repeating: 0), to: folder + "/p.png")
      let result = try Program(folder: folder)("mine/f.json")
      #expect(result.exit == 0 && result.newFiles == ["o.png"], "\(result.errors)")
      let names = try ImageFile.texts(folder + "/o.png").map(\.name).filter { $0.hasPrefix("pipeline") }
      #expect(names == ["pipeline", "pipeline:parts/outer.json", "pipeline:parts/inner.json"])
    }
  }

  @Test func picturesTellHowTheyWereMade() throws {
    try withSample { runner in
      #expect(try runner("f.json", "seed=9", "prompt=a \"red\" house").exit == 0)
      let texts = try ImageFile.texts(runner.folder + "/o.png")
      func text(_ name: String) -> String? { texts.first { $0.name == name }?.text }
      #expect(text("pipeline") == Self.sample)
      #expect(text("seed") == "9 (torch)")
      #expect(text("software")?.hasPrefix("PipelineKit ") == true)
      #expect(text("model")?.wholeMatch(of: /m sha256:[0-9a-f]{64}/) != nil)
      let parameters = try JSONSerialization.jsonObject(with: Data((text("parameters") ?? "").utf8)) as? [String: Any]
      #expect(parameters?["prompt"] as? String == "a \"red\" house" && parameters?["seed"] as? Int == 9)
      #expect(parameters?["output"] as? String == "o.png" && parameters?.count == 4)
    }
  }

  @Test func aSeedMeansOnePicture() throws {
    try withSample { runner in
      let outputs = [
        ("a", ["--threads", "1"]), ("b", ["--threads", "2"]), ("c", ["--threads", "2"]), ("d", ["seed=8"]),
      ]
      for (name, arguments) in outputs {
        // The file's name is a parameter, which the picture carries: it stays the same.
        #expect(try runner.run(["f.json", "--out", name] + arguments).exit == 0)
      }
      func bytes(_ name: String) throws -> [UInt8] { try FileFault.contents(of: "\(runner.folder)/\(name)/o.png") }
      func picture(_ name: String) throws -> Tensor { try ImageFile.read("\(runner.folder)/\(name)/o.png") }
      let (first, second) = (try bytes("b"), try bytes("c"))
      #expect(first == second)
      let (one, two) = (try picture("a"), try picture("b"))
      #expect(zip(one.values, two.values).allSatisfy { abs($0 - $1) < 1.5 / 127.5 })
      #expect(try picture("d") != one)
    }
  }

  @Test func foldersAreMade() throws {
    try withSample { runner in
      let result = try runner("f.json", "--out", "new/er", "output=deep/p.jpg", "--quiet")
      #expect(result.exit == 0 && result.output.isEmpty && result.errors.isEmpty)
      #expect(result.newFiles == ["new", "new/er", "new/er/deep", "new/er/deep/p.jpg"])
    }
  }

  @Test func verbose() throws {
    try withSample { runner in
      let result = try runner("f.json", "--verbose")
      for stage in ["model", "start", "noise", "save"] { #expect(result.errors.contains("\(stage): ")) }
    }
  }

  @Test func events() throws {
    try withSample { runner in
      let result = try runner("f.json", "--json")
      let events = try Self.events(result.output)
      let names = events.compactMap { $0["event"] as? String }
      #expect(names.first == "begin" && names.last == "end" && names.count == events.count)
      #expect(names.filter { $0 == "iteration" }.count == 2 && names.filter { $0 == "loop" }.count == 1)
      #expect(events.first?["pipeline"] as? String == "two steps")
      #expect(events.first { $0["event"] as? String == "wrote" }?["path"] as? String == "o.png")
      #expect(result.errors.isEmpty)
    }
  }

  @Test func profiles() throws {
    try withSample { runner in
      let result = try runner("f.json", "--profile")
      #expect(result.exit == 0)
      #expect(result.output.contains(/\nstage +kind +calls +time +share\n/))
      #expect(result.output.contains(/\nnoise +estimate +2 +\d+\.\d{3} s +\d+\.\d %\n/))
      for work in [
        "convolution 3×3 ", "dense ", "attention ", "text encoder ", "reading weights ", "writing pictures ",
      ] {
        #expect(result.output.contains("\n\(work)"))
      }
      #expect(result.output.contains("\nnetwork: 2 evaluations asked for, 2 made, in 2 batches\n"))
      let events = try Self.events(try runner("f.json", "--profile", "--json").output)
      let profile = try #require(events.first { $0["event"] as? String == "profile" })
      #expect(profile["evaluations"] as? [String: Int] == ["asked": 2, "made": 2, "batches": 2, "whole": 2])
      let times = (profile["work"] as? [[String: Any]])?.compactMap { $0["seconds"] as? Double } ?? []
      #expect(!times.isEmpty && times.reduce(0, +) <= (profile["seconds"] as? Double ?? 0))
      #expect(events.last?["event"] as? String == "end")
    }
  }

  /// The second run takes the prompt from the cache, and no run needs it.
  @Test func promptsAreKept() throws {
    try withTemporaryFolder { cache in
      try withSample { runner in
        var runner = runner
        runner.environment["XDG_CACHE_HOME"] = cache
        var pictures: [[UInt8]] = []
        for (arguments, encodes, kept) in [
          (["--no-cache"], true, 0), ([], true, 1), ([], false, 1), (["--no-cache"], true, 1),
        ] {
          let result = try runner.run(["f.json", "--profile"] + arguments)
          #expect(result.output.contains("\ntext encoder ") == encodes)
          pictures.append(try FileFault.contents(of: runner.folder + "/o.png"))
          let list = try runner("cache").output
          #expect(list.hasPrefix("\(cache)/pipelinekit: \(["no prompts", "1 prompt,"][kept])"))
          #expect(list.contains("  m  'a cat'\n") == (kept == 1))
        }
        #expect(Set(pictures).count == 1)
        #expect(try runner("cache", "prune").output.hasPrefix("removed no prompts; 1 prompt, "))
        #expect(try runner("cache", "prune", "--days", "0").output.hasPrefix("removed 1 prompt, "))
        // A long prompt is cut in the list.
        let words = Array(repeating: "furry", count: 20).joined(separator: " ")
        let text = try FileFault.contents(of: runner.folder + "/f.json")
        let long = String(decoding: text, as: UTF8.self).replacing("a cat", with: words)
        try AtomicFile.write(Array(long.utf8), to: runner.folder + "/f.json")
        #expect(try runner("f.json").exit == 0)
        #expect(try runner("cache").output.hasSuffix("  '\(words.prefix(59))…'\n"))
        #expect(try runner("cache", "clear").output.hasPrefix("removed 1 prompt, "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: cache).isEmpty)
        // No shell expands what stands in a file of variables.
        runner.environment["XDG_CACHE_HOME"] = "$CACHE"
        runner.environment["CACHE"] = cache
        #expect(try runner("cache").output.hasPrefix("\(cache)/pipelinekit: no prompts"))
        // A cache that can't be written is no error; only --verbose tells.
        runner.environment["XDG_CACHE_HOME"] = runner.folder + "/f.json"
        #expect(try runner("f.json").exit == 0)
        #expect(try runner("f.json", "--verbose").errors.contains("not kept for the next run: "))
        runner.environment = ["XDG_CACHE_HOME": "relative", "HOME": ""]
        #expect(try runner("f.json").newFiles.isEmpty)
        #expect(
          try runner("cache").errors
            == "error: there is no cache: neither XDG_CACHE_HOME nor HOME names a folder by its full path\n")
      }
    }
  }

  @Test func theEventOfAnError() throws {
    try withSample { runner in
      for (arguments, code) in [
        (["model=nowhere"], 66), (["sed=3"], 64), (["output=o.gif"], 65), (["seed"], 64), (["--bogus"], 64),
      ] {
        let result = try runner.run(["f.json", "--json"] + arguments)
        let last = try Self.events(result.output).last
        #expect(last?["event"] as? String == "error" && last?["code"] as? Int == code && Int(result.exit) == code)
        #expect(result.errors.hasPrefix("error: \(last?["message"] ?? "")\n"))
      }
    }
  }

  private static func events(_ output: String) throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func checks() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      func check(_ text: String) throws -> Program.Result {
        try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
        return try runner("check", "f.json")
      }
      let generator = #""g": {"stage": "generator", "seed": 1}"#
      let fine = try check(#"{"stages": {}}"#)
      #expect(fine.exit == 0 && fine.output == "f.json: fine\n" && fine.errors.isEmpty)
      let odd = try check("{\"stages\": {\(generator)}}")
      #expect(odd.exit == 0 && odd.output == "f.json: fine except for a warning\n")
      #expect(odd.errors == "f.json:1:13: warning: nothing uses 'g' and it writes nothing\n")
      let part = try check(
        #"{"inputs": {"x": "image"}, "outputs": {"y": "@a"}, "stages": {"a": {"stage": "flip", "input": "@x"}}}"#)
      #expect(part.exit == 0 && part.output == "f.json: fine\n")
      let wrong = try check(#"{"stages": {"a": {"stage": "flop"}}}"#)
      #expect(wrong.exit == 65 && wrong.output.isEmpty)
      #expect(wrong.errors == "f.json:1:28: error: there is no stage 'flop'; did you mean 'flip'?\n")
    }
  }

  @Test func lists() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder, environment: ["HF_HUB_CACHE": folder + "/none"])
      #expect(try runner("--version").output.wholeMatch(of: /runner \d+\.\d+\.\d+\n/) != nil)
      let help = try runner("--help")
      #expect(help.exit == 0 && help.output.contains("runner hybrid far=\"a skull\" seed=7\n"))
      let models = try runner("models")
      #expect(models.exit == 0 && models.output.contains(/mini-if +embedded, makes 64×64 pictures of prompts,/))
      #expect(models.output.contains(/mnist-class +embedded, makes 28×28 pictures of 10 classes,/))
      #expect(models.output.contains(/mnist-denoiser +embedded, takes noise of σ = 0.5 \(pictures 0.0 … 1.0\) from/))
    }
  }

  /// Ctrl-C while pictures are being written: each that is there is whole, and nothing else is.
  @Test func interrupts() throws {
    try withTemporaryFolder { folder in
      let times = Array(repeating: "1", count: 20_000).joined(separator: ", ")
      let text = """
        {"stages": {
          "rng": {"stage": "generator", "seed": 1},
          "noise": {"stage": "gaussian-noise", "shape": [3, 256, 256], "generator": "@rng"},
          "l": {"stage": "loop", "each": {"by": [\(times)]}, "body": {
            "scaled": {"stage": "scale", "input": "@noise", "by": "@by"},
            "w": {"stage": "write-image", "image": "@scaled", "to": "o.png"}}}}}
        """
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      let result = try Program(folder: folder)("f.json") { process in
        let limit = Date() + 30
        while !FileManager.default.fileExists(atPath: folder + "/o.png"), process.isRunning, Date() < limit {
          usleep(1000)
        }
        usleep(50_000)
        process.interrupt()
      }
      #expect(result.exit == 130 && result.newFiles == ["o.png"])
      #expect(result.errors.hasSuffix("interrupted\n"))
      #expect(try ImageFile.read(folder + "/o.png").shape == [1, 3, 256, 256])
    }
  }

  /// A picture that can't be written to its end, and one that can't be begun: no part of it is left.
  @Test(.enabled(if: Program.canLimitFiles)) func writesThatFail() throws {
    try withTemporaryFolder { folder in
      for (to, limit, reason) in [("o.png", 8, "File too large"), ("/proc/o.png", nil, "")] {
        let text = """
          {"stages": {
            "rng": {"stage": "generator", "seed": 1},
            "noise": {"stage": "gaussian-noise", "shape": [3, 256, 256], "generator": "@rng"},
            "w": {"stage": "write-image", "image": "@noise", "to": "\(to)"}}}
          """
        try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
        let result = try Program(folder: folder, fileLimit: limit)("f.json", "--allow-write", "/proc")
        #expect(result.exit == 73 && result.newFiles.isEmpty && result.output.isEmpty)
        #expect(result.errors.contains("error: stage 'w': "))
        #expect(result.errors.contains("\(to): can't be written: \(reason)"))
      }
    }
  }

  /// Nobody can read the results: the run says so and ends.
  @Test func fullStandardOutput() throws {
    try withTemporaryFolder { folder in
      let process = Process()
      let errors = folder + "/errors"
      try AtomicFile.write([], to: errors)
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["stages"]
      process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
      process.standardError = FileHandle(forWritingAtPath: errors)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 73)
      let text = String(decoding: try FileFault.contents(of: errors), as: UTF8.self)
      #expect(text == "error: standard output: can't be written: No space left on device\n")
      #expect(MachineErrors.hold(text, exit: process.terminationStatus))
    }
  }
}
