import Basics
import Foundation
import Tensors
import TestSupport
import Testing

/// Everything that a user may get wrong: each answer is exact, comes with the right exit code, and leaves nothing behind.
@Suite struct WrongInputTests {
  static let groups: [(title: String, inputs: [WrongInput])] = [
    ("Pipeline files: form", wrongForms), ("Pipeline files: meaning", wrongGraphs), ("Parameters", wrongParameters),
    ("Pictures and tensors", wrongPictures), ("Tensor files", wrongTensors), ("Models", wrongModels),
    ("Served models", wrongServers),
    ("Stages that don't fit", wrongUses),
    ("Networks of digits", wrongDigits), ("Sizes, counts and lists", wrongSizes),
    ("Several errors at once", wrongTogether),
    ("Outputs", wrongOutputs), ("Films", wrongFilms), ("Programs", wrongPrograms),
    ("Recipes and training", wrongRecipes),
    ("The command line", wrongCommands), ("Sweeps", wrongSweeps),
  ]

  @Test(arguments: groups.flatMap(\.inputs))
  func answer(_ input: WrongInput) throws {
    let answer = try input.answer()
    let lines = answer.errors.split(separator: "\n").map(String.init)
    #expect(lines == input.says)
    #expect(answer.exit == input.cause.rawValue)
    #expect(answer.output.isEmpty)
    #expect(answer.newFiles.isEmpty)
  }

  /// The page is made of the table above by `PIPELINEKIT_WRITE_DOCS=1 swift test --filter WrongInputTests`.
  @Test func page() throws {
    let path = Fixtures.package + "/docs/errors.md"
    if ProcessInfo.processInfo.environment["PIPELINEKIT_WRITE_DOCS"] != nil {
      try AtomicFile.write(Array(Self.page.utf8), to: path)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.page, "docs/errors.md is not up to date")
  }

  private static var page: String {
    func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }
    func code(_ line: String) -> String { line.contains("`") ? "`` \(line) ``" : "`\(line)`" }
    var page = """
      # Error messages for wrong inputs

      Each error is one line on standard error. It names the position in the pipeline file as `file:line:column` where \
      there is one. No file has been written by then. The exit codes are those of sysexits: 64 the command line is \
      wrong, 65 a file is wrong, 66 a file is missing, 73 a file can't be written; 70 is an internal error.

      This page is generated from the tests in Tests/RunnerTests/WrongInputs by \
      `PIPELINEKIT_WRITE_DOCS=1 swift test --filter WrongInputTests`.

      """
    for (title, inputs) in groups {
      page += "\n## \(title)\n\n| what is wrong | exit code | answer |\n|---|---|---|\n"
      for input in inputs {
        page += "| \(cell(input.what)) | \(input.cause.rawValue) | "
        page += input.says.map { cell(code($0)) }.joined(separator: "<br>") + " |\n"
      }
    }
    return page
  }
}
