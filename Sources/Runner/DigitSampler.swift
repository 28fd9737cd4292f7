import Inference
import PipelineKit
import Stages
import Tensors
import Training

/// Digits out of noise, by the stages that pipelines are made of.
struct DigitSampler {
  let name: String
  let network: DigitUNet
  let schedule: NoiseSchedule
  /// γ of classifier-free guidance.
  var guidance = 5.0

  /// As many digits as `classes` has entries, N×1×28×28, through all timesteps; the classes enter where the network takes
  /// them. `step` is called after each timestep.
  func callAsFunction(classes: [Int], _ generator: Generator, step: () throws -> Void = {}) throws -> Tensor {
    let model = ModelInTraining(name: name, schedule: schedule, imageShape: [1, 28, 28])
    let count = classes.count
    let conditions = network.configuration.classes.map { known in
      (own: DigitTask.oneHot(classes, classes: known), none: Tensor([count, known], repeating: 0))
    }
    var x = generator.normal([count] + model.imageShape)
    for t in Timestep.walk(Array((0..<schedule.count).reversed())) {
      let time = Tensor([count, 1], repeating: Float(t.value) / Float(schedule.count))
      var estimate = Estimate(noise: network(x, time: time, oneHot: conditions?.own))
      if let conditions {
        let nothing = Estimate(noise: network(x, time: time, oneHot: conditions.none))
        estimate = try Guide()(conditional: estimate, unconditional: nothing, scale: guidance)
      }
      x = try Step()(x, estimate: estimate, at: t, model: model, generator: generator).image
      try step()
    }
    return x
  }
}
