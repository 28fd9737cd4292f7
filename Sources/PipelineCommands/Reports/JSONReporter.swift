import Basics
import Foundation
import PipelineKit
import Tensors

/// One JSON object a line on standard output, each with an `event`: `begin`, `warning`, `stage`, `iteration`, `loop`,
/// `wrote`, `job` of a sweep, `profile` where one was asked for, then `end` or `error`. Errors go to standard error as well.
struct JSONReporter: Reporter {
  /// Where events go; by default to standard output.
  var send: @Sendable (_ fields: [String: Any]) -> Void = { JSONEvents.emit($0) }
  /// Whether errors and the log go to standard error as well.
  var tells = true

  func began(_ pipeline: Pipeline) {
    emit(["event": "begin", "pipeline": pipeline.name, "version": PipelineKit.version])
    for warning in Diagnostic.lines(pipeline.warnings) { emit(["event": "warning", "message": warning]) }
  }

  func report(_ event: RunEvent) {
    switch event {
    case .stage(let name, let seconds):
      emit(["event": "stage", "name": name, "seconds": rounded(seconds)])
    case .iteration(let loop, let index, let count, let depth):
      emit(["event": "iteration", "loop": loop, "index": index, "count": count, "depth": depth])
    case .loop(let name, let count, let seconds, let depth):
      emit([
        "event": "loop", "name": name, "count": count, "seconds": rounded(seconds), "depth": depth,
      ])
    case .wrote(let path): emit(["event": "wrote", "path": path])
    case .preview(let loop, let index, let count, _):
      emit(["event": "preview", "loop": loop, "index": index, "count": count])
    case .output: break
    }
  }

  func ended(seconds: Double) { emit(["event": "end", "seconds": rounded(seconds)]) }

  func job(_ progress: JobProgress, _ state: JobState) {
    var event: [String: Any] = [
      "event": "job", "index": progress.job.index, "number": progress.number, "count": progress.count,
      "values": Dictionary(progress.job.values.map { ($0.name, $0.text) }) { first, _ in first },
    ]
    switch state {
    case .begins: event["state"] = "begins"
    case .skipped: event["state"] = "skipped"
    case .missing: event["state"] = "missing"
    case .failed(let lines):
      (event["state"], event["message"]) = ("failed", lines.joined(separator: "\n"))
      if tells { for line in lines { Terminal.error(line) } }
    }
    emit(event)
  }

  func profiled(_ report: ProfileReport) { emit(report.fields.merging(["event": "profile"]) { $1 }) }

  func failed(_ error: any Error) {
    let code = (error as? any Fault)?.cause.rawValue ?? FaultCause.fault.rawValue
    let lines = errorLines(error)
    emit(JSONEvents.fields(ofError: lines, code: code))
    if tells { for line in lines { Terminal.error(line) } }
  }

  func interrupted() {
    emit(["event": "error", "message": "interrupted", "code": Int(FaultCause.interrupted.rawValue)])
    Terminal.error("interrupted")
  }

  private func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

  func logged(_ line: String) {
    if tells { Terminal.error(line) } else { emit(["event": "warning", "message": line]) }
  }

  private func emit(_ object: [String: Any]) { send(object) }
}
