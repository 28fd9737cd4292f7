import ArgumentParser
import Tensors

/// `--threads`, as all commands that compute take it.
package struct ThreadsOption: ParsableArguments {
  // A text, so that every wrong number is told in one way.
  @Option(
    parsing: .unconditional, help: "The number of threads; at most the number of cores. (default: all cores)")
  var threads: String?

  package init() {}

  /// Runs `body` with as many threads as were asked for, or as there are cores where these are fewer: threads that wait
  /// for a core slow the others down. `tell` gets a line that says so.
  package func withThreads<Result>(tell: (String) -> Void, _ body: () throws -> Result) throws -> Result {
    guard let threads else { return try body() }
    let isLong = threads.count > 18 && threads.allSatisfy { ("0"..."9").contains($0) }
    guard let count = Int(threads) ?? (isLong ? Int.max : nil), count >= 1 else { throw CommandFault.threads(threads) }
    let cores = Parallel.cores
    if count > cores {
      tell(
        "note: working with \(cores) thread\(cores == 1 ? "" : "s"), as many as there are cores, not with \(threads)")
    }
    return try Parallel.withThreads(min(count, cores), body)
  }
}
