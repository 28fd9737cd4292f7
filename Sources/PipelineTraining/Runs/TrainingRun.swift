import Basics
import Foundation
import Images
import Inference
public import PipelineKit
import Tensors

/// What a run tells while it goes.
public enum TrainingEvent: Sendable {
  /// After `step` of `steps`, in an epoch that counts from 1: the mean loss lately, and how fast it goes.
  case progress(step: Int, steps: Int, epoch: Int, loss: Double, imagesPerSecond: Double, secondsLeft: Double)
  case epoch(Int, folder: String)
  case wrote(String)
  /// Something that the user should know, and that is no error.
  case warning(String)
  /// The run was finished before, and its model is where this says.
  case finished(String)
  /// The run was asked to stop, and can be taken up after this step.
  case stopped(step: Int, steps: Int)
  /// The same while a sheet was being made: the epoch's last step is repeated.
  case stoppedInSheet
}

/// A run in a folder: the state it can be taken up from, the loss curve, and what the recipe leaves after each epoch and at
/// the end.
public struct TrainingRun<Recipe: TrainingRecipe>: Sendable {
  public let recipe: Recipe
  public let folder: String
  /// Where it may write.
  public let rules: WriteRules
  /// Seconds after which the state is written again, or more where writing takes long.
  public let saveInterval: Double
  /// Steps whose mean loss is one row of the curve.
  public static var stepsPerRow: Int { 50 }

  /// - Parameter rules: where it may write; in the folder by default.
  public init(_ recipe: Recipe, folder: String, rules: WriteRules? = nil, saveInterval: Double = 15) {
    (self.recipe, self.folder, self.saveInterval) = (recipe, folder, saveInterval)
    self.rules = rules ?? WriteRules(folder: folder)
  }

  private var statePath: String { folder + "/state.safetensors" }
  private var curvePath: String { folder + "/loss.csv" }
  private var plotPath: String { folder + "/loss.png" }

  /// The picture of what the network can do after an epoch.
  public func sheetPath(afterEpoch epoch: Int) -> String { folder(afterEpoch: epoch) + "/sheet.png" }

  /// Thrown where a sheet ends unfinished, as the run was asked to stop.
  private struct Stopped: Error {}

  private func cardPath(_ model: String) -> String { model + "/README.md" }

  /// The files that the run writes; of the epochs' those of the first and the last, and of all whose folders are there.
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

  /// Throws where the run may not write to a file of its folder, or can't as far as can be seen, and where a new one would
  /// write over what is there. Nothing is written.
  ///
  /// - Parameter isNew: whether the run begins; true by default where the folder holds none.
  public func checkFolder(isNew: Bool? = nil) throws {
    let outputs = try outputs()
    for path in outputs { if let refusal = rules.refusal(of: Path(path)) { throw refusal } }
    if isNew ?? !FileSystem.exists(statePath) {
      try recipe.check(folder: folder)
      try requireNoResults()
    }
    for path in outputs { if let obstacle = AtomicFile.obstacle(to: path, named: path) { throw obstacle } }
  }

  /// A network's folder after an epoch.
  public func folder(afterEpoch epoch: Int) -> String { recipe.folder(afterEpoch: epoch, in: folder) }

  /// Throws where the folder of a new run holds what the run would write over: another's results, or a user's own.
  private func requireNoResults() throws {
    let results = ((try? FileSystem.names(in: folder)) ?? []).filter { name in
      ["loss.csv", "loss.png", "model"].contains(where: name.isExactly) || name.hasPrefix("epoch-")
    }
    if let first = results.first { throw TrainingFault.occupied(folder: folder, name: first) }
  }

  /// Runs to the end, or until `limit` steps are done in all.
  ///
  /// - Parameters:
  ///   - resume: go on from the state in the folder; otherwise there must be none.
  ///   - isStopped: asked after each step, also of a sheet's; where it says yes, there is a state to go on from, and the run
  ///     ends.
  /// - Returns: whether it came to its end.
  @discardableResult public func callAsFunction(
    resume: Bool, limit: Int? = nil, isStopped: () -> Bool = { false }, report: (TrainingEvent) -> Void
  ) throws -> Bool {
    do { return try run(resume, limit, isStopped, report) } catch is Stopped {
      report(.stoppedInSheet)
      return false
    }
  }

