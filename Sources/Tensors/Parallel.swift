import Foundation

/// How many threads numeric work is shared by.
public enum Parallel {
  /// The number of threads used inside `withThreads`; otherwise that of the processor's cores.
  @TaskLocal private static var chosen: Int?

  /// The processor's cores: asked for once, as it takes longer than a small kernel.
  public static let cores = ProcessInfo.processInfo.activeProcessorCount

  /// The most threads that work is shared by, whatever is asked for.
  public static let most = 256

  /// The number of threads in force.
  public static var threads: Int { chosen ?? cores }

  /// Runs `body` with its numeric work shared by `count` threads, 1…`most`. More than `cores` wait for one another.
  public static func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    try $chosen.withValue(min(max(1, count), most), operation: body)
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
