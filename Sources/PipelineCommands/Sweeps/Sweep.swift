import Basics
import Images
import PipelineKit
import PipelineModels

/// Many runs of one pipeline: every job is checked before the first one runs.
struct Sweep {
  let axes: [SweepAxis]
  let isZipped: Bool
  /// Those of this shard.
  let jobs: [SweepJob]
  /// The part that this process does; nil for a sweep as a whole.
  let shard: Shard?
  let options: SweepOptions
  private let arguments: PipelineArguments
  /// What all jobs together may write; nil for no limit.
  private let budget: OutputBudget?
  private let source: PipelineSource
  private let given: [(name: String, text: String)]
  /// The jobs of all shards.
  private let count: Int
  private let names: SweepNames
  /// The names of a picture's files that is made again; nil where a file is run.
  private let remade: RemadeNames?
  /// The parameters' values in the file, in the words of a command line.
  private let defaults: [String: String]

  /// - Parameter picture: the picture whose pipeline is run, if it is one.
  init(
    _ options: SweepOptions, _ axes: [SweepAxis], _ arguments: PipelineArguments, _ picture: MadePicture?,
    _ budget: OutputBudget? = nil
  ) throws {
    (self.options, self.axes, self.arguments, self.budget) = (options, axes, arguments, budget)
    isZipped = options.zip
    let all = try SweepJob.all(axes, isZipped: isZipped)
    let shard = try options.shard.map { try Shard($0) } ?? Shard(environment: FileName.environment)
    // A whole that was asked for is no part.
    self.shard = shard == Shard.whole ? nil : shard
    (jobs, count) = (all.filter { shard?.holds($0) ?? true }, all.count)
    let given = try commandLineParameters(arguments.parameters)
    if let twice = given.first(where: { given in axes.contains { $0.name.isExactly(given.name) } }) {
      throw SweepFault.axisAndParameter(twice.name)
    }
    self.given = given
    source = try arguments.source(picture)
    remade = picture.map { $0.names(arguments) }
    let parameters = try PipelineOutline(source).parameters
    defaults = Dictionary(parameters.map { ($0.name, $0.word) }) { first, _ in first }
    names =
      try options.name.map { try SweepNames(template: $0, axes: axes, parameters: parameters.map(\.name)) }
      ?? SweepNames(axes: axes)
  }

  /// What to say where the part comes from the environment, which the user may not have in mind; else nil.
  var partTaken: String? {
    guard let shard, let variable = shard.variable else { return nil }
    return
      "part \(shard.number) of \(shard.count), from \(variable): \(jobs.count) of \(count) jobs; --shard 1/1 does all"
  }

  /// What this part has in common with the others; nil for a whole, and for a pipeline that can be read only once.
  var plan: SweepPlan? {
    guard shard != nil, FileSystem.isFile(arguments.path) else { return nil }
    return SweepPlan(self, arguments, given: given)
  }

  /// The sheet and the page, where there are any.
  var outputs: [String] { [options.sheet, options.page].compactMap { $0.map(place) } }

  /// Where a file is that an option names: as those of the pipeline, it is relative to the folder of outputs.
  func place(_ path: String) -> String { FileName.path(path, in: arguments.out) }

  /// Whether files may be replaced that no pipeline of that name made.
  var overwrites: Bool { arguments.overwrite }

  /// One job's pipeline, checked.
  func pipeline(_ job: SweepJob) throws -> Pipeline {
    let arguments = given + job.values
    let values = Dictionary(arguments.map { ($0.name, $0.text) }) { _, last in last }
    var rules = self.arguments.rules
    rules.budget = budget
    rules.naming = { [names, defaults, remade] path in
      names.name(remade?.name(path) ?? path.text, job) { values[$0] ?? defaults[$0] }
    }
    do {
      return try Pipeline(
        source, arguments: arguments, registry: PipelineCommands.registry, reading: self.arguments.reading,
        writing: rules, allowsPrograms: self.arguments.allowRun)
    } catch let fault as PipelineFault where jobs.count > 1 {
      if let template = options.name, !names.tellsFilesApart, fault.writesTwice {
        throw SweepFault.nameForSeveral(template)
      }
      throw SweepJobFault(job: job, fault: fault)
    }
  }

  /// Every job with its pipeline. Throws for the first that is wrong, and for two that would write one file.
  func check() throws -> [(job: SweepJob, pipeline: Pipeline)] {
    var writers: [String: SweepJob] = [:]
    return try jobs.map { job in
      var pipeline = try pipeline(job)
      if remade != nil, !isDone(pipeline) { try Remaking.protect(&pipeline) }
      for path in pipeline.files ?? [] {
        if let other = writers.updateValue(job, forKey: path) { throw SweepFault.nameTwice(path, other, job) }
      }
      return (job, pipeline)
    }
  }

  /// Whether what a job would write is there, made by the same file with the same values, after everything that it reads.
  func isDone(_ pipeline: Pipeline) -> Bool {
    guard !options.remake, let files = pipeline.files, !files.isEmpty else { return false }
    let expected = pipeline.provenance
    let newest = (pipeline.reads.filter(FileSystem.exists) + pipeline.models.flatMap(Sweep.files))
      .compactMap(FileSystem.modified).max()
    var hasPicture = false
    for file in files {
      guard let time = FileSystem.modified(file), newest.map({ $0 < time }) ?? true else { return false }
      guard let texts = try? ImageFile.texts(file) else { continue }
      guard ImageFile.isWhole(file) else { return false }
      hasPicture = true
      let names = ImageFile.textNames(expected.map(\.name))
      for (name, text) in zip(names, expected.map(\.text)) where name != "comment" {
        guard texts.contains(where: { $0.name == name && $0.text.isExactly(text) }) else { return false }
      }
    }
    return hasPicture
  }

  /// A model's files; of a served model, the local ones.
  static func files(of model: Path) -> [String] {
    guard let found = try? ModelLocator.folder(of: model, .with(PipelineCommands.registry)) else { return [] }
    let folder = (try? ServerAddress(found))?.local ?? found
    func files(_ path: String, _ depth: Int) -> [String] {
      guard depth > 0, FileSystem.isFolder(path) else { return [path] }
      return ((try? FileSystem.names(in: path)) ?? []).flatMap { files(FileName.path($0, in: path), depth - 1) }
    }
    return files(folder, 3)
  }
}

/// What is wrong with one job of a sweep.
struct SweepJobFault: Fault {
  var job: SweepJob
  var fault: PipelineFault

  var cause: FaultCause { fault.cause }
  var description: String { "\(fault); \(job.name) can't run" }
}
