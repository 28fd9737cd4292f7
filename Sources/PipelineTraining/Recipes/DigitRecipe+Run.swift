import Basics
import Foundation
public import Inference
import PipelineKit
import PipelineModels
public import Tensors

/// Runs of a recipe for digits.
extension DigitRecipe {
  public var sourceModel: String? { pairs?.folder }
  public var dataFolder: String? { data }

  public func task() throws -> DigitTask { try task(.training) }

  /// Of the images, only the first stays in memory: their file tells how many there are.
  public func warnings() throws -> [String] { try task(.training, keeping: 1).warnings }

  /// The task with another part of the recipe's data. Throws if the data can't be read or doesn't fit.
  ///
  /// - Parameter kept: how many images to keep in memory; nil for all that are learned.
  public func task(_ part: Digits.Part, keeping kept: Int? = nil) throws -> DigitTask {
    let digits = try Digits(
      folder: data, part, classes: configuration.classes ?? Digits.classes,
      first: kept ?? (part == .training ? limit : nil))
    let side = DigitClassifier.side
    if objective == .classify, digits.height != side || digits.width != side {
      throw IDXFault.unequal(folder: data, height: digits.height, width: digits.width, expected: side)
    }
    guard part == .training else { return DigitTask(digits, configuration, objective) }
    var warnings: [String] = []
    if let limit, limit > digits.total {
      let name = bindings["data.first"] ?? "data.first"
      warnings.append("\(name)=\(limit), but \(data) holds \(digits.total) images; all of them are learned")
    }
    try check(batch: min(plan.largestPart, examples(of: digits)), of: digits)
    return DigitTask(
      digits, configuration, objective, pairs: try pairs.map { try drawn($0, digits.labels) }, warnings: warnings)
  }

  /// How many of the images in the files are learned.
  func examples(of digits: Digits) -> Int { min(limit ?? digits.total, digits.total) }

  /// The pairs of a model. Throws if it can't be loaded, or draws other pictures than the network learns.
  private func drawn(_ source: FlowPairs.Source, _ labels: [Int]) throws -> FlowPairs {
    let format = try ModelFormats.standard.open(source.folder)
    let facts = format.facts(name: source.name)
    func wrong(_ what: String) -> RecipeFault { .inconsistent(path: path, "model '\(source.name)' \(what)") }
    if facts.schedule == nil {
      throw wrong("removes noise in one step; 'from' takes one that draws pictures from noise")
    }
    let shape = [1, DigitClassifier.side, DigitClassifier.side]
    if facts.imageShape != shape {
      throw wrong("draws pictures of \(Tensor.text(facts.imageShape)), where the network learns \(Tensor.text(shape))")
    }
    if let own = configuration.classes, own != facts.classes {
      throw wrong("draws pictures of \(facts.classes.map(String.init) ?? "no") classes, where the network takes \(own)")
    }
    let model = try format.load(ModelOptions(name: source.name))
    return try FlowPairs(model, labels: labels, steps: source.steps, guidance: source.guidance, seed: plan.seed)
  }

  public func start(_ generator: Generator) throws -> Parameters { try Parameters(drawnFrom: generator, network) }

  /// The network with these weights. Throws if they don't fit.
  public func network(_ weights: Weights) throws -> DigitLearner { try DigitLearner(configuration, weights) }

  public var lossName: String { objective == .classify ? "cross-entropy" : "mean squared error" }

  public func files(afterEpoch epoch: Int?, in folder: String) -> [String] {
    let folder = modelFolder(afterEpoch: epoch, in: folder)
    return (["config.json", "model.safetensors"] + (scheduler == nil ? [] : ["scheduler_config.json"])).map {
      "\(folder)/\($0)"
    }
  }

  private func modelFolder(afterEpoch epoch: Int?, in folder: String) -> String {
    epoch.map { self.folder(afterEpoch: $0, in: folder) } ?? model(in: folder)
  }

  /// Writes the network's configuration, its weights in half precision, and its training schedule.
  public func write(_ parameters: Parameters, afterEpoch epoch: Int?, in folder: String) throws -> String {
    let folder = modelFolder(afterEpoch: epoch, in: folder)
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

  /// The task with the test digits; nil if the folder has none. Throws if they can't be read.
  package func testTask() throws -> DigitTask? {
    do { return try task(.test) } catch IDXFault.missing { return nil }
  }

  public func identity(_ task: DigitTask) throws -> RunIdentity {
    func content(_ name: String, _ digits: Digits, _ digest: String) -> RunIdentity.Content {
      .init(name: name, count: digits.count, digest: digest, folder: data)
    }
    var contents = [
      content("training images", task.digits, task.digits.imagesDigest),
      content("training labels", task.digits, task.digits.labelsDigest),
    ]
    if let pairs, let digest = try task.pairs?.digest {
      contents.append(.init(name: "model of the pairs", digest: digest, folder: pairs.folder))
    }
    // If there are any: sheets show them, and the finished model is measured on them.
    if let test = try testDigits() {
      contents += [
        content("test images", test, test.imagesDigest), content("test labels", test, test.labelsDigest),
      ]
    }
    return RunIdentity(settings, contents)
  }

  /// The test digits of ten classes; nil if there are none, or others. Throws if their files are damaged.
  private func testDigits() throws -> Digits? {
    do { return try Digits(folder: data, .test) } catch let fault as IDXFault {
      switch fault {
      case .missing, .label, .size: return nil
      default: throw fault
      }
    }
  }

  public var settings: [RunIdentity.Setting] {
    RunIdentity(
      Self.settings(configuration, objective, pairs) + [("data.first", "\(limit ?? 0)")] + plan.settings,
      names: bindings, []
    ).settings
  }

  /// The settings of a recipe that describe a network and its objective.
  static func settings(
    _ c: DigitConfiguration, _ objective: DigitTask.Objective, _ pairs: FlowPairs.Source? = nil
  ) -> [(name: String, value: String)] {
    var settings = [("network.channels", "\(c.channels)")]
    if objective != .classify {
      settings += [("network.time", "\(c.takesTime)"), ("network.class", "\(c.classes != nil)")]
    }
    switch objective {
    case .denoise(let sigma):
      settings += [("objective.learn", "denoise"), ("objective.sigma", RunIdentity.text(sigma))]
    case .classify: settings.append(("objective.learn", "classify"))
    case .estimate(let schedule, _, let without) where schedule.path == .flow:
      settings += [
        ("objective.learn", pairs == nil ? "flow" : "reflow"), ("objective.without-class", RunIdentity.text(without)),
      ]
      if let pairs {
        settings += [
          ("objective.pair-steps", "\(pairs.steps)"), ("objective.guidance", RunIdentity.text(pairs.guidance)),
        ]
      }
    case .estimate(let schedule, let prediction, let without):
      let predicted = predictions.first { $0.value == prediction }?.key ?? prediction.rawValue
      settings += [
        ("objective.learn", "estimate"), ("objective.predicts", predicted), ("objective.steps", "\(schedule.count)"),
        ("objective.beta-from", "\(schedule.betas.first ?? 0)"), ("objective.beta-to", "\(schedule.betas.last ?? 0)"),
        ("objective.without-class", RunIdentity.text(without)),
      ]
    }
    return settings
      + [("data.black", RunIdentity.text(c.black)), ("data.white", RunIdentity.text(c.white))]
  }

  public func isWritten(in folder: String) -> Bool {
    ["config.json", "model.safetensors", "README.md"].allSatisfy {
      FileSystem.exists("\(folder)/model/\($0)")
    }
  }
}
