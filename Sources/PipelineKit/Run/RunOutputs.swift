import Basics
import Synchronization
import Tensors

/// The files that a run has written. Checks each file again just before it is written: since the first check, links and
/// files may have appeared, and batch sizes and computed names are only known now.
final class RunOutputs: Sendable {
  private let rules: WriteRules
  private let pipeline: String
  private let written = Mutex<[ExactName: String]>([:])

  init(rules: WriteRules, pipeline: String) { (self.rules, self.pipeline) = (rules, pipeline) }

  /// Throws if the stage `node` may not write so many bytes to `paths`; otherwise records them as written.
  func permit(_ paths: [Path], _ bytes: Int, to node: GraphNode) throws {
    try written.withLock { written in
      for path in paths {
        if let refusal = rules.refusal(of: path) { throw refusal }
        let end = ExactName(path.end ?? path.resolved)
        if let other = written[end] {
          // A fixed name in a loop is written in every iteration; the user was warned.
          if other == node.name, node.writesOneName { continue }
          throw StageFault.other(PipelineProblem.writtenTwice(path.text, by: other).description)
        }
        if let objection = rules.objection(to: path, of: pipeline, maker: node.stage.type.maker(of:)) {
          throw objection
        }
        written[end] = node.name
      }
      try rules.budget?.take(bytes)
    }
  }
}

extension GraphNode {
  /// Whether a stage writes to the same name in every iteration of the loops around it.
  fileprivate var writesOneName: Bool {
    stage.inputs.allSatisfy { port, binding in
      if case .constant = binding { true } else { port.path != .writes }
    }
  }
}
