import ArgumentParser
import Basics
import Foundation
import PipelineTraining
import Synchronization

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
    let processes = try MPIProcesses(count: launch.count, patience: seconds ?? MPIProcesses.patience) {
      // mpirun's request to end, after another process has died.
      stop.code == Interrupt.terminated
    }
    let isOver = Flag()
    // mpirun kills the process a second after its request. Where a step takes longer, that is said before.
    if launch.rank == 0 {
      stop.onFirstSignal { code in
        guard code == Interrupt.terminated else { return }
        DispatchQueue.global(qos: .userInteractive).asyncAfter(deadline: .now() + 0.5) {
          if isOver.value { return }
          AtomicFile.betweenWrites {
            let fault = ProcessFault.ended(process: nil)
            reporter.failed(fault)
            _exit(fault.cause.rawValue)
          }
        }
      }
    }
    defer { isOver.set() }
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

/// Whether something has happened, for all threads.
private final class Flag: Sendable {
  private let happened = Mutex(false)
  var value: Bool { happened.withLock { $0 } }
  func set() { happened.withLock { $0 = true } }
}
