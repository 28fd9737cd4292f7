import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// What a user sees beside the results: the first screen, notes, warnings, and progress on a terminal.
@Suite struct TerminalTests {
  /// `runner` alone shows commands that work where the user is, and is no success for a script that forgot its file.
  @Test func theFirstScreenNamesFilesThatAreThere() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let elsewhere = try runner.run([])
      #expect(elsewhere.exit == 64 && elsewhere.output.isEmpty)
      let commands = elsewhere.errors.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
      #expect(commands.count == 3)
      for command in commands {
        let result = try runner.shell(command.replacingOccurrences(of: " seed=7", with: " seed=7 steps=1"))
        #expect(result.exit == 0, "\(command): \(result.errors)")
      }

      try AtomicFile.write(Array(#"{"stages": {}}"#.utf8), to: folder + "/pipelines/hybrid.json")
      #expect(try runner.run([]).errors.contains(" hybrid seed=7\n"))
    }
  }

  /// More threads than cores would wait for one another.
  @Test(arguments: ["9223372036854775807", "99999999999999999999999", "100000"])
  func threadsAreAtMostTheCores(_ count: String) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(#"{"stages": {}}"#.utf8), to: folder + "/f.json")
      let result = try Program(folder: folder)("f.json", "--threads", count)
      #expect(result.exit == 0)
      let cores = Parallel.cores
      #expect(
        result.errors.hasPrefix(
          "note: working with \(cores) thread\(cores == 1 ? "" : "s"), as many as there are cores, not with \(count)\n")
      )
      let quiet = try Program(folder: folder)("f.json", "--threads", count, "--quiet")
      #expect(quiet.exit == 0 && quiet.errors.isEmpty)
    }
  }

  /// A label's letters that the font lacks are named before the run, once, be it drawn in a loop.
  @Test func warnsOfLettersThatTheFontLacks() throws {
    let text = """
      { "parameters": { "label": "漢字" }, "stages": {
        "all": { "stage": "loop", "each": { "s": [1, 2] }, "collect": { "sheets": "@sheet" },
          "body": {
            "g": { "stage": "generator", "seed": "@s" },
            "n": { "stage": "gaussian-noise", "shape": [3, 8, 8], "generator": "@g" },
            "sheet": { "stage": "grid", "images": "@n", "labels": ["$label"], "title": "łódź 5 €" } } },
        "both": { "stage": "grid", "images": "@all.sheets" },
        "w": { "stage": "write-image", "image": "@both", "to": "o.png" } } }
      """
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      let runner = Program(folder: folder)
      let said = "the label '漢字' holds characters that the font lacks: '漢', '字'"
      let checked = try runner("check", "f.json")
      #expect(checked.errors == "f.json:6:61: warning: stage 'sheet': \(said)\n")
      #expect(checked.output == "f.json: fine except for a warning\nwrites o.png\n")
      let result = try runner("f.json")
      #expect(result.exit == 0 && result.errors.hasPrefix(checked.errors), "\(result.errors)")
      #expect(result.errors.components(separatedBy: said).count == 2, "\(result.errors)")
      for arguments in [["f.json", "label=żółć"], ["f.json", "--quiet"]] {
        #expect(try runner.run(arguments).errors.contains("warning") == false)
      }
    }
  }

  /// On a terminal a loop's line counts from 1 while the first iteration runs, and fits the terminal as it is.
  @Test(arguments: [
    ("stty cols 100", 100), ("stty cols 30", 30), ("stty cols 0; export COLUMNS=20", 20), ("stty cols 0", 80),
  ])
  func progressFitsTheTerminal(_ setting: String, _ width: Int) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(CommandLineTests.sample.utf8), to: folder + "/f.json")
      try FileManager.default.copyItem(atPath: Fixtures.path("reference/if-stage1"), toPath: folder + "/m")
      let result = try Program(folder: folder, environment: ["TERM": "xterm"]).shell(
        "script -qec '\(setting); exec \"\(Program.path)\" f.json' /dev/null")
      #expect(result.exit == 0)
      let frames = result.output.components(separatedBy: "\r\u{1B}[K").dropFirst().map {
        $0.prefix { !$0.isNewline }
      }
      #expect(frames.contains { $0.contains("denoise 1/2") } && !result.output.contains("0/2"), "\(result.output)")
      #expect(frames.contains { $0.contains("░") })
      #expect(frames.filter { $0.contains("/2") }.allSatisfy { $0.count < width })
    }
  }
}
