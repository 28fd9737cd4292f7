import Basics
import Synchronization
import Tensors

/// The files that a run has written. It has the last word on each that is about to be: since the pipeline was checked a
/// link may have been made, a file may have come, and batches' sizes and names that the run computes are known now only.
final class RunOutputs: Sendable {
  private let rules: WriteRules
  private let pipeline: String
  private let written = Mutex<[ExactName: String]>([:])

  init(rules: WriteRules, pipeline: String) { (self.rules, self.pipeline) = (rules, pipeline) }

  /// Throws where the stage `node` may not write to `paths`, and takes them as written otherwise.
  func permit(_ paths: [Path], to node: GraphNode) throws {
    try written.withLock { written in
      for path in paths {
        if let refusal = rules.refusal(of: path) { throw refusal }
        let end = ExactName(path.end ?? path.resolved)
        if let other = written[end] {
          // A name that stands at the stage is written anew in every iteration, as the user was warned.
          if other == node.name, node.writesOneName { continue }
          throw StageFault.other(PipelineProblem.writtenTwice(path.text, by: other).description)
        }
        if let objection = rules.objection(to: path, of: pipeline, maker: node.stage.type.maker(of:)) {
          throw objection
        }
        written[end] = node.name
      }
    }
  }
}

extension GraphNode {
  /// Whether the name that a stage writes to is the same in every iteration of the loops around it.
  fileprivate var writesOneName: Bool {
    stage.inputs.allSatisfy { port, binding in
      if case .constant = binding { true } else { port.path != .writes }
    }
  }
}
