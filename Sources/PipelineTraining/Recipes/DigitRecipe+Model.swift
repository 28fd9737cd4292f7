import Basics
import Foundation
import Inference
import PipelineKit
import PipelineModels
import Tensors

/// What a trained network says of itself, against its recipe.
extension DigitRecipe {
  /// The recipe of the network in a folder: network, σ and noise schedule are the folder's, whatever this recipe says of them.
  /// The differences are what the folder has otherwise.
  public func measuring(_ folder: String) throws -> (recipe: DigitRecipe, differences: [RunIdentity.Difference]) {
    var recipe = self
    recipe.configuration = try DigitConfiguration(path: folder + "/config.json")
    let c = recipe.configuration
    if let classes = c.classes, classes != Digits.classes {
      throw RecipeFault.inconsistent(
        path: folder + "/config.json", "'classes' should be \(Digits.classes), as digits have, found \(classes)")
    }
    if c.kind == .classifier {
      recipe.objective = .classify
    } else if c.takesTime {
      let path = folder + "/scheduler_config.json"
      if FileSystem.exists(path) {
        let own = if case .estimate(_, let withoutClass) = objective { withoutClass } else { 0.0 }
        recipe.objective = .estimate(NoiseSchedule(try SchedulerConfiguration(path: path)), withoutClass: own)
      } else {
        guard case .estimate = objective else { throw DigitFault.noSchedule(model: folder) }
      }
    } else {
      guard let sigma = c.sigma else { throw DigitFault.noSigma(model: folder) }
      recipe.objective = .denoise(sigma: sigma)
    }
    func settings(_ recipe: DigitRecipe) -> [RunIdentity.Setting] {
      RunIdentity(Self.settings(recipe.configuration, recipe.objective), names: bindings, []).settings
    }
    return (recipe, RunIdentity.differences(settings(recipe), from: settings(self)))
  }

  /// Throws where a batch of so many digits makes tensors larger than any may be. The largest is what the network's top sees:
  /// the way up beside the way down.
  public func check(batch: Int, of digits: Digits) throws {
    let channels = (objective == .classify ? 1 : 2) * configuration.channels
    let shape = [min(batch, digits.count), channels, digits.height, digits.width]
    if TensorSize.count(of: shape) == nil {
      throw RecipeFault.tooLarge(
        "a batch of \(shape[0]) images of \(shape[2])×\(shape[3]) pixels through \(configuration.channels) channels",
        shape)
    }
  }
}