  private func run(
    _ resume: Bool, _ limit: Int?, _ isStopped: () -> Bool, _ report: (TrainingEvent) -> Void
  ) throws -> Bool {
    let exists = FileSystem.exists(statePath)
    if resume && !exists { throw TrainingFault.nothingToResume(path: folder) }
    if !resume && exists { throw TrainingFault.runExists(path: folder) }
    try checkFolder(isNew: !resume)
    let task = try recipe.task()
    let identity = try recipe.identity(task)
    var trainer = try Trainer(task, recipe.plan, start: recipe.start)
    let stepsPerEpoch = trainer.stepsPerEpoch
    let save = { (state: TrainingState) in try self.save(state, identity, stepsPerEpoch) }
    if !resume {
      // From here on there is something to resume.
      try save(trainer.state)
    } else {
      let saved = try SavedState(path: statePath)
      let differences = identity.differences(from: saved.identity)
      if !differences.isEmpty { throw TrainingFault.otherRun(path: statePath, differences: differences) }
      trainer = Trainer(task, recipe.plan, try saved.state(trainer.state, steps: trainer.steps))
      if saved.identity.contents.isEmpty {
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
    for warning in task.warnings { report(.warning(warning)) }
    var (saved, told) = (Date(), Date())
    var cost = 0.0
    var recent: (images: Int, seconds: Double) = (0, 0)
    while !trainer.isDone, trainer.state.step < limit ?? .max, !isStopped() {
      // A sheet at an epoch's end may take minutes; a run that is interrupted there goes on from here.
      if (trainer.state.step + 1) % stepsPerEpoch == 0 { try save(trainer.state) }
      let start = Date()
      let count = trainer.nextBatch.count
      let epoch = trainer.epoch
      let rate = recipe.plan.rate(after: trainer.state.step, of: trainer.steps)
      let loss = try trainer.step()
      trainer.note(loss, rate: rate, every: Self.stepsPerRow)
      let now = Date()
      // Half of what is remembered fades in twenty steps or so.
      recent = (recent.images * 31 / 32 + count, recent.seconds * 31 / 32 + now.timeIntervalSince(start))
      if trainer.epoch > epoch {
        let written = try recipe.write(trainer.state.result, afterEpoch: trainer.epoch, in: folder)
        // Before the state says that the epoch is complete: a run that is stopped meanwhile makes the sheet again.
        if recipe.plan.sheets.contains(trainer.epoch) {
          try makeSheet(trainer.state.result, afterEpoch: trainer.epoch, isStopped, report)
        }
        try save(trainer.state)
        saved = Date()
        report(.epoch(trainer.epoch, folder: written))
      } else if now.timeIntervalSince(saved) > max(saveInterval, 30 * cost) {
        try save(trainer.state)
        saved = Date()
        // A large state on a slow disk shall not keep the training waiting.
        cost = saved.timeIntervalSince(now)
      }
      if now.timeIntervalSince(told) > 1 || trainer.isDone {
        told = now
        let speed = Double(recent.images) / max(1e-9, recent.seconds)
        let left = Double((trainer.steps - trainer.state.step) * recipe.plan.batch) / speed
        report(
          .progress(
            step: trainer.state.step, steps: trainer.steps, epoch: epoch + 1, loss: trainer.state.recentLoss,
            imagesPerSecond: speed, secondsLeft: left))
      }
    }
    try save(trainer.state)
    if trainer.isDone {
      let model = try recipe.write(trainer.state.result, afterEpoch: nil, in: folder)
      if let card = try recipe.card(task, trainer.state) {
        try AtomicFile.write(Array(card.utf8), to: cardPath(model))
      }
      report(.wrote(model))
    } else if isStopped() {
      report(.stopped(step: trainer.state.step, steps: trainer.steps))
    }
    return trainer.isDone
  }

  private func makeSheet(
    _ parameters: Parameters, afterEpoch epoch: Int, _ isStopped: () -> Bool, _ report: (TrainingEvent) -> Void
  ) throws {
    let network = try parameters.network(recipe.network)
    let sheet = try recipe.sheet(of: network, afterEpoch: epoch) { if isStopped() { throw Stopped() } }
    guard let sheet else { return }
    let path = sheetPath(afterEpoch: epoch)
    try ImageFile.write(sheet, to: path)
    report(.wrote(path))
  }

  private func save(_ state: TrainingState, _ identity: RunIdentity, _ stepsPerEpoch: Int) throws {
    try SavedState.write(state, of: identity, to: statePath)
    let curve = LossCurve(rows: state.history)
    try AtomicFile.write(Array(curve.csv.utf8), to: curvePath)
    let picture = try curve.picture(
      title: "\(recipe.name): loss in training", loss: recipe.lossName, stepsPerEpoch: stepsPerEpoch)
    if let picture { try ImageFile.write(picture, to: plotPath) }
  }
}
