import Basics
import Foundation
import PipelineKit

/// A line that a worker reads: a job, or the wish that one ends.
enum WorkerRequest {
  /// A job with the words of a command line that asks for the same.
  case job(id: String, words: [String])
  case cancel(id: String)

  /// What a job may have besides its `id`, its `file` and `parameters`, in JSON: the options of `runner run` by their names.
  private static let options = [
    "out", "overwrite", "allow-write", "allow-read", "allow-net", "allow-run", "each", "zip", "name", "sheet", "page",
    "shard",
    "remake",
    "preview", "every",
  ]

  /// Reads a line. Throws where it is no request.
  init(line: String) throws {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
      throw WorkerFault.notAnObject(line)
    }
    func text(_ key: String) -> String? {
      object[key].flatMap { value in value as? String ?? (value as? Int).map { "\($0)" } }
    }
    if object["cancel"] != nil {
      guard let id = text("cancel"), object.count == 1 else { throw WorkerFault.cancel }
      self = .cancel(id: id)
      return
    }
    guard let id = text("id"), !id.isEmpty else { throw WorkerFault.noID }
    guard let file = object["file"] as? String, !file.isEmpty, file != "-" else { throw WorkerFault.noFile(id: id) }
    var words = [file]
    for (key, value) in object.sorted(by: { $0.key < $1.key }) where !["id", "file"].contains(key) {
      if key == "parameters" || key == "each", let members = value as? [String: Any] {
        let pairs = members.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.word($0.value))" }
        words += key == "each" ? pairs.flatMap { ["--each", $0] } : pairs
        continue
      }
      guard Self.options.contains(key) else {
        let known = ["id", "file", "parameters"] + Self.options
        throw WorkerFault.unknown(key, id: id, nearest: nearest(key, known), known: known)
      }
      words += try Self.words(key, value, id: id)
    }
    self = .job(id: id, words: words)
  }

  /// An option with its value, or several of them, as a command line has them.
  private static func words(_ key: String, _ value: Any, id: String) throws -> [String] {
    if let flag = value as? NSNumber, isTruth(flag) { return flag.boolValue ? ["--\(key)"] : [] }
    if let values = value as? [Any] { return try values.flatMap { try words(key, $0, id: id) } }
    guard value is String || value is NSNumber else { throw WorkerFault.value(key, id: id) }
    return ["--\(key)=\(word(value))"]
  }

  /// A value as a command line has it: a text as it is, anything else as JSON.
  private static func word(_ value: Any) -> String {
    if let text = value as? String { return text }
    let data = try? JSONSerialization.data(
      withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// Whether a number that JSON gave was written as `true` or `false`.
  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

/// What can be wrong with a worker's options and with what it is sent.
enum WorkerFault: Fault {
  case notAnObject(String)
  case cancel
  case noID
  case noFile(id: String)
  case unknown(String, id: String, nearest: String?, known: [String])
  case value(String, id: String)
  case idTaken(String)
  case noSuchJob(String)
  case queue(String)
  case tooLong(limit: Int)

  /// The job that it is about; nil for none.
  var id: String? {
    switch self {
    case .noFile(let id), .unknown(_, let id, _, _), .value(_, let id), .idTaken(let id), .noSuchJob(let id): id
    default: nil
    }
  }

  var cause: FaultCause {
    switch self {
    case .queue: .usage
    default: .data
    }
  }

  var description: String {
    switch self {
    case .notAnObject(let line):
      "a request should be a JSON object on one line, {\"id\": \"1\", \"file\": \"hybrid\"}; found \(line.prefix(60))"
    case .cancel: "to cancel a job takes {\"cancel\": ID} and nothing else"
    case .noID: "a job needs an \"id\", a text or a whole number by which its events are told apart"
    case .noFile(let id): "job '\(id)' needs a \"file\": a pipeline file, an installed one's name or a picture"
    case .unknown(let key, let id, let nearest, let known):
      "job '\(id)' has no \"\(key)\"; "
        + (nearest.map { "did you mean \"\($0)\"?" } ?? "expected \(quoted(known, "or"))")
    case .value(let key, let id): "job '\(id)': \"\(key)\" takes a text, a number, true or false, or a list of these"
    case .idTaken(let id): "a job '\(id)' waits or runs; give every job an id of its own"
    case .noSuchJob(let id): "no job '\(id)' waits or runs"
    case .queue(let text): "--queue takes a number from 1 to 1000000, found '\(text)'"
    case .tooLong(let limit): "a request should have at most \(limit) bytes"
    }
  }
}
