import Basics
import Foundation
import Tensors

/// Other programs, and this one again where a measurement needs a process of its own.
struct Child {
  var program: String
  var arguments: [String]

  /// The folder that this program is in.
  static var folder: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
  }

  /// This program with other arguments.
  static func benchmarks(_ arguments: [String]) -> Child {
    Child(program: folder + "/benchmarks", arguments: arguments)
  }

  var command: String { ([program] + arguments).joined(separator: " ") }

  /// Runs it to its end and returns what it printed, and how long it took from start to end.
  func run() throws -> (output: String, seconds: Double) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("benchmarks-\(UUID().uuidString)").path
    try AtomicFile.write([], to: file)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = FileHandle(forWritingAtPath: file)
    let start = Stopwatch.now
    do { try process.run() } catch { throw FileFault.cannotRead(path: program, reason: FileFault.reason(error)) }
    process.waitUntilExit()
    let seconds = Stopwatch.now - start
    guard process.terminationStatus == 0 else {
      throw BenchmarkFault.failed(command: command, status: process.terminationStatus)
    }
    return (String(decoding: try FileFault.contents(of: file), as: UTF8.self), seconds)
  }

  /// The one measurement that it prints.
  func measurement() throws -> BenchmarkResult {
    let output = try run().output
    guard let line = output.split(separator: "\n").last,
      let found = try? JSONDecoder().decode(BenchmarkResult.self, from: Data(line.utf8))
    else { throw BenchmarkFault.noResult(command: command) }
    return found
  }

  /// The largest peak of resident memory among the children that ended so far, in bytes.
  static var peakMemory: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  }
}
