public import Basics
import Tensors

/// What a run reports while it goes on.
public enum RunEvent: Sendable {
  /// A stage has run, in so many seconds.
  case stage(name: String, seconds: Double)
  /// A loop is about to run an iteration (from 0). `depth` counts the loops around it.
  case iteration(loop: String, index: Int, count: Int, depth: Int)
  /// A loop has ended, in so many seconds.
  case loop(name: String, count: Int, seconds: Double, depth: Int)
  /// A file was written.
  case wrote(path: String)
  /// The run has ended, and this is one of the file's outputs.
  case output(name: String, value: Value)
}

/// An error of a stage, and where the stage stands.
public struct RunFault: Fault {
  public var position: Position
  public var stage: String
  /// What the stage threw.
  public var error: any Error

  public var cause: FaultCause { (error as? any Fault)?.cause ?? .fault }

  public var description: String {
    let what = (error as? any Fault)?.description ?? "internal error: \(error)"
    return ShownText.line("\(position): error: stage '\(stage)': \(what)")
  }
}
