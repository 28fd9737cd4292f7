public import Basics

/// An error in the work of several processes.
public enum ProcessFault: Fault {
  /// Several processes were started, but MPI can't be used; the text says why.
  case noMPI(processes: Int, String)
  /// The processes can't share the parts of a batch equally; `name` is the setting's for the user.
  case uneven(processes: Int, parts: Int, name: String)
  /// A process has other settings, data, or arithmetic than the first; `differences` are phrases that say which.
  case differs(process: String, differences: [String])
  /// A process has an error of its own.
  case other(_ process: String, String, FaultCause)
  /// A process hasn't answered for this long.
  case silent(process: String, seconds: Double)
  /// `mpirun` asked this process to end.
  case ended
  /// A message could not be sent or received; the text says why.
  case broken(process: String, String)

  public var cause: FaultCause {
    switch self {
    case .uneven, .differs: .usage
    case .other(_, _, let cause): cause
    case .noMPI, .silent, .ended, .broken: .unavailable
    }
  }

  public var description: String {
    switch self {
    case .noMPI(let processes, let why):
      "mpirun started \(processes) processes, but Open MPI can't be used here: \(why); install it (Debian's libopenmpi3), or "
        + "train in one process, without mpirun"
    case .uneven(let processes, let parts, let name):
      "\(processes) processes can't share \(name)=\(parts) equally: a batch is computed in as many parts, of which each process "
        + "takes the same number; give a multiple of \(processes), such as \(name)=\(processes)"
    case .differs(let process, let differences):
      "\(process) differs from process 0: it has \(differences.joined(separator: "; ")); all need the same program, recipe, "
        + "parameters, data and instruction set (PIPELINEKIT_ISA)"
    case .other(let process, let text, _): "\(process): \(text)"
    case .silent(let process, let seconds):
      "\(process) has not answered for \(seconds.formatted()) s: it was stopped, or its network is cut; \(Self.advice)"
    case .ended: "mpirun ends the run, as it does when another process or machine is lost, or on Ctrl-C; \(Self.advice)"
    case .broken(let process, let why): "\(process) can't be reached: \(why); \(Self.advice)"
    }
  }

  private static let advice = "the same command with --resume continues from the last saved state"
}

extension Double {
  /// Without a fraction where it has none.
  fileprivate func formatted() -> String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
