import ArgumentParser
import Basics
import Foundation

/// A command as its declaration has it: the one source of completions and of the manual page.
struct CommandDescription: Decodable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  let shouldDisplay: Bool
  private let subcommands: [CommandDescription]?
  private let arguments: [ArgumentDescription]?

  /// The program with all of its commands.
  static func program() throws -> CommandDescription {
    struct Tool: Decodable { let command: CommandDescription }
    return try JSONDecoder().decode(Tool.self, from: Data(Runner._dumpHelp().utf8)).command
  }

  /// The commands below it that help lists, in the order of help.
  var commands: [CommandDescription] { (subcommands ?? []).filter(\.shouldDisplay) }
  /// What it takes without a name, in order.
  var positionals: [ArgumentDescription] { (arguments ?? []).filter { $0.shouldDisplay && $0.kind == .positional } }
  /// Its flags and options.
  var options: [ArgumentDescription] { (arguments ?? []).filter { $0.shouldDisplay && $0.kind != .positional } }

  func command(_ name: String) -> CommandDescription? { commands.first { $0.commandName == name } }
}

/// An argument, option or flag of a command.
struct ArgumentDescription: Decodable {
  enum Kind: String, Decodable { case positional, option, flag }

  /// What its value may be, for completion.
  enum Values: Decodable {
    case list(values: [String])
    case file(extensions: [String])
    case directory
    case custom
    case shellCommand(command: String)
    case customAsync
  }

  struct Name: Decodable {
    let kind: String
    let name: String

    /// As the user writes it: `--out`, `-h`.
    var word: String { (kind == "long" ? "--" : "-") + name }
  }

  let kind: Kind
  let abstract: String?
  let valueName: String?
  let defaultValue: String?
  let sectionTitle: String?
  let isOptional: Bool
  let isRepeating: Bool
  let shouldDisplay: Bool
  let completionKind: Values?
  private let names: [Name]?

  /// Its names as the user writes them.
  var words: [String] { (names ?? []).map(\.word) }
}
