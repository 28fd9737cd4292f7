public import Inference
import PipelineKit
public import Tensors

/// A kind of recipes: what a file of this kind says of a run, checked in full. Kinds register, as stages do
/// (`RecipeRegistry`).
public protocol TrainingRecipe: Sendable {
  associatedtype Task: TrainingTask
  associatedtype Network: Sendable

  /// The section that a file of this kind has and no other: `network`.
  static var key: String { get }
  /// What such a recipe trains, in a few words: `a network of digits`.
  static var summary: String { get }
  /// Reads and checks the settings of the file at `path`.
  init(_ settings: RecipeSettings, path: String) throws

  var name: String { get }
  /// The file that it was read from.
  var path: String { get }
  var plan: TrainingPlan { get }
  /// What it learns from, as `runner check` lists it.
  var reads: [String] { get }
  /// What its plot and sheets are labelled with.
  var labels: [String] { get }
  /// What a user should know before a run, a line each. Throws what would stop one.
  func warnings() throws -> [String]

  /// What is learned, its data read.
  func task() throws -> Task
  /// The weights that the run begins with.
  func start(_ generator: Generator) throws -> Parameters
  func network(_ weights: Weights) throws -> Network
  /// What makes the run the one it is: a state is taken up by the same only.
  func identity(_ task: Task) throws -> RunIdentity

  /// A picture of what the network can do, N×3×H×W, or nil for none; asked for after the epochs of `plan.sheets`. `step` is
  /// called now and then; what it throws ends the work.
  func sheet(of network: Network, afterEpoch epoch: Int, step: () throws -> Void) throws -> Tensor?

  /// Throws where a folder is no place for a new run.
  func check(folder: String) throws
  /// Leaves a model in the folder of a run: after an epoch, or at the end (nil). Gives where it is.
  func write(_ parameters: Parameters, afterEpoch epoch: Int?, in folder: String) throws -> String
  /// The files that `write` leaves.
  func files(afterEpoch epoch: Int?, in folder: String) throws -> [String]
  /// Where `write` leaves the model at the end.
  func model(in folder: String) -> String
  /// Whether the folder of a run holds the whole model that `write` leaves at the end, and its card.
  func isWritten(in folder: String) -> Bool
  /// The README.md of the finished model: what it is, and how it came to be. nil for none.
  func card(_ task: Task, _ state: TrainingState) throws -> String?
  /// What the loss is, for the axis of its plot.
  var lossName: String { get }

  /// Measures the network of a finished run, or another of its kind.
  func evaluate(_ options: EvaluationOptions, report: (EvaluationEvent) -> Void) throws
}

extension TrainingRecipe {
  /// Reads and checks the file at `path`; `arguments` are parameters in the words of a command line.
  public init(path: String, arguments: [(name: String, text: String)] = []) throws {
    try self.init(RecipeSettings(path: path, arguments: arguments), path: path)
  }

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

  /// The folder of its run where none is given.
  public var runFolder: String { RunFolder.named(name) }

  /// The folder in a run's own that belongs to an epoch. Its number has as many digits as the last epoch's, and two at
  /// least, so that the folders sort.
  public func folder(afterEpoch epoch: Int, in folder: String) -> String {
    let (number, digits) = (String(epoch), max(2, String(plan.epochs).count))
    return folder + "/epoch-" + String(repeating: "0", count: max(0, digits - number.count)) + number
  }
}

/// Where runs lie whose folders are not given: in the working directory.
enum RunFolder {
  static func named(_ recipe: String) -> String { "runs/\(recipe)" }
}
