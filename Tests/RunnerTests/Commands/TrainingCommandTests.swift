import Basics
import Foundation
import Images
import Tensors
import TestSupport
import Testing

/// What `train`, `check` and `evaluate` do when nothing is wrong.
@Suite struct TrainingCommandTests {
  static let recipe = """
    {
      "recipe": "tiny",
      "parameters": { "epochs": 30 },
      "network": { "channels": 2, "time": true, "class": true },
      "objective": { "learn": "estimate", "steps": 5 },
      "data": { "folder": "data" },
      "run": { "epochs": "$epochs", "batch": 8, "rate": 0.001, "sheets": [1] }
    }
    """

  /// A folder with the recipe as r.json, one for a classifier as c.json, and digits whose place tells their label.
  static func withDigits(_ body: (Program) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try writeDigits(to: folder + "/data")
      try AtomicFile.write(Array(recipe.utf8), to: folder + "/r.json")
      let classifier = recipe.replacingOccurrences(of: ", \"time\": true, \"class\": true", with: "")
        .replacingOccurrences(of: "\"estimate\", \"steps\": 5", with: "\"classify\"")
        .replacingOccurrences(of: ", \"sheets\": [1]", with: "").replacingOccurrences(of: "tiny", with: "reader")
      try AtomicFile.write(Array(classifier.utf8), to: folder + "/c.json")
      try body(Program(folder: folder))
    }
  }

  /// Writes 60 digits for training and 60 for tests, whose place tells their label.
  static func writeDigits(to folder: String) throws {
    func idx(_ shape: [UInt8]) -> [UInt8] { [0, 0, 8, UInt8(shape.count)] + shape.flatMap { [0, 0, 0, $0] } }
    for part in ["train", "t10k"] {
      let labels = (0..<60).map { UInt8($0 * 7 % 10) }
      let pixels = labels.flatMap { label in (0..<784).map { UInt8($0 % 28 / 2 == 2 + Int(label) ? 255 : 0) } }
      try AtomicFile.write(idx([60, 28, 28]) + pixels, to: "\(folder)/\(part)-images-idx3-ubyte")
      try AtomicFile.write(idx([60]) + labels, to: "\(folder)/\(part)-labels-idx1-ubyte")
    }
  }

  /// What `nohup` starts goes on when its terminal is closed.
  @Test func goesOnWithoutItsTerminal() throws {
    try Self.withDigits { runner in
      let script = #"trap '' HUP; exec "$0" "$@""#
      let result = try runner.shell(script, ["train", "r.json", "epochs=2", "--out", "a", "--quiet"]) { process in
        let limit = Date() + 30
        let state = runner.folder + "/a/state.safetensors"
        while !FileManager.default.fileExists(atPath: state), process.isRunning, Date() < limit { usleep(1000) }
        kill(process.processIdentifier, SIGHUP)
      }
      #expect(result.exit == 0 && result.errors.isEmpty, "\(result.errors)")
      #expect(result.newFiles.contains("a/model/model.safetensors"))
    }
  }

  /// Ctrl-C, a request to terminate, the end of the terminal and kill -9, each followed by --resume, end in the bytes of a run that nobody stopped.
  @Test func stoppedRunsEndAsOthersDo() throws {
    try Self.withDigits { runner in
      let state = runner.folder + "/a/state.safetensors"
      for (signal, code) in [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGKILL, 9)] {
        let result = try runner.run(
          ["train", "r.json", "--out", "a"] + (FileManager.default.fileExists(atPath: state) ? ["--resume"] : [])
        ) { process in
          let limit = Date() + 30
          func stamp() -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: state))?[.modificationDate] as? Date
          }
          let before = stamp()
          while stamp() == before, process.isRunning, Date() < limit { usleep(1000) }
          kill(process.processIdentifier, signal)
        }
        #expect(result.exit == code)
        if signal != SIGKILL {
          #expect(result.errors.contains("interrupted ") && result.errors.hasSuffix("--resume continues the run\n"))
        }
      }
      let rest = try runner("train", "r.json", "--out", "a", "--resume", "--quiet")
      #expect(rest.exit == 0 && rest.output.isEmpty && rest.errors.isEmpty, "\(rest.errors)")
      let whole = try runner("train", "r.json", "--out", "b")
      #expect(whole.exit == 0 && whole.output.hasSuffix("wrote b/model\n"), "\(whole.errors)")
      #expect(whole.output.contains("wrote b/epoch-01/sheet.png") && !whole.errors.contains("\u{1b}"))
      for file in ["state.safetensors", "model/model.safetensors", "loss.csv", "loss.png", "epoch-01/sheet.png"] {
        let (a, b) = (
          FileManager.default.contents(atPath: runner.folder + "/a/" + file),
          FileManager.default.contents(atPath: runner.folder + "/b/" + file)
        )
        #expect(a != nil && a == b, "\(file)")
      }
    }
  }

  /// A state that doesn't say its version (Tests/Fixtures/training/unversioned) goes on to the bytes of a run that nobody
  /// stopped. It was made with AVX2, and not under a sanitizer (`PinnedBytesTests.training`).
  @Test(.enabled(if: PinnedBytesTests.sets.contains("avx2") && Sanitizer.current == nil))
  func statesWithoutAVersionGoOn() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder, environment: ["PIPELINEKIT_ISA": "avx2", "PIPELINEKIT_PRODUCTS": "own"])
      try Self.writeDigits(to: folder + "/data")
      let fixture = Fixtures.path("training/unversioned")
      // Without the sheet in whose making the run was stopped.
      let recipe = String(decoding: try FileFault.contents(of: fixture + "/recipe.json"), as: UTF8.self)
      try AtomicFile.write(Array(recipe.replacing(", \"sheets\": [1]", with: "").utf8), to: folder + "/r.json")
      try AtomicFile.write(
        FileFault.contents(of: fixture + "/state.safetensors"), to: folder + "/a/state.safetensors")
      #expect(try SafeTensors(path: folder + "/a/state.safetensors").metadata["version"] == nil)
      for arguments in [["a", "--resume"], ["b"]] {
        let result = try runner.run(["train", "r.json", "--quiet", "--out"] + arguments)
        #expect(result.exit == 0 && result.errors.isEmpty, "\(result.errors)")
      }
      for file in ["state.safetensors", "model/model.safetensors", "epoch-01/model.safetensors", "loss.csv"] {
        let contents = ["a", "b"].map { FileManager.default.contents(atPath: "\(folder)/\($0)/\(file)") }
        #expect(contents[0] != nil && contents[0] == contents[1], "\(file)")
      }
      #expect(try SafeTensors(path: folder + "/a/state.safetensors").metadata["version"] == "3")
    }
  }

  /// A run is resumed and measured with the parameters that it was made with, unless the command line says others.
  @Test func aRunKnowsItsParameters() throws {
    try Self.withDigits { runner in
      #expect(try runner("train", "r.json", "epochs=2", "--out", "a", "--quiet").exit == 0)
      let resumed = try runner("train", "r.json", "--out", "a", "--resume")
      #expect(resumed.exit == 0 && resumed.output == "the run is finished: a/model\n", "\(resumed.errors)")
      #expect(resumed.errors == "note: this run has epochs=2, which is taken from a\n")
      let other = try runner("train", "r.json", "epochs=3", "--out", "a", "--resume")
      #expect(other.exit == 64 && other.errors.contains("it has epochs=2, not 3"), "\(other.errors)")
      let measured = try runner("evaluate", "r.json", "--model", "a", "--samples", "0")
      #expect(measured.exit == 0 && measured.errors.hasPrefix("note: this run has epochs=2, which is taken from a\n"))
    }
  }

  /// A run is resumed with the data that it began with, wherever the recipe looks for some.
  @Test func aRunKnowsItsData() throws {
    try Self.withDigits { runner in
      let bound = Self.recipe.replacing(#""folder": "data""#, with: #""folder": "$data""#)
        .replacing(#""epochs": 30"#, with: #""epochs": 1, "data": "nowhere""#)
      try AtomicFile.write(Array(bound.utf8), to: runner.folder + "/d.json")
      #expect(try runner("train", "d.json", "data=data", "--out", "a", "--quiet").exit == 0)
      let resumed = try runner("train", "d.json", "--out", "a", "--resume")
      #expect(resumed.exit == 0 && resumed.output == "the run is finished: a/model\n", "\(resumed.errors)")
      #expect(resumed.errors == "note: this run has data=data, which is taken from a\n")
      let measured = try runner("evaluate", "d.json", "--model", "a", "--samples", "0")
      #expect(measured.exit == 0 && measured.errors.hasPrefix("note: this run has data=data, "), "\(measured.errors)")
      try FileManager.default.moveItem(atPath: runner.folder + "/data", toPath: runner.folder + "/moved")
      let lost = try runner("train", "d.json", "--out", "a", "--resume")
      #expect(lost.exit == 66, "\(lost.errors)")
      #expect(
        lost.errors.hasPrefix(
          "note: the data of this run was in data, which is not there; 'data=DIR' says where it is now\n"))
      #expect(try runner("train", "d.json", "data=moved", "--out", "a", "--resume").errors.isEmpty)
    }
  }

  @Test func eventsOfTraining() throws {
    try Self.withDigits { runner in
      let run = try runner("train", "c.json", "epochs=1", "--out", "a", "--json")
      #expect(run.exit == 0 && run.errors.isEmpty)
      let events = try run.output.split(separator: "\n").map { line in
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      let names = events.compactMap { $0["event"] as? String }
      #expect(names.first == "begin" && names.last == "end" && names.contains("progress") && names.contains("epoch"))
      #expect(events.last?["done"] as? Bool == true)
      for event in events {
        let time = try #require(event["time"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/) != nil, "\(time)")
      }
      let again = try runner("train", "c.json", "epochs=1", "--out", "a", "--json")
      #expect(again.exit == 64 && again.output.contains(#""event":"error""#))
    }
  }

  @Test func checksRecipes() throws {
    try Self.withDigits { runner in
      let result = try runner("check", "r.json", "epochs=2")
      #expect(result.exit == 0 && result.newFiles.isEmpty)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 3 && lines[0] == "r.json: fine", "\(lines)")
      #expect(lines[1].hasPrefix("reads ") && lines[2].hasPrefix("writes runs/") && lines[2].hasSuffix("/"), "\(lines)")
      let out = try runner("check", "r.json", "--out", "elsewhere").output
      #expect(out.hasSuffix("writes elsewhere/\n"))
    }
  }

  @Test func evaluates() throws {
    try Self.withDigits { runner in
      for file in ["r.json", "c.json"] { #expect(try runner("train", file, "epochs=8", "--quiet").exit == 0) }
      let reader = try runner("evaluate", "c.json", "epochs=8")
      #expect(reader.exit == 0 && reader.output.contains(" of 60 test digits classified correctly ("), "\(reader)")
      // A run's folder stands for the network that it left, in pipelines too.
      let judge = runner.folder + "/runs/reader"
      #expect(try runner("evaluate", "c.json", "epochs=8", "--model", judge).output == reader.output)
      try AtomicFile.write(
        Array(
          #"{"stages": {"m": {"stage": "model", "from": "runs/tiny"}, "c": {"stage": "label", "model": "@m", "class": 10}, "w": {"stage": "write-tensor", "tensors": {"c": "@c"}, "to": "o.safetensors"}}}"#
            .utf8),
        to: runner.folder + "/p.json")
      #expect(try runner("check", "p.json").errors.contains("'class' takes 0 … 9, found 10"))
      let result = try runner("evaluate", "r.json", "epochs=8", "--samples", "20", "--judge", judge)
      let lines = result.output.split(separator: "\n")
      #expect(result.exit == 0 && lines.count == 2, "\(result)")
      #expect(lines[0].contains("mean squared error") && lines[0].hasSuffix("on 60 test digits, 5 timesteps each"))
      #expect(lines[1].contains(" of 20 drawn digits classified as the requested class"))
      // The network's own settings count, and that is said.
      let other = try String(contentsOfFile: runner.folder + "/r.json", encoding: .utf8)
        .replacingOccurrences(of: "\"channels\": 2", with: "\"channels\": 3")
        .replacingOccurrences(of: "\"steps\": 5", with: "\"steps\": 7")
      try AtomicFile.write(Array(other.utf8), to: runner.folder + "/o.json")
      let own = try runner("evaluate", "o.json", "epochs=8", "--samples", "20", "--judge", judge)
      #expect(own.exit == 0 && own.output == result.output, "\(own)")
      #expect(
        own.errors.hasPrefix(
          "runs/tiny/model: has network.channels=2, not 3; objective.steps=5, not 7 as in the recipe; it is measured as it is\n"
        ), "\(own)")
      // Networks in each other's place.
      let wrong = try runner("evaluate", "c.json", "--model", runner.folder + "/runs/tiny/model")
      #expect(wrong.exit == 65 && wrong.errors.contains("is not what the recipe 'reader' trains"))
      let blind = try runner("evaluate", "r.json", "--judge", runner.folder + "/runs/tiny/model")
      #expect(blind.exit == 65 && blind.errors.contains("a classifier should read the digits"))
    }
  }
}
