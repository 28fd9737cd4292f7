import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Many runs of one file by one command.
@Suite struct SweepTests {
  /// Noise of a seed, times a number, under the name o.png: no model and no time.
  static let noise = #"""
    {"pipeline": "noise", "parameters": {"seed": 1, "scale": 1.0, "word": "a", "output": "o.png"}, "stages": {
      "g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
      "s": {"stage": "scale", "input": "@n", "by": "$scale"}, "w": {"stage": "write-image", "image": "@s", "to": "$output"}}}
    """#

  private func withNoise<R>(_ body: (Program) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(Self.noise.utf8), to: folder + "/noise.json")
      return try body(Program(folder: folder))
    }
  }

  @Test func everyValueWithEveryOther() throws {
    try withNoise { runner in
      let sweep = try runner(
        "noise.json", "--each", "seed=8..10", "--each", "scale=0.5,1", "--sheet", "sheet.png", "--page", "page")
      #expect(sweep.exit == 0, "\(sweep.errors)")
      #expect(
        sweep.newFiles == [
          "o-08-0.5.png", "o-08-1.png", "o-09-0.5.png", "o-09-1.png", "o-10-0.5.png", "o-10-1.png", "page",
          "page/index.html", "sheet.png",
        ])
      #expect(sweep.errors.contains("[4/6] seed=9 scale=1"))
      // Each is the picture of a run by itself.
      #expect(try runner("noise.json", "seed=9", "scale=0.5", "output=single.png").exit == 0)
      let read = { try ImageFile.read(runner.folder + "/" + $0) }
      #expect(try read("o-09-0.5.png") == read("single.png"))
      #expect(try read("sheet.png").shape[2] > 3 * 150)
      let page = try String(contentsOfFile: runner.folder + "/page/index.html", encoding: .utf8)
      #expect(page.contains(#""picture":"..\/o-09-0.5.png""#) || page.contains(#""picture":"../o-09-0.5.png""#))

      // The same again makes nothing; another value makes what is missing; --remake makes all.
      let again = try runner("noise.json", "--each", "seed=8..10", "--each", "scale=0.5,1")
      #expect(
        again.exit == 0 && again.output.isEmpty
          && again.errors.contains("[6/6] seed=10 scale=1: skipped, its files are there already\n"))
      let more = try runner("noise.json", "--each", "seed=8..11", "--each", "scale=0.5,1")
      #expect(more.output == "wrote o-11-0.5.png\nwrote o-11-1.png\n")
      let remade = try runner("noise.json", "--each", "seed=8..9", "--remake", "word=b")
      #expect(remade.output == "wrote o-8.png\nwrote o-9.png\n")
      // With another value of a parameter that the name doesn't show, the picture there is another's.
      #expect(try runner("noise.json", "--each", "seed=8..9", "word=b").output.isEmpty)
      #expect(try runner("noise.json", "--each", "seed=8..9", "word=c").output == "wrote o-8.png\nwrote o-9.png\n")
    }
  }

  @Test func namesAndPrompts() throws {
    try withNoise { runner in
      let prompts = "# two of them\na red fox\n\n  a tree, in snow  \n"
      try AtomicFile.write(Array(prompts.utf8), to: runner.folder + "/prompts.txt")
      let sweep = try runner(
        "noise.json", "--zip", "--each", "word=@prompts.txt", "--each", "seed=3,1", "--name",
        "{index:03}_{word}_{seed}_{scale}.png",
        "--out", "made")
      #expect(sweep.exit == 0, "\(sweep.errors)")
      #expect(sweep.newFiles == ["made", "made/000_a_red_fox_3_1.0.png", "made/001_a_tree_in_snow_1_1.0.png"])
      let list = try runner("noise.json", "--each", #"word=["x, y", "z"]"#, "--each", "scale=0..1..0.5", "--quiet")
      #expect(
        list.newFiles == [
          "o-x_y-0.5.png", "o-x_y-0.png", "o-x_y-1.png", "o-z-0.5.png", "o-z-0.png", "o-z-1.png",
        ])
    }
  }

  /// Values that differ get names that differ and can be read, whatever is in them; a file is called by its own name.
  @Test func valuesThatLookAlike() throws {
    try withNoise { runner throws in
      func names(_ values: String, _ more: String...) throws -> [String] {
        let check = try runner.run(["check", "noise.json", "--each", "word=\(values)"] + more)
        #expect(check.exit == 0, "\(check.errors)")
        return check.output.split(separator: "\n").dropFirst(2).map { String($0.split(separator: ": writes ").last!) }
      }
      #expect(try names("a/cat,b/cat") == ["o-a_cat.png", "o-b_cat.png"])
      #expect(try names(#"["Äpfel/& <b>", "& <b>", "?"]"#) == ["o-Äpfel_b.png", "o-b.png", "o-_.png"])
      #expect(
        try names(#"["a b", "a_b", "a, b", "a b-2"]"#) == ["o-a_b.png", "o-a_b-2.png", "o-a_b-3.png", "o-a_b-2-2.png"])
      let long = String(repeating: "long ", count: 20)
      let stem = "o-" + String(repeating: "long_", count: 11) + "long"
      #expect(try names("\(long)1,\(long)2").map { String($0.dropLast(4)) } == [stem, stem + "-2"])
      #expect(try names("x y,x-y", "--name", "{word}") == ["x_y.png", "x-y.png"])
      #expect(try runner.shell("mkdir a b; echo > a/p.png; echo > b/p.png; echo > b/q.png").exit == 0)
      #expect(try names("a/p.png,b/q.png") == ["o-p.png", "o-q.png"])
      #expect(try names("a/p.png,b/p.png") == ["o-a_p.png", "o-b_p.png"])
    }
  }

  /// A sheet of the file's own is one picture, whatever its size: what is there is passed over, and no name is used twice.
  @Test func sheetsOfTheFile() throws {
    try withNoise { runner in
      let text = Self.noise.replacing(
        #""w": {"stage": "write-image", "image": "@s", "to": "$output"}"#,
        with: #"""
          "w": {"stage": "write-image", "image": "@s", "to": "$output"},
          "l": {"stage": "grid", "images": ["@s"], "title": "seed"}, "v": {"stage": "write-image", "image": "@l", "to": "l.png"}
          """#)
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/sheets.json")
      #expect(
        try runner("sheets.json", "--each", "seed=1..2").newFiles == ["l-1.png", "l-2.png", "o-1.png", "o-2.png"])
      let again = try runner("sheets.json", "--each", "seed=1..2")
      #expect(again.output.isEmpty && again.errors.contains("[2/2] seed=2: skipped, its files are there already\n"))
      let twice = try runner("sheets.json", "--each", "seed=1..2", "--name", "{name}")
      #expect(twice.exit == 64 && twice.errors.contains("would both write 'o.png'; put '{index}' into --name"))
      let same = try runner("sheets.json", "--each", "seed=3,3")
      #expect(same.exit == 64 && same.errors.contains("would both write 'o-3.png'"), "\(same.errors)")
      let several = try runner("sheets.json", "--each", "seed=1..2", "--name", "z-{index}")
      #expect(
        several.exit == 64
          && several.errors.hasPrefix("error: --name z-{index}: the pipeline writes several files; tell them apart by"))
    }
  }

  /// The folder of outputs holds all that a sweep writes.
  @Test func outHoldsSheetAndPage() throws {
    try withNoise { runner in
      let sweep = try runner(
        "noise.json", "--each", "seed=1..2", "--sheet", "s.png", "--page", "p", "--out", "d", "--preview", "v.png")
      #expect(sweep.newFiles == ["d", "d/o-1.png", "d/o-2.png", "d/p", "d/p/index.html", "d/s.png"], "\(sweep.errors)")
    }
  }

  @Test func pictures() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      try FileSystem.makeFolders(folder + "/in")
      for (name, value) in [("b", 0.5), ("a", -0.5)] {
        try ImageFile.write(Tensor([1, 1, 8, 8], repeating: Float(value)), to: "\(folder)/in/\(name).png")
      }
      let text =
        #"{"parameters": {"picture": "x.png", "to": "flipped.jpg"}, "stages": {"r": {"stage": "read-image", "from": "$picture"}, "w": {"stage": "write-image", "image": "@r", "to": "$to"}}}"#
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      let sweep = try runner("f.json", "--each", "picture=in/*.png")
      #expect(sweep.exit == 0 && sweep.newFiles == ["flipped-a.jpg", "flipped-b.jpg"], "\(sweep.errors)")
      #expect(try runner("f.json", "--each", "picture=in/*.png").output.isEmpty)
      // A picture that has changed since is made anew.
      try ImageFile.write(Tensor([1, 1, 8, 8], repeating: 0), to: "\(folder)/in/a.png")
      #expect(try runner("f.json", "--each", "picture=in/*.png").output == "wrote flipped-a.jpg\n")
    }
  }

  /// Shards do every job once, between them.
  @Test func shards() throws {
    try withNoise { runner in
      var written: [String] = []
      for shard in 1...3 {
        let part = try runner("noise.json", "--each", "seed=1..8", "--shard", "\(shard)/3")
        #expect(part.exit == 0)
        written += part.output.split(separator: "\n").map(String.init)
      }
      #expect(written.sorted() == (1...8).map { "wrote o-\($0).png" })
    }
  }

  /// A job that fails keeps no other from running, and the same command does it again.
  @Test func oneFails() throws {
    try withNoise { runner in
      try FileSystem.makeFolders(runner.folder + "/o-2.png")
      let check = try runner("check", "noise.json", "--each", "seed=1..3")
      #expect(check.exit == 73 && check.errors.hasSuffix("error: job 2 (seed=2) can't run\n"))
    }
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      // What the run alone can tell: a picture of another size.
      let text =
        #"{"parameters": {"n": 1, "to": "o.png"}, "stages": {"g": {"stage": "generator", "seed": 1}, "a": {"stage": "read-tensor", "from": "a.safetensors", "name": "{n}"}, "w": {"stage": "write-image", "image": "@a", "to": "$to"}}}"#
      try AtomicFile.write(
        Array(text.replacing(#""g": {"stage": "generator", "seed": 1}, "#, with: "").utf8), to: folder + "/f.json")
      let tensors = [
        ("1", Tensor([1, 1, 4, 4], repeating: 0)), ("2", Tensor([1, 1, 4, 4], repeating: .nan)),
        ("3", Tensor([1, 1, 4, 4], repeating: 1)),
      ]
      try SafeTensors.write(tensors.map { (name: $0.0, tensor: $0.1) }, to: folder + "/a.safetensors")
      let sweep = try runner("f.json", "--each", "n=1..3")
      #expect(sweep.exit == 65 && sweep.newFiles == ["o-1.png", "o-3.png"], "\(sweep.errors)")
      #expect(sweep.errors.hasSuffix("error: 1 of 3 jobs failed; the same command does them again, and no others\n"))
    }
  }

  @Test func eventsOfJobs() throws {
    try withNoise { runner in
      let sweep = try runner("noise.json", "--each", "seed=1,2", "--json")
      let events = sweep.output.split(separator: "\n").filter { $0.contains(#""event":"job""#) }.map {
        $0.replacing(/"time":"[^"]*",?/, with: "")
      }
      #expect(
        events == [
          #"{"count":2,"event":"job","index":0,"number":1,"state":"begins","values":{"seed":"1"}}"#,
          #"{"count":2,"event":"job","index":1,"number":2,"state":"begins","values":{"seed":"2"}}"#,
        ])
    }
  }

  @Test func checksAll() throws {
    try withNoise { runner in
      #expect(try runner("noise.json", "--each", "seed=2").exit == 0)
      let check = try runner("check", "noise.json", "--each", "seed=1..2")
      #expect(check.exit == 0)
      #expect(
        check.output == """
          noise.json: fine
          2 jobs
          seed=1: writes o-1.png
          seed=2: writes o-2.png, which is there

          """)
    }
  }
}
