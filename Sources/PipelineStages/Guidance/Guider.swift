public import PipelineKit

/// A guider: combines an estimate with a condition and one without.
public protocol Guider: Method {
  /// The guided estimate for the scale γ. Both inputs have the same shape.
  func guide(conditional: Estimate, unconditional: Estimate, scale: Float) -> Estimate
}

extension Guider {
  public static var vocabulary: String { "guider" }
}

extension Methods<any Guider> {
  /// The guiders of this package.
  static let guiders = Methods(
    "guider", [ClassifierFreeGuidance()].map { (guider: any Guider) in (guider.name, guider) })
}
