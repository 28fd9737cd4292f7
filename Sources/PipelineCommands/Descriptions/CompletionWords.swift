import ArgumentParser
import Basics
import Foundation
import PipelineKit
import Tensors

/// What the arguments of commands may be, where only this program knows.
extension CompletionKind {
  /// Installed pipelines by name, pipeline files, and pictures that one made; for `check`, recipes too.
  static let pipelines = custom { words, _, _ in
    let names = CompletionWords.installed(.pipelines)
    let recipes = words.first == "check" ? CompletionWords.installed(.recipes) : []
    return names + recipes + [":files json yaml yml png jpg jpeg"]
  }

  /// Installed recipes by name, and recipe files.
  static let recipes = custom { _, _, _ in CompletionWords.installed(.recipes) + [":files json yaml yml"] }

  /// The parameters of the file named before, as name=value.
  static let parameters = custom { words, _, word in CompletionWords.parameters(words, word) }

  /// The names of the parameters of the file named before, for `--each name=values`.
  static let parameterNames = custom { words, _, word in
    word.contains("=") ? [] : CompletionWords.parameters(Array(words.prefix(2)) + [word], word)
  }

  /// The names of the stages.
  static let stages = custom { _, _, _ in
    let registry = PipelineCommands.registry
    return registry.names.map { name in
      CompletionWords.line(name, (registry[name]?.declaration ?? StageListing.loopDeclaration).summary)
    }
  }
}

/// Lines of an answer to a shell, as `Completion.Candidate` reads them.
private enum CompletionWords {
  static func line(_ word: String, _ meaning: String?) -> String {
    let words = (meaning ?? "").split(whereSeparator: \.isWhitespace)
    return word + "\t" + words.joined(separator: " ")
  }

  static func installed(_ files: InstalledFiles) -> [String] {
    files.all.map { name, path in line(name, (try? PipelineOutline(PipelineSource(path: path)))?.about) }
  }

  /// - Parameters:
  ///   - words: the command, the file, the parameters before the last, and the last word.
  ///   - word: the last word up to the cursor.
  static func parameters(_ words: [String], _ word: String) -> [String] {
    guard words.count > 2, let outline = CommandLineHelp.outline(home(words[1]), of: words[0]) else { return [] }
    let given = words[2..<(words.count - 1)].map { $0.prefix { $0 != "=" } }
    if let sign = word.firstIndex(of: "=") {
      let name = String(word[..<sign])
      guard let parameter = outline.parameters.first(where: { $0.name == name }) else { return [] }
      return values(parameter)
    }
    return outline.parameters.filter { parameter in !given.contains { $0 == parameter.name } }.map { parameter in
      line(
        parameter.name + "=", [parameter.about, "default \(parameter.text)"].compactMap { $0 }.joined(separator: "; "))
    }
  }

  /// The values that a parameter may have: its choices, its default, or files where the default is one.
  private static func values(_ parameter: Parameter) -> [String] {
    if let choices = parameter.choices { return choices.map { line("\(parameter.name)=\($0)", nil) } }
    switch parameter.kind {
    case .flag: return ["true", "false"].map { line("\(parameter.name)=\($0)", nil) }
    case .text:
      let isPath = parameter.word.wholeMatch(of: /\S*\.[a-z]+|\S*\/\S*|/.ignoresCase()) != nil
      return isPath ? [":files"] : []
    default: return [line("\(parameter.name)=\(parameter.word)", "the default")]
    }
  }

  /// A word with the user's home folder in place of `~`, as the shell would have it.
  private static func home(_ word: String) -> String {
    word.hasPrefix("~/") ? (FileName.environment["HOME"] ?? "~") + word.dropFirst() : word
  }
}
