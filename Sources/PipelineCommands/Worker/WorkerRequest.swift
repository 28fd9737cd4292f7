import Basics
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
    guard let json = try? JSON(line), case .object(let members) = json.value else {
      throw WorkerFault.notAnObject(line)
    }
    if let twice = members.repeated { throw WorkerFault.givenTwice(twice.names[0]) }
    func text(_ key: String) -> String? {
      switch members.first(where: { $0.name == key })?.value.value {
      case .string(let text)?: text
      case .number(let number)? where Int(number) != nil: number
      default: nil
      }
    }
    if members.contains(where: { $0.name == "cancel" }) {
      guard let id = text("cancel"), members.count == 1 else { throw WorkerFault.cancel }
      self = .cancel(id: id)
      return
    }
    guard let id = text("id"), !id.isEmpty else { throw WorkerFault.noID }
    guard case .string(let file)? = members.first(where: { $0.name == "file" })?.value.value, !file.isEmpty, file != "-"
    else { throw WorkerFault.noFile(id: id) }
    var words = [file]
    for member in members where !["id", "file"].contains(member.name) {
      words += try Self.words(member.name, member.value, id: id)
    }
    self = .job(id: id, words: words)
  }

  /// A member of a job as a command line has it.
  private static func words(_ key: String, _ json: JSON, id: String) throws -> [String] {
    if ["parameters", "each"].contains(key), case .object(let members) = json.value {
      return members.flatMap { member in
        (key == "each" ? ["--each"] : []) + ["\(member.name)=\(PipelineSource.words(member.value))"]
      }
    }
    if key == "parameters" { throw WorkerFault.parameters(id: id) }
    guard options.contains(key) else {
      let known = ["id", "file", "parameters"] + options
      throw WorkerFault.unknown(key, id: id, nearest: nearest(key, known), known: known)
    }
    switch json.value {
    case .flag(let isSet): return isSet ? ["--\(key)"] : []
    case .list(let values): return try values.flatMap { try words(key, $0, id: id) }
    case .string, .number: return ["--\(key)=\(PipelineSource.words(json))"]
    case .null, .object: throw WorkerFault.value(key, id: id)
    }
  }
}

/// What can be wrong with a worker's options and with what it is sent.
enum WorkerFault: Fault {
  case notAnObject(String)
  case givenTwice(String)
  case cancel
  case noID
  case noFile(id: String)
  case unknown(String, id: String, nearest: String?, known: [String])
  case value(String, id: String)
  case parameters(id: String)
  case idTaken(String)
  case noSuchJob(String)
  case queue(String)
  case tooLong(limit: Int)

  /// The job that it is about; nil for none.
  var id: String? {
    switch self {
    case .noFile(let id), .unknown(_, let id, _, _), .value(_, let id), .parameters(let id), .idTaken(let id),
      .noSuchJob(let id):
      id
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
    case .givenTwice(let key): "a request has \"\(key)\" more than once"
    case .cancel: "to cancel a job takes {\"cancel\": ID} and nothing else"
    case .noID: "a job needs an \"id\", a text or a whole number by which its events are told apart"
    case .noFile(let id): "job '\(id)' needs a \"file\": a pipeline file, an installed one's name or a picture"
    case .unknown(let key, let id, let nearest, let known):
      "job '\(id)' has no \"\(key)\"; "
        + (nearest.map { "did you mean \"\($0)\"?" } ?? "expected \(quoted(known, "or"))")
    case .value(let key, let id): "job '\(id)': \"\(key)\" takes a text, a number, true or false, or a list of these"
    case .parameters(let id): "job '\(id)': \"parameters\" takes an object, {\"seed\": 3}"
    case .idTaken(let id): "a job '\(id)' waits or runs; give every job an id of its own"
    case .noSuchJob(let id): "no job '\(id)' waits or runs"
    case .queue(let text): "--queue takes a number from 1 to 1000000, found '\(text)'"
    case .tooLong(let limit): "a request should have at most \(limit) bytes"
    }
  }
}
