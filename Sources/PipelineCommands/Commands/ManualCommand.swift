import ArgumentParser
import PipelineKit

/// `runner manual`: the manual page's source, which `make install` installs.
struct ManualCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page, in the language of man.",
    discussion: "'\(ProgramName.current) manual | man -l -' shows it.", shouldDisplay: false)

  func run() throws { Terminal.output(lines: try ManualPage(CommandDescription.program()).text) }
}
