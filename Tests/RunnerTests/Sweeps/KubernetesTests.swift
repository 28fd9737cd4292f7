import Basics
import Foundation
import TestSupport
import Testing

/// The manifests of Examples/kubernetes: valid by the published schema, and their pods do every job once.
@Suite struct KubernetesTests {
  private static let examples = Fixtures.package + "/Examples/kubernetes"

  /// Runs Scripts/check_kubernetes.py; gives its lines without the folder.
  private static func check(_ files: [String]) throws -> (exit: Int32, lines: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [SchemaTests.validatorPython, Fixtures.package + "/Scripts/check_kubernetes.py"] + files
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output.split(separator: "\n").map { String($0.replacing(/^[^:]*\//, with: "")) })
  }

  private static let hasValidator = (try? check([]).exit) == 0

  @Test(.enabled(if: hasValidator, "needs Python with jsonschema and PyYAML"))
  func theyAreValid() throws {
    let found = try Self.check(["collect", "sweep"].map { "\(Self.examples)/\($0).yaml" })
    #expect(found.exit == 0 && found.lines == ["collect.yaml: valid", "sweep.yaml: valid"])
  }

  @Test(
    .enabled(if: hasValidator, "needs Python with jsonschema and PyYAML"),
    arguments: [
      ("completions: 8", "completions: eight", "spec.completions: 'eight' is not of type 'integer', 'null'"),
      (
        "backoffLimitPerIndex", "backoffLimitByIndex",
        "spec: Additional properties are not allowed ('backoffLimitByIndex' was unexpected)"
      ),
      ("value: \"8\"", "value: \"9\"", "PIPELINEKIT_SHARDS of runner: expected 8, found 9"),
      (
        "restartPolicy: Never", "restartPolicy: OnFailure",
        "spec.template.spec.restartPolicy: must be Never where failures are counted by index or exit code"
      ),
      (
        "operator: In", "operators: In",
        "spec.podFailurePolicy.rules.1.onExitCodes: Additional properties are not allowed ('operators' was unexpected)"
      ),
    ])
  func wrongOnesAreRefused(_ old: String, _ new: String, _ says: String) throws {
    try withTemporaryFolder { folder in
      let text = try String(contentsOfFile: Self.examples + "/sweep.yaml", encoding: .utf8)
      try #require(text.contains(old))
      try AtomicFile.write(Array(text.replacing(old, with: new).utf8), to: folder + "/wrong.yaml")
      let found = try Self.check([folder + "/wrong.yaml"])
      #expect(found.exit == 1 && found.lines.contains("wrong.yaml: " + says), "\(found.lines)")
    }
  }

  /// What the manifest's pods are started with, index by index.
  @Test func podsDoEveryJobOnce() throws {
    try withTemporaryFolder { folder in
      let text = try String(contentsOfFile: Self.examples + "/sweep.yaml", encoding: .utf8)
      let list = try #require(text.firstMatch(of: /args: (\[.*\])/)).1
      let arguments = try JSONDecoder().decode([String].self, from: Data(list.utf8))
      let count = try #require(text.firstMatch(of: /completions: (\d+)/).flatMap { Int($0.1) })
      var jobs: [String] = []
      // `check` takes what it needs of a run's words.
      let words = ["check"] + arguments.split(separator: "--threads")[0]
      for index in 0..<count {
        let pod = Program(
          folder: folder, environment: ["JOB_COMPLETION_INDEX": "\(index)", "PIPELINEKIT_SHARDS": "\(count)"])
        let check = try pod.run(words)
        #expect(check.exit == 0, "\(check.errors)")
        jobs += check.output.split(separator: "\n").filter { $0.hasPrefix("seed=") }.map(String.init)
      }
      #expect(jobs.count == 64 && Set(jobs).count == 64)
      #expect(jobs.contains("seed=64: writes foxes/hybrid-64.png, foxes/hybrid-sheet-64.png"))
    }
  }
}
