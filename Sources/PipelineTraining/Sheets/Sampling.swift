import PipelineKit
import PipelineModels
import PipelineStages
import Tensors

/// Generates pictures with the stages of pipelines: at each timestep the noise is estimated, guided and partly removed,
/// as in pipelines/sample.json.
struct Sampling {
  var steps: Timesteps.Way
  /// γ of classifier-free guidance; 1 is none.
  let guidance: Double
  var method: any Sampler = Step.defaultMethod

  /// The number of steps.
  func count(for model: any Model) throws -> Int { try Timesteps()(steps, model: model).count }

  /// `count` pictures, N×C×H×W, with `condition` if the model takes one. `step` is called after each timestep with the
  /// number done; errors that it throws end the work.
  func callAsFunction(
    _ model: any Model, count: Int = 1, of condition: Condition? = nil, _ generator: Generator,
    step: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
  ) throws -> Tensor {
    let start = try GaussianNoise()(for: model, count: count, generator: generator)
    return try self(model, from: start, of: condition, generator, step: step)
  }

  /// Pictures drawn from the noise `start`, N×C×H×W. The generator is for samplers that add noise.
  func callAsFunction(
    _ model: any Model, from start: Tensor, of condition: Condition? = nil, _ generator: Generator? = nil,
    step: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }
  ) throws -> Tensor {
    let (estimate, walk) = (EstimateNoise(), try Timesteps()(steps, model: model))
    let none = try guidance == 1 ? nil : condition.map { _ in try Unconditional()(model) }
    var (x, clean): (Tensor, Tensor?) = (start, nil)
    for (index, t) in walk.enumerated() {
      var noise = try estimate(model, image: x, at: t, condition: condition)
      if let none {
        let unconditional = try estimate(model, image: x, at: t, condition: none)
        noise = try Guide()(conditional: noise, unconditional: unconditional, scale: guidance)
      }
      let stepped = try Step()(
        x, estimate: noise, at: t, model: model, generator: generator, method: method, previous: clean)
      (x, clean) = (stepped.image, stepped.clean)
      try step(index + 1, walk.count)
    }
    return x
  }
}
