import Foundation
public import Tensors

/// Where the generator stood when an epoch began: what the order of its examples follows from.
public struct EpochStart: Sendable, Equatable {
  let generator: String

  init(_ generator: Generator) { self.generator = generator.state }

  init?(_ text: String) {
    if Generator(state: text) == nil { return nil }
    generator = text
  }

  func permutation(of count: Int) -> [Int] { Generator(state: generator)!.permutation(count) }

  /// The same, moving the generator on.
  func permutation(of count: Int, drawingFrom generator: Generator) -> [Int] { generator.permutation(count) }
}

/// All that a run's next step depends on, and the history that it leaves. One safetensors file.
public struct TrainingState: Sendable {
  public internal(set) var step = 0
  public internal(set) var parameters: Parameters
  public internal(set) var optimiser: Adam
  /// Averages of the learned tensors over steps, where the plan has them.
  public internal(set) var averages: [Tensor]?
  public internal(set) var generator: Generator
  public internal(set) var epochStart: EpochStart
  /// What the run notes of itself: each row a step, the mean loss since the row before it, and the learning rate.
  public var history: [[Float]] = []
  /// The losses since the last row.
  public var sinceRow: (sum: Double, count: Int) = (0, 0)

  /// The mean loss since the last row, or the last row's.
  public var recentLoss: Double {
    sinceRow.count > 0 ? sinceRow.sum / Double(sinceRow.count) : Double(history.last?[1] ?? .nan)
  }

  init(_ parameters: Parameters, _ generator: Generator, _ plan: TrainingPlan) {
    self.parameters = parameters
    self.generator = generator
    optimiser = Adam(parameters, rate: plan.rate, beta2: plan.beta2, weightDecay: plan.weightDecay)
    averages = plan.averaging == nil ? nil : parameters.entries.filter(\.isLearned).map(\.value)
    epochStart = EpochStart(generator)
  }

  /// The weights to use: averaged ones where there are any.
  public var result: Parameters {
    guard var rest = averages?[...] else { return parameters }
    var result = parameters
    for i in result.entries.indices where result.entries[i].isLearned { result.entries[i].value = rest.removeFirst() }
    return result
  }

  /// Moves the averages to the weights. At first they keep less than `part`, so that the beginning is soon forgotten.
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
