import Basics
import Foundation
import PipelineTraining

/// Events as JSON objects, one a line on standard output, each with an `event` and the `time` when it was written, in UTC.
enum JSONEvents {
  /// Prints an error's event, from the lines that standard error gets.
  static func emit(error lines: [String], code: Int32) { emit(fields(ofError: lines, code: code)) }

  /// An error's event, from the lines that standard error gets.
  static func fields(ofError lines: [String], code: Int32) -> [String: Any] {
    let prefix = "error: "
    let message = lines.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }.joined(separator: "\n")
    return ["event": "error", "message": message, "code": Int(code)]
  }

  /// Prints an event.
  static func emit(_ fields: [String: Any]) { if let line = line(fields) { Terminal.output(line) } }

  /// An event as a line, with the time.
  static func line(_ fields: [String: Any]) -> String? {
    var object = fields
    object["time"] = Date().ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))

    let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
    // Bytes that are not UTF-8 have no place in JSON.
    object = object.mapValues { value in (value as? String).map(FileName.shown) ?? value }
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else { return nil }
    // JSON escapes the first 32 control characters; the others may be escaped too.
    return String(decoding: data, as: UTF8.self).unicodeScalars.map { scalar in
      ShownText.isControl(scalar) ? String(format: "\\u%04x", scalar.value) : String(scalar)
    }.joined()
  }
}

extension TrainingEvent {
  /// The event as JSON: `progress`, `epoch`, `wrote`, `warning`, `finished` or `stopped`.
  var fields: [String: Any] {
    switch self {
    case .progress(let step, let steps, let epoch, let loss, let speed, let left):
      [
        "event": "progress", "step": step, "steps": steps, "epoch": epoch, "loss": loss, "images-per-second": speed,
        "seconds-left": left,
      ]
    case .epoch(let epoch, let folder): ["event": "epoch", "epoch": epoch, "folder": folder]
    case .wrote(let path): ["event": "wrote", "path": path]
    case .warning(let text): ["event": "warning", "message": text]
    case .finished(let model): ["event": "finished", "path": model]
    case .stopped(let step, let steps): ["event": "stopped", "step": step, "steps": steps]
    case .stoppedInSheet: ["event": "stopped"]
    }
  }
}
