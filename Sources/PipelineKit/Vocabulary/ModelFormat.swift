public import Basics
public import Logging
public import Tensors

/// A family of models as its files lie on disk: what recognises, describes, checks and loads one. Formats register as
/// stages do, so that the stage `model` and the command line know those of other packages too.
public protocol ModelFormat: Sendable {
  /// What the family is and how its files lie, in a few words: `DeepFloyd IF in the layout of diffusers`.
  static var summary: String { get }

  /// Whether the folder or file at `path` is of this family, be it a damaged one. Judged by names and configurations alone.
  static func recognises(_ path: String) -> Bool

  /// Reads and checks the configuration. No weight is read.
  init(path: String) throws

  /// What the configuration says of the model, which is called `name`.
  func facts(name: String) -> ModelFacts

  /// Throws where a file of weights is missing or cut off. No weight is read.
  func checkFiles() throws

  /// How many weights the network has, and how many bytes they take on disk, with those of what reads its prompts.
  func size() throws -> (weights: Int, bytes: Int)

  /// The model with its weights.
  func load(_ options: ModelOptions) throws -> any Model
}

/// How a model is loaded.
public struct ModelOptions: Sendable {
  /// What it is called in messages.
  public var name: String
  /// Of the network's products.
  public var precision: Precision
  /// Where what is expensive to compute from its files is kept for the next run; nil for nowhere.
  public var cacheFolder: String?
  public var log: Logger

  public init(
    name: String, precision: Precision = .single, cacheFolder: String? = nil,
    log: Logger = Logger(label: "pipelinekit")
  ) {
    (self.name, self.precision, self.cacheFolder, self.log) = (name, precision, cacheFolder, log)
  }
}

/// The families of models that are known, in the order in which they are asked.
public struct ModelFormats: Sendable {
  public private(set) var all: [any ModelFormat.Type]

  public init(_ formats: [any ModelFormat.Type] = []) { all = formats }

  public mutating func add(_ formats: [any ModelFormat.Type]) { all += formats }

  /// The model at `path` by its configuration.
  public func open(_ path: String) throws -> any ModelFormat {
    guard let format = format(of: path) else {
      throw ModelFormatFault.unknown(path: path, known: all.map { $0.summary })
    }
    return try format.init(path: path)
  }

  /// The family of what lies at `path`, or nil.
  public func format(of path: String) -> (any ModelFormat.Type)? { all.first { $0.recognises(path) } }
}

/// Files that are no model of a known family.
public enum ModelFormatFault: Fault {
  case unknown(path: String, known: [String])

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .unknown(let path, let known):
      "\(path): it is not a model of a known kind; expected \(known.joined(separator: ", or "))"
    }
  }
}

/// What a model can do.
public enum ModelAbility: Sendable, Hashable {
  /// Finds the noise at any timestep.
  case estimatesNoise
  case readsPrompts
  case knowsClasses
  /// Takes a small picture, which it enlarges.
  case enlarges
  /// Removes noise of one strength in one step.
  case denoises
}

/// What a model's configuration says before its weights are read.
public struct ModelFacts: Sendable {
  public var name: String
  /// What it does, in a few words: `makes 64×64 pictures of prompts`.
  public var summary: String
  /// C, H, W of the images it was trained on.
  public var imageShape: [Int]
  public var schedule: NoiseSchedule?
  /// What it can do; nil where that isn't known yet.
  public var abilities: Set<ModelAbility>?
  /// What the heights and widths that its network takes are multiples of; 1 where it takes any, or where that isn't known.
  public var divisor: Int
  /// Whether it takes images of that one size alone.
  public var isOfOneSize: Bool
  /// How many classes it knows; nil for a model without.
  public var classes: Int?
  /// How it reads prompts; nil where it reads none, or that isn't known.
  public var prompts: PromptFacts?

  public init(
    name: String, summary: String = "", imageShape: [Int], schedule: NoiseSchedule?,
    abilities: Set<ModelAbility>? = nil, divisor: Int = 1, isOfOneSize: Bool = false, classes: Int? = nil,
    prompts: PromptFacts? = nil
  ) {
    (self.name, self.summary, self.imageShape, self.schedule) = (name, summary, imageShape, schedule)
    (self.abilities, self.divisor, self.isOfOneSize) = (abilities, divisor, isOfOneSize)
    (self.classes, self.prompts) = (classes, prompts)
  }
}

/// What a model's tokenizer says of a prompt before any weight is read.
public struct PromptFacts: Sendable {
  /// What the model will not read of a prompt, in words, or nil. Throws where it can't read prompts at all.
  public var unread: @Sendable (_ prompt: String) throws -> String?

  public init(unread: @escaping @Sendable (_ prompt: String) throws -> String?) { self.unread = unread }
}
