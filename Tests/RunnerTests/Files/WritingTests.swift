import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Where the program writes, what it replaces, and what `check` says of it.
@Suite struct WritingTests {
  private static let file = """
    {
      "parameters": { "output": "o.png", "seed": 1, "count": 1 },
      "stages": {
        "rng": { "stage": "generator", "seed": "$seed" },
        "noise": { "stage": "gaussian-noise", "shape": [3, 4, 4], "count": "$count", "generator": "@rng" },
        "save": { "stage": "write-image", "image": "@noise", "to": "$output" },
        "keep": { "stage": "write-tensor", "tensors": { "x": "@noise" }, "to": "x.safetensors" }
      }
    }
    """

  private func withFile(_ text: String = Self.file, _ body: (Program) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let folder = folder + "/work"
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      try body(Program(folder: folder))
    }
  }

  /// The same command again replaces its own files, of each format.
  @Test func theSameCommandTwice() throws {
    for output in ["o.png", "o.jpg"] {
      try withFile(Self.file.replacing("o.png", with: output)) { runner throws in
        for seed in 1...2 {
          let result = try runner("f.json", "seed=\(seed)")
          #expect(result.exit == 0 && result.output == "wrote \(output)\nwrote x.safetensors\n", "\(result.errors)")
        }
        let names = (0..<3).map { output.replacing("o.", with: "o-\($0).") } + ["x.safetensors"]
        #expect(try runner("f.json", "count=3").output == names.map { "wrote " + $0 + "\n" }.joined())
        #expect(try runner("f.json", "count=3").exit == 0)
      }
    }
  }

  /// A film names what made it, replaces its own file, and is made again from it, to the byte.
  @Test func aFilmIsItsOwnRecipe() throws {
    let text = """
      {
        "pipeline": "noises", "parameters": { "seed": 1, "output": "o.png" },
        "stages": {
          "rng": { "stage": "generator", "seed": "$seed" },
          "noise": { "stage": "gaussian-noise", "shape": [3, 4, 4], "count": 3, "generator": "@rng" },
          "save": { "stage": "write-animation", "images": "@noise", "to": "$output" }
        }
      }
      """
    for ending in ["png", "gif", "apng"] {
      let output = "o.\(ending)"
      try withFile(text.replacing("o.png", with: output)) { runner throws in
        for _ in 1...2 { #expect(try runner("f.json", "seed=5").output == "wrote \(output)\n") }
        #expect(try runner("show", output).output.contains("seed = 5\n"))
        let made = try FileFault.contents(of: "\(runner.folder)/\(output)")
        try FileManager.default.moveItem(
          atPath: "\(runner.folder)/\(output)", toPath: "\(runner.folder)/first.\(ending)")
        #expect(try runner("first.\(ending)", "--out", "again").output == "wrote again/first.\(ending)\n")
        #expect(try FileFault.contents(of: "\(runner.folder)/again/first.\(ending)") == made)
      }
    }
  }

  /// Files of tensors name what made them, too; torch.save's name nothing, so they stay.
  @Test(arguments: ["t.pth", "t.safetensors"]) func aTensorFileIsItsOwnRecipe(_ output: String) throws {
    let text = """
      {
        "pipeline": "noises", "parameters": { "seed": 1, "output": "\(output)" },
        "stages": {
          "rng": { "stage": "generator", "seed": "$seed" },
          "noise": { "stage": "gaussian-noise", "shape": [3, 4, 4], "generator": "@rng" },
          "save": { "stage": "write-tensor", "tensors": { "x": "@noise" }, "to": "$output" }
        }
      }
      """
    try withFile(text) { runner throws in
      let path = "\(runner.folder)/\(output)"
      for _ in 1...2 { #expect(try runner("f.json", "seed=5").output == "wrote \(output)\n") }
      let shown = try runner("show", output).output
      #expect(shown.contains("seed = 5\n") && shown.contains("again as    \(output)\n"), "\(shown)")
      let made = try FileFault.contents(of: path)
      #expect(try runner(output, "--out", "again").output == "wrote again/\(output)\n")
      #expect(try FileFault.contents(of: "\(runner.folder)/again/\(output)") == made)
      try AtomicFile.write(FileFault.contents(of: Fixtures.path("pytorch/alone.pth")), to: path)
      let refused = try runner("f.json")
      #expect(refused.exit == 73 && refused.errors.contains("was not made by pipeline 'noises'"), "\(refused.errors)")
      let other = try runner("show", output)
      #expect(other.exit == 65 && other.errors == "error: \(output): expected a PNG, JPEG or GIF file, found another\n")
    }
  }

  @Test func whatIsNotItsOwnStays() throws {
    try withFile { runner throws in
      let photograph = try FileFault.contents(of: Fixtures.path("pictures/blocks.png"))
      try AtomicFile.write(photograph, to: runner.folder + "/o.png")
      for command in [["f.json"], ["check", "f.json"], ["f.json", "--out", "."]] {
        let refused = try runner.run(command)
        #expect(refused.exit == 73 && refused.output.isEmpty && refused.newFiles.isEmpty)
        #expect(
          refused.errors == "f.json:6:64: error: stage 'save': o.png: can't be written: the existing file was not "
            + "made by pipeline 'f'; --overwrite replaces it, and so does 'output=o.png'\n")
        #expect(try FileFault.contents(of: runner.folder + "/o.png") == photograph)
      }
      for arguments in [["--overwrite"], ["output=o.png"]] {
        try AtomicFile.write(photograph, to: runner.folder + "/o.png")
        #expect(try runner.run(["check", "f.json"] + arguments).exit == 0)
        #expect(try FileFault.contents(of: runner.folder + "/o.png") == photograph)
        #expect(try runner.run(["f.json"] + arguments).exit == 0)
        #expect(try FileFault.contents(of: runner.folder + "/o.png") != photograph)
      }
      // From then on it is the pipeline's; another's it is not.
      #expect(try runner("f.json").exit == 0)
      try AtomicFile.write(Array(Self.file.utf8), to: runner.folder + "/g.json")
      let other = try runner("g.json")
      #expect(other.exit == 73 && other.errors.contains("the existing file was made by pipeline 'f', not by 'g'"))
    }
  }

  /// What the user types is the user's.
  @Test func namesOfTheCommandLineLeadAnywhere() throws {
    try withFile { runner throws in
      let parent = FileName.folder(of: runner.folder)
      func written(_ arguments: String...) throws -> String {
        let result = try runner.run(["f.json"] + arguments)
        #expect(result.exit == 0, "\(result.errors)")
        return result.output.split(separator: "\n").first.map { String($0).replacing(parent, with: "~") } ?? ""
      }
      #expect(try written("output=../x.png") == "wrote ../x.png")
      #expect(try written("output=\(parent)/y/z.png") == "wrote ~/y/z.png")
      // From a folder that is yet to be made, for the run's other file.
      #expect(try written("output=../x.png", "--out", "new") == "wrote new/../x.png")
      #expect(try written("output=../../x.png", "--out", "newer/still") == "wrote newer/still/../../x.png")
      #expect(try written("output=../../up.png", "--out", "newest") == "wrote newest/../../up.png")
      for name in ["x.png", "y/z.png", "work/x.png", "up.png"] {
        #expect(FileManager.default.fileExists(atPath: parent + "/" + name), "\(name)")
      }
    }
  }

  @Test func foldersThatAreAllowed() throws {
    try withFile(Self.file.replacing("o.png", with: "../far/o.png")) { runner throws in
      let parent = FileName.folder(of: runner.folder)
      for arguments in [["--allow-write", "../far"], ["--allow-write", "/usr", "--allow-write", ".."]] {
        #expect(try runner.run(["check", "f.json"] + arguments).exit == 0)
        #expect(try runner.run(["f.json"] + arguments).exit == 0)
        #expect(FileManager.default.fileExists(atPath: parent + "/far/o.png"))
      }
      for arguments in [
        [String](), ["--allow-write", "../fa"], ["--allow-write", "../far/o"], ["--out", ".", "--overwrite"],
      ] {
        #expect(try runner.run(["check", "f.json"] + arguments).exit == 73)
        #expect(try runner.run(["f.json"] + arguments).exit == 73)
      }
    }
  }

  @Test func checkListsFiles() throws {
    try withFile { runner throws in
      #expect(try runner("check", "f.json").output == "f.json: fine\nwrites o.png\nwrites x.safetensors\n")
      #expect(
        try runner("check", "f.json", "count=12", "--out", "d", "output=../p.jpg").output
          == "f.json: fine\nwrites p-00.jpg … p-11.jpg\nwrites d/x.safetensors\n")
      #expect(try runner("check", "f.json").newFiles.isEmpty)
      let pipelines = Fixtures.package + "/pipelines"
      let lines = try runner("check", pipelines + "/sdedit.json").output.replacing(pipelines, with: "~")
        .split(separator: "\n")
      #expect(lines.first == "~/sdedit.json: fine" && lines.last == "writes sdedit.png")
      for line in ["~/parts/sample.json", "model mini-if", "~/../pictures/cat.jpg", "~/../pictures/castle-sketch.png"] {
        #expect(lines.contains { $0 == "reads " + line }, "\(lines)")
      }
      let recipe = try runner("check", Fixtures.package + "/recipes/mini-if.json", "data=.")
      #expect(recipe.exit != 0 && recipe.output.isEmpty)
    }
  }
}
