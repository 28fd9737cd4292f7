import Foundation
import PipelineKit
import PipelineModels
import Tensors

/// Where a run's time went, for people and for programs.
struct ProfileReport {
  /// Of the whole command, and of reading and checking the pipeline's files.
  var seconds, checking: Double
  var stages: [Profile.Stage]
  var work: [Profile.Work]
  /// Evaluations that the file asks for, those that were made, and in how many batches.
  var asked, made, batches: Int
  /// The same work in evaluations of whole networks.
  var whole: Double

  init(_ profile: Profile, seconds: Double, checking: Double) {
    self.seconds = seconds
    self.checking = checking
    stages = profile.stages.sorted { $0.seconds > $1.seconds }
    work = profile.work
    (made, batches) = profile.evaluations
    whole = profile.wholeEvaluations
    let estimators = [EstimateNoise.declaration.name, Denoise.declaration.name]
    asked = made + stages.filter { estimators.contains($0.kind) }.reduce(0) { $0 + $1.spared }
  }

  /// Two tables and a line.
  var text: String {
    let stageRows = stages.map { [$0.name, $0.kind, "\($0.calls)"] + time($0.seconds) }
    let workRows = work.map { [$0.name, "\($0.calls)"] + time($0.seconds) }
    let named = work.reduce(0) { $0 + $1.seconds }
    var blocks = [
      Self.table(
        ["stage", "kind", "calls", "time", "share"],
        stageRows + [["(reading and checking the file)", "", ""] + time(checking)], textColumns: 2),
      Self.table(
        ["work", "calls", "time", "share"], workRows + [["everything else", ""] + time(max(0, seconds - named))],
        textColumns: 1),
    ]
    if asked > 0 {
      func words(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
      blocks.append(
        "network: \(words(asked, "evaluation", "evaluations")) asked for, \(made) made,"
          + (whole == Double(made) ? "" : String(format: " some by a part of it: the work of %.1f,", whole))
          + " in \(words(batches, "batch", "batches"))")
    }
    return blocks.joined(separator: "\n\n")
  }

  /// The fields of the JSON event.
  var fields: [String: Any] {
    func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }
    return [
      "seconds": rounded(seconds), "checking": rounded(checking),
      "stages": stages.map { stage in
        [
          "name": stage.name, "kind": stage.kind, "calls": stage.calls, "seconds": rounded(stage.seconds),
          "spared": stage.spared,
        ] as [String: Any]
      },
      "work": work.map { ["name": $0.name, "calls": $0.calls, "seconds": rounded($0.seconds)] as [String: Any] },
      "evaluations": ["asked": asked, "made": made, "batches": batches, "whole": rounded(whole)] as [String: Any],
    ]
  }

  private func time(_ time: Double) -> [String] {
    [String(format: "%.3f s", time), seconds > 0 ? String(format: "%.1f %%", 100 * time / seconds) : ""]
  }

  /// Columns as wide as they have to be; the first ones are text, the others numbers.
  private static func table(_ head: [String], _ rows: [[String]], textColumns: Int) -> String {
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max()! }
    return ([head] + rows).map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column < textColumns ? cell + space : space + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
