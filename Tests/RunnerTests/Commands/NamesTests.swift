import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// Installed files by their names, pictures that are made again, and standard input.
@Suite struct NamesTests {
  /// A folder with an installed program: `bin/runner`, and pipelines, pictures and models in `share/pipelinekit`.
  private func withInstalled<R>(_ body: (Program, String) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      let share = folder + "/prefix/share/pipelinekit"
      try FileSystem.makeFolders(share)
      for name in ["pipelines", "pictures", "models", "recipes"] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(share)/\(name)", withDestinationPath: Fixtures.package + "/" + name)
      }
      let work = folder + "/work"
      try FileSystem.makeFolders(work)
      return try body(Program(folder: work, environment: ["PIPELINEKIT_MODELS": share + "/models"]), share)
    }
  }

  @Test func aNameIsEnough() throws {
    try withInstalled { runner, share in
      let list = try runner("pipelines")
      #expect(list.exit == 0)
      #expect(list.output.contains(/hybrid +A hybrid image:/))
      #expect(!list.output.contains("\nguided "), "parts are no pipelines")
      let recipes = try runner("recipes")
      #expect(recipes.exit == 0 && recipes.output.contains(/mnist-class +A UNet for digits at any of 300 timesteps/))
      let run = try runner("hybrid", "steps=2", "--quiet")
      #expect(run.exit == 0 && run.newFiles == ["hybrid-sheet.png", "hybrid.png"])
      let help = try runner("hybrid", "--help")
      #expect(help.exit == 0 && help.output.hasPrefix("hybrid – A hybrid image"))
      #expect(help.output.contains(/seed +integer +17/))
      #expect(help.output.contains("set one with name=value: runner hybrid seed=17"))
      #expect(help.output.contains("γ of classifier-free guidance"))
      let recipeHelp = try runner("train", "mnist-class", "--help")
      #expect(recipeHelp.exit == 0 && recipeHelp.output.contains("pictures in a step"))
      #expect(recipeHelp.output.contains("set one with name=value: runner train mnist-class seed=0"))
      #expect(recipeHelp.output.hasSuffix("'runner train --help' lists the options.\n"))
      #expect(try runner("check", "hybrid").output.hasPrefix("hybrid: fine\n"))
      let recipe = try runner("check", "mnist-time")
      #expect(recipe.exit == 66 && recipe.errors.contains("runner fetch mnist --to data/mnist"), "a recipe's name")
    }
  }

  /// A name that nothing has leads to the nearest, be it a recipe's or a pipeline's.
  @Test func namesThatAreMeant() throws {
    try withInstalled { runner, _ in
      for (words, says) in [
        ("train mnist-tme", "error: there is no recipe or file 'mnist-tme'; did you mean 'mnist-time'?\n"),
        ("evaluate mnist-tme", "error: there is no recipe or file 'mnist-tme'; did you mean 'mnist-time'?\n"),
        ("train hybrid", "error: hybrid: is a pipeline; 'runner hybrid' runs it\n"),
        ("mnist-time", "error: mnist-time: is a recipe; 'runner train mnist-time' trains what it describes\n"),
        (
          "mnist-tme",
          "error: there is no command, installed pipeline or file 'mnist-tme'; did you mean 'runner train mnist-time'?\n"
        ),
        (
          "hybrd",
          "error: there is no command, installed pipeline or file 'hybrd'; did you mean 'runner hybrid'?\n"
        ),
      ] {
        let run = try runner.run(words.split(separator: " ").map(String.init))
        #expect(run.exit == 64 && run.errors == says, "\(run.errors)")
      }
      let none = try runner("train", "zebra")
      #expect(none.exit == 64 && none.errors.contains("the installed recipes are 'drawing-classifier', 'fine-tune', "))
    }
  }

  /// A copied file finds its parts and pictures where it came from.
  @Test func aCopyFindsItsParts() throws {
    try withInstalled { runner, share in
      let text = try FileFault.contents(of: Fixtures.package + "/pipelines/inpaint.json")
      try AtomicFile.write(text, to: runner.folder + "/mine.json")
      let run = try runner("mine.json", "steps=2", "--quiet")
      #expect(run.exit == 0 && run.newFiles == ["inpaint.png"], "\(run.errors)")
    }
  }

  @Test(arguments: ["png", "jpg"])
  func aPictureIsItsOwnRecipe(ending: String) throws {
    try withInstalled { runner, _ in
      let first = "first.\(ending)"
      #expect(try runner("inpaint", "steps=2", "seed=3", "output=\(first)", "--quiet").exit == 0)
      // In a folder without the file, and of other parameters: the picture tells all.
      let again = try runner(first, "output=again.\(ending)", "--quiet")
      #expect(again.exit == 0 && again.newFiles == ["again.\(ending)"] && again.errors.isEmpty, "\(again.errors)")
      let read = { try ImageFile.read(runner.folder + "/" + $0) }
      #expect(try read(first) == read("again.\(ending)"))
      #expect(try runner("again.\(ending)", "seed=4", "output=other.\(ending)", "--quiet").exit == 0)
      #expect(try read(first) != read("other.\(ending)"))
      // Without a new name it goes where the first went.
      #expect(try runner(first, "--quiet").newFiles.isEmpty)

      let show = try runner("show", first)
      #expect(show.exit == 0)
      for line in ["pipeline    inpaint", "            seed = 3", "models      mini-if sha256:"] {
        #expect(show.output.contains(line), "\(line)")
      }
      let text = try runner("show", first, "--file").output
      #expect(text == (try String(contentsOfFile: Fixtures.package + "/pipelines/inpaint.json", encoding: .utf8)))
      #expect(try runner(first, "--help").output.contains(/seed +integer +3/))
      #expect(try runner("check", first).exit == 0)
    }
  }

  /// A picture of a file without a name keeps the file's name, wherever it is.
  @Test func aPictureKeepsTheName() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let text =
        #"{"parameters": {"seed": 1}, "stages": {"g": {"stage": "generator", "seed": "$seed"}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]}, "w": {"stage": "write-image", "image": "@n", "to": "o.png"}}}"#
      try AtomicFile.write(Array(text.utf8), to: folder + "/castle.json")
      #expect(try runner("castle.json").exit == 0)
      #expect(try runner.shell("cp o.png copy.png").exit == 0)
      #expect(try runner("show", "copy.png").output.contains("pipeline    castle\n"))
      #expect(try runner("copy.png", "seed=2", "--out", "two").newFiles == ["two", "two/copy.png"])
      #expect(try runner.shell("'\(Program.path)' show - < copy.png").output.contains("pipeline    castle\n"))
      let text2 = try runner("show", "castle.json")
      #expect(
        text2.exit == 65 && text2.errors == "error: castle.json: expected a PNG, JPEG or GIF file, found another\n")
    }
  }

  /// What is wrong with a value of the command line is told of its parameter, wherever the value arrives.
  @Test func valuesOfTheCommandLine() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let text =
        #"{"parameters": {"side": 8, "by": [1.0], "to": "o.png"}, "stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, "$side", 8]}, "l": {"stage": "loop", "each": {"k": "$by"}, "body": {"y": {"stage": "low-pass", "input": "@n", "sigma": "@k"}}, "collect": {"all": "@y"}}, "m": {"stage": "grid", "images": "@l"}, "w": {"stage": "write-image", "image": "@m", "to": "$to"}}}"#
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      for (argument, says) in [
        (
          "by=2,-3",
          "error: parameter 'by': stage 'y', element 2 of the list that its loop iterates over: 'sigma' takes"
        ),
        ("to=o.bmp", "error: parameter 'to': stage 'w': o.bmp: "),
      ] {
        let run = try runner("f.json", argument)
        #expect(run.exit == 64 || run.exit == 65)
        #expect(run.errors.hasPrefix(says), "\(run.errors)")
      }
      #expect(try runner("f.json", "to={side}-{by}.png").exit == 64, "a list stands in no text")
      #expect(try runner("f.json", "to={side}.png").newFiles == ["8.png"])
      let event = try runner("f.json", "--json", "--bogus")
      #expect(event.exit == 64 && event.output.contains(#""event":"error""#) && event.output.contains("--bogus"))
    }
  }

  /// What a picture says of where to write leads no further than a file's.
  @Test func aPictureIsAStranger() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let text =
        #"{"parameters": {"to": "x.png"}, "stages": {"g": {"stage": "generator", "seed": 1}, "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]}, "w": {"stage": "write-image", "image": "@n", "to": "$to"}}}"#
      let picture = Tensor([1, 1, 8, 8], repeating: 0)
      try ImageFile.write(
        picture, to: folder + "/evil.png",
        texts: [("software", "PipelineKit 99"), ("pipeline", text), ("parameters", #"{"to": "../out.png"}"#)])
      let run = try runner("evil.png")
      #expect(run.exit == 73 && run.errors.contains("outside of"))
      let fine = try runner("evil.png", "to=y.png")
      #expect(fine.exit == 0 && fine.newFiles == ["y.png"])
      #expect(fine.errors.contains("warning: evil.png was made by PipelineKit 99, this is PipelineKit 0.1.0"))
      // A picture that says nothing.
      try ImageFile.write(picture, to: folder + "/plain.png")
      let plain = try runner("plain.png")
      #expect(plain.exit == 65 && plain.errors.contains("does not carry the pipeline that made it"))
    }
  }

  /// The models that a picture names are compared with those that make it again.
  @Test func otherModelsAreTold() throws {
    try withInstalled { runner, _ in
      #expect(try runner("inpaint", "steps=1", "output=a.png", "--quiet").exit == 0)
      let path = runner.folder + "/a.png"
      let texts = try ImageFile.texts(path).map { $0.name == "model" ? ($0.name, "mini-if sha256:00") : $0 }
      try ImageFile.write(ImageFile.read(path), to: path, texts: texts)
      let again = try runner("a.png", "output=b.png", "--quiet")
      #expect(again.exit == 0)
      #expect(again.errors.isEmpty, "quiet prints no warnings")
      let told = try runner("a.png", "output=c.png")
      #expect(
        told.errors.contains("warning: a.png was made with model mini-if sha256:00; this run uses mini-if sha256:"))
    }
  }

  @Test func standardInput() throws {
    try withInstalled { runner, share in
      let pipe = try runner.shell(#"cat \#(share)/pipelines/inpaint.json | "$0" - steps=1 --quiet"#)
      #expect(pipe.exit == 0 && pipe.newFiles == ["inpaint.png"], "\(pipe.errors)")
      let help = try runner.shell(#"cat \#(share)/pipelines/inpaint.json | "$0" - --help"#)
      #expect(help.exit == 0 && help.output.hasPrefix("inpaint – "), "\(help.output)")
      let check = try runner.shell(#"echo '{"stages": {"g": {"stage": "generator", "seed": 1}}}' | "$0" check -"#)
      #expect(check.output == "/dev/stdin: fine except for a warning\n")
      #expect(check.errors.hasPrefix("/dev/stdin:1:13: warning: "), "\(check.errors)")
      let picture = try runner.shell(
        #"cat \#(share)/pictures/*.png | head -c 10000000 | "$0" check -"#)
      #expect(picture.exit == 65)
      let read =
        #"{"stages": {"r": {"stage": "read-image", "from": "$p"}, "w": {"stage": "write-image", "image": "@r", "to": "o.png"}}, "parameters": {"p": "x"}}"#
      try AtomicFile.write(Array(read.utf8), to: runner.folder + "/r.json")
      let piped = try runner.shell(#"cat inpaint.png | "$0" r.json p=- --quiet"#)
      #expect(piped.exit == 0 && piped.newFiles == ["o.png"], "\(piped.errors)")
      let recipe = try runner.shell(#"cat \#(share)/recipes/mnist-time.json | "$0" check -"#)
      #expect(recipe.exit == 66 && recipe.errors.contains("runner fetch mnist"), "\(recipe.errors)")
    }
  }
}
