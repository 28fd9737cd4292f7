import Images
import Inference
import NoiseEstimators
import PipelineKit
import Stages
import Tensors
import Training

/// What a stage I model in training makes of its recipe's prompts, by the stages that pipelines are made of. Each prompt's
/// noise has the recipe's seed, so that sheets of several epochs, and of other models, can be compared.
struct FineTuneSheet {
  let recipe: FineTuneRecipe
  /// Called now and then; what it throws ends the work.
  var step: () throws -> Void = {}

  /// A row of pictures, one for each prompt.
  func callAsFunction(_ network: DeepFloydUNet, title: String) throws -> Tensor {
    let sheet = recipe.sheet
    let tokenizer = try recipe.source.loadTokenizer()
    let texts = try recipe.source.encode((sheet.prompts + [""]).map(tokenizer.callAsFunction))
    let none = try network.prepare(text: texts.element(sheet.prompts.count))
    let cells = try sheet.prompts.enumerated().map { index, prompt in
      let text = try network.prepare(text: texts.element(index))
      return ContactSheet.Cell(try sample(network, text, none).clamped(to: -1...1), label: prompt)
    }
    return try ContactSheet([cells], title: title, magnification: 2).render()
  }

  private func sample(_ network: DeepFloydUNet, _ text: PreparedText, _ none: PreparedText) throws -> Tensor {
    let (sheet, schedule) = (recipe.sheet, recipe.schedule)
    let model = ModelInTraining(name: recipe.name, schedule: schedule, imageShape: recipe.source.imageShape)
    let generator = Generator(seed: sheet.seed)
    var x = generator.normal([1] + model.imageShape)
    for t in Timestep.walk(try schedule.timesteps(count: sheet.steps)) {
      try step()
      func estimate(_ text: PreparedText) throws -> Estimate {
        let output = try network(sample: x, timesteps: [Float(t.value)], text: text)
        return Estimate(
          noise: output.slice(axis: 1, 0..<3), variance: output.shape[1] == 6 ? output.slice(axis: 1, 3..<6) : nil)
      }
      let guided = try Guide()(conditional: estimate(text), unconditional: estimate(none), scale: sheet.guidance)
      x = try Step()(x, estimate: guided, at: t, model: model, generator: generator).image
    }
    return x
  }
}
