import Basics
import Foundation
import TestSupport
import Testing

/// The manual page, which `runner manual` prints.
@Suite struct ManualPageTests {
  private func page() throws -> String {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder)("manual")
      #expect(result.exit == 0 && result.errors.isEmpty)
      return result.output
    }
  }

  @Test func hasEverySection() throws {
    let sections = try page().split(separator: "\n").filter { $0.hasPrefix(".SH ") }.map { $0.dropFirst(4) }
    #expect(
      sections.map { $0.trimmingCharacters(in: ["\""]) } == [
        "NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO",
      ])
  }

  /// Every command and option that help shows.
  @Test func hasEveryCommand() throws {
    let page = try page().replacing("\\-", with: "-")
    try withTemporaryFolder { folder in
      let runner = Program(folder: folder)
      let help = try runner("--help").output.split(separator: "\n")
      let commands = help.drop { $0 != "SUBCOMMANDS:" }.dropFirst().compactMap { line in
        line.firstMatch(of: /^  ([a-z]+)/).map { String($0.1) }
      }
      #expect(commands.count > 10)
      for command in commands {
        #expect(page.contains(".SS \"runner \(command)"), "\(command)")
        for match in try runner("help", command).output.matches(of: /\n  (?:-h, )?(--[a-z-]+)/)
        where match.1 != "--version" && match.1 != "--help" {
          #expect(page.contains("\\fB\(match.1)"), "\(command) \(match.1)")
        }
      }
    }
  }

  @Test func hasEveryExitCode() throws {
    let page = try page()
    for cause in FaultCause.allCases { #expect(page.contains("\\fB\(cause.rawValue)\\fR"), "\(cause)") }
  }

  /// Every variable that the sources of the program name in a text is in the manual.
  @Test func hasEveryEnvironmentVariable() throws {
    let page = try page()
    let sources = Fixtures.package + "/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { path in
      (path.hasSuffix(".swift") || path.hasSuffix(".c"))
        && !["Benchmarks/", "PipelineTesting/", "CPeak/"].contains { path.hasPrefix($0) }
    }
    var names: Set<String> = []
    for file in files {
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      for match in text.matches(of: /"((PIPELINEKIT|XDG|HF|HUGGINGFACE|OPENBLAS)_[A-Z_]+)"/) {
        names.insert(String(match.1))
      }
      for match in text.matches(of: /environment\["([A-Z_]+)"\]|getenv\("([A-Z_]+)"\)/) {
        names.insert(String(match.1 ?? match.2!))
      }
    }
    #expect(names.count > 8)
    for name in names { #expect(page.contains(name), "\(name)") }
  }

  /// Lines that begin with a dot are requests of man's, hyphens are shown as such, and the text has nothing that man would
  /// change.
  @Test func isPlain() throws {
    for line in try page().split(separator: "\n") {
      if line.hasPrefix(".") {
        #expect([".TH", ".SH", ".SS", ".PP", ".TP", ".EX", ".EE"].contains(line.prefix(3)), "\(line)")
      }
      #expect(!line.hasPrefix("'") && !line.contains(/[^\\]-/), "\(line)")
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff")))
  func groffHasNoWarning() throws {
    try withTemporaryFolder { folder in
      let result = try Program(folder: folder).shell(#""$0" manual | groff -man -Tutf8 -Kutf8 -ww -z"#)
      #expect(result.exit == 0 && result.errors.isEmpty, "\(result.errors)")
    }
  }
}
