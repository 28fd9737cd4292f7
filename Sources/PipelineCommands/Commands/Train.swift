import ArgumentParser
import Basics
import Images
import PipelineKit
import PipelineTraining
import Tensors

/// `runner train FILE [name=value …]`: trains a network as a recipe describes it.
struct Train: Command {
  static let configuration = CommandConfiguration(
    abstract: "Train a network with a recipe.",
    discussion: """
      A run can be stopped at any moment, by Ctrl-C or otherwise; --resume continues it and ends with the same weights.

      Several processes, on one machine or more, train one network if Open MPI starts them: 'mpirun -n 4 \(ProgramName.current) train mini-if'. \
      They share the parts of each batch, and end with the weights of one process that has as many ('parts=4').
      """)

  @OptionGroup var recipe: RecipeArguments

  @Option(help: "The folder of the run. (default: runs/NAME for a recipe NAME)", completion: .directory)
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Another folder that the run may write to through links in its own folder; may be given several times.",
      valueName: "dir"), completion: .directory)
  var allowWrite: [String] = []

  @Flag(help: "Continue the run in the folder.")
  var resume = false

  @OptionGroup var threads: ThreadsOption

  @OptionGroup(title: "Limits") var memory: MemoryOption

  @OptionGroup(title: "Limits") var output: OutputOption

  @OptionGroup(title: "Limits") var time: TimeOption

  @OptionGroup(title: "Limits") var peers: PeersOption

  @OptionGroup var report: ReportOptions

  /// Prints a note or a warning.
  private func tell(_ line: String) { if !report.quiet, !report.json, peers.isFirst { Terminal.error(line) } }

  func run() throws {
    let stop = StopRequest()
    var isDone = false
    let isFirst = peers.isFirst
    let reporter: any Reporter = report.json && isFirst ? JSONReporter() : QuietReporter()
    try reportingFaults(to: reporter) {
      let memory = try self.memory.apply { reporter.failed($0) }
      let budget = try output.budget()
      // The run saves its state and ends, as after Ctrl-C.
      try time.start { fault in
        if isFirst { reporter.failed(fault) }
        stop.ask(fault.cause.rawValue)
      }
      try peers.withProcesses(stop, reporter) { group in
        isDone = try threads.withThreads(tell: tell) {
          let loaded: any TrainingRecipe = try group.together {
            try resume ? recipe.load(asIn: out, tell: tell) : recipe.load(for: group.count, tell: tell)
          }
          return try MemoryUse.$chosen.withValue(memory) { try run(loaded, group, stop, budget) }
        }
      }
    }
    if !isDone, let code = stop.code { throw ExitCode(code) }
  }

  /// Whether the run came to its end.
  private func run(
    _ recipe: some TrainingRecipe, _ group: any ProcessGroup, _ stop: StopRequest, _ budget: OutputBudget
  ) throws -> Bool {
    let (isQuiet, isJSON) = (report.quiet || !peers.isFirst, report.json && peers.isFirst)
    // Processes that train together need connections and files of their own.
    if group is Alone,
      let reason = try self.recipe.wall(around: recipe, making: [out ?? "."] + allowWrite).close()
    {
      tell("note: only the program's own rules confine the recipe: \(reason)")
    }
    try group.together { try self.recipe.judgeAgain(recipe) }
    // A run that goes on has written a part before.
    try group.together { try recipe.cost().require(budget: resume ? nil : budget) }
    for warning in LabelFont.warnings(for: recipe.labels) { tell("warning: \(warning)") }
    let run = RecipeArguments.run(of: recipe, out: out, allowed: allowWrite, budget: budget)
    let progress = TrainingProgress(isQuiet: isQuiet || isJSON)
    if isJSON { JSONEvents.emit(["event": "begin", "recipe": recipe.name, "version": PipelineKit.version]) }
    let isDone = try run(
      resume: resume, in: group, isStopped: { stop.code != nil },
      report: { if isJSON { JSONEvents.emit($0.fields) } else { progress.report($0) } })
    if isJSON { JSONEvents.emit(["event": "end", "done": isDone]) }
    return isDone
  }
}
