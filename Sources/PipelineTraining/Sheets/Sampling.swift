import PipelineKit
import PipelineModels
import PipelineStages
import Tensors

/// Generates pictures with the stages of pipelines: at each timestep the noise is estimated, guided and partly removed,
/// as in pipelines/generate.json.
struct Sampling {
  let steps: Timesteps.Way
  /// γ of classifier-free guidance.
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
    let (estimate, walk) = (EstimateNoise(), try Timesteps()(steps, model: model))
    let none = try condition.map { _ in try Unconditional()(model) }
    var x = try GaussianNoise()(for: model, count: count, generator: generator)
    for (index, t) in walk.enumerated() {
      var noise = try estimate(model, image: x, at: t, condition: condition)
      if let none {
        let unconditional = try estimate(model, image: x, at: t, condition: none)
        noise = try Guide()(conditional: noise, unconditional: unconditional, scale: guidance)
      }
      x = try Step()(x, estimate: noise, at: t, model: model, generator: generator, method: method).image
      try step(index + 1, walk.count)
    }
    return x
  }
}
