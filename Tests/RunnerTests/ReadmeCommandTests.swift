import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Every command that the README shows is run by the installed program, in the README's order, in a fresh folder.
@Suite struct ReadmeCommandTests {
  /// What is done where a command can't be run as it stands, and why. A command that isn't here is run to the letter.
  private static let exceptions: [String: Exception] = [
    "make run": .instead("runner pipelines/hybrid.json", "it builds"),
    "make test": .nothing("this is one of the tests"),
    "make deb": .nothing("it needs a program without Swift's libraries; InstallTests make a package of another"),
    "make install PREFIX=~/.local": .nothing("done before the others, with the prefix of this test"),
    "make help": .nothing("another of these tests runs it"),
    "make lint": .nothing("CI runs it, and it needs swift format"),
    "make bench PYTHON=.venv/bin/python": .nothing("it measures for an hour"),
    "make growth": .nothing("it measures for minutes"),
    "benchmarks unet MODEL_DIR": .nothing("names no model"),
    "runner serve mini-if": .nothing("it serves until it is told to end; ServeTests do so"),
    "runner train": .nothing("names no recipe"),
    "runner collect DIR": .nothing("names no folder"),
    "runner evaluate": .nothing("names no recipe"),
    "runner fetch mnist": .nothing("it needs the network; the test makes 60 digits in its place"),
    "runner train recipes/mnist-class.json": .add("epochs=1 channels=4 batch=16", "it trains for hours"),
    "runner train recipes/mnist-class.json --resume": .add("epochs=1 channels=4 batch=16", "as the run before"),
    "runner evaluate recipes/mnist-class.json":
      .add("epochs=1 channels=4 batch=16 --samples 10", "it draws a thousand digits"),
    "runner train recipes/mnist-class.json epochs=1 channels=16 first=6000 --out runs/try":
      .add("batch=16 first=50", "there are 60 digits"),
    #"runner pipelines/hybrid.json model=DeepFloyd/IF-I-M-v1.0 far="a lithograph of a skull" near="a lithograph of waterfalls""#:
      .nothing("the model's weights are gated"),
  ]

  private enum Exception {
    case nothing(String)
    case instead(String, String)
    /// More parameters; one that the command has already is replaced.
    case add(String, String)
  }

  private let readme: String
  init() throws { readme = try String(contentsOfFile: Fixtures.package + "/README.md", encoding: .utf8) }

