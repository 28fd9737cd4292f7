import Foundation

/// Shares numeric work among threads.
public enum Parallel {
  /// The number of threads inside `withThreads`; nil stands for `cores`.
  @TaskLocal private static var chosen: Int?

  /// The number of the processor's cores, `most` at most. It is asked for once, because the question takes longer than
  /// a small kernel.
  public static let cores = min(ProcessInfo.processInfo.activeProcessorCount, most)

  /// The largest number of threads; requests for more are reduced to it.
  public static let most = 256

  /// The number of threads that is used now.
  public static var threads: Int { chosen ?? cores }

  /// Runs `body` with its numeric work shared by `count` threads, limited to 1…`most`. Threads beyond `cores` only
  /// wait for one another.
  public static func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    try $chosen.withValue(min(max(1, count), most), operation: body)
  }

  /// Calls `body` for every index below `count`, on all threads. Indices are handed out one at a time, which balances
  /// uneven work. `body` must not depend on the thread or the order. Inside another call, threads that have no index
  /// left there help. While another task uses the threads, the calling thread does all the work.
  public static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let threads = min(threads, count)
    if threads <= 1 || !WorkerPool.shared.run(count, threads: threads, body) {
      for i in 0..<max(0, count) { body(i) }
    }
  }
}
