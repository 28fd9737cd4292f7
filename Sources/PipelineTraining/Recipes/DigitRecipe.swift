import Foundation
public import Inference
import PipelineKit
import PipelineModels
import Tensors

/// A recipe for training a digit network, read from a file and checked.
public struct DigitRecipe: TrainingRecipe {
  public static let key = "network"
  public static let summary = "a network of digits"

  /// The recipe's name.
  public let name: String
  /// The path of the recipe's file.
  public let path: String
  /// A description of the recipe; nil if the file has none.
  public let about: String?
  /// The network's configuration.
  public internal(set) var configuration: DigitConfiguration
  /// What the network learns.
  public internal(set) var objective: DigitTask.Objective
  /// The length, batch size, rates and other settings of the run.
  public let plan: TrainingPlan
  /// The folder with the IDX files.
  public let data: String
  /// What the data is and where it comes from, for the model's card; nil if the file doesn't say.
  public let source: String?
  /// The recipe's parameters with this run's values.
  public let parameters: [(name: String, text: String)]
  /// Only this many of the first images are used; nil for all.
  public let limit: Int?
  /// For reflow: the model that draws the pictures of its pairs; nil otherwise.
  public let pairs: FlowPairs.Source?
  /// The `scheduler_config.json` of the trained model; nil if timesteps aren't learned.
  public let scheduler: String?
  /// For settings that refer to a parameter: the parameter's name, by the setting's name (`run.epochs`).
  public let bindings: [String: String]

  private enum Goal { case denoise, estimate, flow, reflow, classify }

  public init(_ settings: RecipeSettings, path: String) throws {
    let network = settings.section("network")
    let goal = settings.section("objective")
    let data = settings.section("data")
    let run = settings.section("run")

    let channels = network.integer("channels", in: 1...1024)
    let takesTime = network.flag("time", default: false)
    let takesClass = network.flag("class", default: false)
    let learned = goal.choice(
      "learn",
      ["denoise": Goal.denoise, "estimate": .estimate, "flow": .flow, "reflow": .reflow, "classify": .classify])
    let classes =
      takesClass || learned == .classify ? goal.integer("classes", in: 2...256, default: Digits.classes) : nil
    let black = data.number("black", in: -1...1, default: -1)
    let white = data.number("white", in: -1...1, default: 1)
    let sigma: Double?
    switch learned {
    case .classify: (sigma, scheduler, objective) = (nil, nil, .classify)
    case .denoise:
      let value = goal.number("sigma", in: 0...1000)
      (sigma, scheduler, objective) = (value, nil, .denoise(sigma: value))
    case .estimate:
      let steps = goal.integer("steps", in: Self.scheduleLengths)
      let first = goal.number("beta-from", in: 0...0.9999, default: 0.0001)
      let last = goal.number("beta-to", in: 0...0.9999, default: 0.02)
      let without = goal.number("without-class", in: 0...1, default: 0.1)
      let prediction = goal.choice("predicts", Self.predictions, default: .noise)
      objective = .estimate(Self.schedule(steps, from: first, to: last), predicts: prediction, withoutClass: without)
      sigma = nil
      scheduler = """
        {
          "_class_name": "DDPMScheduler",
          "beta_end": \(last),
          "beta_schedule": "linear",
          "beta_start": \(first),
          "clip_sample": true,
          "num_train_timesteps": \(steps),
          "prediction_type": "\(prediction.configured.rawValue)",
          "variance_type": "fixed_large"
        }

        """
    case .flow, .reflow:
      let without = goal.number("without-class", in: 0...1, default: learned == .flow ? 0.1 : 0)
      objective = .estimate(.flow(), predicts: .flow, withoutClass: without)
      sigma = nil
      scheduler = """
        {
          "_class_name": "FlowMatchEulerDiscreteScheduler",
          "num_train_timesteps": \(NoiseSchedule.flow().count),
          "shift": 1.0
        }

        """
    }
    let drawing: (from: Path, steps: Int, guidance: Double)? =
      learned == .reflow
      ? (
        goal.location("from"), goal.integer("pair-steps", in: 1...1000, default: 20),
        goal.number("guidance", in: 1...1000, default: 1)
      ) : nil
    plan = TrainingPlan(
      run, batch: 2...65_536, decayTo: 0.1, sheets: run.integers("sheets", in: 1...100_000, default: []))
    self.data = DataFolder.path(data.location("folder"))
    let written = data.text("source", default: nil)
    source = DataSet.inFolder(self.data)?.source ?? written
    let first = data.integer("first", in: 0...1_000_000_000, default: 0)
    limit = first == 0 ? nil : first
    for section in [network, goal, data, run] { section.finish() }
    configuration = DigitConfiguration(
      learned == .classify ? .classifier : .unet, channels: channels, takesTime: takesTime,
      classes: classes, black: black, white: white, sigma: sigma)
    (name, about, parameters, self.path) = (settings.name, settings.about, settings.parameters, path)
    bindings = settings.bindings
    try settings.finish()
    pairs = try drawing.map {
      try .init(
        name: $0.from.text, folder: ModelLocator.folder(of: $0.from), steps: $0.steps, guidance: $0.guidance)
    }
    try check()
  }

  /// What a network of a diffusion may learn to predict, by the words in recipes.
  static let predictions: KeyValuePairs = ["noise": Prediction.noise, "x0": .clean, "v": .velocity]

  /// The allowed numbers of timesteps of a schedule.
  static let scheduleLengths = 1...100_000

  /// The training schedule of digit networks: β grows linearly.
  static func schedule(_ steps: Int, from first: Double, to last: Double) -> NoiseSchedule {
    NoiseSchedule(
      betas: LinearBetas(from: first, to: last).betas(steps), variance: .fixedLarge, clip: .range(1))
  }

  /// Throws if settings contradict each other.
  private func check() throws {
    func wrong(_ what: String) -> RecipeFault { .inconsistent(path: path, what) }
    if configuration.black >= configuration.white { throw wrong("'black' should be below 'white'") }
    switch objective {
    case .denoise:
      if configuration.takesTime || configuration.classes != nil {
        throw wrong("a network that learns to denoise takes neither time nor class")
      }
    case .classify:
      if configuration.takesTime { throw wrong("a network that learns to classify takes no time") }
      if !plan.sheets.isEmpty { throw wrong("a network that learns to classify makes no pictures for 'sheets'") }
    case .estimate(let schedule, _, _):
      if configuration.takesTime { break }
      throw wrong(
        "a network that learns \(schedule.path == .flow ? "a flow" : "to estimate noise") takes the time")
    }
  }
}
