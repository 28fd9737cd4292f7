import Basics
import Foundation
import Images
import Inference
public import PipelineKit
import Tensors

/// An event that a run reports.
public enum TrainingEvent: Sendable {
  /// After `step` of `steps`, in an epoch that counts from 1: the recent mean loss and the speed.
  case progress(step: Int, steps: Int, epoch: Int, loss: Double, imagesPerSecond: Double, secondsLeft: Double)
  /// An epoch, from 1, is complete; its model is in `folder`.
  case epoch(Int, folder: String)
  /// A sheet or the final model was written to this path.
  case wrote(String)
  /// A message that is no error.
  case warning(String)
  /// The run was finished before; its model is at this path.
  case finished(String)
  /// The run was asked to stop; it can be resumed after this step.
  case stopped(step: Int, steps: Int)
  /// The run was asked to stop while it made a sheet; resuming repeats the epoch's last step.
  case stoppedInSheet
}

/// A run in a folder. It writes the state to resume from, the loss curve, and the recipe's models after each epoch and
/// at the end.
public struct TrainingRun<Recipe: TrainingRecipe>: Sendable {
  /// The settings of the run.
  public let recipe: Recipe
  /// The folder of the run's files.
  public let folder: String
  /// The folders that the run may write to.
  public let rules: WriteRules
  /// The seconds between saves of the state; the interval is longer if saving is slow.
  public let saveInterval: Double
  /// The number of steps whose mean loss is one row of the curve.
  public static var stepsPerRow: Int { 50 }

  /// Makes a run; nothing is read or written.
  ///
  /// - Parameter rules: the folders that it may write to; by default the run's folder.
  public init(_ recipe: Recipe, folder: String, rules: WriteRules? = nil, saveInterval: Double = 15) {
    (self.recipe, self.folder, self.saveInterval) = (recipe, folder, saveInterval)
    self.rules = rules ?? WriteRules(folder: folder)
  }

  private var statePath: String { folder + "/state.safetensors" }
  private var curvePath: String { folder + "/loss.csv" }
  private var plotPath: String { folder + "/loss.png" }

  /// The path of the sheet after an epoch.
  public func sheetPath(afterEpoch epoch: Int) -> String { folder(afterEpoch: epoch) + "/sheet.png" }

  /// Thrown if the run is asked to stop while it makes a sheet.
  private struct Stopped: Error {}

  private func cardPath(_ model: String) -> String { model + "/README.md" }

  /// The files that the run writes; for epochs, those of the first, of the last, and of all whose folders exist.
  private func outputs() throws -> [String] {
    let epochs = 1...recipe.plan.epochs
    let there = ((try? FileSystem.names(in: folder)) ?? []).compactMap { name in
      name.hasPrefix("epoch-") ? Int(name.dropFirst("epoch-".count)) : nil
    }.filter(epochs.contains)
    let models = try Set(there + [1, recipe.plan.epochs]).sorted().flatMap { epoch in
      try recipe.files(afterEpoch: epoch, in: folder) + [sheetPath(afterEpoch: epoch)]
    }
    return try [statePath, curvePath, plotPath] + models + recipe.files(afterEpoch: nil, in: folder)
      + [cardPath(recipe.model(in: folder))]
  }

  /// Throws if the run may not or can't write a file of its folder, or if a new run would overwrite existing files.
  /// Nothing is written.
  ///
  /// - Parameter isNew: whether the run is new; by default if the folder holds no state.
  public func checkFolder(isNew: Bool? = nil) throws {
    let outputs = try outputs()
    try permit(outputs)
    if isNew ?? !FileSystem.exists(statePath) {
      try recipe.check(folder: folder)
      try requireNoResults()
    }
    for path in outputs { if let obstacle = AtomicFile.obstacle(to: path, named: path) { throw obstacle } }
  }

  /// Whether the folder holds a run that can be resumed. Throws if its state is damaged.
  public func isBegun() throws -> Bool {
    guard FileSystem.exists(statePath) else { return false }
    _ = try SavedState(path: statePath)
    return true
  }

  /// Throws if a file that is about to be written is outside of where the run may write. Links may have appeared since the
  /// last check.
  private func permit(_ paths: [String]) throws {
    for path in paths { if let refusal = rules.refusal(of: Path(path)) { throw refusal } }
  }

