public import Basics
import Foundation
public import Inference
public import PipelineKit
import PipelineModels
public import Tensors

/// A recipe for training a stage I model of DeepFloyd's architecture further, read from a file and checked.
public struct FineTuneRecipe: TrainingRecipe {
  public static let key = "model"
  public static let summary = "a model of DeepFloyd's shape"

  /// The recipe's name.
  public let name: String
  /// The path of the recipe's file.
  public let path: String
  /// A description of the recipe; nil if the file has none.
  public let about: String?
  /// The length, batch size, rates and other settings of the run.
  public let plan: TrainingPlan
  private let sheet: FineTuneSheet
  /// Encodes captions and prompts: the text encoder of the model that is trained further.
  private let prompts: PromptEncoder
  private let weighting: HybridLoss.Weighting
  private let variational, withoutCaption: Double
  private let instead: [String]
  /// The folder with the captioned pictures.
  public let data: String
  private let placement: CaptionedPictures.Placement
  private let stepsPerEpoch: Int
  /// For settings that refer to a parameter: the parameter's name, by the setting's name (`run.epochs`).
  public let bindings: [String: String]

  private enum Words { case equal, signalToNoise }

  public init(_ settings: RecipeSettings, path: String) throws {
    let model = settings.section("model")
    let goal = settings.section("objective")
    let data = settings.section("data")
    let run = settings.section("run")
    let sheet = settings.section("sheet")

    let from = model.location("from")
    let words = goal.choice("weighting", ["equal": Words.equal, "signal-to-noise": .signalToNoise], default: .equal)
    let limit = goal.number("limit", in: 0.001...1e6, default: 5)
    let boost = goal.number("boost", in: 1...1e6, default: 14)
    weighting = words == .equal ? .equal : .signalToNoise(limit: limit, boost: boost)
    variational = goal.number("variational", in: 0...1, default: 0.001)
    withoutCaption = goal.number("without-caption", in: 0...1, default: 0.1)
    instead = goal.texts("instead", default: [""])

    self.data = DataFolder.path(data.location("folder"))
    placement = CaptionedPictures.Placement(
      shrink: data.number("shrink", in: 0...1, default: 0), flip: data.number("flip", in: 0...1, default: 0))

    stepsPerEpoch = run.integer("steps", in: 1...10_000_000)
    plan = TrainingPlan(
      run, batch: 1...65_536, decayTo: 0.02, sheets: sheet.integers("after", in: 1...100_000, default: []))
    self.sheet = FineTuneSheet(
      prompts: sheet.texts("prompts"), steps: sheet.integer("steps", in: 1...1000, default: 40),
      guidance: sheet.number("guidance", in: -1000...1000, default: 5), seed: sheet.seed("seed", default: 180))
    for section in [model, goal, data, run, sheet] { section.finish() }
    (name, about, bindings, self.path) = (settings.name, settings.about, settings.bindings, path)
    try settings.finish()

    func wrong(_ what: String) -> RecipeFault { .inconsistent(path: path, what) }
    if instead.isEmpty { throw wrong("'instead' should hold a prompt or more; \"\" is the empty one") }
    if self.sheet.prompts.isEmpty { throw wrong("'prompts' should hold a prompt or more") }
    let source = try FineTuneRecipe.stageOne(ModelLocator.folder(of: from))
    prompts = PromptEncoder(name: name, directory: source)
    if self.sheet.steps > source.scheduler.steps {
      throw wrong("'steps' of 'sheet' is \(self.sheet.steps), but the model's schedule has \(source.scheduler.steps)")
    }
    let examples = stepsPerEpoch * plan.batch
    if examples > Self.mostExamples {
      throw wrong("'steps' times 'batch' is \(examples) pictures an epoch, but \(Self.mostExamples) are the most")
    }
    let largest = [plan.largestPart] + source.unet.largestLevel
    if TensorSize.count(of: largest) == nil {
      throw RecipeFault.tooLarge("a batch of \(plan.largestPart) pictures", largest)
    }
  }

  /// The limit on pictures in an epoch: their order takes 8 bytes each.
  private static let mostExamples = 100_000_000

