import Basics
import Foundation
import TestSupport
import Testing

/// A program of another name calls itself by it.
@Suite struct ProgramNameTests {
  private func studio(_ command: String) throws -> Program.Result {
    try withTemporaryFolder { folder in
      try Program(folder: folder).shell("ln -s \"$0\" studio; \(command)")
    }
  }

  @Test func versionAndHelp() throws {
    #expect(try studio("./studio --version").output == "studio 0.1.0\n")
    for arguments in ["--help", "help", "graph --help", "run --help", "cache --help", "schema --help", "manual"] {
      let result = try studio("./studio \(arguments)")
      #expect(result.exit == 0 && result.output.lowercased().contains("studio"), "\(arguments)")
      #expect(!result.output.contains("runner"), "\(arguments): \(result.output)")
    }
  }

  @Test func suggestions() throws {
    #expect(
      try studio("./studio chek f.json").errors
        == "error: there is no command, installed pipeline or file 'chek'; did you mean 'studio check'?\n")
    #expect(try studio("./studio help grpah").errors.contains("did you mean 'studio help graph'?"))
    let first = try studio("PATH=.:$PATH; studio")
    #expect(first.errors.hasPrefix("studio runs image pipelines") && !first.errors.contains("runner"))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func completions(_ shell: String) throws {
    let script = try studio("./studio --generate-completion-script \(shell)").output
    #expect(script.contains("studio") && !script.contains("runner"))
  }

  /// A name that a shell would not take for one plain word isn't used.
  @Test func aNameWithSpaces() throws {
    #expect(try studio("mv studio 'my studio'; './my studio' --version").output == "runner 0.1.0\n")
  }
}
