import ArgumentParser

/// `--quiet` and `--json`: how a command tells what goes on.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print events as JSON on standard output, one per line.")
  var json = false

  /// What tells the user of a run.
  var reporter: any Reporter {
    if json {
      JSONReporter()
    } else if quiet {
      QuietReporter()
    } else {
      TextReporter(isTerminal: Terminal.isTerminal)
    }
  }
}
