import Basics
import Foundation
import Tensors
import TestSupport

/// The real program, which the build puts beside the tests' executable, as a process in a folder of its own.
struct Program {
  /// What a run left behind.
  struct Result {
    var exit: Int32
    var output: String
    var errors: String
    /// Paths of the files in the folder that were not there before, sorted.
    var newFiles: [String]
  }

  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("runner").path

  /// What the tests themselves are run with: what kernels are held to, where sanitizers report, and what is preloaded
  /// for them (Scripts/sanitize.sh).
  static let inherited = ProcessInfo.processInfo.environment.filter {
    ["PIPELINEKIT_ISA", "PIPELINEKIT_PRODUCTS", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_PRELOAD"]
      .contains($0.key)
  }

  let folder: String
  var environment: [String: String] = [:]
  /// The largest file that the program may write, in blocks of the shell's `ulimit -f`.
  var fileLimit: Int?
  /// Not under the thread sanitizer, which maps a file of its own that the limit cuts off.
  static let canLimitFiles = Sanitizer.current != .thread

  /// Runs `runner` with `arguments` and waits for its end. `meanwhile` gets the process while it runs.
  func callAsFunction(_ arguments: String..., meanwhile: (Process) throws -> Void = { _ in }) throws -> Result {
    try run(arguments, meanwhile: meanwhile)
  }

  func run(_ arguments: [String], meanwhile: (Process) throws -> Void = { _ in }) throws -> Result {
    try shell(#"exec "$0" "$@""#, arguments, meanwhile: meanwhile)
  }

  /// Runs a script of the shell in the folder, in which `$0` is the program, and `runner` what PATH finds: for what
  /// arguments alone can't say, such as pipes, and names that are not UTF-8.
  func shell(
    _ script: String, _ arguments: [String] = [], meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Result {
    try withTemporaryFolder { logs in
      let before = try self.files()
      // Files, not pipes: a pipe's end may leak into another process that is started at the same moment.
      for name in ["/output", "/errors"] { try AtomicFile.write([], to: logs + name) }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      let limit = fileLimit.map { "ulimit -f \($0); " } ?? ""
      process.arguments = ["-c", limit + script, Program.path] + arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      // A home and a cache of its own: nothing that the machine has downloaded or kept is found.
      process.environment = Program.inherited.merging([
        "HOME": folder, "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": logs + "/cache",
        "HF_HOME": folder + "/.cache/huggingface",
      ]) { $1 }.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      let files = ["/output", "/errors"].map { FileHandle(forWritingAtPath: logs + $0) }
      (process.standardOutput, process.standardError) = (files[0], files[1])
      try process.run()
      // The process lives as long as its time limit, and with it what it holds open.
      for file in files { try file?.close() }
      // What the shell started goes on without it, and holds its end up.
      let timeout = DispatchWorkItem {
        _ = try? Process.run(URL(fileURLWithPath: "/usr/bin/pkill"), arguments: ["-P", "\(process.processIdentifier)"])
        process.terminate()
      }
      DispatchQueue.global().asyncAfter(deadline: .now() + 60 * Sanitizer.slowness, execute: timeout)
      try meanwhile(process)
      process.waitUntilExit()
      timeout.cancel()
      return Result(
        exit: process.terminationStatus, output: try text(logs + "/output"), errors: try text(logs + "/errors"),
        newFiles: try self.files().filter { !before.contains($0) })
    }
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  private func files() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() }
}
