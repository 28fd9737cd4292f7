import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// The schemas that editors check files with, and `check --json`.
@Suite struct SchemaTests {
  /// The files in schemas/ are what the program prints: `PIPELINEKIT_WRITE_DOCS=1 swift test --filter SchemaTests` writes
  /// them.
  @Test(arguments: [("pipelines", "pipeline"), ("recipes", "recipe")])
  func files(subject: String, name: String) throws {
    try withTemporaryFolder { folder in
      let printed = try Program(folder: folder)("schema", subject)
      #expect(printed.exit == 0)
      let path = Fixtures.package + "/schemas/\(name).schema.json"
      if ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_DOCS"] != nil {
        try AtomicFile.write(Array(printed.output.utf8), to: path)
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output, "\(path) is not up to date")
    }
  }

  /// Whether Python has the validator `jsonschema` (`pip install jsonschema`, Debian's python3-jsonschema).
  static let hasValidator: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [validatorPython, "-c", "import jsonschema"]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
  static var validatorPython: String { ProcessInfo.processInfo.environment["PYTHON"] ?? "python3" }

  /// Another's validator takes every shipped file, and none that is wrong in its form.
  @Test(.enabled(if: hasValidator, "needs Python with jsonschema"))
  func theyAreWhatFilesAre() throws {
    try withTemporaryFolder { folder in
      let wrong = wrongForms + wrongGraphs
      var expected: [String] = []
      for (index, input) in wrong.enumerated() {
        guard case .text(let text)? = input.files["f.json"], (try? JSON(text)) != nil else { continue }
        let name = "\(index).json"
        try AtomicFile.write(Array(text.utf8), to: "\(folder)/\(name)")
        // A duplicate is gone when JSON has been read; what references mean, and what names stand for, only check knows.
        expected.append(name)
      }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        Self.validatorPython, Fixtures.package + "/Scripts/check_schemas.py", Fixtures.package, folder,
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let lines = output.split(separator: "\n")
      #expect(lines.filter { $0.hasPrefix("shipped") && !$0.hasSuffix("valid") } == [])
      #expect(lines.filter { $0.hasPrefix("shipped") }.count > 25)
      let refused = output.components(separatedBy: ": refused").count - 1
      // The rest are wrong in what they mean.
      #expect(refused >= 17, "\(refused) of \(expected.count) wrong files are refused")
    }
  }

  @Test func checkSpeaksJSON() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let text = #"{"stages": {"a": {"stage": "stp"}, "g": {"stage": "generator", "seed": "x"}}}"#
      try AtomicFile.write(Array(text.utf8), to: folder + "/f.json")
      let check = try runner("check", "f.json", "--json")
      #expect(check.exit == 65 && check.errors.isEmpty)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
      #expect(object["fine"] as? Bool == false && object["file"] as? String == "f.json")
      let problems = try #require(object["problems"] as? [[String: Any]])
      #expect(problems.map { $0["line"] as? Int } == [1, 1] && problems.map { $0["column"] as? Int } == [28, 72])
      #expect(problems[0]["message"] as? String == "there is no stage 'stp'; did you mean 'step'?")
      #expect(problems.allSatisfy { $0["severity"] as? String == "error" })

      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/n.json")
      let fine = try runner("check", "n.json", "--json", "--each", "seed=1,2")
      #expect(fine.exit == 0 && fine.output.contains(#""fine" : true"#) && fine.output.contains(#""label" : "seed=2""#))
      let missing = try runner("check", "none.json", "--json")
      #expect(missing.exit == 66 && missing.output.contains("no such file"))
    }
  }

  @Test func drawings() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/n.json")
      #expect(try runner("graph", "n.json").output.hasPrefix("flowchart TD\n"))
      // What it would write is somebody else's: it can't run, but it can be drawn.
      try AtomicFile.write(Array("x".utf8), to: folder + "/o.png")
      #expect(try runner("check", "n.json").exit == 73 && runner("graph", "n.json").exit == 0)
      #expect(try runner("graph", "n.json", "--format", "dot").output.hasPrefix("digraph \"noise\" {\n"))
      let svg = try runner("graph", "n.json", "--output", "n.svg")
      #expect(svg.output == "wrote n.svg\n" && svg.newFiles == ["n.svg"])
      #expect(try runner("graph", "n.json", "--output", "n.svg").exit == 0, "a drawing may be replaced")
      let other = try runner("graph", "n.json", "--output", "n.json")
      #expect(other.exit == 64)
      try AtomicFile.write(Array("mine".utf8), to: folder + "/mine.svg")
      let mine = try runner("graph", "n.json", "--output", "mine.svg")
      #expect(
        mine.exit == 73
          && mine.errors
            == "error: mine.svg: can't be written: the existing file is not a drawing; --overwrite replaces it\n"
      )
    }
  }
}