  /// Opens a model that can be trained: one that makes colour pictures from noise and a prompt. Throws for others.
  private static func stageOne(_ folder: String) throws -> DeepFloydFolder {
    if !FileSystem.exists(folder + "/model_index.json"), FileSystem.exists(folder + "/config.json") {
      throw FineTuneFault.notStageOne(model: folder, "it is a network of digits, which its own recipe trains")
    }
    let model = try DeepFloydFolder(path: folder)
    if model.unet.takesNoiseLevel {
      throw FineTuneFault.notStageOne(model: folder, "it enlarges pictures (stage II)")
    }
    if model.imageShape[0] != 3 {
      throw FineTuneFault.notStageOne(model: folder, "its pictures have \(model.imageShape[0]) channels in place of 3")
    }
    if model.scheduler.prediction != .epsilon {
      throw FineTuneFault.notStageOne(
        model: folder,
        "it predicts '\(model.scheduler.prediction.rawValue)', where the loss is that of the noise ('epsilon')")
    }
    if model.textEncoder == nil {
      throw FineTuneFault.notStageOne(model: folder, "it comes without the text encoder that captions pass through")
    }
    if (try? model.unetWeights().areInBytes()) == true {
      throw FineTuneFault.notStageOne(model: folder, "the weights of its network are in 8 bits; name the original one")
    }
    return model
  }

  /// The folder of the model that is trained further.
  public var source: DeepFloydFolder { prompts.directory }
  public var sourceModel: String? { source.path }
  public var dataFolder: String? { data }
  public var labels: [String] { plan.sheets.isEmpty ? [name] : sheet.prompts + [name] }

  public func task() throws -> FineTuneTask {
    let (pictures, cutPrompts) = try examined()
    let loss = HybridLoss(NoiseSchedule(source.scheduler), weighting: weighting, variational: variational)
    var task = try FineTuneTask(
      pictures, source.unet, loss, count: stepsPerEpoch * plan.batch, withoutCaption: withoutCaption, instead: instead
    ) { try source.encode($0.map(prompts.tokens)) }
    task.cutPrompts = cutPrompts
    return task
  }

  /// The least: what backpropagation keeps comes on top.
  public func cost() throws -> RunCost {
    let weights = try Double(source.unetWeights().count())
    let state = plan.stateBytes(weights: weights)
    return RunCost(
      evaluations: Double(stepsPerEpoch * plan.batch) * Double(plan.epochs), memory: state + 4 * weights,
      written: try state + Double(source.weightBytes()), isUnknown: true)
  }

  /// Reads all the data, but encodes only one prompt, which already needs all of the encoder's weights.
  public func warnings() throws -> [String] {
    let (pictures, cutPrompts) = try examined()
    _ = try source.encode([prompts.tokens(instead[0])])
    return pictures.warnings + cutPrompts
  }

  /// The pictures, and warnings about prompts whose ends the model ignores.
  private func examined() throws -> (pictures: CaptionedPictures, cutPrompts: [String]) {
    let pictures = try CaptionedPictures(
      folder: data, height: source.unet.height, width: source.unet.width, placement)
    var cut = CutPrompts()
    var seen: Set<ExactName> = []
    for caption in instead + pictures.captions.joined() where seen.insert(ExactName(caption)).inserted {
      cut.note(try prompts.tokens(caption), of: caption, "caption")
    }
    for prompt in sheet.prompts { cut.note(try prompts.tokens(prompt), of: prompt, "prompt of the sheet") }
    return (pictures, cut.notices)
  }

  /// Prompts whose ends the model ignores: the first few, and how many there are.
  private struct CutPrompts {
    private var told: [String] = []
    private var count = 0
    private static let limit = 8

    mutating func note(_ tokens: Tokens, of prompt: String, _ what: String) {
      guard let notice = tokens.notice("the model") else { return }
      count += 1
      if told.count < Self.limit {
        told.append("\(what) '\(prompt.prefix(40))\(prompt.count > 40 ? "…" : "")': \(notice)")
      }
    }

    var notices: [String] {
      let rest = count - told.count
      return rest == 0 ? told : told + ["\(rest) more captions and prompts are longer than what the model reads"]
    }
  }

  public func start(_ generator: Generator) throws -> Parameters {
    try Checkpoint.load(source.unetWeights()) { weights in
      try Parameters(of: weights.source) { try DeepFloydUNet(configuration: source.unet, $0) }
    }
  }

