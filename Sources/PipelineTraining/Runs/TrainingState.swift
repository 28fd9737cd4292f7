import Foundation
public import Tensors

/// The state of the generator at the beginning of an epoch, which determines the order of its examples.
public struct EpochStart: Sendable, Equatable {
  let generator: String

  init(_ generator: Generator) { self.generator = generator.state }

  init?(_ text: String) {
    if Generator(state: text) == nil { return nil }
    generator = text
  }

  func permutation(of count: Int) -> [Int] { Generator(state: generator)!.permutation(count) }

  /// The same permutation, drawn from `generator`, which moves on.
  func permutation(of count: Int, drawingFrom generator: Generator) -> [Int] { generator.permutation(count) }
}

/// Everything that a run's next step depends on, and its loss history. It is saved as one safetensors file.
public struct TrainingState: Sendable {
  /// The number of steps done.
  public internal(set) var step = 0
  /// The network's weights.
  public internal(set) var parameters: Parameters
  /// The state of Adam.
  public internal(set) var optimiser: Adam
  /// Moving averages of the learned tensors; nil if the plan has none.
  public internal(set) var averages: [Tensor]?
  /// The run's generator, at its current position.
  public internal(set) var generator: Generator
  /// The generator at the beginning of this epoch.
  public internal(set) var epochStart: EpochStart
  /// The loss curve: each row has a step, the mean loss since the row before, and the learning rate.
  public var history: [[Float]] = []
  /// The sum and number of losses since the last row.
  public var sinceRow: (sum: Double, count: Int) = (0, 0)

  /// The mean loss since the last row, or the last row's; NaN before the first step.
  public var recentLoss: Double {
    sinceRow.count > 0 ? sinceRow.sum / Double(sinceRow.count) : Double(history.last?[1] ?? .nan)
  }

  /// The state of a run that has not begun.
  package init(_ parameters: Parameters, _ generator: Generator, _ plan: TrainingPlan) {
    self.parameters = parameters
    self.generator = generator
    optimiser = Adam(parameters, rate: plan.rate, beta2: plan.beta2, weightDecay: plan.weightDecay)
    averages = plan.averaging == nil ? nil : parameters.entries.filter(\.isLearned).map(\.value)
    epochStart = EpochStart(generator)
  }

  /// The weights to use: the averages if there are any.
  public var result: Parameters {
    guard var rest = averages?[...] else { return parameters }
    var result = parameters
    for i in result.entries.indices where result.entries[i].isLearned { result.entries[i].value = rest.removeFirst() }
    return result
  }

  /// Updates the averages. In the first steps they keep less than `part`, so that early weights fade quickly.
  mutating func average(keeping part: Double?) {
    guard var part, averages != nil else { return }
    part = min(part, Double(step + 1) / Double(step + 20))
    var i = 0
    for entry in parameters.entries where entry.isLearned {
      averages![i].average(with: entry.value, keeping: part)
      i += 1
    }
  }
}
