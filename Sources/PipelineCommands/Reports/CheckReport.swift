import Basics
import Foundation
import PipelineKit

/// What `runner check` found.
struct CheckReport {
  /// As the user named it.
  var file: String
  var warnings: [Diagnostic] = []
  /// Warnings that have no place in a file.
  var plainWarnings: [String] = []
  var reads: [String] = []
  /// Programs with their arguments.
  var runs: [String] = []
  /// Servers, as HOST:PORT.
  var asks: [String] = []
  var writes: [String] = []
  /// Of a sweep: each job, what it writes, and whether that is there already.
  var jobs: [(label: String, writes: [String], isDone: Bool)]?
  /// Why the kernel will not confine a run; nil if it will, or isn't asked to.
  var obstacle: String?
  /// What a run takes; nil where that was not asked for.
  var cost: RunCost?
  /// What to say of the part that the jobs are of the sweep's.
  var partTaken: String?
  private var errors: [[String: Any]] = []

  /// A file without problems so far.
  init(file: String) { self.file = file }

  /// A file that is wrong.
  init(file: String, failed error: any Error) {
    self.file = file
    let diagnostics =
      (error as? PipelineFault)?.diagnostics ?? (error as? SweepJobFault)?.fault.diagnostics
    errors =
      diagnostics.map { $0.map(CheckReport.object) }
      ?? [["severity": "error", "message": (error as? any Fault)?.description ?? "\(error)"]]
  }

  /// Prints what is fine: the verdict, and what is read and written. Warnings go to standard error.
  func tell() {
    for line in Diagnostic.lines(warnings) { Terminal.error(line) }
    for warning in plainWarnings { Terminal.error("warning: \(warning)") }
    let count = warnings.count + plainWarnings.count
    let but = count == 0 ? "" : count == 1 ? " except for a warning" : " except for \(count) warnings"
    Terminal.output("\(file): fine\(but)")
    if let jobs {
      if let partTaken { Terminal.error(partTaken) }
      Terminal.output("\(jobs.count) \(jobs.count == 1 ? "job" : "jobs")")
      for job in jobs {
        Terminal.output(
          "\(job.label): writes \(job.writes.joined(separator: ", "))\(job.isDone ? ", which is there" : "")")
      }
    }
    let uses =
      reads.map { "reads \($0)" } + asks.map { "asks \($0)" } + runs.map { "runs \($0)" }
      + writes.map { "writes \($0)" }
    for line in uses + (cost?.lines ?? []) { Terminal.output(line) }
    if let obstacle { Terminal.output("only the program's own rules confine a run: \(obstacle)") }
  }

  /// The same as one JSON object: `file`, `fine`, `problems` (`severity`, `message`, and `file`, `line`, `column` where they
  /// have a place), `reads`, `asks`, `runs`, `writes`, `jobs` of a sweep, `obstacle` where the kernel can't confine a run,
  /// and `cost` where it was asked for: `evaluations`, `memory` and `written` in bytes, and whether all of it is `known`.
  var json: String {
    let problems =
      errors + warnings.map(CheckReport.object) + plainWarnings.map { ["severity": "warning", "message": $0] }
    var object: [String: Any] = [
      "file": shown(file), "fine": errors.isEmpty, "problems": problems, "reads": reads.map(shown), "asks": asks,
      "runs": runs.map(shown), "writes": writes.map(shown),
    ]
    object["jobs"] = jobs.map { jobs in
      jobs.map { ["label": shown($0.label), "writes": $0.writes.map(shown), "done": $0.isDone] as [String: Any] }
    }
    object["obstacle"] = obstacle
    object["cost"] = cost.map {
      [
        "evaluations": $0.evaluations, "memory": $0.memory, "written": $0.written, "known": !$0.isUnknown,
      ] as [String: Any]
    }
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = (try? JSONSerialization.data(withJSONObject: object, options: options)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  private static func object(_ diagnostic: Diagnostic) -> [String: Any] {
    var object: [String: Any] = [
      "severity": diagnostic.severity.rawValue, "message": FileName.shown("\(diagnostic.problem)"),
    ]
    if let position = diagnostic.position {
      object["file"] = FileName.shown(position.file)
      (object["line"], object["column"]) = (position.line, position.column)
    }
    return object
  }

  private func shown(_ text: String) -> String { FileName.shown(text) }
}

extension RunCost {
  /// As `runner check --cost` tells it.
  fileprivate var lines: [String] {
    let least = isUnknown ? "at least " : "about "
    let number = evaluations.formatted(.number.grouping(.never).precision(.fractionLength(0...1)))
    let count = evaluations == 1 ? "1 picture goes" : "\(number) pictures go"
    let isPart = evaluations != evaluations.rounded()
    return [
      (isUnknown ? "at least " : "") + "\(count) through networks"
        + (isPart ? ", counting one that goes through a part as that part of the work" : ""),
      "takes \(least)\(ByteCount.text(memory)) of memory besides the program"
        + (peak.map { ", most of it when stage '\($0)' runs" } ?? ""),
      "writes \(isUnknown ? "at least" : "at most about") \(ByteCount.text(written)) in all",
    ]
  }
}