  /// The network with these weights. Throws if they don't fit.
  public func network(_ weights: Weights) throws -> DeepFloydUNet {
    try DeepFloydUNet(configuration: source.unet, weights)
  }

  public func sheet(of network: DeepFloydUNet, afterEpoch epoch: Int, step: () throws -> Void) throws -> Tensor? {
    try prompts.read(sheet.prompts + [""])
    let model = DeepFloydModel(name: name, network: network, prompts: prompts)
    return try sheet(model, title: "\(name), epoch \(epoch)", step: step)
  }

  /// The names of the run's data in its identity.
  static let modelContent = "model"
  static let earlierContent = "pictures and captions"

  public func identity(_ task: FineTuneTask) throws -> RunIdentity {
    let pictures = task.pictures
    func content(_ name: String, _ digest: String) -> RunIdentity.Content {
      .init(name: name, count: pictures.count, digest: digest, folder: data)
    }
    var earlier = content(Self.earlierContent, pictures.digest)
    earlier.isOfEarlierVersions = true
    let contents = [
      .init(name: Self.modelContent, digest: try source.digest(), folder: source.path),
      content("pictures", pictures.picturesDigest), content("captions", pictures.captionsDigest), earlier,
    ]
    return RunIdentity(settings, contents)
  }

  public var settings: [RunIdentity.Setting] {
    var settings: [(name: String, value: String)]
    switch weighting {
    case .equal: settings = [("objective.weighting", "equal")]
    case .signalToNoise(let limit, let boost):
      settings = [
        ("objective.weighting", "signal-to-noise"), ("objective.limit", RunIdentity.text(limit)),
        ("objective.boost", RunIdentity.text(boost)),
      ]
    }
    settings += [
      ("objective.variational", RunIdentity.text(variational)),
      ("objective.without-caption", RunIdentity.text(withoutCaption)), ("objective.instead", "\(instead)"),
      ("data.shrink", RunIdentity.text(placement.shrink)), ("data.flip", RunIdentity.text(placement.flip)),
      ("run.steps", "\(stepsPerEpoch)"),
    ]
    return RunIdentity(settings + plan.settings, names: bindings, []).settings
  }

  public func isWritten(in folder: String) -> Bool {
    let model = model(in: folder)
    return (try? DeepFloydFolder(path: model).unetWeights()) != nil
      && FileSystem.exists(model + "/README.md")
  }

  public func check(folder: String) throws {
    // A temporary file of a run that was killed during its first write doesn't count; the next write removes it.
    if let first = (try? FileSystem.names(in: folder))?.first(where: { !AtomicFile.isPart($0) }) {
      throw FineTuneFault.notEmpty(folder: folder, first: first)
    }
  }

  /// The folder of the run's model, which exists after the first epoch.
  public func model(in folder: String) -> String { folder + "/model" }

  public func files(afterEpoch epoch: Int?, in folder: String) throws -> [String] {
    try source.files().map { "\(model(in: folder))/\($0)" }
  }

  /// Overwrites the model after each epoch; an epoch's own folder holds only its sheet.
  public func write(_ parameters: Parameters, afterEpoch epoch: Int?, in folder: String) throws -> String {
    let card = FineTunedCard(
      recipe: name, about: about, source: source.path, pictures: data, epoch: epoch ?? plan.epochs,
      steps: stepsPerEpoch * (epoch ?? plan.epochs), plan: plan)
    try source.write(parameters, to: model(in: folder), card: card.text)
    return model(in: folder)
  }
}

/// An error in the model to train further, or in the run's folder.
public enum FineTuneFault: Fault {
  /// The model can't be trained further; the text says why.
  case notStageOne(model: String, String)
  /// The folder for a new model isn't empty; `first` is a file in it.
  case notEmpty(folder: String, first: String)

  public var cause: FaultCause {
    switch self {
    case .notStageOne: .data
    case .notEmpty: .cannotWrite
    }
  }

  public var description: String {
    switch self {
    case .notStageOne(let model, let why):
      "\(model): expected a model of DeepFloyd's stage I to train further; \(why)"
    case .notEmpty(let folder, let first):
      "\(folder): expected an empty folder or none for a new model, found '\(first)' in it; name another with --out"
    }
  }
}
