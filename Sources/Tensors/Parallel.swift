import Dispatch
import Foundation

/// How many threads numeric work is shared by. The one thread pool is Dispatch's; OpenBLAS runs on the calling thread.
public enum Parallel {
  /// The number of threads used inside `withThreads`; otherwise that of the processor's cores.
  @TaskLocal private static var chosen: Int?

  /// The processor's cores: asked for once, as it takes longer than a small kernel.
  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  /// The number of threads in force.
  public static var threads: Int { chosen ?? cores }

  /// Runs `body` with its numeric work shared by `count` threads (at least 1).
  public static func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    try $chosen.withValue(max(1, count), operation: body)
  }

  /// Calls `body` for every index below `count`, on all threads. Indices are dealt one at a time, so uneven work evens
  /// out; `body` must not depend on which thread runs it, nor on the order.
  public static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let threads = threads
    if count <= 1 || threads == 1 {
      for i in 0..<max(0, count) { body(i) }
    } else if threads >= cores {
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    } else {
      let lanes = min(threads, count)
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in
        for i in stride(from: lane, to: count, by: lanes) { body(i) }
      }
    }
  }
}
