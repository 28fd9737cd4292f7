import PipelineKit
import PipelineStages
import Tensors
import TestSupport
import Testing

/// Eight steps of each sampler against diffusers: each step from diffusers' own x_t, and the walk from our own.
@Suite struct SamplerReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var schedule: NoiseSchedule
    var method: any Sampler = DDPM()
    var testDescription: String { name }
  }

  static let cosine = CosineBetas().betas(1000)
  static let dynamic = NoiseSchedule.Clip.dynamic(quantile: 0.95, maximum: 1.5)
  static let cases = [
    Case(name: "steps-ddpm", schedule: NoiseSchedule(betas: cosine, variance: .learnedRange, clip: dynamic)),
    Case(
      name: "steps-ddpm-fixed-small", schedule: NoiseSchedule(betas: cosine, variance: .fixedSmall, clip: .range(1))),
    Case(
      name: "steps-ddpm-linear",
      schedule: NoiseSchedule(
        betas: LinearBetas(from: 1e-4, to: 0.02).betas(1000), variance: .fixedSmall)),
    Case(
      name: "steps-ddim", schedule: NoiseSchedule(betas: cosine, variance: .fixedSmall, clip: .range(1)), method: DDIM()
    ),
    Case(
      name: "steps-ddim-clipped", schedule: NoiseSchedule(betas: cosine, variance: .learnedRange, clip: dynamic),
      method: DDIM(clipped: true)),
    Case(
      name: "steps-dpm-solver-pp", schedule: NoiseSchedule(betas: cosine, variance: .learnedRange, clip: dynamic),
      method: DPMSolver()),
    Case(
      name: "steps-unipc", schedule: NoiseSchedule(betas: cosine, variance: .learnedRange, clip: dynamic),
      method: UniPC()),
    Case(
      name: "steps-unipc-linear",
      schedule: NoiseSchedule(
        betas: LinearBetas(from: 1e-4, to: 0.02).betas(1000), variance: .fixedSmall), method: UniPC()),
  ]

  @Test(arguments: cases) func walk(_ of: Case) throws {
    let file = try reference(of.name)
    let walk = Timestep.walk(try of.schedule.timesteps(list: file.tensor("timesteps").values.map(Double.init)))
    let model = ScheduleModel(schedule: of.schedule)
    // Two walks: one that starts each step from the reference's x_t, one that goes on from its own.
    for isFree in [false, true] {
      let generator = Generator(seed: 7)
      var x = try file.tensor("x.0")
      var (clean, earlier): (Tensor?, Tensor?)
      var worst: Float = 0
      for (i, at) in walk.enumerated() {
        if !isFree { x = try file.tensor("x.\(i)") }
        let result = try Step()(
          x, estimate: estimate(file.tensor("estimate.\(i)")), at: at, model: model, generator: generator,
          method: of.method, previous: clean, earlier: earlier)
        (x, clean, earlier) = (result.image, result.clean, clean)
        worst = max(worst, x.relativeError(to: try file.tensor("x.\(i + 1)")))
      }
      // A walk adds up the roundings of both; the reference's own come to 2.2e-6 in the longest.
      #expect(worst < (isFree ? 5e-6 : 2e-6), "\(of.name), \(isFree ? "whole walk" : "each step")")
    }
  }
}
