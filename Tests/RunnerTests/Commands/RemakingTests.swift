import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Pictures that are made again: under their own names, and without a loss.
@Suite struct RemakingTests {
  /// Noise of a seed as o.png, a sheet of it under a fixed name, and the numbers.
  private static let noise = #"""
    {"pipeline": "noise", "parameters": {"seed": 1, "output": "o.png"}, "stages": {
      "g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
      "w": {"stage": "write-image", "image": "@n", "to": "$output"},
      "l": {"stage": "grid", "images": ["@n"]}, "v": {"stage": "write-image", "image": "@l", "to": "o-sheet.png"},
      "t": {"stage": "write-tensor", "tensors": {"x": "@n"}, "to": "x.safetensors"}}}
    """#

  private func withFile(_ text: String = Self.noise, _ body: (Program) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      try body(Program(folder: folder))
    }
  }

  private func contents(_ runner: Program, _ names: [String]) throws -> [[UInt8]] {
    try names.map { try FileFault.contents(of: runner.folder + "/" + $0) }
  }

  /// What other parameters made stays, and is named with them; what would be the same is replaced.
  @Test func nothingIsLost() throws {
    try withFile { runner throws in
      let files = ["o.png", "o-sheet.png", "x.safetensors"]
      #expect(try runner("f.json", "seed=2").exit == 0)
      let before = try contents(runner, files)
      for command in [["o.png", "seed=8"], ["check", "o.png", "seed=8"], ["o-sheet.png", "seed=8"]] {
        let refused = try runner.run(command)
        #expect(refused.exit == 73 && refused.output.isEmpty)
        #expect(
          refused.errors
            == "error: o.png, o-sheet.png, x.safetensors: can't be written: the existing files were made with seed=2; "
            + "choose another folder with '--out DIR', or replace them with '--overwrite'\n")
      }
      let named = try runner("o.png", "seed=8", "output=other.png")
      #expect(named.exit == 73 && named.errors.hasPrefix("error: o-sheet.png, x.safetensors: can't be written: "))
      let swept = try runner("o.png", "--each", "seed=8", "--name", "{name}")
      #expect(swept.exit == 73 && swept.errors.contains("made with seed=2"), "\(swept.errors)")
      #expect(try contents(runner, files) == before)

      // The same under the same names, and under another, is no loss.
      let same = try runner("o.png")
      #expect(same.exit == 0 && same.output == "wrote o.png\nwrote o-sheet.png\nwrote x.safetensors\n")
      #expect(try contents(runner, files) == before)
      #expect(try runner("o.png", "output=copy.png").exit == 0)
      #expect(try runner("f.json", "seed=2").exit == 0)
      #expect(try runner("o.png", "seed=8", "--out", "d").newFiles.count == 4)
      #expect(try contents(runner, files) == before)
      #expect(try runner("o.png", "seed=8", "--overwrite").exit == 0)
      #expect(try contents(runner, files) != before)
      // The file's own run replaces its files, as it did.
      #expect(try runner("f.json", "seed=3").exit == 0)
      // A file that was changed since makes something else of the same parameters.
      try AtomicFile.write(
        Array(Self.noise.replacing("[1, 8, 8]", with: "[1, 4, 4]").utf8), to: runner.folder + "/f.json")
      #expect(try runner("o.png", "--out", "old").exit == 0)
      #expect(try runner("f.json", "seed=3").exit == 0)
      let older = try runner("old/o.png")
      #expect(
        older.exit == 73 && older.errors.contains("were made by another version of its file; "), "\(older.errors)")
    }
  }

  /// One whose name a parameter gives can be given another by it.
  @Test func aNameByAParameter() throws {
    let one = #"""
      {"parameters": {"seed": 1, "word": "a", "to": "o.png"}, "stages": {
        "g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
        "w": {"stage": "write-image", "image": "@n", "to": "$to"}}}
      """#
    try withFile(one) { runner throws in
      #expect(try runner("f.json", "word=a fox").exit == 0)
      let refused = try runner("o.png", "seed=2", "word=b")
      #expect(
        refused.errors
          == "error: o.png: can't be written: the existing file was made with seed=1 word='a fox'; choose another name "
          + "with 'to=…' or another folder with '--out DIR', or replace it with '--overwrite'\n")
      // The user's own word counts.
      #expect(try runner("o.png", "seed=2", "to=o.png").exit == 0)
    }
  }

  /// Names that the run alone knows are looked at just before they are written.
  @Test func namesThatTheRunMakes() throws {
    let carried = #"""
      {"parameters": {"seed": 1}, "stages": {
        "g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
        "l": {"stage": "loop", "each": {"i": [1, 2]}, "carry": {"name": "a"}, "next": {"name": "b"}, "body": {
          "w": {"stage": "write-image", "image": "@n", "to": "{name}-{i}.png"}}}}}
      """#
    try withFile(carried) { runner throws in
      #expect(try runner("f.json").newFiles == ["a-1.png", "b-2.png"])
      let before = try contents(runner, ["a-1.png", "b-2.png"])
      let refused = try runner("b-2.png", "seed=2")
      #expect(
        refused.exit == 73
          && refused.errors.contains(
            "a-1.png: can't be written: the existing file was made with seed=1; '--out DIR' chooses another folder, and "
              + "--overwrite replaces it"),
        "\(refused.errors)")
      #expect(try contents(runner, ["a-1.png", "b-2.png"]) == before)
      #expect(try runner("b-2.png").exit == 0)
    }
  }

  /// A picture of a sweep, of a batch, and one that the user renamed.
  @Test func underTheNameGiven() throws {
    try withFile { runner throws in
      #expect(try runner("f.json", "--each", "seed=3..4", "--out", "k").exit == 0)
      let again = try runner("k/o-4.png")
      #expect(again.newFiles == ["o-4.png", "o-sheet-4.png", "x-4.safetensors"], "\(again.errors)")
      #expect(
        try contents(runner, ["o-4.png", "x-4.safetensors"]) == contents(runner, ["k/o-4.png", "k/x-4.safetensors"]))
      #expect(
        try runner("show", "k/o-4.png").output.contains("\nagain as    o-4.png, o-sheet-4.png, x-4.safetensors\n"))
      #expect(try runner("show", "k/o-sheet-3.png").output.contains("\nagain as    o-3.png, o-sheet-3.png, x-3."))
      #expect(
        try runner("k/o-sheet-3.png", "--out", "z").newFiles == [
          "z", "z/o-3.png", "z/o-sheet-3.png", "z/x-3.safetensors",
        ])
      #expect(try runner("k/o-3.png", "output=q.png").newFiles == ["o-sheet-3.png", "q.png", "x-3.safetensors"])
      #expect(
        try runner("k/o-3.png", "--each", "seed=3,5", "--out", "y").newFiles.filter { $0.contains("/o-3") }
          == ["y/o-3-3.png", "y/o-3-5.png"])
      #expect(try runner.shell("mkdir p; cp k/o-3.png p/mine-o.png; cp k/o-3.png p/other.png").exit == 0)
      #expect(
        try runner("check", "p/mine-o.png").output.hasSuffix(
          "writes mine-o.png\nwrites mine-o-sheet.png\nwrites mine-x.safetensors\n"))
      // Which of several it is, is not told by such a name.
      #expect(
        try runner("check", "p/other.png", "--out", "p").output.contains("writes p/o.png\nwrites p/o-sheet.png\n"))
      #expect(try runner.shell(#""$0" check - < k/o-3.png"#).output.contains("writes o.png\n"))
    }
    let batch = #"""
      {"parameters": {"seed": 1, "to": "o.png"}, "stages": {
        "g": {"stage": "generator", "seed": "$seed"},
        "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8], "count": 3},
        "w": {"stage": "write-image", "image": "@n", "to": "$to"}}}
      """#
    try withFile(batch) { runner throws in
      #expect(try runner("f.json").newFiles == ["o-0.png", "o-1.png", "o-2.png"])
      #expect(try runner("check", "o-1.png").output == "o-1.png: fine\nwrites o-0.png … o-2.png\n")
      #expect(try runner("f.json", "--each", "seed=7..8", "--out", "k").exit == 0)
      #expect(try runner("check", "k/o-8-1.png").output == "k/o-8-1.png: fine\nwrites o-8-0.png … o-8-2.png\n")
      #expect(try runner.shell("mv o-1.png p-1.png").exit == 0)
      #expect(try runner("check", "p-1.png").output == "p-1.png: fine\nwrites p-0.png … p-2.png\n")
    }
  }

  /// A model of the same name that is another is told before anything is written, and its pictures replace no others.
  @Test func anotherModel() throws {
    try withFile(CommandLineTests.sample) { runner throws in
      try FileManager.default.copyItem(atPath: Fixtures.path("reference/if-stage1"), toPath: runner.folder + "/m")
      #expect(try runner("f.json").exit == 0)
      #expect(try runner("check", "o.png").errors.isEmpty)
      let scheduler = runner.folder + "/m/scheduler/scheduler_config.json"
      try AtomicFile.write(FileFault.contents(of: scheduler) + [UInt8(ascii: "\n")], to: scheduler)
      let warning =
        /warning: o\.png was made with model m sha256:[0-9a-f]{64}; this run uses m sha256:[0-9a-f]{64}: the result may differ\n/
      let kept =
        /error: o\.png: can't be written: the existing file was made with model m sha256:[0-9a-f]{64}, which is another now; choose another name with 'output=…' or another folder with '--out DIR', or replace it with '--overwrite'\n/
      #expect(try runner("o.png", "--quiet").errors.wholeMatch(of: kept) != nil)
      let check = try runner("check", "o.png", "output=p.png")
      #expect(check.exit == 0 && check.errors.wholeMatch(of: warning) != nil, "\(check.errors)")
      #expect(check.output.hasPrefix("o.png: fine except for a warning\n"))
      let run = try runner("o.png", "output=p.png")
      #expect(run.exit == 0 && run.errors.prefixMatch(of: warning) != nil, "\(run.errors)")
      #expect(run.errors.matches(of: /sha256/).count == 2, "told once")
      // A model that was asked for is no surprise.
      try FileManager.default.copyItem(atPath: runner.folder + "/m", toPath: runner.folder + "/n")
      #expect(try !runner("o.png", "output=q.png", "model=n").errors.contains("sha256"))
    }
  }
}
