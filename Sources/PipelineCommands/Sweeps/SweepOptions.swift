import ArgumentParser
import Basics
import PipelineKit

/// The options that make one command do a pipeline many times.
struct SweepOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Run once for every value of a parameter: seed=1..16, guidance=3,5,7, picture='photos/*.jpg', prompt=@prompts.txt. Several multiply.",
      valueName: "name=values"), completion: .parameterNames)
  var each: [String] = []

  @Flag(help: "Take the values of several --each side by side, in place of every one with every other.")
  var zip = false

  @Option(
    help: ArgumentHelp(
      "How the files are named: {name} is what the pipeline calls one, {index} the job's number from 0, any other a parameter. (default: {name} and the --each parameters)",
      valueName: "template"))
  var name: String?

  @Option(help: "Write a labelled contact sheet of the jobs' pictures.", completion: .file(extensions: ["png", "jpg"]))
  var sheet: String?

  @Option(
    help: ArgumentHelp("Write an HTML page that sorts and filters the jobs' pictures.", valueName: "dir"),
    completion: .directory)
  var page: String?

  @Option(
    help: ArgumentHelp(
      "Do only a part of the jobs: 2/4 is the second of four. (default: a task of a Slurm array or of an indexed job of Kubernetes does its own part, any other process all)",
      valueName: "i/n"))
  var shard: String?

  @Flag(help: "Make all pictures, even those that exist already.")
  var remake = false

  /// The sweep, or nil where none is asked for.
  func sweep(
    _ pipeline: PipelineArguments, _ picture: MadePicture?, _ budget: OutputBudget? = nil
  ) throws -> Sweep? {
    guard !each.isEmpty else {
      let others: [(String, Bool)] = [
        ("--zip", zip), ("--name", name != nil), ("--sheet", sheet != nil), ("--page", page != nil),
        ("--shard", shard != nil), ("--remake", remake),
      ]
      if let (option, _) = others.first(where: \.1) { throw SweepFault.needsEach(option) }
      return nil
    }
    return try Sweep(self, each.map { try SweepAxis($0) }, pipeline, picture, budget)
  }
}
