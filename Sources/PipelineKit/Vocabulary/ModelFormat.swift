public import Basics
public import Logging
public import Tensors

/// A family of models in its layout on disk: recognises, describes, checks and loads one. Formats are registered as
/// stages are, so the stage `model` and the command line know the formats of other packages too.
public protocol ModelFormat: Sendable {
  /// The family and its file layout, in a few words: `DeepFloyd IF in the layout of diffusers`.
  static var summary: String { get }

  /// Whether the folder or file at `path` is of this family, even if it is damaged. Judged by names and configurations
  /// only.
  static func recognises(_ path: String) -> Bool

  /// What files are that belong to this family and yet are no model of pipelines (`a classifier, which draws nothing`);
  /// nil for all others.
  static func reason(against path: String) -> String?

  /// The parts of the model in a folder or file that is of this family, also where some of their files are missing.
  /// Empty if it has but one part, or isn't of this family after all. No weight is read.
  static func parts(of path: String) -> [ModelPart]

  /// Reads and checks the configuration. No weight is read.
  init(path: String) throws

  /// What the configuration says about the model, which is called `name`.
  func facts(name: String) -> ModelFacts

  /// Throws if a file of weights is missing or truncated. No weight is read.
  func checkFiles() throws

  /// The number of weights, and their bytes on disk; both include the prompt encoder's.
  func size() throws -> (weights: Int, bytes: Int)

  /// What identifies the model by its content, as `Model.digest` of the loaded one; nil where it isn't known before, or by
  /// reading no more than `limit` bytes.
  ///
  /// - Parameter cacheFolder: the folder that keeps digests between runs; nil for no cache.
  func digest(keptIn cacheFolder: String?, limit: Int) throws -> String?

  /// The model with its weights.
  func load(_ options: ModelOptions) throws -> any Model
}

extension ModelFormat {
  /// Nothing.
  public static func reason(against path: String) -> String? { nil }

  /// None.
  public static func parts(of path: String) -> [ModelPart] { [] }

  /// Not known before the model is loaded.
  public func digest(keptIn cacheFolder: String?, limit: Int) throws -> String? { nil }
}

/// Options for loading a model.
public struct ModelOptions: Sendable {
  /// The model's name in messages.
  public var name: String
  /// The precision of the network's matrix products.
  public var precision: Precision
  /// The folder that caches expensive results derived from the model's files between runs; nil for no cache.
  public var cacheFolder: String?
  /// The log for warnings and progress.
  public var log: Logger

  /// Makes options: by default single precision and no cache.
  public init(
    name: String, precision: Precision = .single, cacheFolder: String? = nil,
    log: Logger = Logger(label: "pipelinekit")
  ) {
    (self.name, self.precision, self.cacheFolder, self.log) = (name, precision, cacheFolder, log)
  }
}

/// The known model formats, in the order in which they are tried.
public struct ModelFormats: Sendable {
  /// The formats; the first that recognises a path is used.
  public private(set) var all: [any ModelFormat.Type]

  /// Makes a list of formats.
  public init(_ formats: [any ModelFormat.Type] = []) { all = formats }

  /// Adds formats after those already there.
  public mutating func add(_ formats: [any ModelFormat.Type]) { all += formats }

  /// The model at `path` with its configuration read. Throws if no format recognises it.
  public func open(_ path: String) throws -> any ModelFormat {
    guard let format = format(of: path) else {
      for format in all {
        if let reason = format.reason(against: path) { throw ModelFormatFault.noModel(path: path, reason: reason) }
      }
      throw ModelFormatFault.unknown(path: path, known: all.map { $0.summary })
    }
    return try format.init(path: path)
  }

  /// The format of the files at `path`, or nil.
  public func format(of path: String) -> (any ModelFormat.Type)? { all.first { $0.recognises(path) } }
}

/// An error for files that no known format recognises.
public enum ModelFormatFault: Fault {
  /// No format recognises `path`; `known` are the formats' summaries.
  case unknown(path: String, known: [String])
  /// A format knows what `path` is, and that pipelines have no use for it.
  case noModel(path: String, reason: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .unknown(let path, let known):
      "\(path): it is not a model of a known kind; expected \(known.joined(separator: ", or "))"
    case .noModel(let path, let reason): "\(path): \(reason)"
    }
  }
}

/// What a model can do.
public enum ModelAbility: Sendable, Hashable {
  /// Estimates the noise at any timestep.
  case estimatesNoise
  /// Encodes prompts as conditions.
  case readsPrompts
  /// Takes a class as condition.
  case knowsClasses
  /// Takes a small picture and enlarges it.
  case enlarges
  /// Removes noise of one strength in one step.
  case denoises
}

