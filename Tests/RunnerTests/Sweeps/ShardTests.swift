import Basics
import Foundation
import TestSupport
import Testing

/// Parts of a sweep, told by an option or by a scheduler's variables.
@Suite struct ShardTests {
  /// What a task of an array of `tasks` finds in its environment, as Slurm sets it.
  static func slurm(_ task: Int, of tasks: [Int], step: Int) -> [String: String] {
    [
      "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "\(task)", "SLURM_ARRAY_TASK_COUNT": "\(tasks.count)",
      "SLURM_ARRAY_TASK_MIN": "\(tasks.first!)", "SLURM_ARRAY_TASK_MAX": "\(tasks.last!)",
      "SLURM_ARRAY_TASK_STEP": "\(step)",
    ]
  }

  static func kubernetes(_ index: Int, of count: Int) -> [String: String] {
    ["JOB_COMPLETION_INDEX": "\(index)", "PIPELINEKIT_SHARDS": "\(count)"]
  }

  /// The environments of all tasks together.
  static let schedules: [[[String: String]]] = [
    (0...3).map { slurm($0, of: [0, 1, 2, 3], step: 1) }, (1...3).map { slurm($0, of: [1, 2, 3], step: 1) },
    [10, 30, 50, 70].map { slurm($0, of: [10, 30, 50, 70], step: 20) },
    // A list: Slurm 22.05 says that its step is 1.
    [10, 30, 50].map { slurm($0, of: [10, 30, 50], step: 1) }, [slurm(6, of: [6], step: 1)],
    (0..<5).map { kubernetes($0, of: 5) }, (0..<9).map { kubernetes($0, of: 9) },
  ]

  /// Tasks do every job once, between them, and each says which part it does.
  @Test(arguments: schedules) func tasks(of environments: [[String: String]]) throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/noise.json")
      var written: [String] = []
      for (number, environment) in environments.enumerated() {
        let part = try Program(folder: folder, environment: environment)("noise.json", "--each", "seed=1..8")
        let lines = part.output.split(separator: "\n").map(String.init)
        // Every so manieth job, as with --shard.
        let expected = (1...8).filter { ($0 - 1) % environments.count == number }.map { "wrote o-\($0).png" }
        #expect(part.exit == 0 && lines == expected, "\(part.errors)")
        let variable = environment["SLURM_ARRAY_TASK_ID"] == nil ? "JOB_COMPLETION_INDEX" : "SLURM_ARRAY_TASK_ID"
        #expect(
          part.errors.hasPrefix(
            """
            part \(number + 1) of \(environments.count), from \(variable): \(expected.count) of 8 jobs; \
            --shard 1/1 does all

            """), "\(part.errors)")
        written += lines
      }
      #expect(Set(written).count == 8)
    }
  }

  /// The option counts more than variables; a whole that is asked for leaves no plan; other runs have no parts.
  @Test func theOptionFirst() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/noise.json")
      let task = Program(folder: folder, environment: Self.slurm(1, of: [0, 1], step: 1))
      let third = try task("noise.json", "--each", "seed=1..6", "--shard", "3/3", "--out", "a")
      #expect(third.exit == 0 && third.output == "wrote a/o-3.png\nwrote a/o-6.png\n")
      #expect(!third.errors.contains("part "))
      let whole = try task("noise.json", "--each", "seed=1..2", "--shard", "1/1", "--out", "b")
      #expect(whole.newFiles == ["b", "b/o-1.png", "b/o-2.png"] && !whole.errors.contains("part "))
      #expect(try task("noise.json", "--out", "c").newFiles == ["c", "c/o.png"])
      let unset = Program(folder: folder, environment: ["SLURM_ARRAY_TASK_ID": "", "JOB_COMPLETION_INDEX": ""])
      #expect(try unset("noise.json", "--each", "seed=1..2", "--out", "d").newFiles == ["d", "d/o-1.png", "d/o-2.png"])
    }
  }

  /// `check` looks at the part too, and says so.
  @Test func check() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/noise.json")
      let task = Program(folder: folder, environment: Self.slurm(4, of: [3, 4], step: 1))
      let check = try task("check", "noise.json", "--each", "seed=1..3")
      #expect(check.exit == 0 && check.output == "noise.json: fine\n1 job\nseed=2: writes o-2.png\n")
      #expect(check.errors == "part 2 of 2, from SLURM_ARRAY_TASK_ID: 1 of 3 jobs; --shard 1/1 does all\n")
      #expect(check.newFiles.isEmpty)
    }
  }
}
