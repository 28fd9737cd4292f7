import ArgumentParser
import Basics
import Foundation
import PipelineKit

/// Help that depends on the words of the command line.
enum CommandLineHelp {
  /// What `runner FILE --help` prints; nil for other command lines.
  static func ofFile(_ arguments: [String]) -> String? {
    guard arguments.contains(where: { ["--help", "-h"].contains($0) }), let word = file(arguments) else { return nil }
    return outline(word).map { ParameterListing.text($0, word: word) }
  }

  /// The parser's message, or a better one where an option was meant to be a parameter: `--seed 4`.
  static func message(_ message: String, _ arguments: [String]) -> String {
    guard let match = message.firstMatch(of: /^Unknown option '--([A-Za-z0-9_-]+)'/), let word = file(arguments),
      let outline = outline(word), outline.parameters.contains(where: { $0.name == match.1 })
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

  /// The pipeline file that a command line names first, where it begins with no other command.
  private static func file(_ arguments: [String]) -> String? {
    guard var word = arguments.first(where: { !$0.hasPrefix("--") }) else { return nil }
    let commands = Runner.configuration.subcommands.map { $0._commandName }
    if ["run", "check"].contains(word) {
      guard let next = arguments.drop(while: { $0 != word }).dropFirst().first(where: { !$0.hasPrefix("--") }) else {
        return nil
      }
      word = next
    } else if commands.contains(word) || word == "help" {
      return nil
    }
    return word
  }

  /// What a pipeline file, or the one that made a picture, says of itself; nil where it can't be read.
  static func outline(_ word: String) -> PipelineOutline? {
    let path = InstalledFiles.pipelines.path(word)
    if let made = try? MadePicture(path: path) { return try? PipelineOutline(made.source) }
    return try? PipelineOutline(PipelineSource(path: path))
  }
}
