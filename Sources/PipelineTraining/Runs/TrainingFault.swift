public import Basics
import Tensors

/// An error in a training run.
public enum TrainingFault: Fault {
  /// The network requests a weight that doesn't exist (`found` is nil) or has another shape.
  case noWeight(name: String, shape: [Int], found: [Int]?)
  /// The loss or a gradient is not finite.
  case diverged(step: Int, loss: Float)
  /// The saved state can't be used; the text says why.
  case damagedState(path: String, String)
  /// The saved state has a version that this program doesn't know.
  case unknownState(path: String, version: String)
  /// The saved state belongs to another run; `differences` are phrases that say how it differs.
  case otherRun(path: String, differences: [String])
  /// A run to resume has no saved state.
  case nothingToResume(path: String)
  /// A new run's folder has a saved state.
  case runExists(path: String)
  /// The folder of a new run holds a file or folder that the run would overwrite.
  case occupied(folder: String, name: String)

  public var cause: FaultCause {
    switch self {
    case .noWeight: .fault
    case .diverged, .damagedState, .unknownState: .data
    case .otherRun, .runExists: .usage
    case .nothingToResume: .missingInput
    case .occupied: .cannotWrite
    }
  }

  public var description: String {
    switch self {
    case .noWeight(let name, let shape, let found):
      "the network asks for a weight '\(name)' of \(Tensor.text(shape)), "
        + (found.map { "which is \(Tensor.text($0))" } ?? "which it did not ask for before")
    case .diverged(let step, let loss):
      "the loss became \(loss) at step \(step); a smaller learning rate may keep it finite"
    case .damagedState(let path, let what):
      "\(path): damaged: \(what); start the run again in another folder with --out"
    case .unknownState(let path, let version):
      "\(path): is a state of version \(version.prefix(20)), but this program knows versions up to \(RunIdentity.version); "
        + "resume the run with the program that began it"
    case .otherRun(let path, let differences):
      "\(path): belongs to another run: it has \(differences.joined(separator: "; ")); resume with its settings and data, or start "
        + "another run with --out"
    case .nothingToResume(let path): "\(path): there is no run to resume; start one without --resume"
    case .runExists(let path):
      "\(path): there is a run already; continue it with --resume, or name another folder with --out"
    case .occupied(let folder, let name):
      "\(folder): holds '\(name)', which the run would write over; move it away, or name another folder with --out"
    }
  }
}
