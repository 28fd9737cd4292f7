import Basics
import Foundation
import TestSupport
import Testing

/// Programs as processes: what they get and give, and every way in which they can end.
@Suite struct ExternalProgramTests {
  private func shell(_ script: String, timeout: Double = 60, mostBytes: Int = 1 << 20) -> ExternalProgram {
    ExternalProgram(["sh", "-c", script], timeout: timeout, mostBytes: mostBytes)
  }

  private func text(_ script: String) throws -> String {
    String(decoding: try shell(script).run([]).output, as: UTF8.self)
  }

  private func fault(_ program: ExternalProgram, _ input: [UInt8] = []) throws -> ProgramFault {
    try #require(throws: ProgramFault.self) { try program.run(input) }
  }

  /// More than pipes hold goes in, out and to standard error at once.
  @Test func manyBytesBothWays() throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let program = shell("head -c 500000 /dev/zero >&2; cat", mostBytes: bytes.count)
    #expect(try program.run(bytes).output == bytes)
  }

  @Test func inputThatNobodyReads() throws {
    let result = try shell("exec 0<&-; echo done").run([UInt8](repeating: 1, count: 1_000_000))
    #expect(result.output == Array("done\n".utf8))
  }

  @Test func emptyInputEnds() throws { #expect(try text("cat; echo end") == "end\n") }

  /// A fresh folder, which is removed with all that is in it, and few variables.
  @Test func itsSurroundings() throws {
    let lines = try text("mkdir -p a/b; touch a/b/c; ln -s / d; pwd; env | cut -d = -f 1 | sort").split(separator: "\n")
    #expect(lines[0].contains("/pipelinekit-") && !FileSystem.exists(String(lines[0])))
    // The shell itself sets PWD, and some shells two more.
    let names = lines.dropFirst().filter { !["PWD", "OLDPWD", "SHLVL", "_"].contains($0) }
    #expect(Set(names) == ["HOME", "LANG", "PATH"])
  }

  /// Only the three standard streams are open, and no signal is ignored or blocked.
  @Test func itsProcess() throws {
    let open = try text("ls /proc/$$/fd").split(separator: "\n").compactMap { Int($0) }
    #expect(open.filter { $0 < 10 } == [0, 1, 2])
    let masks = try text("grep -E 'Sig(Blk|Ign)' /proc/self/status | cut -f 2").split(separator: "\n")
    // The C library keeps signals 32 and 33 for itself and ignores them in every process that it starts.
    #expect(masks.map { UInt64($0, radix: 16).map { $0 & ~0x1_8000_0000 } } == [0, 0])
  }

  @Test func failure() throws {
    let fault = try fault(shell("for i in $(seq 30); do echo line $i >&2; done; exit 3"))
    let name = "sh -c for i in $(seq 30); do echo line $i >&2; done; exit 3"
    #expect("\(fault)" == "the program '\(name)' ended with exit code 3")
    #expect(fault.details == (11...30).map { "line \($0)" })
  }

  @Test func crash() throws {
    #expect("\(try fault(shell("kill -SEGV $$")))".hasSuffix(" was ended by signal 11 (Segmentation fault)"))
  }

  @Test func tooLate() throws {
    let start = Date()
    let fault = try fault(shell("echo waits >&2; sleep 100", timeout: 0.2))
    #expect("\(fault)".hasSuffix(" was stopped after 0.2 s; 'timeout' sets the limit") && fault.details == ["waits"])
    #expect(-start.timeIntervalSinceNow < 30)
  }

  /// A program that does not end when it is asked to is killed, with all that it started.
  @Test func stubborn() throws {
    try withTemporaryFolder { folder in
      let script = "trap '' TERM; sleep 100 & echo $! > \(folder)/id; while true; do sleep 0.1; done"
      #expect("\(try fault(shell(script, timeout: 0.3)))".contains("was stopped after 0.3 s"))
      let id = try String(contentsOfFile: folder + "/id", encoding: .utf8).trimmingCharacters(in: .newlines)
      #expect(isGone(id))
    }
  }

  /// A process that a program leaves behind holds nothing up.
  @Test func leftover() throws {
    let start = Date()
    let id = try text("sleep 100 & echo $!").trimmingCharacters(in: .newlines)
    #expect(-start.timeIntervalSinceNow < 30 && isGone(id))
  }

  /// Whether no process of that id runs; one that nobody waited for yet is a zombie.
  private func isGone(_ id: String) -> Bool {
    for _ in 0..<100 {
      guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return true }
      if status.contains(") Z ") { return true }
      usleep(20_000)
    }
    return false
  }

  @Test func tooMuch() throws {
    #expect("\(try fault(shell("yes", mostBytes: 100_000)))".hasSuffix("it gave more than 100000 bytes"))
    #expect(try shell("head -c 1000 /dev/zero", mostBytes: 1000).run([]).output.count == 1000)
  }

  @Test func cancelled() async throws {
    let task = Task { try shell("sleep 1000", timeout: 900).run([]) }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func noProgram() throws {
    let fault = try fault(ExternalProgram(["no-such-program"]))
    #expect("\(fault)" == "there is no program 'no-such-program' in the folders of PATH")
    #expect(fault.cause == .missingInput)
    #expect("\(try self.fault(ExternalProgram(["./none"])))" == "there is no program './none'")
    #expect("\(try self.fault(ExternalProgram(["sh", "a\0b"])))".hasSuffix("an argument holds a zero byte"))
  }

  /// Valgrind forks where `posix_spawn` shares memory, and so loses the error of `exec`.
  @Test(.disabled(if: Sanitizer.current == .valgrind)) func notExecutable() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write(Array("#!/bin/sh\n".utf8), to: folder + "/program")
      let fault = try fault(ExternalProgram([folder + "/program"]))
      #expect("\(fault)" == "the program '\(folder)/program' can't be started: Permission denied")
    }
  }
}
