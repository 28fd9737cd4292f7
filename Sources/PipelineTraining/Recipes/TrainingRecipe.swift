public import Inference
public import PipelineKit
public import Tensors

/// A kind of recipe: the settings of a training run in a file of this kind. Kinds are registered as stages are
/// (`RecipeRegistry`).
public protocol TrainingRecipe: Sendable {
  /// The data and the loss.
  associatedtype Task: TrainingTask
  /// The network that is trained.
  associatedtype Network: Sendable

  /// The section that only files of this kind have: `network`.
  static var key: String { get }
  /// What recipes of this kind train, in a few words: `a network of digits`.
  static var summary: String { get }
  /// Reads and checks the settings of the file at `path`. Throws if they have errors.
  init(_ settings: RecipeSettings, path: String) throws

  /// The recipe's name, which names its run's folder.
  var name: String { get }
  /// The path of the recipe's file.
  var path: String { get }
  /// The length, batch size, rates and other settings of the run.
  var plan: TrainingPlan { get }
  /// The folder of the model that it starts from or learns from; nil for none.
  var sourceModel: String? { get }
  /// The folder of the data that it learns from; nil for none.
  var dataFolder: String? { get }
  /// The labels of its plot and sheets.
  var labels: [String] { get }
  /// Warnings for the user before a run, one per line. Throws errors that would stop the run.
  func warnings() throws -> [String]
  /// What a run takes: pictures that go through networks, memory and files in bytes. Throws if the data can't be read.
  func cost() throws -> RunCost

  /// Reads the data and makes the task.
  func task() throws -> Task
  /// The weights at the beginning of the run.
  func start(_ generator: Generator) throws -> Parameters
  /// The network with these weights. Throws if they don't fit.
  func network(_ weights: Weights) throws -> Network
  /// For settings that refer to a parameter of the file: the parameter's name, by the setting's name (`run.epochs`).
  var bindings: [String: String] { get }
  /// The settings that the weights depend on, as `identity` has them. No data is read.
  var settings: [RunIdentity.Setting] { get throws }
  /// The run's identity: a saved state can be resumed only by a run with the same one.
  func identity(_ task: Task) throws -> RunIdentity

  /// A picture of the network's abilities, N×3×H×W, or nil for none; requested after the epochs of `plan.sheets`.
  /// `step` is called regularly; errors that it throws end the work.
  func sheet(of network: Network, afterEpoch epoch: Int, step: () throws -> Void) throws -> Tensor?

  /// Throws if the folder can't be used for a new run.
  func check(folder: String) throws
  /// Writes a model into the folder of a run, after an epoch or at the end (nil). Returns its folder.
  func write(_ parameters: Parameters, afterEpoch epoch: Int?, in folder: String) throws -> String
  /// The files that `write` makes.
  func files(afterEpoch epoch: Int?, in folder: String) throws -> [String]
  /// The folder where `write` puts the model at the end.
  func model(in folder: String) -> String
  /// Whether the folder of a run holds the complete model that `write` makes at the end, with its card.
  func isWritten(in folder: String) -> Bool
  /// The README.md of the finished model, which describes it and its training; nil for none.
  func card(_ task: Task, _ state: TrainingState) throws -> String?
  /// The name of the loss, for the axis of its plot.
  var lossName: String { get }

  /// Measures the network of a finished run, or another of its kind. Throws if that isn't possible.
  func evaluate(_ options: EvaluationOptions, report: (EvaluationEvent) -> Void) throws
}

extension TrainingRecipe {
  /// Reads and checks the file at `path`; `arguments` are parameters as given on a command line.
  public init(path: String, arguments: [(name: String, text: String)] = []) throws {
    try self.init(RecipeSettings(path: path, arguments: arguments), path: path)
  }

  public var sourceModel: String? { nil }
  public var dataFolder: String? { nil }
  /// The folders that it reads, as `runner check` lists them.
  public var reads: [String] { (sourceModel.map { ["model \($0)"] } ?? []) + (dataFolder.map { [$0] } ?? []) }
  public func cost() throws -> RunCost { RunCost(evaluations: 0, memory: 0, written: 0, isUnknown: true) }
  public var labels: [String] { [name] }
  public func warnings() throws -> [String] { try task().warnings }
  public func sheet(of network: Network, afterEpoch epoch: Int, step: () throws -> Void) throws -> Tensor? { nil }
  public func check(folder: String) throws {}
  public func card(_ task: Task, _ state: TrainingState) throws -> String? { nil }
  public var lossName: String { "loss" }
  public func model(in folder: String) -> String { folder + "/model" }

  public func evaluate(_ options: EvaluationOptions, report: (EvaluationEvent) -> Void) throws {
    throw RecipeFault.notMeasured(path: path, Self.summary)
  }

  /// The default folder of its run.
  public var runFolder: String { RunFolder.named(name) }

  /// The folder of an epoch within the run's folder. Its number has as many digits as the last epoch's, and at least
  /// two, so that the folders sort.
  public func folder(afterEpoch epoch: Int, in folder: String) -> String {
    let (number, digits) = (String(epoch), max(2, String(plan.epochs).count))
    return folder + "/epoch-" + String(repeating: "0", count: max(0, digits - number.count)) + number
  }
}

/// The default folders of runs, in the working directory.
enum RunFolder {
  static func named(_ recipe: String) -> String { "runs/\(recipe)" }
}
