import Foundation
import Tensors

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

  /// Writes the state whole or not at all. `run` says in words what the run is.
  public func write(to path: String, run: [String: String]) throws {
    var tensors = parameters.entries.map { ("weight." + $0.name, $0.value) }
    let names = parameters.entries.filter(\.isLearned).map(\.name)
    for (i, name) in names.enumerated() {
      tensors.append(("first." + name, optimiser.first[i]))
      tensors.append(("second." + name, optimiser.second[i]))
      if let averages { tensors.append(("average." + name, averages[i])) }
    }
    if !history.isEmpty { tensors.append(("history", Tensor([history.count, 3], history.flatMap { $0 }))) }
    var notes = Dictionary(uniqueKeysWithValues: run.map { ("run." + $0.key, $0.value) })
    notes["step"] = String(step)
    notes["generator"] = generator.state
    notes["epoch"] = epochStart.generator
    notes["since"] = "\(sinceRow.sum.bitPattern) \(sinceRow.count)"
    try SafeTensors.write(tensors, to: path, metadata: notes)
  }

  /// Takes up the state in a file of a run that is described in the same words; `fresh` is how the run began.
  public init(path: String, run: [String: String], fresh: TrainingState) throws {
    let file = try SafeTensors(path: path)
    func damaged(_ what: String) -> TrainingFault { .badCheckpoint(path: path, what) }
    for (key, here) in run.sorted(by: { $0.key < $1.key }) {
      let there = file.metadata["run." + key] ?? "nothing"
      if there != here { throw TrainingFault.otherRun(path: path, what: "'\(key)'", here: here, there: there) }
    }
    self = fresh
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0,
      let generator = file.metadata["generator"].flatMap({ Generator(state: $0) }),
      let start = file.metadata["epoch"].flatMap({ EpochStart($0) })
    else { throw damaged("it lacks its step or its generator") }
    func read(_ name: String, _ shape: [Int]) throws -> Tensor {
      guard let found = file.shape(of: name) else { throw damaged("it lacks '\(name)'") }
      guard found == shape else {
        throw damaged("'\(name)' should be \(Tensor.text(shape)), found \(Tensor.text(found))")
      }
      return try file.tensor(name)
    }
    (self.step, self.generator, epochStart) = (step, generator, start)
    optimiser.count = step
    var i = 0
    for e in parameters.entries.indices {
      let (name, shape) = (parameters.entries[e].name, parameters.entries[e].value.shape)
      parameters.entries[e].value = try read("weight." + name, shape)
      guard parameters.entries[e].isLearned else { continue }
      optimiser.first[i] = try read("first." + name, shape)
      optimiser.second[i] = try read("second." + name, shape)
      if averages != nil { averages![i] = try read("average." + name, shape) }
      i += 1
    }
    history = []
    if let shape = file.shape(of: "history") {
      guard shape.count == 2, shape[1] == 3 else { throw damaged("'history' is \(Tensor.text(shape))") }
      let values = try file.tensor("history").values
      history = (0..<shape[0]).map { Array(values[3 * $0..<3 * $0 + 3]) }
    }
    if let parts = file.metadata["since"]?.split(separator: " "), parts.count == 2, let bits = UInt64(parts[0]),
      let count = Int(parts[1])
    {
      sinceRow = (Double(bitPattern: bits), count)
    }
  }
}
