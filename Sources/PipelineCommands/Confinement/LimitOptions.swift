import ArgumentParser
package import Basics
import PipelineKit
package import Tensors

/// `--memory`: a limit, and what layers keep within it.
package struct MemoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most memory to use: 8GB, 500MB. What needs more is refused, or ended with exit code 75. 'fast' keeps everything in memory that saves time, 'lean' nothing; both: lean,8GB. (default: the machine's memory or that of its control group, and as much kept as that allows)",
      valueName: "size"), completion: .list(["fast", "lean"]))
  var memory: String?

  package init() {}

  /// What layers keep in memory; nil where the program decides. The limit, if there is one, holds from here on: what is
  /// free is counted within it.
  func apply() throws -> MemoryUse? {
    let (use, limit) = try words()
    if let limit { MachineMemory.limit(to: limit) }
    return use
  }

  /// As `apply`; beyond the limit, the program ends after `farewell`.
  package func apply(_ farewell: @escaping @Sendable (any Fault) -> Void) throws -> MemoryUse? {
    let use = try apply()
    if try words().limit != nil { MemoryWatch.start(farewell) }
    return use
  }

  private func words() throws -> (use: MemoryUse?, limit: Int?) {
    guard let memory else { return (nil, nil) }
    var words: (use: MemoryUse?, limit: Int?) = (nil, nil)
    for word in memory.split(separator: ",", omittingEmptySubsequences: false) {
      if let use = MemoryUse(rawValue: String(word)), words.use == nil {
        words.use = use
      } else if let limit = ByteCount.parse(String(word)), words.limit == nil {
        words.limit = limit
      } else {
        throw CommandFault.memory(memory)
      }
    }
    return words
  }
}

/// `--max-output`: a limit on what is written.
struct OutputOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The most bytes to write, in all files together: 500MB, 1TB. What writes more is refused, or ended with exit code 75.",
      valueName: "size"))
  var maxOutput = "16GB"

  /// The budget of all runs of the command.
  func budget() throws -> OutputBudget {
    guard let bytes = ByteCount.parse(maxOutput) else { throw CommandFault.maxOutput(maxOutput) }
    return OutputBudget(bytes: bytes)
  }
}

/// `--time-limit`.
struct TimeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "End a run that takes longer than so many seconds, or minutes or hours with m or h: 90, 2m, 1h. (exit code 75)",
      valueName: "time"))
  var timeLimit: String?

  /// Starts the clock, if there is one; at its end, `end` is called with what to say.
  func start(_ end: @escaping @Sendable (any Fault) -> Void) throws {
    try timeLimit.map { try TimeLimit($0) }?.start(end)
  }
}
