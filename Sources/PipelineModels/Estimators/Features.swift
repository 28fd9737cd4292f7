public import Inference
public import PipelineKit

/// What an evaluation of a model's network kept for later ones, as a port's value.
public struct Features: CustomValue {
  public static let kindName = "features"

  /// The source of the model that they are of.
  public let model: String
  /// Nil if nothing was kept.
  public let kept: KeptFeatures?

  /// Makes a value from what `PartialEstimator` gave.
  public init(_ kept: KeptFeatures?, of model: any Model) { (self.kept, self.model) = (kept, model.source) }

  /// How many numbers they hold, as one axis.
  public var shape: [Int]? { [kept?.count ?? 0] }
}

/// What `estimate` takes over from the network's evaluation in an earlier step.
public enum Reuse: String, Choice {
  /// Nothing: every step evaluates the whole network.
  case none
  /// The downward path's features (Faster Diffusion).
  case encoder
  /// The features below the topmost branches (DeepCache).
  case deep
}

extension StageFault {
  /// The error for features that a model can't reuse.
  static func noParts(_ model: String) -> StageFault {
    .unable(
      model: model, ability: "reuse features: its network does not run in parts on this machine; leave out 'reuse'")
  }

  /// A fault if features are of another model, or of pictures of another number or size; otherwise nil.
  static func features(_ features: Features, of model: any Model, for image: [Int]) -> StageFault? {
    guard let kept = features.kept else { return nil }
    if features.model != model.source {
      return .other("'features' are of model '\(features.model)', the model is '\(model.name)'")
    }
    let (found, expected) = ([kept.input[0]] + kept.input[2...], [image[0]] + image[2...])
    return found == expected
      ? nil : .shapesDiffer(port: "features", shape: kept.input, other: "image", otherShape: image)
  }
}
