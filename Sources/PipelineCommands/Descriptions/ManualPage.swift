import ArgumentParser
import Basics
import PipelineKit

/// The manual page runner(1), made of the commands' declarations and of the lists in `ManualLists`.
struct ManualPage {
  private let program: CommandDescription

  init(_ program: CommandDescription) { self.program = program }

  /// The page in the language of man. It has no date, so that equal programs have equal pages.
  var text: String {
    var page = Roff()
    page.request("TH", ProgramName.current.uppercased(), "1", "", "PipelineKit \(PipelineKit.version)", "User Commands")
    page.request("SH", "NAME")
    page.text("\(ProgramName.current) - \(sentence(program.abstract ?? ""))")
    page.request("SH", "SYNOPSIS")
    page.example(synopsis)
    page.request("SH", "DESCRIPTION")
    page.paragraphs(program.discussion ?? "")
    for option in program.options { add(option, to: &page) }
    page.request("SH", "COMMANDS")
    for command in program.commands where command.commandName != "help" {
      add(command, under: [ProgramName.current], to: &page)
    }
    add("EXIT STATUS", ManualLists.exitCodes, to: &page)
    add("ENVIRONMENT", ManualLists.environment, to: &page)
    add("FILES", ManualLists.files, to: &page)
    page.request("SH", "SEE ALSO")
    page.text(
      "'\(ProgramName.current) stages' describes the stages of pipeline files, '\(ProgramName.current) pipelines' the installed ones."
    )
    return page.lines.joined(separator: "\n")
  }

  /// The usage, whose lines after the first are indented for help, which begins with the word "Usage:".
  private var synopsis: String {
    let lines = (Runner.configuration.usage ?? ProgramName.current).split(separator: "\n")
    return lines.map { $0.hasPrefix("       ") ? String($0.dropFirst(7)) : String($0) }.joined(separator: "\n")
  }

  private func add(_ command: CommandDescription, under path: [String], to page: inout Roff) {
    let path = path + [command.commandName]
    page.request("SS", ([path.joined(separator: " ")] + command.positionals.map(synopsis)).joined(separator: " "))
    page.text(command.abstract ?? "")
    page.paragraphs(command.discussion ?? "")
    for argument in command.positionals + command.options where !argument.words.contains("--help") {
      if argument.words != ["--version"] { add(argument, to: &page) }
    }
    for inner in command.commands { add(inner, under: path, to: &page) }
  }

  private func add(_ argument: ArgumentDescription, to page: inout Roff) {
    let value = argument.kind == .option ? argument.valueName.map { " <\($0)>" } ?? "" : ""
    let words = argument.kind == .positional ? synopsis(argument) : argument.words.joined(separator: ", ") + value
    let preset = argument.defaultValue.map { " (default: \($0))" } ?? ""
    page.entry(words, (argument.abstract ?? "") + preset)
  }

  private func add(_ title: String, _ list: [(String, String)], to page: inout Roff) {
    page.request("SH", title)
    for (words, meaning) in list { page.entry(words, meaning) }
  }

  private func synopsis(_ argument: ArgumentDescription) -> String {
    let word = "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? " ..." : "")
    return argument.isOptional ? "[\(word)]" : word
  }

  /// A sentence as the line of NAME has it: no capital, no full stop.
  private func sentence(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst().trimmingSuffix(".")
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self
  }
}
