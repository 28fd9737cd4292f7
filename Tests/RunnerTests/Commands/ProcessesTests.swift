import Basics
import Foundation
import TestSupport
import Testing

/// Processes that Open MPI starts train one network. `make mpi` does the same on two hosts.
@Suite(
  .enabled(
    if: Sanitizer.current == nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/mpirun"),
    "needs mpirun (Debian's openmpi-bin), without sanitizers"))
struct ProcessesTests {
  /// mpirun's options: tests may run as root, and machines may have one core.
  static func mpirun(_ processes: Int) -> String {
    "OMPI_MCA_rmaps_base_oversubscribe=1 exec mpirun --allow-run-as-root --bind-to none --quiet -n \(processes) \"$0\" \"$@\""
  }

  static func withDigits(_ body: (Program) throws -> Void) throws {
    try TrainingCommandTests.withDigits { runner in
      let recipe = TrainingCommandTests.recipe.replacing("\"epochs\": 30 }", with: "\"epochs\": 2, \"parts\": 1 }")
        .replacing("\"batch\": 8,", with: "\"batch\": 8, \"parts\": \"$parts\",")
      try AtomicFile.write(Array(recipe.utf8), to: runner.folder + "/r.json")
      try body(runner)
    }
  }

  static func files(_ folder: String) throws -> [String: Data?] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: "\(folder)/\($0)")) })
  }

  @Test func trainTheSameAsOne() throws {
    try Self.withDigits { runner in
      #expect(try runner("train", "r.json", "parts=2", "--out", "one", "--quiet").exit == 0)
      // A part for each process, without saying so.
      let two = try runner.shell(Self.mpirun(2), ["train", "r.json", "--out", "two", "--json"])
      #expect(two.exit == 0 && two.errors.isEmpty, "\(two.errors)")
      let one = try Self.files(runner.folder + "/one")
      #expect(one.keys.contains("epoch-01/sheet.png") && one.keys.contains("model/model.safetensors"))
      #expect(try Self.files(runner.folder + "/two") == one)
      // One process tells.
      let events = two.output.split(separator: "\n").filter { !$0.contains("\"progress\"") }
        .compactMap { $0.firstMatch(of: /"event":"(\w+)"/).map { String($0.1) } }
      #expect(events == ["begin", "wrote", "epoch", "epoch", "wrote", "end"])
      let again = try runner.shell(Self.mpirun(2), ["train", "r.json", "--out", "two", "--quiet"])
      #expect(
        again.exit == 64
          && again.errors
            == "error: two: there is a run already; continue it with --resume, or name another folder with --out\n"
      )
    }
  }

  @Test func aStoppedProcessIsNamed() throws {
    try Self.withDigits { runner in
      #expect(try runner("train", "r.json", "parts=2", "epochs=8", "--out", "one", "--quiet").exit == 0)
      let arguments = ["train", "r.json", "epochs=8", "--out", "two", "--quiet", "--peer-timeout", "2"]
      let stopped = try runner.shell(Self.mpirun(2), arguments) { process in
        let end = Date() + 50
        while !FileManager.default.fileExists(atPath: runner.folder + "/two/state.safetensors"), Date() < end {
          usleep(1000)
        }
        while let id = try Self.second(of: runner.folder), Date() < end {
          kill(id, SIGSTOP)
          if try Self.isStopped(id) { break }
        }
      }
      #expect(stopped.exit == 69)
      let line = /error: process 1 on \S+ has not answered for 2 s: it was stopped, or its network is cut;/
      #expect(
        stopped.errors.firstMatch(of: line) != nil && stopped.errors.matches(of: /error:/).count == 1,
        "\(stopped.errors)")
      let resumed = try runner.shell(Self.mpirun(2), arguments + ["--resume"])
      #expect(resumed.exit == 0, "\(resumed.errors)")
      #expect(try Self.files(runner.folder + "/two") == Self.files(runner.folder + "/one"))
    }
  }

  /// The second process of the run in a folder.
  private static func second(of folder: String) throws -> pid_t? {
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
      guard let id = pid_t(name), let variables = FileManager.default.contents(atPath: "/proc/\(id)/environ") else {
        continue
      }
      let words = String(decoding: variables, as: UTF8.self).split(separator: "\0")
      if words.contains("OMPI_COMM_WORLD_RANK=1"), words.contains("HOME=\(folder)") { return id }
    }
    return nil
  }

  private static func isStopped(_ id: pid_t) throws -> Bool {
    try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8).contains(") T ")
  }
}
