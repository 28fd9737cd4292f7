import ArgumentParser
import Basics
import Foundation
import PipelineKit

/// Help that depends on the words of the command line.
enum CommandLineHelp {
  /// What `runner FILE --help` and `runner train RECIPE --help` print; nil for other command lines.
  static func ofFile(_ arguments: [String]) -> String? {
    guard arguments.contains(where: { ["--help", "-h"].contains($0) }), let file = file(arguments) else { return nil }
    return outline(file.word, of: file.command).map { ParameterListing.text($0, word: file.word, of: file.command) }
  }

  /// Throws for `runner help WORD` where there is no command WORD: the parser would print the general help.
  static func requireCommand(_ arguments: [String]) throws {
    guard arguments.first == "help", let word = arguments.dropFirst().first(where: { !$0.hasPrefix("-") }) else {
      return
    }
    let commands = Runner.configuration.subcommands.map { $0._commandName } + ["help"]
    if !commands.contains(word) { throw CommandFault.noHelp(word, known: commands) }
  }

  /// The parser's message, or a better one where an option was meant to be a parameter: `--seed 4`.
  static func message(_ message: String, _ arguments: [String]) -> String {
    guard let match = message.firstMatch(of: /^Unknown option '--?([A-Za-z0-9_-]+)'/), let file = file(arguments),
      let outline = outline(file.word, of: file.command), outline.parameters.contains(where: { $0.name == match.1 })
    else { return message }
    let name = String(match.1)
    var value = "VALUE"
    if let index = arguments.firstIndex(where: { $0 == "--" + name }), arguments.indices.contains(index + 1) {
      value = arguments[index + 1]
    } else if let given = arguments.first(where: { $0.hasPrefix("--\(name)=") }) {
      value = String(given.dropFirst(name.count + 3))
    }
    let isPlain = value.allSatisfy { $0.isLetter || $0.isNumber || "._-/,".contains($0) }
    return
      "there is no option '--\(name)'. A parameter is set without dashes: \(name)=\(isPlain ? value : "'\(value)'")"
  }

  /// The file that a command line names first, and the command that takes it; the default command is "run".
  private static func file(_ arguments: [String]) -> (command: String, word: String)? {
    var words = arguments.filter { !$0.hasPrefix("-") || $0 == "-" }[...]
    guard let first = words.first else { return nil }
    var command = "run"
    if ["run", "check", "train", "evaluate"].contains(first) {
      command = words.removeFirst()
    } else if Runner.configuration.subcommands.contains(where: { $0._commandName == first }) || first == "help" {
      return nil
    }
    return words.first.map { (command, $0) }
  }

  /// What a file says of itself, or for a picture the file that made it; nil where it can't be read. `train` and
  /// `evaluate` take recipes, `check` both.
  static func outline(_ word: String, of command: String) -> PipelineOutline? {
    let path = InstalledFiles.pipelines.path(word)
    if ["train", "evaluate"].contains(command) || command == "check" && !FileSystem.exists(path) {
      return try? PipelineOutline(PipelineSource(path: InstalledFiles.recipes.path(word)))
    }
    if let made = try? MadePicture(path: path) { return try? PipelineOutline(made.source) }
    return try? PipelineOutline(PipelineSource(path: path))
  }
}
