import Foundation

/// How many threads numeric work is shared by.
public enum Parallel {
  /// The number of threads used inside `withThreads`; otherwise that of the processor's cores.
  @TaskLocal private static var chosen: Int?

  /// The processor's cores: asked for once, as it takes longer than a small kernel.
  static let cores = ProcessInfo.processInfo.activeProcessorCount

  /// The number of threads in force.
  public static var threads: Int { chosen ?? cores }

  /// Runs `body` with its numeric work shared by `count` threads (at least 1).
  public static func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    try $chosen.withValue(max(1, count), operation: body)
  }

  /// Calls `body` for every index below `count`, on all threads. Indices are dealt one at a time, so uneven work evens
  /// out; `body` must not depend on which thread runs it, nor on the order. Inside of another call, and while another
  /// task's work has the threads, the calling thread does it alone.
  public static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, count)
    if threads <= 1 || !WorkerPool.shared.run(count, threads: threads, body) {
      for i in 0..<max(0, count) { body(i) }
    }
  }
}
