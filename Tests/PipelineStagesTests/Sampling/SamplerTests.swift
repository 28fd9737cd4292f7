import Foundation
public import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

@Suite struct SamplerTests {
  let model = ScheduleModel.cosine
  let x = random([2, 3, 4, 4])
  let guess = Estimate(noise: random([2, 3, 4, 4], seed: 2))

  /// The exact estimate for data that are normal with mean `mean` and deviation `deviation` in every pixel.
  func exact(_ x: Tensor, _ at: Timestep, _ schedule: NoiseSchedule, mean: Float, deviation: Float) -> Estimate {
    let (a, b) = schedule.weights(at.value)
    let total = a * a * deviation * deviation + b * b
    return Estimate(noise: x.map { b * ($0 - a * mean) / total })
  }

  @Test(
    arguments: [
      (DDPM() as any Sampler, 0.0, 1000), (DDIM(), 0, 50), (DDIM(), 1, 1000), (DDIM(), 0.5, 1000),
      (DPMSolver(), 0, 100), (DPMSolver(), 0, 1000), (UniPC(), 0, 100), (Euler(), 0, 50), (Midpoint(), 0, 30),
      (Midpoint(), 0, 1000),
    ], [ScheduleModel.cosine, .flow])
  func samplesTheGaussianThatTheEstimateIsOf(_ of: (any Sampler, Double, Int), _ model: ScheduleModel) throws {
    let (method, eta, count) = of
    let schedule = model.schedule!
    let generator = Generator(seed: 180)
    var x = generator.normal([1, 1, 64, 64])
    var (clean, earlier): (Tensor?, Tensor?)
    for at in try Timesteps()(.count(count), model: model) {
      let guess = exact(x, at, schedule, mean: 0.3, deviation: 0.5)
      let result = try Step()(
        x, estimate: guess, at: at, model: model, generator: generator, method: method, eta: eta, previous: clean,
        earlier: earlier)
      (x, clean, earlier) = (result.image, result.clean, clean)
    }
    let deviation = (x.map { $0 * $0 }.mean - x.mean * x.mean).squareRoot()
    #expect(abs(x.mean - 0.3) < 0.03, "mean \(x.mean)")
    #expect(abs(deviation - 0.5) < 0.03, "deviation \(deviation)")
  }

  @Test func halfTheStepMakesAQuarterOfTheErrorInSecondOrder() throws {
    let schedule = model.schedule!
    // The probability flow of a Gaussian only scales: x_t keeps to the deviation of the noised data.
    func deviation(_ t: Int) -> Float {
      let alpha = schedule.alphasCumprod[t]
      return (0.25 * alpha + 1 - alpha).squareRoot()
    }
    func error(_ method: any Sampler, _ stride: Double) throws -> Float {
      var x = Tensor([1, 1, 1, 1], [deviation(900)])
      var (clean, earlier): (Tensor?, Tensor?)
      for at in Timestep.walk(Array(Swift.stride(from: 900, through: 100, by: -stride))).dropLast() {
        let guess = exact(x, at, schedule, mean: 0, deviation: 0.5)
        let result = try Step()(
          x, estimate: guess, at: at, model: model, method: method, previous: clean, earlier: earlier)
        (x, clean, earlier) = (result.image, result.clean, clean)
      }
      return abs(x[0, 0, 0, 0] - deviation(100))
    }
    let first = try error(DDIM(), 40) / error(DDIM(), 20)
    let second = try error(DPMSolver(), 40) / error(DPMSolver(), 20)
    let middle = try error(Midpoint(), 40) / error(Midpoint(), 20)
    #expect(middle > 3, "\(middle)")
    #expect((1.7...2.3).contains(first), "\(first)")
    #expect((3...5).contains(second), "\(second)")
    #expect(try error(DPMSolver(), 40) < error(DDIM(), 40) / 5)
    // The corrector makes it of third order.
    let third = try error(UniPC(), 40) / error(UniPC(), 20)
    #expect((5...9).contains(third), "\(third)")
    #expect(try error(UniPC(), 20) < error(DPMSolver(), 20))
  }

  @Test(arguments: [DPMSolver() as any Sampler, UniPC()]) func theFirstOrderIsDDIM(_ method: any Sampler) throws {
    let at = Timestep(700, next: 500)
    let one = try Step()(x, estimate: guess, at: at, model: model, method: method)
    let other = try Step()(x, estimate: guess, at: at, model: model, method: DDIM())
    #expect(one.image.relativeError(to: other.image) < 1e-5)
  }

  @Test(
    arguments: [DDPM() as any Sampler, DDIM(), DDIM(clipped: true), DPMSolver(), UniPC(), Euler(), Midpoint()],
    [(ScheduleModel.cosine, 400), (.flow, 400), (.flow, 0)])
  func theLastStepIsCleanAndDrawsNothing(_ method: any Sampler, _ of: (ScheduleModel, Double)) throws {
    let generator = Generator(seed: 1)
    let result = try Step()(
      x, estimate: guess, at: Timestep(of.1), model: of.0, generator: generator, method: method, eta: 1)
    #expect(result.image.relativeError(to: result.clean) < 1e-6)
    #expect(generator.normal([20]) == Generator(seed: 1).normal([20]))
    _ = try Step()(x, estimate: guess, at: 400, model: model, method: method)
  }

  @Test func etaZeroDrawsNothing() throws {
    let generator = Generator(seed: 1)
    _ = try Step()(x, estimate: guess, at: Timestep(700, next: 500), model: model, generator: generator, method: DDIM())
    #expect(generator.normal([20]) == Generator(seed: 1).normal([20]))
  }

