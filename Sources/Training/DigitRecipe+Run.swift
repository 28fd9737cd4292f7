import Foundation
import Inference
import PipelineKit
import Tensors

/// What a run does with a recipe for digits.
extension DigitRecipe {
  public func task() throws -> DigitTask { try task(.training) }

  /// What the run learns, of another part of its data.
  public func task(_ part: Digits.Part) throws -> DigitTask {
    var digits = try Digits(folder: data, part)
    let side = DigitClassifier.side
    if objective == .classify, digits.height != side || digits.width != side {
      throw IDXFault.unequal(folder: data, height: digits.height, width: digits.width, expected: side)
    }
    if let limit, part == .training { digits = digits.first(limit) }
    return DigitTask(digits, configuration, objective)
  }

  public func start(_ generator: Generator) throws -> Parameters { try Parameters(drawnFrom: generator, network) }

  public func network(_ weights: Weights) throws -> DigitLearner { try DigitLearner(configuration, weights) }

  public var lossName: String { objective == .classify ? "cross-entropy" : "mean squared error" }

  /// The network's configuration, its weights in half precision, and the schedule that it was trained under.
  public func write(_ parameters: Parameters, afterEpoch epoch: Int?, in folder: String) throws -> String {
    let folder = epoch.map { self.folder(afterEpoch: $0, in: folder) } ?? folder + "/model"
    try AtomicFile.write(Array(configuration.json.utf8), to: folder + "/config.json")
    if let scheduler { try AtomicFile.write(Array(scheduler.utf8), to: folder + "/scheduler_config.json") }
    let halves = parameters.named.filter {
      $0.tensor.values.allSatisfy { abs($0) <= Float(Float16.greatestFiniteMagnitude) }
    }
    try SafeTensors.write(
      parameters.named, to: folder + "/model.safetensors",
      types: Dictionary(uniqueKeysWithValues: halves.map { ($0.name, .f16) }))
    return folder
  }

  public func card(_ task: DigitTask, _ state: TrainingState) -> String? {
    DigitCard(recipe: self, digits: task.digits, state: state).text
  }

  public func identity(_ task: DigitTask) -> [String: String] {
    let objective =
      switch objective {
      case .denoise(let sigma): "denoise \(sigma)"
      case .classify: "classify"
      case .estimate(let schedule, let without): "estimate in \(schedule.count), without class \(without)"
      }
    // Without what no recipe for digits sets.
    let plan = "\(plan)".replacingOccurrences(of: ", warmUp: 0, beta2: 0.999, weightDecay: 0.0", with: "")
    return [
      "network": configuration.json, "objective": objective, "scheduler": scheduler ?? "none", "plan": plan,
      "first": limit.map(String.init) ?? "all",
    ]
  }
}