  /// The folder of an epoch.
  public func folder(afterEpoch epoch: Int) -> String { recipe.folder(afterEpoch: epoch, in: folder) }

  /// Throws if the folder of a new run holds files that it would overwrite: another run's results, or the user's.
  private func requireNoResults() throws {
    let results = ((try? FileSystem.names(in: folder)) ?? []).filter { name in
      ["loss.csv", "loss.png", "model"].contains(where: name.isExactly) || name.hasPrefix("epoch-")
    }
    if let first = results.first { throw TrainingFault.occupied(folder: folder, name: first) }
  }

  /// Runs to the end, or until `limit` steps are done in total.
  ///
  /// - Parameters:
  ///   - resume: whether to continue from the state in the folder; otherwise there must be none.
  ///   - group: the processes that train together; the first one alone writes and reports.
  ///   - isStopped: called after each step, also of a sheet's; if it returns true, the state is saved and the run ends.
  /// - Returns: whether all steps are done.
  @discardableResult public func callAsFunction(
    resume: Bool, limit: Int? = nil, in group: any ProcessGroup = Alone(), isStopped: () -> Bool = { false },
    report: (TrainingEvent) -> Void
  ) throws -> Bool {
    let report = group.rank == 0 ? report : { _ in }
    do { return try run(resume, limit, group, isStopped, report) } catch is Stopped {
      report(.stoppedInSheet)
      return false
    }
  }

  /// A run before its next step.
  private typealias Prepared = (trainer: Trainer<Recipe.Task>, identity: RunIdentity, hadNoDigest: Bool)

  /// Reads the data and, to resume, the saved state. Nothing is written.
  private func prepared(_ resume: Bool, _ group: any ProcessGroup) throws -> Prepared {
    let parts = recipe.plan.parts
    if parts % group.count != 0 {
      let setting = TrainingPlan.partsSetting
      throw ProcessFault.uneven(processes: group.count, parts: parts, name: recipe.bindings[setting] ?? setting)
    }
    let exists = FileSystem.exists(statePath)
    if resume && !exists { throw TrainingFault.nothingToResume(path: folder) }
    // The other processes write nothing.
    if group.rank == 0 {
      if !resume && exists { throw TrainingFault.runExists(path: folder) }
      try checkFolder(isNew: !resume)
    }
    let task = try recipe.task()
    let identity = try recipe.identity(task)
    let trainer = try Trainer(task, recipe.plan, start: recipe.start)
    if !resume { return (trainer, identity, false) }
    let saved = try SavedState(path: statePath)
    let differences = identity.differences(from: saved.identity)
    if !differences.isEmpty { throw TrainingFault.otherRun(path: statePath, differences: differences) }
    let state = try saved.state(trainer.state, steps: trainer.steps)
    return (Trainer(task, recipe.plan, state), identity, saved.identity.contents.isEmpty)
  }

