import Basics
import Foundation
import PipelineCommands
import Synchronization
import TestSupport
import Testing

/// The kernel's confinement (docs/security.md), where the kernel has it. It holds for the thread that asks for it and for
/// those that it starts: a test closes it in a thread or a process of its own.
@Suite(.enabled(if: Wall.obstacle == nil)) struct WallTests {
  /// What `body` returns in a thread behind `wall`.
  private func behind<Result: Sendable>(_ wall: Wall, _ body: @escaping @Sendable () -> Result) throws -> Result {
    let result = Mutex<(reason: String?, Result)?>(nil)
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let reason = wall.close()
      let found = body()
      result.withLock { $0 = (reason, found) }
      done.signal()
    }
    done.wait()
    let (reason, found) = try #require(result.withLock { $0 })
    #expect(reason == nil)
    return found
  }

  /// A stage that opens a file without any rule of the program's is refused by the kernel: outside of the folders, through
  /// a link out of them, and where it may read but not write.
  @Test func whatNoRuleOfTheProgramSees() throws {
    try withTemporaryFolder { folder in
      for name in ["in", "out", "other"] { try AtomicFile.write([1], to: "\(folder)/\(name)/file") }
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/in/link", withDestinationPath: folder + "/other/file")
      let wall = Wall(reading: [folder + "/in"], writing: [folder + "/out"], making: [folder + "/out/not/yet"])
      let (read, written) = try behind(wall) {
        let read = ["in/file", "out/file", "in/link", "other/file"].filter { name in
          (try? FileFault.contents(of: "\(folder)/\(name)")) != nil
        }
        let written = ["in/new", "out/new", "out/not/yet/new", "other/new"].filter { name in
          (try? AtomicFile.write([2], to: "\(folder)/\(name)")) != nil
        }
        return (read, written)
      }
      #expect(read == ["in/file", "out/file"])
      #expect(written == ["out/new", "out/not/yet/new"])
      // Other threads are free.
      #expect(try FileFault.contents(of: folder + "/other/file") == [1])
    }
  }

  /// A file that a link of the user's leads to need not exist yet, nor the folder of an output.
  @Test func outputsThatDoNotExist() throws {
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder + "/own")
      for name in ["own", "other"] { try FileSystem.makeFolders("\(folder)/\(name)") }
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/link.png", withDestinationPath: folder + "/other/new.png")
      let text = """
        {"parameters": {"output": "o.png"}, "stages": {
          "g": {"stage": "generator", "seed": 1},
          "n": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 8, 8]},
          "w": {"stage": "write-image", "image": "@n", "to": "$output"}}}
        """
      try AtomicFile.write(Array(text.utf8), to: runner.folder + "/f.json")
      #expect(try runner("f.json", "output=link.png").exit == 0 && FileSystem.exists(folder + "/other/new.png"))
      #expect(try runner("f.json", "output=new/deep/o.png").newFiles.last == "new/deep/o.png")
      #expect(try runner("f.json", "--out", "newer/deep").newFiles.last == "newer/deep/o.png")
      // A folder in which nothing is written isn't made.
      #expect(try runner("f.json", "output=../up.png", "--out", "newest").output == "wrote up.png\n")
      #expect(!FileSystem.exists(runner.folder + "/newest"))
    }
  }

  /// A folder of a model whose parts are links to folders of links, as in a cache of downloads, can be trained further.
  @Test func linksOfLinks() throws {
    try withTemporaryFolder { folder in
      let (runner, cache) = (Program(folder: folder + "/own"), folder + "/cache")
      try FileSystem.makeFolders(runner.folder)
      for part in ["model_index.json", "unet", "scheduler", "tokenizer", "text_encoder"] {
        let from = "\(Fixtures.package)/models/mini-if/\(part)"
        try FileSystem.makeFolders(cache + "/files")
        try FileManager.default.copyItem(atPath: from, toPath: "\(cache)/files/\(part)")
        try FileSystem.makeFolders("\(cache)/parts/\(part)")
        try FileSystem.makeFolders(runner.folder + "/m")
        let names = FileSystem.isFolder(from) ? try FileSystem.names(in: from) : []
        for name in names {
          try FileManager.default.createSymbolicLink(
            atPath: "\(cache)/parts/\(part)/\(name)", withDestinationPath: "../../files/\(part)/\(name)")
        }
        try FileManager.default.createSymbolicLink(
          atPath: "\(runner.folder)/m/\(part)",
          withDestinationPath: names.isEmpty ? "\(cache)/files/\(part)" : "\(cache)/parts/\(part)")
      }
      let run = try runner(
        "train", "fine-tune", "model=m", "epochs=1", "steps=1", "batch=1", "sheets=[]", "--out", "o", "--quiet")
      #expect(run.exit == 0, "\(run.errors)")
      // The same where it is installed, by such a link, under the name that the recipe has.
      try FileSystem.makeFolders(runner.folder + "/mods")
      try FileManager.default.createSymbolicLink(
        atPath: runner.folder + "/mods/mini-if", withDestinationPath: "../m")
      var other = runner
      other.environment["PIPELINEKIT_MODELS"] = "mods"
      let installed = try other(
        "train", "fine-tune", "epochs=1", "steps=1", "batch=1", "sheets=[]", "--out", "p", "--quiet")
      #expect(installed.exit == 0, "\(installed.errors)")
    }
  }

  /// A training run is confined as a pipeline's is.
  @Test func trainingRuns() throws {
    try TrainingCommandTests.withDigits { runner in
      let script = """
        '\(Program.path)' train r.json epochs=100000 --out a --quiet & pid=$!
        until test -e a/state.safetensors; do kill -0 $pid || break; sleep 0.01; done
        grep -q 'NoNewPrivs:.*1' /proc/$pid/status && echo closed
        kill $pid; wait $pid
        """
      let run = try runner.shell(script)
      #expect(run.exit == 143 && run.output.contains("closed"), "\(run.errors)")
    }
  }
}
