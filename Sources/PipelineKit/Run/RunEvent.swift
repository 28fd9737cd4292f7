public import Basics
public import Tensors

/// An event that a run reports.
public enum RunEvent: Sendable {
  /// A stage has run; `seconds` is its duration.
  case stage(name: String, seconds: Double)
  /// A loop starts the iteration `index` (from 0) of `count`; `depth` is the number of loops around it.
  case iteration(loop: String, index: Int, count: Int, depth: Int)
  /// A loop has ended after `count` iterations.
  case loop(name: String, count: Int, seconds: Double, depth: Int)
  /// The estimate of a loop's picture after an iteration: x̂₀ where a stage of its body gives one as `clean`, else the
  /// picture that it carries, N×C×H×W. Only where a run was asked for previews.
  case preview(loop: String, index: Int, count: Int, image: Tensor)
  /// A file was written.
  case wrote(path: String)
  /// The run has ended; the event carries one of the file's outputs.
  case output(name: String, value: Value)
}

/// An error that a stage threw during a run.
public struct RunFault: Fault {
  /// Where the stage is defined.
  public var position: Position
  /// The stage's name in the file.
  public var stage: String
  /// What the stage threw.
  public var error: any Error

  public var cause: FaultCause { (error as? any Fault)?.cause ?? .fault }
  public var details: [String] { (error as? any Fault)?.details ?? [] }

  public var description: String {
    let what = (error as? any Fault)?.description ?? "internal error: \(error)"
    return ShownText.line("\(position): error: stage '\(stage)': \(what)")
  }
}
