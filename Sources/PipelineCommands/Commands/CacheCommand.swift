import ArgumentParser
import Basics
import Foundation
import Inference
import PipelineKit
import Tensors

/// `runner cache`: the prompts' encodings that are kept from one run to the next.
struct CacheCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "List or remove the encoded prompts that are cached on disk.",
    discussion: """
      A text encoder is by far the largest part of a model. Encoded prompts are therefore cached, so that no prompt is \
      encoded twice by the same weights. Pictures are the same with and without the cache. '\(ProgramName.current) --no-cache' disables it.

      The folder is $XDG_CACHE_HOME/pipelinekit, or ~/.cache/pipelinekit; '~' and variables in XDG_CACHE_HOME are \
      expanded as in a shell. Other files in the folder are left alone.
      """,
    subcommands: [List.self, Prune.self, Clear.self], defaultSubcommand: List.self)

  /// Where things are kept; nil where the environment names no place.
  static func folder(_ environment: [String: String] = FileName.environment) -> String? {
    // The XDG base directory specification has relative paths ignored.
    for (variable, rest) in [("XDG_CACHE_HOME", ""), ("HOME", "/.cache")] {
      guard let start = environment[variable].map({ PathVariables.expanded($0, environment) }) else { continue }
      if PathVariables.unknown(start) != nil { return nil }
      guard start.hasPrefix("/") else { continue }
      return (start == "/" ? "" : start) + rest + "/pipelinekit"
    }
    return nil
  }

  /// Why there is no place; nil where there is one.
  static func problem(_ environment: [String: String] = FileName.environment) -> CacheFault? {
    if folder(environment) != nil { return nil }
    let variable = environment["XDG_CACHE_HOME"] ?? ""
    let unknown = PathVariables.unknown(PathVariables.expanded(variable, environment))
    return unknown.map { .meansNothing($0, in: variable) } ?? .nowhere
  }

  static func cache() throws -> ModelCache {
    guard let folder = folder() else { throw problem() ?? .nowhere }
    return ModelCache(folder: folder)
  }

  /// What was removed, and what is left.
  fileprivate static func tell(removed: [ModelCache.Entry], from cache: ModelCache) {
    Terminal.output("removed \(summary(removed)); \(summary(cache.entries())) left in \(cache.folder)")
  }

  fileprivate static func summary(_ entries: [ModelCache.Entry]) -> String {
    let count = entries.isEmpty ? "no" : "\(entries.count)"
    let size = entries.isEmpty ? "" : ", \(ByteCount.text(entries.reduce(0) { $0 + $1.bytes }))"
    return "\(count) \(entries.count == 1 ? "prompt" : "prompts")\(size)"
  }

  /// A prompt on one line, of at most 60 characters.
  static func beginning(of prompt: String) -> String {
    let line = prompt.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.count > 60 ? line.prefix(59) + "…" : line
  }

  /// How long ago, for people.
  static func age(_ seconds: Double) -> String {
    let days = Int(max(0, seconds) / 86400)
    return days == 0 ? "today" : days == 1 ? "1 day ago" : "\(days) days ago"
  }
}

extension CacheCommand {
  struct List: Command {
    static let configuration = CommandConfiguration(
      abstract: "List the cached prompts, the most recently used first.")

    /// A subcommand that there isn't ends up here.
    @ArgumentParser.Argument(help: .hidden)
    var words: [String] = []

    func run() throws {
      try reportingFaults(to: QuietReporter()) {
        if let word = words.first { throw CacheFault.unknown(word) }
        let cache = try CacheCommand.cache()
        let entries = cache.entries()
        Terminal.output("\(cache.folder): \(CacheCommand.summary(entries))")
        let rows = entries.map { entry in
          [
            CacheCommand.age(-entry.lastUse.timeIntervalSinceNow), ByteCount.text(entry.bytes),
            entry.origin?.model ?? "damaged",
            CacheCommand.beginning(of: entry.origin?.prompt ?? ""),
          ]
        }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
          Terminal.output(zip(row, widths).map { "  " + $0.padded(to: $1) }.joined() + "  '\(row[3])'")
        }
      }
    }
  }

  struct Prune: Command {
    static let configuration = CommandConfiguration(
      abstract: "Remove entries that were not used for long, and damaged ones.")

    @Option(help: "Remove entries that were not used for this many days.")
    var days = 30.0

    @Option(
      help:
        "Then remove the least recently used until the rest takes at most this many megabytes. (default: any number)")
    var megabytes: Double?

    func run() throws {
      try reportingFaults(to: QuietReporter()) {
        for (name, number) in [("days", days), ("megabytes", megabytes ?? 0)] where !(0...1e9).contains(number) {
          throw CacheFault.outOfRange(option: name, found: number)
        }
        let cache = try CacheCommand.cache()
        let removed = try cache.prune(
          unusedSince: Date(timeIntervalSinceNow: -days * 86400), limit: megabytes.map { Int($0 * 1e6) } ?? .max)
        CacheCommand.tell(removed: removed, from: cache)
      }
    }
  }

  struct Clear: Command {
    static let configuration = CommandConfiguration(abstract: "Remove all cached prompts.")

    func run() throws {
      try reportingFaults(to: QuietReporter()) {
        let cache = try CacheCommand.cache()
        CacheCommand.tell(removed: try cache.clear(), from: cache)
      }
    }
  }
}

/// What can be wrong with a request about the cache.
enum CacheFault: Fault {
  case unknown(String)
  case nowhere
  case meansNothing(String, in: String)
  case outOfRange(option: String, found: Double)

  var cause: FaultCause { .usage }

  var description: String {
    switch self {
    case .unknown(let word):
      "there is no '\(ProgramName.current) cache \(word)'; "
        + (nearest(word, ["list", "prune", "clear"]).map { "did you mean '\($0)'?" } ?? "expected list, prune or clear")
    case .nowhere: "there is no cache: neither XDG_CACHE_HOME nor HOME names a folder by its full path"
    case .meansNothing(let part, let variable):
      "there is no cache: the environment variable XDG_CACHE_HOME is '\(variable)', in which '\(part)' means nothing"
    case .outOfRange(let option, let found): "--\(option) takes a number from 0 to 1000000000, found \(found)"
    }
  }
}