  private func run(
    _ resume: Bool, _ limit: Int?, _ group: any ProcessGroup, _ isStopped: () -> Bool,
    _ report: (TrainingEvent) -> Void
  ) throws -> Bool {
    var (trainer, identity, hadNoDigest) = try group.together { try prepared(resume, group) }
    try group.requireSame(identity, step: trainer.state.step)
    let stepsPerEpoch = trainer.stepsPerEpoch
    let isFirst = group.rank == 0
    let save = { (state: TrainingState) in
      if isFirst { try self.save(state, identity, stepsPerEpoch) }
    }
    if !resume {
      // The run can be resumed from here on.
      try save(trainer.state)
    } else {
      if hadNoDigest {
        report(
          .warning(
            "\(statePath): an earlier version wrote it, without a digest of the data, so it is not known "
              + "whether the run began with the same"))
        try save(trainer.state)
      }
      if trainer.isDone, recipe.isWritten(in: folder) {
        report(.finished(recipe.model(in: folder)))
        return true
      }
    }
    for warning in trainer.task.warnings { report(.warning(warning)) }
    var (saved, told) = (Stopwatch(), Stopwatch())
    var cost = 0.0
    var recent: (images: Int, seconds: Double) = (0, 0)
    var isStopping = false
    while !trainer.isDone, trainer.state.step < limit ?? .max {
      // All processes stop after the same step.
      isStopping = try group.isAnywhere(isStopped())
      if isStopping { break }
      // A sheet at an epoch's end may take minutes; interrupting it repeats one step.
      if (trainer.state.step + 1) % stepsPerEpoch == 0 { try save(trainer.state) }
      let watch = Stopwatch()
      let count = trainer.nextBatch.count
      let epoch = trainer.epoch
      let rate = recipe.plan.rate(after: trainer.state.step, of: trainer.steps)
      let loss = try trainer.step(in: group)
      trainer.note(loss, rate: rate, every: Self.stepsPerRow)
      // A moving average with a half-life of about twenty steps.
      recent = (recent.images * 31 / 32 + count, recent.seconds * 31 / 32 + watch.seconds)
      if trainer.epoch > epoch {
        let result = trainer.state.result
        let written = isFirst ? try write(result, afterEpoch: trainer.epoch) : ""
        // Before the state is saved: a run that is stopped during the sheet makes it again.
        if recipe.plan.sheets.contains(trainer.epoch) {
          try makeSheet(result, afterEpoch: trainer.epoch, group, isStopped, report)
        }
        try save(trainer.state)
        saved = Stopwatch()
        report(.epoch(trainer.epoch, folder: written))
      } else if saved.seconds > max(saveInterval, 30 * cost) {
        let saving = Stopwatch()
        try save(trainer.state)
        saved = Stopwatch()
        // Saving a large state on a slow disk must not delay the training.
        cost = saving.seconds
      }
      if told.seconds > 1 || trainer.isDone {
        told = Stopwatch()
        let speed = Double(recent.images) / max(1e-9, recent.seconds)
        let left = Double((trainer.steps - trainer.state.step) * recipe.plan.batch) / speed
        report(
          .progress(
            step: trainer.state.step, steps: trainer.steps, epoch: epoch + 1, loss: trainer.state.recentLoss,
            imagesPerSecond: speed, secondsLeft: left))
      }
    }
    try save(trainer.state)
    if trainer.isDone, isFirst {
      let model = try write(trainer.state.result, afterEpoch: nil)
      if let card = try recipe.card(trainer.task, trainer.state) {
        try permit([cardPath(model)])
        try AtomicFile.write(Array(card.utf8), to: cardPath(model))
      }
      report(.wrote(model))
    } else if isStopping {
      report(.stopped(step: trainer.state.step, steps: trainer.steps))
    }
    return trainer.isDone
  }

  /// Makes a sheet in the first process. The others wait, and hear of every step of it, as it may take minutes.
  private func makeSheet(
    _ parameters: Parameters, afterEpoch epoch: Int, _ group: any ProcessGroup, _ isStopped: () -> Bool,
    _ report: (TrainingEvent) -> Void
  ) throws {
    let (goesOn, isMade, isStopping) = ("goes on", "made", "stopped")
    if group.rank > 0 {
      var news = goesOn
      while news == goesOn { news = try group.spread("") }
      if news == isStopping { throw Stopped() }
      return
    }
    let network = try parameters.network(recipe.network)
    let sheet = try recipe.sheet(of: network, afterEpoch: epoch) {
      if try group.spread(isStopped() ? isStopping : goesOn) == isStopping { throw Stopped() }
    }
    _ = try group.spread(isMade)
    guard let sheet else { return }
    let path = sheetPath(afterEpoch: epoch)
    try permit([path])
    try ImageFile.write(sheet, to: path)
    try rules.budget?.note([path])
    report(.wrote(path))
  }

  /// Writes a model after an epoch, or at the end (nil). Returns its folder.
  private func write(_ parameters: Parameters, afterEpoch epoch: Int?) throws -> String {
    try permit(recipe.files(afterEpoch: epoch, in: folder))
    let model = try recipe.write(parameters, afterEpoch: epoch, in: folder)
    try rules.budget?.note(recipe.files(afterEpoch: epoch, in: folder))
    return model
  }

  private func save(_ state: TrainingState, _ identity: RunIdentity, _ stepsPerEpoch: Int) throws {
    try permit([statePath, curvePath, plotPath])
    try SavedState.write(state, of: identity, to: statePath)
    let curve = LossCurve(rows: state.history)
    try AtomicFile.write(Array(curve.csv.utf8), to: curvePath)
    let picture = try curve.picture(
      title: "\(recipe.name): loss in training", loss: recipe.lossName, stepsPerEpoch: stepsPerEpoch)
    if let picture { try ImageFile.write(picture, to: plotPath) }
    try rules.budget?.note([statePath, curvePath, plotPath])
  }
}
