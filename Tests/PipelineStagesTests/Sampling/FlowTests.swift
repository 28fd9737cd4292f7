import Foundation
import PipelineKit
import PipelineStages
import PipelineTesting
import Tensors
import Testing

/// Sampling along flows, x_t = (1 − t) x + t ε, against solutions that are known.
@Suite struct FlowTests {
  let model = ScheduleModel.flow
  let schedule = NoiseSchedule.flow()

  @Test func weights() throws {
    #expect(schedule.count == 1000 && schedule.weights(nil) == (1, 0) && schedule.weights(0) == (1, 0))
    for k in [1, 250, 999] as [Double] {
      let (a, b) = schedule.weights(k)
      let t = Float(k) / 1000
      #expect(a == 1 - t && b == t)
      let alpha = schedule.alphaCumprod(k)
      #expect(abs(schedule.scale(k) * alpha.squareRoot() - a) < 1e-6)
      #expect(abs(schedule.scale(k) * (1 - alpha).squareRoot() - b) < 1e-5)
      #expect(abs(schedule.betas[Int(k)] - (1 - alpha / schedule.alphaCumprod(k - 1))) < 1e-6)
    }
    let (image, noise) = (random([1, 3, 4, 4]), random([1, 3, 4, 4], seed: 2))
    let quarter = try Noise()(image, at: 250, model: model, with: noise)
    #expect(quarter.maximumDifference(from: 0.75 * image + 0.25 * noise) < 1e-6)
    let clean = try Clean()(quarter, estimate: Estimate(noise: noise), at: 250, model: model)
    #expect(clean.maximumDifference(from: image) < 1e-5)
  }

  /// Equal steps from nearly all noise to the clean image.
  @Test func walk() throws {
    let walk = try Timesteps()(.count(4), model: model)
    #expect(walk.map(\.value) == [999, 749, 499, 249] && walk.map(\.next) == [749, 499, 249, nil])
    #expect(walk.map(\.index) == [0, 1, 2, 3])
    #expect(try Timesteps()(.count(4), model: model, strength: 0.5).map(\.index) == [0, 1])
  }

  /// Walks from t = 0.9 to 0.1 along dx/dt = u(x, t), in steps of `stride` thousandths.
  private func walked(_ method: any Sampler, stride: Double, from x: Float, _ u: (Float, Float) -> Float) throws
    -> Float
  {
    var x = Tensor([1, 1, 1, 1], [x])
    var clean: Tensor?
    for at in Timestep.walk(Array(Swift.stride(from: 900, through: 100, by: -stride))).dropLast() {
      let t = Float(at.value) / 1000
      let noise = x.map { $0 + (1 - t) * u($0, t) }
      let result = try Step()(
        x, estimate: Estimate(noise: noise), at: at, model: model, method: method, previous: clean)
      (x, clean) = (result.image, result.clean)
    }
    return x[0, 0, 0, 0]
  }

  /// On u = −x a step of h back in t multiplies by 1 + h with Euler's method and by 1 + h + h²/2 with the midpoint's, and
  /// the solution by e^h.
  @Test func linearField() throws {
    let euler = try walked(Euler(), stride: 100, from: 2) { x, _ in -x }
    #expect(abs(euler - 2 * pow(1.1, 8)) < 1e-4, "\(euler)")
    let midpoint = try walked(Midpoint(), stride: 100, from: 2) { x, _ in -x }
    #expect(abs(midpoint - 2 * pow(1 + 0.2 + 0.02, 4)) < 1e-4, "\(midpoint)")
    #expect(abs(midpoint - 2 * exp(0.8)) < abs(euler - 2 * exp(0.8)) / 8)
  }

  /// Halved steps halve Euler's error and quarter the midpoint's. dx/dt = −2 t x has the solution x₀ e^(t₀² − t²).
  @Test func orders() throws {
    let exact = 2 * exp(Float(0.81 - 0.01))
    func error(_ method: any Sampler, _ stride: Double) throws -> Float {
      abs(try walked(method, stride: stride, from: 2) { x, t in -2 * t * x } - exact)
    }
    let first = try error(Euler(), 50) / error(Euler(), 25)
    let second = try error(Midpoint(), 50) / error(Midpoint(), 25)
    #expect((1.8...2.2).contains(first), "\(first)")
    #expect((3.5...4.5).contains(second), "\(second)")
  }

  /// Where all velocities are ε − x the paths are straight, and one step goes the whole way.
  @Test(arguments: [1, 2, 5]) func straightPathsTakeOneStep(count: Int) throws {
    let (image, noise) = (random([2, 1, 4, 4]), random([2, 1, 4, 4], seed: 2))
    for method in [Euler() as any Sampler, Midpoint(), DDIM(), DPMSolver()] {
      var x = schedule.noised(image, with: noise, at: 999)
      var clean: Tensor?
      for at in try Timesteps()(.count(count), model: model) {
        let result = try Step()(
          x, estimate: Estimate(noise: noise), at: at, model: model, method: method, previous: clean)
        (x, clean) = (result.image, result.clean)
      }
      #expect(x.maximumDifference(from: image) < 2e-3, "\(method.name)")
    }
  }

  /// DDIM without noise is Euler's method, in flows and in diffusions.
  @Test(arguments: [ScheduleModel.flow, .cosine]) func eulerIsDDIM(_ model: ScheduleModel) throws {
    let (x, guess) = (random([1, 3, 4, 4]), Estimate(noise: random([1, 3, 4, 4], seed: 2)))
    for at in [Timestep(700, next: 500), Timestep(3, next: 1), Timestep(3)] {
      let one = try Step()(x, estimate: guess, at: at, model: model, method: Euler())
      let other = try Step()(x, estimate: guess, at: at, model: model, method: DDIM())
      #expect(one.image.relativeError(to: other.image) < 1e-5 && one.clean == other.clean)
    }
  }

  /// A second half without the first is a step of Euler's method.
  @Test func midpointWithoutItsFirstHalf() throws {
    let (x, guess) = (random([1, 3, 4, 4]), Estimate(noise: random([1, 3, 4, 4], seed: 2)))
    let euler = try Step()(x, estimate: guess, at: Timestep(700, next: 500), model: model, method: Euler())
    for at in [
      Timestep(700, next: 500), Timestep(700, next: 500, previous: 900, index: 1),
      Timestep(700, next: 500, previous: 900, index: 2),
    ] {
      #expect(try Step()(x, estimate: guess, at: at, model: model, method: Midpoint()).image == euler.image)
    }
    let whole = try Step()(
      x, estimate: guess, at: Timestep(700, next: 500, previous: 900, index: 1), model: model, method: Midpoint(),
      previous: random([1, 3, 4, 4], seed: 3))
    #expect(whole.image.relativeError(to: euler.image) > 0.01)
    #expect(Midpoint().looksBack && !Euler().looksBack)
  }
}
