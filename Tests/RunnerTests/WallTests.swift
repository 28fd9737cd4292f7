import Basics
import Foundation
import PipelineCommands
import Synchronization
import TestSupport
import Testing

/// The kernel's confinement (docs/security.md), where the kernel has it. It holds for the thread that asks for it and for
/// those that it starts, so each test has a thread of its own.
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
      let wall = Wall(reading: [folder + "/in"], writing: [folder + "/out", folder + "/out/not/yet"])
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
