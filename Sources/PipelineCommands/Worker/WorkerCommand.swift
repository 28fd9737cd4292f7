import ArgumentParser
import Basics
import Foundation
import PipelineKit
import Tensors

/// `runner worker`: runs jobs that arrive as JSON lines, with models loaded once.
struct WorkerCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Run jobs that arrive as JSON lines, with models loaded once.",
    discussion: """
      A job is one line on standard input, or on a socket: {"id": "1", "file": "hybrid", "parameters": {"seed": 3}, "out": \
      "pictures"}. It may have the options of '\(ProgramName.current) run' by their names, such as "each", "sheet", \
      "overwrite". Its events come back as '\(ProgramName.current) run --json' prints them, each with the id. \
      {"cancel": "1"} ends a job that waits or runs. A job that fails harms no other. At the end of the input the worker ends, after all jobs, with the exit code of the first \
      failure.
      """)

  @Option(
    help: ArgumentHelp(
      "Listen to a Unix socket of this name instead of standard input; only its owner may connect.", valueName: "path"),
    completion: .file())
  var socket: String?

  @Option(help: ArgumentHelp("How many jobs may wait; further ones are held until there is room.", valueName: "jobs"))
  var queue = "64"

  @OptionGroup var threads: ThreadsOption

  @OptionGroup(title: "Limits") var memory: MemoryOption

  @OptionGroup(title: "Limits") var output: OutputOption

  @Flag(help: "Encode every prompt again, and cache nothing for later processes.")
  var noCache = false

  func run() throws {
    Interrupt.handle {
      JSONEvents.emit(["event": "error", "message": "interrupted", "code": Int(FaultCause.interrupted.rawValue)])
      if let socket { unlink(socket) }
    }
    var failure: Int32?
    try reportingFaults(to: QuietReporter()) {
      guard let most = Int(queue), (1...1_000_000).contains(most) else { throw WorkerFault.queue(queue) }
      let memory = try self.memory.apply { JSONReporter().failed($0) }
      _ = try output.budget()
      let worker = Worker(queue: WorkerQueue(most: most), usesCache: !noCache, output: output)
      if let socket { try WorkerSocket.serve(socket, worker.queue) } else { WorkerInput.serve(worker.queue) }
      try threads.withThreads(tell: { Terminal.error($0) }) {
        MemoryUse.$chosen.withValue(memory, operation: worker.run)
      }
      failure = worker.queue.firstFailure
    }
    if let failure { throw ExitCode(failure) }
  }
}
