import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import Tensors

/// Compares a trained network's settings with its recipe.
extension DigitRecipe {
  /// This recipe with the network, σ and noise schedule of the network in a folder. The differences are settings that
  /// the folder has otherwise.
  public func measuring(_ folder: String) throws -> (recipe: DigitRecipe, differences: [RunIdentity.Difference]) {
    var recipe = self
    recipe.configuration = try DigitConfiguration(path: folder + "/config.json")
    let c = recipe.configuration
    let expected = configuration.classes ?? Digits.classes
    if let classes = c.classes, classes != expected {
      throw RecipeFault.inconsistent(
        path: folder + "/config.json", "'classes' should be \(expected), as the recipe has, found \(classes)")
    }
    if c.kind == .classifier {
      recipe.objective = .classify
    } else if c.takesTime {
      let path = folder + "/scheduler_config.json"
      if FileSystem.exists(path) {
        let own = if case .estimate(_, _, let withoutClass) = objective { withoutClass } else { 0.0 }
        let scheduler = try SchedulerConfiguration(path: path)
        recipe.objective = .estimate(
          NoiseSchedule(scheduler), predicts: Prediction(scheduler.prediction), withoutClass: own)
      } else {
        guard case .estimate = objective else { throw DigitFault.noSchedule(model: folder) }
      }
    } else {
      guard let sigma = c.sigma else { throw DigitFault.noSigma(model: folder) }
      recipe.objective = .denoise(sigma: sigma)
    }
    func settings(_ recipe: DigitRecipe) -> [RunIdentity.Setting] {
      RunIdentity(Self.settings(recipe.configuration, recipe.objective, pairs), names: bindings, []).settings
    }
    return (recipe, RunIdentity.differences(settings(recipe), from: settings(self)))
  }

  /// Throws if a batch of this size needs tensors larger than allowed. The largest is at the network's top level, where
  /// the skip connection is concatenated.
  public func check(batch: Int, of digits: Digits) throws {
    let channels = (objective == .classify ? 1 : 2) * configuration.channels
    let shape = [batch, channels, digits.height, digits.width]
    if TensorSize.count(of: shape) == nil {
      throw RecipeFault.tooLarge(
        "a batch of \(shape[0]) images of \(shape[2])×\(shape[3]) pixels through \(configuration.channels) channels",
        shape)
    }
  }
}