/// What a model's configuration says before its weights are read.
public struct ModelFacts: Sendable {
  /// The model's name in messages.
  public var name: String
  /// What it does, in a few words: `makes 64×64 pictures of prompts`.
  public var summary: String
  /// C, H, W of the images it was trained on.
  public var imageShape: [Int]
  /// The schedule of its training; nil for a model without one, or if that isn't known.
  public var schedule: NoiseSchedule?
  /// Its abilities; nil if they aren't known yet.
  public var abilities: Set<ModelAbility>?
  /// Heights and widths of its inputs must be multiples of this; 1 if any size fits, or if that isn't known.
  public var divisor: Int
  /// Whether it takes images of its training size only.
  public var isOfOneSize: Bool
  /// The number of classes it knows; nil if it knows none.
  public var classes: Int?
  /// How it reads prompts; nil if it reads none, or if that isn't known.
  public var prompts: PromptFacts?
  /// The memory that its network takes; nil if that isn't known.
  public var memory: ModelMemory?
  /// How its network runs in part; nil if it can't, or if that isn't known.
  public var parts: NetworkParts?

  /// Makes facts; the defaults stand for what isn't known.
  public init(
    name: String, summary: String = "", imageShape: [Int], schedule: NoiseSchedule?,
    abilities: Set<ModelAbility>? = nil, divisor: Int = 1, isOfOneSize: Bool = false, classes: Int? = nil,
    prompts: PromptFacts? = nil, memory: ModelMemory? = nil, parts: NetworkParts? = nil
  ) {
    (self.name, self.summary, self.imageShape, self.schedule) = (name, summary, imageShape, schedule)
    (self.abilities, self.divisor, self.isOfOneSize) = (abilities, divisor, isOfOneSize)
    (self.classes, self.prompts, self.memory, self.parts) = (classes, prompts, memory, parts)
  }
}

/// How a network runs in part, on features that an earlier evaluation kept.
public struct NetworkParts: Sendable {
  /// The number of its skip connections.
  public var branches: Int
  /// What taking over features saves, for pictures of height×width: `share` is the share of a whole evaluation's work that is
  /// left, 0…1, and `kept` how many numbers are kept for one picture. `branches` are those of the topmost skip connections
  /// that run; nil stands for the upward path alone.
  public var cost: @Sendable (_ branches: Int?, _ height: Int, _ width: Int) -> (share: Double, kept: Int)

  /// Makes a description from both.
  public init(
    branches: Int,
    cost: @escaping @Sendable (_ branches: Int?, _ height: Int, _ width: Int) -> (share: Double, kept: Int)
  ) {
    (self.branches, self.cost) = (branches, cost)
  }
}

/// The memory that a network takes, in bytes, as far as it can't do with less.
public struct ModelMemory: Sendable {
  /// The weights, once they are loaded.
  public var weights: Double
  /// The same with `Precision.int8Weights`.
  public var weightsInBytes: Double
  /// One evaluation of some pictures N×C×height×width, besides its inputs and results.
  public var evaluation: @Sendable (_ pictures: Int, _ height: Int, _ width: Int) -> Double
  /// One encoded prompt of so many positions, and what layers make of it for an evaluation.
  public var prompt: @Sendable (_ length: Int) -> Double

  /// Makes a description; the defaults are those of a network without prompts, whose weights take as much in every precision.
  public init(
    weights: Double, weightsInBytes: Double? = nil, prompt: @escaping @Sendable (_ length: Int) -> Double = { _ in 0 },
    evaluation: @escaping @Sendable (_ pictures: Int, _ height: Int, _ width: Int) -> Double
  ) {
    (self.weights, self.prompt, self.evaluation) = (weights, prompt, evaluation)
    self.weightsInBytes = weightsInBytes ?? weights
  }
}

/// What a model tells about a prompt before weights are read.
public struct PromptFacts: Sendable {
  /// A description of the part of a prompt that the model will ignore; nil if it reads all. Throws if it can't read
  /// prompts.
  public var unread: @Sendable (_ prompt: String) throws -> String?
  /// The bytes of memory that encoding it takes, as far as it can't do with less; 0 where that isn't known, or where the
  /// encoding is kept from an earlier run.
  public var memory: @Sendable (_ prompt: String) -> Double

  /// Makes facts from a function that checks a prompt, and one that tells what its encoding takes.
  public init(
    memory: @escaping @Sendable (_ prompt: String) -> Double = { _ in 0 },
    unread: @escaping @Sendable (_ prompt: String) throws -> String?
  ) {
    (self.unread, self.memory) = (unread, memory)
  }
}
