import Foundation
public import Inference
public import Tensors

/// What is learned: examples and a loss.
public protocol TrainingTask: Sendable {
  /// The number of examples; an epoch passes each once.
  var count: Int { get }
  /// Warnings about the data, one per line.
  var warnings: [String] { get }
  /// The mean loss, a scalar, of the network with these weights on the examples at these indices.
  func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor
}

extension TrainingTask {
  public var warnings: [String] { [] }
}

/// A run, step by step. `state` holds everything that the next step depends on, so resuming from it gives the same
/// results as running without a pause.
public struct Trainer<Task: TrainingTask>: Sendable {
  /// What is learned.
  public let task: Task
  /// The settings of the run.
  public let plan: TrainingPlan
  /// The weights, the optimiser and the progress.
  public private(set) var state: TrainingState
  /// The order of examples in this epoch.
  private var order: [Int]

  /// A new run with initial weights for the network that `make` builds.
  public init<Network>(_ task: Task, _ plan: TrainingPlan, drawing make: (Weights) throws -> Network) throws {
    try self.init(task, plan) { try Parameters(drawnFrom: $0, make) }
  }

  /// A new run with the weights that `start` returns; the run continues with the generator that `start` is given.
  public init(_ task: Task, _ plan: TrainingPlan, start: (Generator) throws -> Parameters) rethrows {
    let generator = Generator(seed: plan.seed)
    self.init(task, plan, TrainingState(try start(generator), generator, plan))
    _ = state.epochStart.permutation(of: task.count, drawingFrom: state.generator)
  }

  /// A run that is resumed from `state`.
  public init(_ task: Task, _ plan: TrainingPlan, _ state: TrainingState) {
    (self.task, self.plan, self.state) = (task, plan, state)
    order = state.epochStart.permutation(of: task.count)
  }

  /// The number of steps in an epoch; the last one's batch may be smaller.
  public var stepsPerEpoch: Int { (task.count + plan.batch - 1) / plan.batch }
  /// The number of steps in the run.
  public var steps: Int { plan.epochs * stepsPerEpoch }
  /// Whether all steps are done.
  public var isDone: Bool { state.step >= steps }
  /// The number of complete epochs.
  public var epoch: Int { state.step / stepsPerEpoch }
  /// The positions of the next step's examples in this epoch's order.
  public var nextBatch: Range<Int> {
    let start = state.step % stepsPerEpoch * plan.batch
    return start..<min(task.count, start + plan.batch)
  }

  /// Takes a step, each process of the group with its parts of the batch, and returns the step's loss. Throws if the loss
  /// or a gradient isn't finite.
  public mutating func step(in group: any ProcessGroup = Alone()) throws -> Float {
    let rate = plan.rate(after: state.step, of: steps)
    let statistics = BatchStatistics()
    var (loss, gradients) = try differentiated(statistics, in: group)
    if !loss.isFinite || !gradients.allSatisfy(\.isFinite) {
      // All processes have the same sums, and so the same error.
      try group.together { throw TrainingFault.diverged(step: state.step + 1, loss: loss) }
    }
    if let limit = plan.clip { gradients = clipped(gradients, to: limit) }
    state.optimiser.step(&state.parameters, gradients, rate: rate)
    statistics.update(&state.parameters)
    state.step += 1
    state.average(keeping: plan.averaging)
    if state.step % stepsPerEpoch == 0, !isDone {
      // The generator continues; a run resumed within the epoch starts from here to find its order.
      state.epochStart = EpochStart(state.generator)
      order = state.epochStart.permutation(of: task.count, drawingFrom: state.generator)
    }
    return loss
  }

  /// The loss of the next step's batch, and its gradients: sums over the batch's parts.
  private func differentiated(
    _ statistics: BatchStatistics, in group: any ProcessGroup
  ) throws -> (loss: Float, gradients: [Tensor]) {
    let examples = Array(order[nextBatch])
    // A batch in one part draws from the run's generator. Each of several parts has a generator of its own, so that its
    // numbers don't depend on which process computes the others.
    let generators =
      plan.parts == 1
      ? [state.generator]
      : (0..<plan.parts).map { _ in Generator(seed: state.generator.integer(below: Int(UInt32.max))) }
    let shapes = state.parameters.entries.filter(\.isLearned).map(\.value.shape)
    let averages = state.parameters.entries.filter { !$0.isLearned }
    let sums = try group.sum(
      BatchParts(count: examples.count, parts: plan.parts), [[1]] + shapes + averages.map(\.value.shape)
    ) { part, positions in
      let observed = BatchStatistics()
      let (loss, gradients) = try state.parameters.differentiated(observed) {
        try task.loss(Array(examples[positions]), $0, generators[part])
      }
      return [Tensor([1], [loss])] + gradients + averages.map { observed[$0.name] ?? $0.value }
    }
    for (entry, value) in zip(averages, sums[(1 + shapes.count)...]) { statistics.observe(entry.name, value) }
    return (sums[0].values[0], Array(sums[1...shapes.count]))
  }

  /// Records a step's loss for the curve, which has one row for the mean of every `steps` steps.
  public mutating func note(_ loss: Float, rate: Double, every steps: Int) {
    state.sinceRow = (state.sinceRow.sum + Double(loss), state.sinceRow.count + 1)
    if state.sinceRow.count < steps && !isDone { return }
    state.history.append([Float(state.step), Float(state.recentLoss), Float(rate)])
    state.sinceRow = (0, 0)
  }
}
