import Foundation
public import Inference
public import Tensors

/// What is learned: examples, a network and a loss.
public protocol TrainingTask: Sendable {
  /// The number of examples; an epoch passes each once.
  var count: Int { get }
  /// What the user should know of the data, and is no error; a line each.
  var warnings: [String] { get }
  /// The mean loss, a scalar, of the network of these weights on the examples of these indices.
  func loss(_ examples: [Int], _ weights: Weights, _ generator: Generator) throws -> Tensor
}

extension TrainingTask {
  public var warnings: [String] { [] }
}

/// A run, step by step. Everything that the next step depends on is in `state`, so a run that is taken up from it is
/// the run that was never stopped.
public struct Trainer<Task: TrainingTask>: Sendable {
  public let task: Task
  public let plan: TrainingPlan
  public private(set) var state: TrainingState
  /// The order of this epoch's examples.
  private var order: [Int]

  /// A run from the beginning, of weights drawn for the network that `make` makes.
  public init<Network>(_ task: Task, _ plan: TrainingPlan, drawing make: (Weights) throws -> Network) throws {
    try self.init(task, plan) { try Parameters(drawnFrom: $0, make) }
  }

  /// A run from the beginning, of the weights that `start` gives; its generator is the one that the run goes on with.
  public init(_ task: Task, _ plan: TrainingPlan, start: (Generator) throws -> Parameters) rethrows {
    let generator = Generator(seed: plan.seed)
    self.init(task, plan, TrainingState(try start(generator), generator, plan))
    _ = state.epochStart.permutation(of: task.count, drawingFrom: state.generator)
  }

  /// A run that is taken up.
  public init(_ task: Task, _ plan: TrainingPlan, _ state: TrainingState) {
    (self.task, self.plan, self.state) = (task, plan, state)
    order = state.epochStart.permutation(of: task.count)
  }

  /// The steps of an epoch; the last one's batch may be smaller.
  public var stepsPerEpoch: Int { (task.count + plan.batch - 1) / plan.batch }
  public var steps: Int { plan.epochs * stepsPerEpoch }
  public var isDone: Bool { state.step >= steps }
  /// The epochs that are complete.
  public var epoch: Int { state.step / stepsPerEpoch }
  /// The examples that the next step passes.
  public var nextBatch: Range<Int> {
    let start = state.step % stepsPerEpoch * plan.batch
    return start..<min(task.count, start + plan.batch)
  }

  /// Takes a step and gives its loss.
  public mutating func step() throws -> Float {
    let rate = plan.rate(after: state.step, of: steps)
    let statistics = BatchStatistics()
    var (loss, gradients) = try state.parameters.differentiated(statistics) {
      try task.loss(Array(order[nextBatch]), $0, state.generator)
    }
    guard loss.isFinite, gradients.allSatisfy(\.isFinite) else {
      throw TrainingFault.diverged(step: state.step + 1, loss: loss)
    }
    if let limit = plan.clip { gradients = clipped(gradients, to: limit) }
    state.optimiser.step(&state.parameters, gradients, rate: rate)
    statistics.update(&state.parameters)
    state.step += 1
    state.average(keeping: plan.averaging)
    if state.step % stepsPerEpoch == 0, !isDone {
      // The generator goes on; an epoch that is taken up within starts from here again to find its order.
      state.epochStart = EpochStart(state.generator)
      order = state.epochStart.permutation(of: task.count, drawingFrom: state.generator)
    }
    return loss
  }

  /// Notes a step's loss for the curve, which has a row for the mean of every so many steps.
  public mutating func note(_ loss: Float, rate: Double, every steps: Int) {
    state.sinceRow = (state.sinceRow.sum + Double(loss), state.sinceRow.count + 1)
    if state.sinceRow.count < steps && !isDone { return }
    state.history.append([Float(state.step), Float(state.recentLoss), Float(rate)])
    state.sinceRow = (0, 0)
  }
}