  @Test func variances() throws {
    let at = Timestep(700, next: 500)
    func step(_ variance: NoiseSchedule.Variance, _ v: Float? = nil) throws -> Tensor {
      let schedule = NoiseSchedule(betas: CosineBetas().betas(1000), variance: variance)
      let guess = Estimate(noise: guess.noise, variance: v.map { Tensor(x.shape, repeating: $0) })
      return try Step()(
        x, estimate: guess, at: at, model: ScheduleModel(schedule: schedule), generator: Generator(seed: 3)
      ).image
    }
    // The ends of the learned range are the two fixed variances.
    #expect(try step(.learnedRange, -1).relativeError(to: step(.fixedSmall)) < 1e-6)
    #expect(try step(.learnedRange, 1).relativeError(to: step(.fixedLarge)) < 1e-6)
    #expect(try step(.fixedSmall, 1) == step(.fixedSmall))
    #expect(try step(.fixedSmall) != step(.fixedLarge))
  }

  @Test func faults() throws {
    let learned = ScheduleModel(
      schedule: NoiseSchedule(betas: CosineBetas().betas(1000), variance: .learnedRange))
    let at = Timestep(700, next: 500)
    let generator = Generator(seed: 1)
    let step = Step()
    let table: [(String, String)] = [
      (
        faultText { try step(x, estimate: guess, at: at, model: model) },
        "input 'generator' is missing: every ddpm step except the last adds noise"
      ),
      (
        faultText { try step(x, estimate: guess, at: at, model: model, method: DDIM(), eta: 0.5) },
        "input 'generator' is missing: every ddim (eta > 0) step except the last adds noise"
      ),
      (
        faultText { try step(x, estimate: guess, at: at, model: learned, generator: generator) },
        "the estimate has no variance, and the model's schedule (learned_range) draws a ddpm step's noise with it: "
          + "take an estimate of that model (a filter keeps its variance; 'add' and 'average' keep it if all their "
          + "inputs have one), or method 'ddim-clipped'"
      ),
      (
        faultText { try step(x, estimate: guess, at: at, model: ScheduleModel(), generator: generator) },
        "model 'test' can't step: it has no noise schedule"
      ),
      (
        faultText { try step(random([2, 3, 4, 5]), estimate: guess, at: at, model: model) },
        "'estimate' is 2×3×4×4 but 'image' is 2×3×4×5"
      ),
      (
        faultText { try step(x, estimate: guess, at: 1000, model: model) },
        "'at' takes timesteps 0…999 of the model's schedule, found 1000"
      ),
      (
        faultText { try step(x, estimate: guess, at: -1, model: model) },
        "'at' takes timesteps 0…999 of the model's schedule, found -1"
      ),
      (
        faultText { try step(x, estimate: guess, at: Timestep(5, next: 5), model: model) },
        "'at' takes a timestep that steps down, found one that steps from 5 to 5"
      ),
      (
        faultText { try step(x, estimate: guess, at: Timestep(5, next: -2), model: model) },
        "'at' takes a timestep that steps down, found one that steps from 5 to -2"
      ),
      (
        faultText {
          try step(x, estimate: guess, at: Timestep(5, next: 1, previous: 2000), model: model, method: DPMSolver())
        },
        "'at' takes a timestep that was stepped down to, found 5 after 2000"
      ),
      (
        faultText {
          try step(x, estimate: guess, at: at, model: model, method: DPMSolver(), previous: random([1, 3, 4, 4]))
        },
        "'previous' is 1×3×4×4 but 'image' is 2×3×4×4"
      ),
      (
        faultText {
          try step(
            x, estimate: guess, at: at, model: model, method: UniPC(), previous: x, earlier: random([1, 3, 4, 4]))
        },
        "'earlier' is 1×3×4×4 but 'image' is 2×3×4×4"
      ),
      (
        faultText {
          try step(
            x, estimate: guess, at: Timestep(5, next: 1, previous: 8, earlier: 7), model: model, method: UniPC())
        },
        "'at' takes a timestep that was stepped down to, found 8 after 7"
      ),
    ]
    for (found, expected) in table { #expect(found == expected) }
  }

  @Test func problemsBeforeTheRun() {
    #expect(
      problems(Step(), ["eta": .number(0.5)]) == ["'eta' is for method 'ddim' or 'ddim-clipped', the method is 'ddpm'"])
    #expect(problems(Step(), ["eta": .integer(0)], given: ["previous"]).isEmpty)
    #expect(problems(Step(), ["method": .text("ddim"), "eta": .number(0.5)]).isEmpty)
    #expect(problems(Step(), ["eta": .number(0.5)], given: ["method"]).isEmpty, "a method that is not known yet")
  }

  @Test func runsThroughPorts() throws {
    let inputs = Inputs([
      "model": .model(model), "image": .image(x), "estimate": .estimate(guess),
      "at": .timestep(Timestep(500, next: 400, previous: 600)), "method": .text("dpm-solver++"),
      "previous": .image(x),
    ])
    let outputs = try Step().run(inputs, in: Context())
    let direct = try Step()(
      x, estimate: guess, at: Timestep(500, next: 400, previous: 600), model: model, method: DPMSolver(), previous: x)
    #expect(outputs.values["image"].flatMap { Tensor($0) } == direct.image)
    #expect(outputs.values["clean"].flatMap { Tensor($0) } == direct.clean)
    #expect(Step.declaration.inputs.suffix(2).map(\.feedback) == ["clean", "previous"])
  }
}

extension Timestep: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}
