import Basics
import Foundation
import PipelineKit
import PipelineModels
import Tensors
import TestSupport
import Testing

/// What shells get told that can stand in the place of a command line's last word.
@Suite struct CompletionTests {
  /// A folder with a pipeline `zebra`, installed by its place, and a recipe of the same name.
  private func withFolder<R>(_ body: (Program) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      for name in ["pipelines", "recipes", "out", "my files"] { try FileSystem.makeFolders("\(folder)/\(name)") }
      let pipeline = """
        {
          "about": "Stripes.",
          "parameters": {
            "seed": 4, "far": "a zebra", "picture": "photos/z.png", "bright": true,
            "style": { "default": "plain", "about": "How it is drawn.", "choices": ["plain", "sketched"] }
          },
          "stages": {}
        }
        """
      let recipe = #"{"recipe": "zebra", "parameters": {"epochs": 2}, "network": {}}"#
      try AtomicFile.write(Array(pipeline.utf8), to: folder + "/pipelines/zebra.json")
      try AtomicFile.write(Array(recipe.utf8), to: folder + "/recipes/zebrafish.json")
      try AtomicFile.write(Array(pipeline.utf8), to: folder + "/mine.json")
      try AtomicFile.write([], to: folder + "/my files/one two.json")
      try AtomicFile.write([], to: folder + "/notes.txt")
      return try body(Program(folder: folder, environment: ["HOME": folder]))
    }
  }

  private func words(_ runner: Program, _ line: [String]) throws -> [String] {
    let result = try runner.run(["---complete"] + line)
    #expect(result.exit == 0 && result.errors.isEmpty)
    return result.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
  }

  private static let pipelineFiles = ":files json yaml yml png jpg jpeg"

  @Test(arguments: [
    // A command, an installed pipeline, or a file.
    (["che"], ["check", pipelineFiles]),
    (["zeb"], ["zebra", pipelineFiles]),
    (["--quiet", "zeb"], ["zebra", pipelineFiles]),
    (["run", "zeb"], ["zebra", pipelineFiles]),
    (["check", "zeb"], ["zebra", "zebrafish", pipelineFiles]),
    (["train", "zeb"], ["zebrafish", ":files json yaml yml"]),
    (["show", ""], [":files png jpg jpeg safetensors pth"]),
    // Parameters of the file that was named, but for those that are given.
    (["zebra", ""], ["seed=", "far=", "picture=", "bright=", "style="]),
    (["zebra", "seed=5", "s"], ["style="]),
    (["./mine.json", "s"], ["seed=", "style="]),
    (["~/mine.json", "se"], ["seed="]),
    (["graph", "zebra", "se"], ["seed="]),
    (["train", "zebrafish", ""], ["epochs="]),
    (["check", "zebrafish", ""], ["epochs="]),
    (["zebra", "--each", "s"], ["seed=", "style="]),
    (["zebra", "none", "--each", "seed="], []),
    (["nothing", ""], []),
    // Their values.
    (["zebra", "seed="], ["seed=4"]),
    (["zebra", "style=s"], ["style=sketched"]),
    (["zebra", "bright="], ["bright=true", "bright=false"]),
    (["zebra", "picture=pho"], [":files"]),
    (["zebra", "far="], []),
    // Options and their values.
    (["zebra", "--over"], ["--overwrite"]),
    (["--over"], ["--overwrite"]),
    (["zebra", "--out", ""], [":folders"]),
    (["zebra", "--out=o"], [":folders"]),
    (["zebra", "--memory", "l"], ["lean"]),
    (["zebra", "--memory=l"], ["--memory=lean"]),
    (["zebra", "--", "--over"], []),
    (["graph", "zebra", "--format", "s"], ["svg"]),
    // Words of commands.
    (["stages", "gui"], ["guide"]),
    (["stages", "loo"], ["loop"]),
    (["stages", "guide", ""], []),
    (["fetch", ""], ["mnist", "fashion-mnist"]),
    (["cache", "pr"], ["prune"]),
    (["cache", "prune", "--d"], ["--days"]),
    (["help", "gr"], ["graph"]),
    (["manu"], [pipelineFiles]),
  ])
  func answers(_ line: [String], _ expected: [String]) throws {
    try withFolder { try #expect(words($0, line) == expected) }
  }

  /// Every command of the help, and every installed pipeline, is a first word; every stage is one of `stages`.
  @Test func nothingIsMissing() throws {
    try withFolder { runner in
      let help = try runner("--help").output.split(separator: "\n")
      let listed = help.drop { $0 != "SUBCOMMANDS:" }.dropFirst().compactMap { line -> String? in
        line.firstMatch(of: /^  ([a-z]+)/).map { String($0.1) }
      }
      let pipelines = try runner("pipelines").output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
      let first = try words(runner, [""])
      #expect(listed.count > 10 && pipelines.contains("zebra"))
      for word in listed + pipelines { #expect(first.contains(word), "\(word)") }
      try #expect(words(runner, ["stages", ""]) == Registry.standard.names)
    }
  }

  @Test func meaningsStandBesideWords() throws {
    try withFolder { runner in
      try #expect(runner.run(["---complete", "zeb"]).output.hasPrefix("zebra\tStripes.\n"))
      try #expect(
        runner.run(["---complete", "zebra", "st"]).output == "style=\tHow it is drawn.; default \"plain\"\n")
    }
  }

  /// The function that bash calls, called as bash does.
  @Test(arguments: [
    ("runner zeb", ["runner", "zeb"], ["zebra"]),
    ("runner zebra se", ["runner", "zebra", "se"], ["seed="]),
    // Readline replaces what follows the '='.
    ("runner zebra seed=", ["runner", "zebra", "seed", "="], ["4"]),
    ("runner zebra style=s", ["runner", "zebra", "style", "=", "s"], ["sketched"]),
    ("runner zebra seed=4 st", ["runner", "zebra", "seed", "=", "4", "st"], ["style="]),
    ("runner zebra --out=o", ["runner", "zebra", "--out", "=", "o"], ["out"]),
    ("runner mine", ["runner", "mine"], ["mine.json"]),
    ("runner my\\ files/", ["runner", "my\\ files/"], ["my files/one two.json"]),
    ("runner not", ["runner", "not"], []),
  ])
  func bash(line: String, words: [String], expected: [String]) throws {
    try withFolder { runner in
      let script = #"""
        runner() { "$PROGRAM" "$@"; }
        eval "$("$PROGRAM" --generate-completion-script bash)"
        COMP_LINE=$1 COMP_POINT=${#1}
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _runner
        printf '%s\n' "${COMPREPLY[@]}"
        """#
      let user = Program(folder: runner.folder, environment: ["PROGRAM": Program.path, "SCRIPT": script])
      let result = try user.shell(#"bash -c "$SCRIPT" bash "$@""#, [line] + words)
      #expect(result.exit == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.output.split(separator: "\n").map(String.init) == expected)
    }
  }

  private static func has(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/" + program)
  }

  /// fish completes a line itself.
  @Test(.enabled(if: has("fish")))
  func fish() throws {
    try withFolder { runner in
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/out/runner", withDestinationPath: Program.path)
      for (line, expected) in [
        ("runner zeb", ["zebra\tStripes."]), ("runner zebra style=s", ["style=sketched"]),
        ("runner zebra --out=o", ["--out=out/"]), ("runner mine", ["mine.json"]), ("runner not", []),
      ] {
        let user = Program(folder: runner.folder, environment: ["PATH": runner.folder + "/out:/usr/bin:/bin"])
        let result = try user.shell(
          #"runner --generate-completion-script fish > c.fish; fish -c "source c.fish; complete -C '$1'""#, [line])
        let lines = result.output.split(separator: "\n").map { $0.hasSuffix("\t") ? $0.dropLast() : $0 }
        #expect(lines.map(String.init) == expected, "\(line): \(result.errors)")
      }
    }
  }

  @Test(.enabled(if: has("zsh")))
  func zshReadsItsScript() throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder).shell(
        #""$0" --generate-completion-script zsh > _runner && zsh -n _runner && head -n 1 _runner"#)
      #expect(result.exit == 0 && result.output == "#compdef runner\n", "\(result.errors)")
    }
  }
}
