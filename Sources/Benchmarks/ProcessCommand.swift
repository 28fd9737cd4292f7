import ArgumentParser

/// `benchmarks process --work NAME -- COMMAND …`: a whole process, from its start to its end.
struct ProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process", abstract: "Time and peak memory of any program, from start to end.")

  @Option(help: "What it does.")
  var work: String

  @Option(help: "Who does it.")
  var who = "PipelineKit"

  @Option(help: "In which precision.")
  var how = "f32"

  @OptionGroup var options: MeasuringOptions

  @Argument(parsing: .postTerminator, help: "The program and its arguments.")
  var command: [String]

  func validate() throws {
    if command.isEmpty { throw ValidationError("give a program and its arguments after --") }
  }

  func run() throws {
    let child = Child(program: command[0], arguments: Array(command.dropFirst()))
    let times = Stopwatch.Times(try (0..<options.repeats).map { _ in try child.run().seconds })
    var found = BenchmarkResult(.process, work, who: who, how: how)
    (found.seconds, found.least, found.memory) = (times.median, times.least, Child.peakMemory)
    options.show(
      "\(work), \(found.column): \(Text.seconds(times.median)) (median; least \(Text.seconds(times.least))), "
        + "\(Text.bytes(found.memory!)) at most")
    try options.record(found)
  }
}
