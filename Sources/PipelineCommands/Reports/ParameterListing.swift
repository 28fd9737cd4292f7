import PipelineKit

/// What `runner FILE --help` and `runner train RECIPE --help` print: what the file shows, and what can be set.
enum ParameterListing {
  /// - Parameters:
  ///   - word: the file as the user named it.
  ///   - command: the command that takes it.
  static func text(_ outline: PipelineOutline, word: String, of command: String) -> String {
    let run = command == "run" ? ProgramName.current : "\(ProgramName.current) \(command)"
    var lines = StageListing.wrapped("\(outline.name)\(outline.about.map { " – " + $0 } ?? "")", indent: 0)
    lines += ["", "parameters"]
    let nameWidth = outline.parameters.map(\.name.count).max() ?? 0
    let kindWidth = outline.parameters.map(\.kind.description.count).max() ?? 0
    for parameter in outline.parameters {
      let name = parameter.name.padded(to: nameWidth)
      lines.append("  \(name)  \(parameter.kind.description.padded(to: kindWidth))  \(parameter.text)")
      let notes = [
        parameter.about, parameter.choices.map { "one of " + $0.joined(separator: ", ") },
        parameter.range.map { "\($0.words)" },
      ].compactMap { $0 }
      if !notes.isEmpty { lines += StageListing.wrapped(notes.joined(separator: "; "), indent: nameWidth + 4) }
    }
    if outline.parameters.isEmpty { lines.append("  none") }
    if let example = outline.parameters.first(where: { $0.name == "seed" }) ?? outline.parameters.first {
      lines += ["", "set one with name=value: \(run) \(word) \(example.name)=\(shellWord(example.text))"]
    }
    lines += ["", "'\(ProgramName.current) \(command) --help' lists the options."]
    return lines.joined(separator: "\n")
  }

  /// A JSON value as a shell takes it; a text that holds what a shell would read is in quotes already.
  private static func shellWord(_ json: String) -> String {
    let text = json.hasPrefix("\"") ? String(json.dropFirst().dropLast()) : json
    return text.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) } ? text : json
  }
}
