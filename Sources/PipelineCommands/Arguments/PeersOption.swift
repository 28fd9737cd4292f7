import ArgumentParser
import Basics
import PipelineTraining

/// The processes that `mpirun` started together.
struct PeersOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "With mpirun: end the run if another process does not answer for so many seconds, or minutes or hours with m or h. (exit code 69) (default: 10m)",
      valueName: "time"))
  var peerTimeout: String?

  /// Whether this process reports: it works alone, or is the first.
  var isFirst: Bool { (MPIProcesses.launch()?.rank ?? 0) == 0 }

  /// Calls `body` with the processes that train together, which end in the same way: errors that all know of are reported
  /// once.
  func withProcesses(
    _ stop: StopRequest, _ reporter: any Reporter, _ body: (any ProcessGroup) throws -> Void
  ) throws {
    let seconds = try peerTimeout.map { try TimeLimit($0, option: "--peer-timeout").seconds }
    guard let launch = MPIProcesses.launch() else { return try body(Alone()) }
    // mpirun kills the process soon after its request: what that means is said at once.
    if launch.rank == 0 {
      stop.onFirstSignal { code in if code == Interrupt.terminated { reporter.failed(ProcessFault.ended) } }
    }
    let processes = try MPIProcesses(count: launch.count, patience: seconds ?? MPIProcesses.patience)
    do {
      try body(processes)
      try processes.together {}
      processes.leave()
    } catch let shared as SharedFault {
      if let fault = shared.fault { reporter.failed(fault) }
      processes.leave()
      throw ExitCode(shared.code)
    }
  }
}
