import ArgumentParser
import Basics
import Tensors

/// `benchmarks report FILE …`: measurements of ours and of peers as tables.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Print measurements as Markdown, ours beside its peers'.")

  @Argument(help: "Files of what `benchmarks --json` and benchmarks/peers print.")
  var files: [String]

  @Option(help: "A line about the machine, a version or a command; may be given more than once.")
  var note: [String] = []

  @Option(help: "Write to this file too.")
  var to: String?

  func run() throws {
    let report = Report(try files.flatMap { try BenchmarkResult.read($0) })
    let notes =
      ["\(Machine.processor), \(Machine.cores) cores, \(Text.bytes(Machine.memory)) of memory"] + note
    let page = """
      # Benchmarks

      Written by `make bench` on \(Report.today); not to be edited. Ratios travel better than seconds.

      \(notes.map { "- \($0)" }.joined(separator: "\n"))

      \(report.markdown)

      """
    print(page)
    if let to { try AtomicFile.write(Array(page.utf8), to: to) }
  }
}
