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

  @Test func everyErrorHasANextStep() {
    var used: Set<Int> = []
    for input in Self.groups.flatMap(\.inputs) {
      guard let line = input.says.first, let place = NextSteps.place(for: line) else {
        Issue.record("no entry of NextSteps fits '\(input.what)': \(input.says)")
        continue
      }
      used.insert(place)
      if NextSteps.all[place].value == NextSteps.inMessage {
        #expect(NextSteps.instructions.contains { line.contains($0) }, "the message does not say what to do: \(line)")
      }
    }
    let unused = NextSteps.all.indices.filter { !used.contains($0) }.map { NextSteps.all[$0].key }
    #expect(unused.isEmpty, "entries of NextSteps that no error uses")
  }

  /// No message has the name of a Swift type or a value as Swift prints it, such as `Plan(epochs: 3)` or `Optional("x")`.
  @Test func noneShowsSwift() {
    let messages = Self.groups.flatMap(\.inputs).flatMap(\.says) + MachineErrors.rows.map(\.message)
    let printed = /Optional\(|\b[A-Z]\w*\((?:[a-z]\w*: |\))|\bnil\b/
    let named = /\.swift\b|\bSwift\.|\w+Kit\.|Error Domain/
    for message in messages {
      let found = message.firstMatch(of: printed) ?? message.firstMatch(of: named)
      #expect(found == nil, "\(message)")
    }
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
    func advice(_ input: WrongInput) -> String {
      input.says.first.flatMap(NextSteps.place).map { NextSteps.all[$0].value } ?? ""
    }
    var page = """
      # Error messages for wrong inputs

      Each error is one line on standard error; after a wrong option, lines of usage follow. It names the position in the \
      pipeline file as `file:line:column` where there is one. No file has been written by then. The exit codes are those \
      of sysexits: 64 the command line is wrong, 65 a file is wrong, 66 a file is missing, 69 a program or a server can't \
      be used, 73 a file can't be written, 75 a limit that was asked for is reached; 70 is an internal error.

      The last column says what to do next. If there are several errors, it is about the first one. A word in capitals, \
      such as FILE or STAGE, stands for your own, or for what the message then has. Afterwards, `runner check FILE` checks the file without running it.

      This page is generated from the tests in Tests/RunnerTests/WrongInputs by \
      `PIPELINEKIT_WRITE_DOCS=1 swift test --filter WrongInputTests`.

      """
    for (title, inputs) in groups {
      page += "\n## \(title)\n\n| what is wrong | exit code | answer | what to do |\n|---|---|---|---|\n"
      for input in inputs {
        page += "| \(cell(input.what)) | \(input.cause.rawValue) | "
        page += input.says.map { cell(code($0)) }.joined(separator: "<br>")
        page += " | \(cell(advice(input))) |\n"
      }
    }
    page += "\n## The machine, and limits\n\n| what is wrong | exit code | answer | what to do |\n|---|---|---|---|\n"
    for row in MachineErrors.rows {
      page += "| \(row.what) | \(row.exit) | \(code(row.message)) | \(row.advice) |\n"
    }
    return page
  }
}
