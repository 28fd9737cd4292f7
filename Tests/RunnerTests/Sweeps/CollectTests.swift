import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// What shards leave, and what `runner collect` makes of it.
@Suite struct CollectTests {
  private func withNoise<R>(_ body: (Program) throws -> R) throws -> R {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array(SweepTests.noise.utf8), to: folder + "/noise.json")
      return try body(Program(folder: folder))
    }
  }

  private let each = ["noise.json", "--each", "seed=1..3", "--each", "scale=0.5,1", "--out", "out", "--shard"]

  @Test func whatIsMissing() throws {
    try withNoise { runner in
      #expect(
        try runner.run(each + ["1/3"]).newFiles == ["out", "out/o-1-0.5.png", "out/o-2-1.png", "out/sweep-plan.json"])
      #expect(try runner.run(each + ["3/3"]).exit == 0)
      let part = try runner("collect", "out")
      #expect(part.exit == 66)
      #expect(
        part.output == """
          missing seed=1 scale=1
          missing seed=3 scale=0.5
          wrote out/sheet.png
          wrote out/index.html

          """)
      #expect(part.errors == "error: 2 of 6 jobs are missing; the sweep's command makes them, and no others\n")
      #expect(part.newFiles == ["out/index.html", "out/sheet.png"])
      let read = { try String(contentsOfFile: runner.folder + "/out/index.html", encoding: .utf8) }
      #expect(try read().contains(#""picture":"o-2-1.png""#) && !read().contains("o-1-1.png"))
      // The same command makes what is missing, as one process or several; a sheet of all is that of one process.
      #expect(try runner.run(each + ["2/3"]).output == "wrote out/o-1-1.png\nwrote out/o-3-0.5.png\n")
      let all = try runner("collect", "out")
      #expect(all.exit == 0 && all.output == "wrote out/sheet.png\nwrote out/index.html\n")
      #expect(all.errors.hasPrefix("all 6 jobs are there\n"))
      #expect(try read().contains(#""picture":"o-1-1.png""#))
      let single = try runner.run(Array(each.dropLast()) + ["--sheet", "single.png"])
      #expect(single.output == "wrote out/single.png\n")
      let sheet = { try ImageFile.read(runner.folder + "/out/" + $0) }
      #expect(try sheet("sheet.png") == sheet("single.png"))

      // A picture that was cut off is missing, and made again.
      let cut = runner.folder + "/out/o-1-0.5.png"
      let whole = try FileFault.contents(of: cut)
      try AtomicFile.write(Array(whole.dropLast(20)), to: cut)
      let damaged = try runner("collect", "out")
      #expect(damaged.exit == 66 && damaged.output.hasPrefix("missing seed=1 scale=0.5\nwrote out/sheet.png\n"))
      #expect(damaged.errors == "error: 1 of 6 jobs is missing; the sweep's command makes it, and no others\n")
      #expect(try runner.run(Array(each.dropLast())).exit == 73, "it isn't known to be the sweep's")
      #expect(try runner.run(Array(each.dropLast()) + ["--overwrite"]).output == "wrote out/o-1-0.5.png\n")
      #expect(try FileFault.contents(of: cut) == whole)

      // A picture that was made with another value of what its name doesn't show is another's.
      #expect(try runner("noise.json", "scale=0.5", "word=b", "seed=2", "output=out/o-2-0.5.png").exit == 0)
      let other = try runner("collect", "out", "--sheet", "all.jpg", "--page", "page")
      #expect(other.exit == 66 && other.newFiles == ["out/all.jpg", "out/page", "out/page/index.html"])
      #expect(other.output.hasPrefix("missing seed=2 scale=0.5\nwrote out/all.jpg\n"))
    }
  }

  /// Shards that begin together agree on one plan, whatever their number and their other options.
  @Test func onePlan() throws {
    try withNoise { runner in
      let sweep = "\"$0\" noise.json --each seed=1..40 scale=2 word=ü --quiet"
      let together = try runner.shell(
        "seq 8 | xargs -P 8 -I N \(sweep) --shard N/8 --out out; ls -A out | grep -c part")
      #expect(together.output == "0\n" && together.errors.isEmpty, "\(together.errors)")
      #expect(together.newFiles.count == 42)
      // Each by itself writes the same bytes.
      #expect(try runner.shell("\(sweep) --shard 2/3 --out b; \(sweep) --threads 1 --shard 1/2 --out c").exit == 0)
      let plans = try ["out", "b", "c"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(runner.folder)/\($0)/sweep-plan.json"))
      }
      #expect(plans[0] == plans[1] && plans[0] == plans[2])
      #expect(try runner("collect", "out").exit == 0)
    }
  }

  /// A folder is of one sweep: shards of another are refused, and write nothing.
  @Test func anotherSweep() throws {
    try withNoise { runner in
      #expect(try runner.run(each + ["1/3"]).exit == 0)
      func refused(_ arguments: String..., says difference: String) throws {
        let other = try runner.run(arguments + ["--out", "out", "--shard", "1/2"])
        #expect(other.exit == 73 && other.newFiles.isEmpty && other.output.isEmpty)
        #expect(
          other.errors == """
            error: out/sweep-plan.json: is of another sweep, \(difference); choose another --out, or remove that file

            """)
      }
      try refused(
        "noise.json", "--each", "seed=1..4", says: "for each seed=1,2,3 scale=0.5,1, not seed=1,2,3,4")
      try refused(
        "noise.json", "--each", "seed=1..3", "--each", "scale=0.5,1", "word=b", says: "with no parameters, not word=b")
      try refused(
        "./noise.json", "--each", "seed=1..3", "--each", "scale=0.5,1", says: "of file noise.json, not ./noise.json")
      // As one process it may go on in that folder, as ever.
      #expect(try runner("noise.json", "--each", "seed=1..4", "--out", "out").exit == 0)
    }
  }

  /// A shard that is killed and started again makes what is missing, and nothing that is there.
  @Test func requeued() throws {
    try withNoise { runner in
      let task = Program(folder: runner.folder, environment: ShardTests.slurm(2, of: [1, 2], step: 1))
      let command = ["noise.json", "--each", "seed=1..600", "--out", "out"]
      let out = runner.folder + "/out"
      func made() -> [String: Date] {
        let names = ((try? FileSystem.names(in: out)) ?? []).filter { $0.hasSuffix(".png") && !$0.hasPrefix(".") }
        return Dictionary(uniqueKeysWithValues: names.map { ($0, FileSystem.modified("\(out)/\($0)")!) })
      }
      let killed = try task.run(command) { process in
        while made().count < 3, process.isRunning { usleep(2000) }
        kill(process.processIdentifier, SIGKILL)
      }
      #expect(killed.exit == SIGKILL)
      let before = made()
      #expect((3..<300).contains(before.count))
      let again = try task.run(command)
      #expect(again.exit == 0)
      let after = made()
      #expect(after.count == 300 && before.allSatisfy { after[$0.key] == $0.value })
      let wrote = again.output.split(separator: "\n").map { String($0.dropFirst("wrote out/".count)) }
      #expect(wrote.count == 300 - before.count && wrote.allSatisfy { before[$0] == nil })
      #expect(again.errors.components(separatedBy: ": skipped, ").count - 1 == before.count)
    }
  }

  /// From anywhere, and after all has been moved together; parameters that are files are found.
  @Test func fromElsewhere() throws {
    try withTemporaryFolder { folder in
      let (work, runner) = (folder + "/work", Program(folder: folder))
      let text =
        #"{"parameters": {"picture": "x.png", "to": "f.png"}, "stages": {"r": {"stage": "read-image", "from": "$picture"}, "w": {"stage": "write-image", "image": "@r", "to": "$to"}}}"#
      try AtomicFile.write(Array(text.utf8), to: work + "/files/f.json")
      for name in ["a", "b"] {
        try ImageFile.write(.init([1, 1, 8, 8], repeating: 0.5), to: "\(work)/in/\(name).png")
      }
      let shards = try runner.shell(
        "cd work && for i in 1 2; do \"$0\" files/f.json --each picture='in/*.png' --out ../made --shard $i/2; done")
      #expect(shards.exit == 0, "\(shards.errors)")
      let elsewhere = try runner.shell("cd / && \"$0\" collect '\(folder)/made'")
      #expect(
        elsewhere.exit == 0 && elsewhere.newFiles == ["made/index.html", "made/sheet.png"], "\(elsewhere.errors)")
      #expect(elsewhere.output == "wrote \(folder)/made/sheet.png\nwrote \(folder)/made/index.html\n")
      let moved = try runner.shell("mkdir new && mv work made new && cd new/made && \"$0\" collect .")
      #expect(moved.exit == 0, "\(moved.errors)")
    }
  }

  @Test func events() throws {
    try withNoise { runner in
      #expect(try runner("noise.json", "--each", "seed=1..2", "--shard", "1/2").exit == 0)
      let collect = try runner("collect", ".", "--json")
      let events = collect.output.split(separator: "\n").map { $0.replacing(/"time":"[^"]*",?/, with: "") }
      #expect(
        events.first == #"{"count":2,"event":"job","index":1,"number":2,"state":"missing","values":{"seed":"2"}}"#)
      #expect(events.contains { $0.contains(#""event":"wrote""#) && $0.contains(#""path":"sheet.png""#) })
      #expect(events.last?.contains(#""code":66"#) == true, "\(events)")
    }
  }
}