  /// The commands in `sh` blocks, after `$` in others, and in the text between backticks, in this order.
  private var commands: [String] {
    var commands: [String] = []
    var block: String?
    func isCommand(_ text: String) -> Bool {
      ["runner ", "make ", "benchmarks ", ".build/release/runner "].contains { text.hasPrefix($0) }
    }
    for line in readme.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        block = block == nil ? String(line.dropFirst(3)) : nil
      } else if block == "sh" {
        let command = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        if !command.isEmpty { commands.append(command) }
      } else if block != nil {
        if line.hasPrefix("$ ") { commands.append(String(line.dropFirst(2))) }
      } else {
        commands += line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          .filter { $0.offset % 2 == 1 && isCommand(String($0.element)) }.map { String($0.element) }
      }
    }
    return commands
  }

  private func block(_ language: String, containing text: String) throws -> String {
    let blocks = readme.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    return String(
      try #require(blocks.first { $0.hasPrefix(language + "\n") && $0.contains(text) }).dropFirst(language.count + 1))
  }

  @Test func everyCommandDoesWhatItSays() throws {
    let commands = commands
    #expect(commands.count > 20)
    #expect(Set(Self.exceptions.keys).subtracting(commands).isEmpty, "exceptions that the README doesn't show")
    try withInstalled { prefix, user in
      // The README's own pipeline is the my.json that its commands name.
      try AtomicFile.write(Array(block("json", containing: "castle.png").utf8), to: user.folder + "/my.json")
      try TrainingCommandTests.writeDigits(to: user.folder + "/data/mnist")
      for command in commands {
        var words = command
        switch Self.exceptions[command] {
        case .nothing: continue
        case .instead(let other, _): words = other
        case .add(let parameters, _): words += " " + parameters
        case nil: break
        }
        if case .add(let parameters, _) = Self.exceptions[command] {
          let names = parameters.split(separator: " ").compactMap {
            $0.contains("=") ? $0.split(separator: "=")[0] : nil
          }
          words =
            command.split(separator: " ").filter { word in !names.contains { word.hasPrefix($0 + "=") } }
            .joined(separator: " ") + " " + parameters
        }
        let result = try user.shell(words)
        #expect(result.exit == 0, "\(words): \(result.errors)")
      }
    }
  }

  /// The errors that the README shows are the ones that its pipeline with the two mistakes gets.
  @Test func theErrorsAreExact() throws {
    let shown = try block("", containing: "did you mean")
    let correct = try block("json", containing: "castle.png")
    let wrong = correct.replacing(#""scale": 5.0"#, with: #""sclae": 5.0"#)
      .replacing(#""estimate": "@noise""#, with: #""estimate": "@prompt""#)
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(wrong.utf8), to: folder + "/my.json")
      let result = try Program(folder: folder)("check", "my.json")
      #expect(result.errors.trimmingCharacters(in: .newlines) == shown.trimmingCharacters(in: .newlines))
    }
  }

  /// Every target that the README or another page names is one that `make help` has a line for.
  @Test func makeHelpListsEveryTarget() throws {
    try withTemporaryFolder { folder in
      let help = try Program(folder: folder).shell("make -s -C '\(Fixtures.package)' help")
      #expect(help.exit == 0, "\(help.errors)")
      let texts = help.output.split(separator: "\n").map { $0.dropFirst("make".count + 14) }
      #expect(Set(texts).count == texts.count, "two targets have one text")
      let listed = Set(help.output.split(separator: "\n").map { String($0.split(separator: " ")[1]) })
      let makefile = try String(contentsOfFile: Fixtures.package + "/Makefile", encoding: .utf8)
      let phony = try #require(makefile.split(separator: "\n").first { $0.hasPrefix(".PHONY:") })
      #expect(listed == Set(phony.split(separator: " ").dropFirst().map(String.init)))
    }
  }

  /// An installed program finds its models, pipelines, parts, pictures and recipes, and data that was fetched into the
  /// working directory, from an empty one; none of what is installed needs to be writable.
  @Test func theInstalledProgramWorksAnywhere() throws {
    try withInstalled { prefix, user in
      let empty = user.folder + "/empty"
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      let user = Program(folder: empty, environment: user.environment)
      let share = prefix + "/share/pipelinekit"
      let before = try FileManager.default.subpathsOfDirectory(atPath: share).sorted()
      let models = try user.shell("runner models")
      #expect(models.output.contains("mini-if") && models.output.contains("\(share)/models/mini-if"))
      for file in ["hybrid.json steps=2", "inpaint.json steps=2", "mnist-noise.json"] {
        let result = try user.shell("runner '\(share)'/pipelines/\(file)")
        #expect(result.exit == 0 && !result.newFiles.isEmpty, "\(file): \(result.errors)")
      }
      let recipe = "'\(share)'/recipes/mnist-time.json epochs=1 channels=2 batch=16"
      let missing = try user.shell("runner train \(recipe)")
      #expect(
        missing.exit == 66 && missing.errors.hasPrefix("error: data/mnist: ")
          && missing.errors.contains("runner fetch mnist"), "\(missing.errors)")
      try TrainingCommandTests.writeDigits(to: empty + "/data/mnist")
      for command in [
        "check \(recipe)", "train \(recipe)", "evaluate \(recipe)", "check '\(share)'/recipes/fine-tune.json",
      ] {
        let result = try user.shell("runner \(command)")
        #expect(result.exit == 0, "\(command): \(result.errors)")
      }
      #expect(try FileManager.default.subpathsOfDirectory(atPath: share).sorted() == before)
    }
  }

  /// A folder that a path names is used, be it called as a data set is.
  @Test func aFolderGoesBeforeADataSetsName() throws {
    try withTemporaryFolder { folder in
      try TrainingCommandTests.writeDigits(to: folder + "/mnist")
      let recipe = TrainingCommandTests.recipe.replacingOccurrences(
        of: #""folder": "data""#, with: #""folder": "mnist""#)
      try AtomicFile.write(Array(recipe.utf8), to: folder + "/r.json")
      let runner = Program(folder: folder)
      #expect(try runner("check", "r.json").exit == 0)
      try FileManager.default.moveItem(atPath: folder + "/mnist", toPath: folder + "/digits")
      let result = try runner("check", "r.json")
      #expect(
        result.exit == 66 && result.errors.hasPrefix("error: data/mnist: ")
          && result.errors.contains("runner fetch mnist"), "\(result.errors)")
    }
  }

  @Test func uninstallingRemovesWhatWasInstalled() throws {
    try withTemporaryFolder { folder in
      let user = Program(folder: folder)
      let make = "make -s -C '\(Fixtures.package)' RUNNER='\(Program.path)' PREFIX='\(folder)/a b'"
      for _ in 0..<2 { #expect(try user.shell("\(make) install").exit == 0) }
      #expect(FileManager.default.isExecutableFile(atPath: folder + "/a b/bin/runner"))
      #expect(try user.shell("\(make) uninstall").exit == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])

      // What is the user's stays: a folder that was there, empty or not, and a file beside ours.
      for path in ["a b/bin", "a b/share/man"] {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(path)", withIntermediateDirectories: true)
      }
      #expect(try user.shell("\(make) install").exit == 0)
      let own = "a b/share/pipelinekit/pipelines/mine.json"
      try AtomicFile.write(Array("{}".utf8), to: "\(folder)/\(own)")
      #expect(try user.shell("\(make) uninstall").exit == 0)
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == [
          "a b", "a b/bin", "a b/share", "a b/share/man", "a b/share/pipelinekit", "a b/share/pipelinekit/pipelines",
          own,
        ])
      let again = try user.shell("\(make) uninstall")
      #expect(again.exit != 0 && again.errors.contains("nothing was installed there"))
    }
  }

  /// Installing builds nothing, and says what to do where nothing was built.
  @Test func installingNeedsABuiltProgram() throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder).shell(
        "make -s -C '\(Fixtures.package)' RUNNER='\(folder)/none' PREFIX='\(folder)/p' install")
      #expect(result.exit != 0 && result.newFiles.isEmpty)
      #expect(result.errors.contains("\(folder)/none is missing: run 'make build' first"), "\(result.errors)")
    }
  }

  /// A prefix with the program in it, and a user in a fresh folder who has pipelines, recipes and pictures as they come.
  private func withInstalled(_ body: (_ prefix: String, _ user: Program) throws -> Void) throws {
    try withTemporaryFolder { root in
      let (prefix, folder) = (root + "/prefix", root + "/user")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let user = Program(folder: folder, environment: ["PATH": prefix + "/bin:/usr/bin:/bin"])
      let result = try user.shell(
        "make -s -C '\(Fixtures.package)' RUNNER='\(Program.path)' PREFIX='\(prefix)' install")
      #expect(result.exit == 0, "\(result.errors)")
      for name in ["pipelines", "recipes", "pictures"] {
        try FileManager.default.copyItem(atPath: "\(prefix)/share/pipelinekit/\(name)", toPath: "\(folder)/\(name)")
      }
      try body(prefix, user)
    }
  }
}
