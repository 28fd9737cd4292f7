import ArgumentParser
package import Basics
import Tensors

/// The command line: `benchmarks unet models/mini-if`.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures PipelineKit: whole evaluations, single kernels, whole processes, and how cost grows.",
    discussion: "`make bench` calls it, and its peers, and writes docs/benchmarks.md.",
    subcommands: [
      UNetCommand.self, TrainingCommand.self, KernelsCommand.self, ProcessCommand.self, GrowthCommand.self,
      MatrixCommand.self, ReportCommand.self,
    ])

  static func main() {
    MemoryUse.keepFreedMemory()
    do { try Processor.checkEnvironment() } catch {
      Console.error("error: \(error)")
      exit(withError: ExitCode(FaultCause.usage.rawValue))
    }
    main(nil)
  }
}

/// What every command that measures takes.
struct MeasuringOptions: ParsableArguments {
  @Option(help: "How many threads to work with, at most as many as there are cores. (default: all cores)")
  var threads: Int?

  @Option(help: "Evaluations after the warm-up; the median counts.")
  var repeats = 5

  @Flag(help: "Print one JSON object a measurement on standard output, and tables on standard error.")
  var json = false

  func validate() throws {
    if let threads, !(1...Parallel.cores).contains(threads) {
      throw ValidationError("--threads takes a number from 1 to \(Parallel.cores), the cores, found \(threads)")
    }
    if repeats < 1 { throw ValidationError("--repeats takes a number from 1 on, found \(repeats)") }
  }

  /// `body` with the threads that were asked for.
  func withThreads<Result>(_ body: () throws -> Result) rethrows -> Result {
    try Parallel.withThreads(threads ?? Parallel.threads, body)
  }

  /// Prints text for people.
  func show(_ text: String) {
    if json { Console.error(text) } else { print(text) }
  }

  /// Prints a measurement for programs.
  func record(_ measurement: BenchmarkResult) throws {
    if json { print(try measurement.line()) }
  }
}

/// What can be wrong with a benchmark's inputs.
package enum BenchmarkFault: Fault {
  case noSuchLine(path: String, line: Int)
  case failed(command: String, status: Int32)
  case noResult(command: String)
  case noRunner(path: String)
  case wrongSize(Int, divisor: Int)
  case shapes(found: [Int], expected: [Int])

  package var cause: FaultCause {
    switch self {
    case .noSuchLine, .shapes: .data
    case .wrongSize: .usage
    case .noRunner: .missingInput
    case .failed, .noResult: .fault
    }
  }

  package var description: String {
    switch self {
    case .noSuchLine(let path, let line): "\(path):\(line): not a measurement that `benchmarks --json` prints"
    case .failed(let command, let status): "'\(command)' ended with status \(status)"
    case .noResult(let command): "'\(command)' printed no measurement"
    case .noRunner(let path): "there is no \(path); build it with 'swift build -c release --product runner'"
    case .wrongSize(let size, let divisor): "--size takes a multiple of \(divisor), found \(size)"
    case .shapes(let found, let expected):
      "the network's output is \(Tensor.text(found)), the reference's \(Tensor.text(expected))"
    }
  }
}
