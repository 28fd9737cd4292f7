import Foundation
import Inference
import Tensors

/// What a run tells while it goes.
public enum TrainingEvent: Sendable {
  /// After `step` of `steps`, in an epoch that counts from 1: the mean loss lately, and how fast it goes.
  case progress(step: Int, steps: Int, epoch: Int, loss: Double, imagesPerSecond: Double, secondsLeft: Double)
  case epoch(Int, folder: String)
  case wrote(String)
}

/// A run in a folder: the state it can be taken up from, the loss curve, and a model's folder for each epoch and for the
/// end.
public struct TrainingRun: Sendable {
  public let recipe: DigitRecipe
  public let folder: String
  /// Seconds after which the state is written again.
  public let saveInterval: Double
  /// Steps whose mean loss is one row of the curve.
  public static let stepsPerRow = 50

  public init(_ recipe: DigitRecipe, folder: String, saveInterval: Double = 15) {
    (self.recipe, self.folder, self.saveInterval) = (recipe, folder, saveInterval)
  }

  private var statePath: String { folder + "/state.safetensors" }

  /// A network's folder after an epoch.
  public func folder(afterEpoch epoch: Int) -> String { folder + "/epoch-" + (epoch < 10 ? "0\(epoch)" : "\(epoch)") }

  /// Runs to the end, or until `limit` steps are done in all.
  ///
  /// - Parameters:
  ///   - resume: go on from the state in the folder; otherwise there must be none.
  ///   - epochEnded: called with the network as it stands after each epoch, before the state says that it is complete.
  public func callAsFunction(
    resume: Bool, limit: Int? = nil, report: (TrainingEvent) -> Void,
    epochEnded: (Int, DigitUNet) throws -> Void = { _, _ in }
  ) throws {
    let exists = FileManager.default.fileExists(atPath: statePath)
    if resume && !exists { throw TrainingFault.nothingToResume(path: folder) }
    if !resume && exists { throw TrainingFault.runExists(path: folder) }
    let task = try recipe.task()
    let make = { (weights: Weights) in try DigitUNet(recipe.configuration, weights) }
    var trainer = try Trainer(task, recipe.plan, drawing: make)
    if !resume {
      // From here on there is something to resume.
      try save(trainer.state)
    } else {
      trainer = Trainer(
        task, recipe.plan, try TrainingState(path: statePath, run: recipe.identity, fresh: trainer.state))
    }
    var (saved, told) = (Date(), Date())
    var recent: (images: Int, seconds: Double) = (0, 0)
    while !trainer.isDone, trainer.state.step < limit ?? .max {
      let start = Date()
      let count = trainer.nextBatch.count
      let epoch = trainer.epoch
      let rate = recipe.plan.rate * recipe.plan.decay.factor(trainer.state.step, of: trainer.steps)
      let loss = try trainer.step()
      trainer.note(loss, rate: rate, every: Self.stepsPerRow)
      let now = Date()
      // Half of what is remembered fades in twenty steps or so.
      recent = (recent.images * 31 / 32 + count, recent.seconds * 31 / 32 + now.timeIntervalSince(start))
      if trainer.epoch > epoch {
        let network = try trainer.state.result.network(make)
        try write(trainer.state.result, to: folder(afterEpoch: trainer.epoch))
        try epochEnded(trainer.epoch, network)
        try save(trainer.state)
        saved = Date()
        report(.epoch(trainer.epoch, folder: folder(afterEpoch: trainer.epoch)))
      } else if now.timeIntervalSince(saved) > saveInterval {
        try save(trainer.state)
        saved = Date()
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
      try write(trainer.state.result, to: folder + "/model")
      report(.wrote(folder + "/model"))
    }
  }

  private func save(_ state: TrainingState) throws {
    try state.write(to: statePath, run: recipe.identity)
    let rows = state.history.map { row in "\(Int(row[0])),\(row[1]),\(row[2])\n" }
    try AtomicFile.write(Array(("step,loss,rate\n" + rows.joined()).utf8), to: folder + "/loss.csv")
  }

  /// A model's folder: the network's configuration and weights, and the schedule that it was trained under.
  private func write(_ parameters: Parameters, to folder: String) throws {
    try AtomicFile.write(Array(recipe.configuration.json.utf8), to: folder + "/config.json")
    if let scheduler = recipe.scheduler {
      try AtomicFile.write(Array(scheduler.utf8), to: folder + "/scheduler_config.json")
    }
    try SafeTensors.write(parameters.named, to: folder + "/model.safetensors")
  }
}
