import Basics
import Foundation
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import TestSupport
import Testing

/// What packages add: samplers, guiders and kinds of their own.
@Suite struct VocabularyTests {
  /// Goes to the clean image at once.
  struct Leap: Sampler {
    let name = "leap"
    let summary = "the clean image at once"
    func step(_ state: SamplerState) throws -> Tensor { state.clean }
  }

  /// Half of the conditional estimate, whatever the scale.
  struct Half: Guider {
    let name = "half"
    let summary = "half of it"
    func guide(conditional: Estimate, unconditional: Estimate, scale: Float) -> Estimate {
      Estimate(noise: 0.5 * conditional.noise)
    }
  }

  /// Squares of numbers that grow evenly: more timesteps near the clean end.
  struct SquareSpacing: TimestepSpacing {
    let name = "square"
    let summary = "more near the clean end"
    func timesteps(_ count: Int, on schedule: NoiseSchedule) -> [Double] {
      (1...count).reversed().map { Double($0 * $0 - 1) }
    }
  }

  /// Metres for each pixel.
  struct DepthMap: CustomValue {
    static let kindName = "depth-map"
    var metres: Tensor
    var shape: [Int]? { metres.shape }
  }

  struct MeasureDepth: Stage {
    static let image = Input<Tensor>("image", "a picture", kind: .image)
    static let depth = Output<DepthMap>("depth", "how far its pixels are")
    static let declaration = Declaration("measure-depth", "Measures.", inputs: [image], outputs: [depth])
    static func foresee(_ inputs: KnownInputs) -> KnownOutputs { KnownOutputs(depth, shape: inputs.imageShape(image)) }
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.depth, DepthMap(metres: try inputs[Self.image].map { $0 + 2 }))
    }
  }

  struct DrawDepth: Stage {
    static let depths = Input<[DepthMap]>("depths", "maps")
    static let image = Output<Tensor>("image", "the first as a picture", kind: .image)
    static let declaration = Declaration("draw-depth", "Draws.", inputs: [depths], outputs: [image])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.image, try inputs[Self.depths][0].metres.map { $0 - 2 })
    }
  }

  struct UseSchedule: Stage {
    static let model = Output<AnyModel>("model", "a model")
    static let declaration = Declaration("schedule-model", "A model.", inputs: [], outputs: [model])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.model, AnyModel(ScheduleModel.cosine))
    }
  }

  struct Guess: Stage {
    static let image = Input<Tensor>("image", "x_t", kind: .image)
    static let estimate = Output<Estimate>("estimate", "a tenth of it")
    static let declaration = Declaration("guess", "Guesses.", inputs: [image], outputs: [estimate])
    func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
      Outputs(Self.estimate, Estimate(noise: 0.1 * (try inputs[Self.image])))
    }
  }

  private func registry() throws -> Registry {
    var registry = Registry()
    try registry.register(commonStages)
    try registry.register([MeasureDepth.self, DrawDepth.self, UseSchedule.self, Guess.self])
    try registry.register([Leap(), Half(), SquareSpacing()] as [any Method])
    try registry.register([DepthMap.self])
    return registry
  }

  private func pipeline(_ stages: String, _ head: String = "") throws -> Pipeline {
    try Pipeline(
      text: "{\(head) \"outputs\": {\"x\": \"@o\"}, \"stages\": {\(stages)}}", file: "f.json", folder: "/files",
      registry: registry())
  }

  private func problems(_ stages: String, _ head: String = "") -> [String] {
    do {
      _ = try pipeline(stages, head)
      return []
    } catch let fault as PipelineFault {
      return fault.diagnostics.map { "\($0.position.map { "\($0.line):\($0.column)" } ?? ""): \($0.problem)" }
    } catch {
      return ["\(error)"]
    }
  }

  private static let start = """
    "m": {"stage": "schedule-model"}, "g": {"stage": "generator", "seed": 1},
    "x": {"stage": "gaussian-noise", "generator": "@g", "shape": [1, 2, 2]},
    "e": {"stage": "guess", "image": "@x"},
    """

  // MARK: Methods

  @Test func aSamplerOfAnotherPackage() throws {
    let step = #""o": {"stage": "step", "model": "@m", "image": "@x", "estimate": "@e", "at": 500, "method": "leap"}"#
    let image = try #require(try Tensor(pipeline(Self.start + step).run()["x"]!))
    let x = Generator(seed: 1).normal([1, 1, 2, 2])
    let clean = try Clean()(x, estimate: Estimate(noise: 0.1 * x), at: Timestep(500), model: ScheduleModel.cosine)
    #expect(image == clean)
    // A sampler that is decided during the run is looked up then.
    let named = step.replacingOccurrences(of: #""leap""#, with: "\"$how\"")
    let chosen = try pipeline(Self.start + named, #""parameters": {"how": "leap"},"#).run()["x"]
    #expect(chosen.flatMap { Tensor($0) } == clean)
  }

  /// A sampler that only the run knows is held to the rules by what it is, too.
  @Test func rulesKnowItInTheRun() throws {
    let inputs: [String: Value] = [
      "model": .model(ScheduleModel.cosine), "image": .image(random([1, 1, 2, 2])),
      "estimate": .estimate(Estimate(noise: random([1, 1, 2, 2]))), "at": .integer(500), "method": .text("leap"),
      "eta": .number(0.5),
    ]
    let context = Context(registry: try registry())
    #expect(
      faultText { try Step().outputs(of: Inputs(inputs), in: context) }
        == "'eta' is for method 'ddim' or 'ddim-clipped', the method is 'leap'")
  }

  @Test func aGuiderOfAnotherPackage() throws {
    let guide = #""o": {"stage": "guide", "conditional": "@e", "unconditional": "@e", "scale": 7, "method": "half"}"#
    let estimate = try #require(try Estimate(pipeline(Self.start + guide).run()["x"]!))
    #expect(estimate.noise == 0.5 * (0.1 * Generator(seed: 1).normal([1, 1, 2, 2])))
  }

  @Test func aSpacingOfAnotherPackage() throws {
    let walk = #""w": {"stage": "timesteps", "model": "@m", "count": 3, "spacing": "square"},"#
    let step =
      #""o": {"stage": "step", "model": "@m", "image": "@x", "estimate": "@e", "at": "@w.first", "method": "ddim"}"#
    let image = try #require(try Tensor(pipeline(Self.start + walk + step).run()["x"]!))
    let x = Generator(seed: 1).normal([1, 1, 2, 2])
    let first = try Step()(
      x, estimate: Estimate(noise: 0.1 * x), at: Timestep.walk([8, 3, 0])[0], model: ScheduleModel.cosine,
      method: DDIM())
    #expect(image == first.image)
    #expect(
      problems(Self.start + walk.replacingOccurrences(of: "square", with: "sqare") + step)
        == [
          "3:106: 'spacing' takes 'leading', 'trailing', 'linspace', 'even' or 'square', found 'sqare'; did you mean 'square'?"
        ])
    // What it gives is checked as a list of the user's is.
    #expect(throws: (any Error).self) {
      try pipeline(Self.start + walk.replacingOccurrences(of: "3,", with: "40,") + step).run()
    }
  }

  @Test func whatFilesMayName() throws {
    let step = #""o": {"stage": "step", "model": "@m", "image": "@x", "estimate": "@e", "at": 500, "method": "lep"}"#
    #expect(
      problems(Self.start + step)
        == [
          "3:132: 'method' takes 'ddpm', 'ddim', 'ddim-clipped', 'dpm-solver++', 'unipc', 'euler', 'midpoint' or 'leap', found 'lep'; did you mean 'leap'?"
        ])
    let eta = step.replacingOccurrences(of: #""lep""#, with: #""leap", "eta": 0.5"#)
    #expect(
      problems(Self.start + eta) == [
        "3:147: stage 'o': 'eta' is for method 'ddim' or 'ddim-clipped', the method is 'leap'"
      ])
    #expect(throws: RegistryFault.self) {
      var registry = try registry()
      try registry.register([Leap()])
    }
    // What a stage brings is taken too, whichever comes first.
    struct Other: Sampler {
      let name = "ddpm"
      let summary = "another"
      func step(_ state: SamplerState) throws -> Tensor { state.clean }
    }
    let other = #expect(throws: RegistryFault.self) {
      var registry = try registry()
      try registry.register([Other()])
    }
    #expect(other.map { "\($0)" } == "there is a sampler 'ddpm' already")
    #expect(throws: RegistryFault.self) {
      var registry = Registry()
      try registry.register([Other()])
      try registry.register([Step.self])
    }
    #expect(
      try registry().completed(Step.method.port).choices == [
        "ddpm", "ddim", "ddim-clipped", "dpm-solver++", "unipc", "euler", "midpoint", "leap",
      ])
  }

  // MARK: Kinds

  @Test func aKindOfAnotherPackage() throws {
    let stages =
      Self.start + #""d": {"stage": "measure-depth", "image": "@x"}, "o": {"stage": "draw-depth", "depths": ["@d"]}"#
    let image = try #require(try Tensor(pipeline(stages).run()["x"]!))
    #expect(image.maximumDifference(from: Generator(seed: 1).normal([1, 1, 2, 2])) < 1e-6)
    // It is no picture, and a picture is none of it.
    let wrong = Self.start + #""d": {"stage": "measure-depth", "image": "@x"}, "o": {"stage": "flip", "input": "@d"}"#
    #expect(problems(wrong) == ["3:120: 'input' takes image or estimate, found depth-map (@d)"])
    let other = Self.start + #""o": {"stage": "draw-depth", "depths": ["@x"]}"#
    #expect(problems(other) == ["3:80: 'depths[0]' takes depth-map, found image (@x)"])
  }

  @Test func partsTakeItByItsWord() throws {
    try withTemporaryFolder { folder in
      let part =
        #"{"inputs": {"d": "depth-map"}, "outputs": {"p": "@o"}, "stages": {"o": {"stage": "draw-depth", "depths": ["@d"]}}}"#
      try AtomicFile.write(Array(part.utf8), to: folder + "/part.json")
      let text = """
        {"outputs": {"x": "@o"}, "stages": {\(Self.start) "d": {"stage": "measure-depth", "image": "@x"},
          "o": {"stage": "part.json", "d": "@d"}}}
        """
      let outputs = try Pipeline(text: text, file: "f.json", folder: folder, registry: registry()).run()
      #expect(outputs["x"].flatMap { Tensor($0) }?.shape == [1, 1, 2, 2])
    }
    #expect(
      problems(Self.start + #""o": {"stage": "flip", "input": "@x"}"#, #""inputs": {"d": "depth-mop"},"#).first?
        .contains("there is no kind 'depth-mop'; did you mean 'depth-map'?") == true)
    #expect(throws: RegistryFault.self) {
      var registry = try registry()
      try registry.register([DepthMap.self])
    }
  }

  // MARK: Predictions

  /// Whatever a network predicts, ε comes out.
  @Test(arguments: Prediction.allCases) func predictions(_ prediction: Prediction) {
    let (clean, noise) = (random([2, 3, 4, 4], seed: 1), random([2, 3, 4, 4], seed: 2))
    for (schedule, t) in [ScheduleModel.cosine, .flow].flatMap({ m in [1, 10, 500.5, 998].map { (m.schedule!, $0) } }) {
      let image = schedule.noised(clean, with: noise, at: t)
      let (a, b) = schedule.weights(t)
      let output =
        switch prediction {
        case .noise: noise
        case .clean: clean
        case .velocity: noise.combined(with: clean) { a * $0 - b * $1 }
        case .flow: noise.combined(with: clean) { $0 - $1 }
        }
      let target = prediction.target(a: a, b: b)
      #expect(output == clean.combined(with: noise) { target.image * $0 + target.noise * $1 })
      let found = schedule.noise(output, as: prediction, of: image, at: t)
      #expect(found.maximumDifference(from: noise) < (b < 0.05 ? 1e-3 : 2e-5), "\(prediction) at \(t)")
      if prediction == .noise { #expect(found == noise) }
    }
  }

  // MARK: Schedules

  @Test func schedules() {
    #expect(ScaledLinearBetas(from: 0.0009, to: 0.0144).betas(3) == [0.03, 0.075, 0.12].map { ($0 as Float) * $0 })
    #expect(NoiseSchedule(CosineBetas(), variance: .fixedSmall) == ScheduleModel.cosine.schedule)
    #expect(
      NoiseSchedule.flow() != NoiseSchedule.flow(steps: 300) && NoiseSchedule.flow() == ScheduleModel.flow.schedule)
  }
}
