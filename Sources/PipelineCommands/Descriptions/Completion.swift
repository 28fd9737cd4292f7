import ArgumentParser
import Basics
import PipelineKit

/// What can stand in the place of a command line's last word.
///
/// The scripts that `runner --generate-completion-script SHELL` prints ask for it: `runner ---complete WORD…`, where the
/// last word is the one that the cursor is behind, which may be empty.
struct Completion {
  /// A word with what it means, or a request to the shell.
  enum Candidate: Equatable {
    case word(String, String)
    /// Folders, and files with one of these endings; any files if there are none.
    case files([String])
    case folders

    /// The candidate as the scripts read it: a word, a tab, and what it means; or a line that begins with a colon.
    var fields: [String] {
      switch self {
      case .word(let word, let meaning): [word, meaning]
      case .files(let endings): [([":files"] + endings).joined(separator: " ")]
      case .folders: [":folders"]
      }
    }

    /// The candidate that a line stands for.
    init(_ line: String) {
      let fields = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case ":files": self = .files(Array(words.dropFirst()))
      case ":folders": self = .folders
      default: self = .word(fields[0], fields.count > 1 ? fields[1] : "")
      }
    }

    init(_ word: String, _ meaning: String?) { self = .word(word, meaning ?? "") }
  }

  /// The program's first argument where a script asks.
  static let request = "---complete"

  private let program: CommandDescription
  /// The command that the words name.
  private var command: CommandDescription
  /// The names of that command, outermost first; empty for the program itself.
  private var path: [String] = []
  private var positionals: [String] = []
  /// The option whose value the last word is.
  private var option: ArgumentDescription?
  /// Whether a `--` came before: what follows are no options.
  private var isTerminated = false
  private let last: String

  /// - Parameter words: the command line up to the cursor, without the program's name.
  init(_ words: [String]) throws {
    program = try CommandDescription.program()
    command = program
    last = words.last ?? ""
    for word in words.dropLast() { read(word) }
  }

  private mutating func read(_ word: String) {
    if option != nil {
      option = nil
    } else if !isTerminated, word == "--" {
      isTerminated = true
    } else if !isTerminated, word.hasPrefix("-"), word != "-" {
      option = options.first { $0.kind == .option && $0.words.contains(word) }
    } else if positionals.isEmpty, let named = command.command(word) {
      command = named
      path.append(word)
    } else {
      if path.isEmpty, let run = defaultCommand {
        command = run
        path = [run.commandName]
      }
      positionals.append(word)
    }
  }

  /// The command that runs where none is named.
  private var defaultCommand: CommandDescription? {
    Runner.configuration.defaultSubcommand.flatMap { program.command($0._commandName) }
  }

  private var options: [ArgumentDescription] {
    let more = path.isEmpty ? defaultCommand?.options ?? [] : []
    return more + command.options.filter { option in !more.contains { $0.words == option.words } }
  }

  /// What fits, in the order of help.
  var candidates: [Candidate] {
    if let option { return values(of: option, last) }
    if !isTerminated, last.hasPrefix("-"), last != "-" { return optionCandidates }
    var found: [Candidate] = []
    if positionals.isEmpty { found += command.commands.map { Candidate($0.commandName, $0.abstract) } }
    if path == ["help"] { found += program.commands.map { Candidate($0.commandName, $0.abstract) } }
    let taker = path.isEmpty ? defaultCommand ?? command : command
    let index = min(positionals.count, taker.positionals.count - 1)
    if index >= 0, index == positionals.count || taker.positionals[index].isRepeating {
      found += values(of: taker.positionals[index], last, position: index)
    }
    // A pipeline and a recipe may have one name.
    var seen: Set<String> = []
    return found.filter(fits(last)).filter { seen.insert($0.fields[0]).inserted }
  }

  private var optionCandidates: [Candidate] {
    if let sign = last.firstIndex(of: "=") {
      let name = String(last[..<sign])
      guard let option = options.first(where: { $0.kind == .option && $0.words.contains(name) }) else { return [] }
      return values(of: option, String(last[last.index(after: sign)...])).map { candidate in
        if case .word(let word, let meaning) = candidate { .word("\(name)=\(word)", meaning) } else { candidate }
      }
    }
    return options.flatMap { option in option.words.map { Candidate($0, option.abstract) } }.filter(fits(last))
  }

  private func fits(_ start: String) -> (Candidate) -> Bool {
    { candidate in if case .word(let word, _) = candidate { word.hasPrefix(start) } else { true } }
  }

  /// What an argument may be, as its declaration says. One with a function of its own is asked through the parser, with
  /// the command's name, the arguments without names that came before, and the last word.
  private func values(of argument: ArgumentDescription, _ word: String, position: Int? = nil) -> [Candidate] {
    let found: [Candidate]
    switch argument.completionKind {
    case .list(let values): found = values.map { Candidate($0, nil) }
    case .file(let extensions): found = [.files(extensions)]
    case .directory: found = [.folders]
    case .custom:
      let commands = path.isEmpty ? [defaultCommand?.commandName ?? ""] : path
      let name = position.map { "positional@\($0)" } ?? argument.words[0]
      let words = [commands.last ?? ""] + positionals + [word]
      found = Completion.asked(commands + ["--", name, "\(words.count - 1)", "\(word.count)"] + words)
    case .shellCommand, .customAsync, nil: found = []
    }
    return found.filter(fits(word))
  }

  /// What the function of an argument's declaration answers.
  private static func asked(_ request: [String]) -> [Candidate] {
    do { _ = try Runner.parseAsRoot(["---completion"] + request) } catch  where Runner.exitCode(for: error).isSuccess {
      return Runner.fullMessage(for: error).split(separator: "\n").map { Candidate(String($0)) }
    } catch {}
    return []
  }
}
