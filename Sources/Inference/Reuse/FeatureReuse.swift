public import Tensors

/// What an evaluation of a UNet takes over from an earlier one, at another timestep of the same picture.
///
/// A UNet's downward path makes skip connections, topmost first; its upward path joins with them, lowest first.
public enum FeatureReuse: Sendable, Hashable {
  /// All that the downward path makes: only the upward path runs, with its own timestep (Li et al. 2023, "Faster Diffusion",
  /// arXiv 2312.09608, section 3.2). The picture is not looked at.
  case encoder
  /// What the upward path has made when it reaches one of the topmost `branches` skip connections: only the parts above run
  /// (Ma et al. 2023, "DeepCache", arXiv 2312.00858, section 3.2). From 1, the least work, to all skip connections.
  case deep(branches: Int)

  /// The reuse that runs the parts above that many branches; nil stands for the upward path alone.
  public init(branches: Int?) { self = branches.map(FeatureReuse.deep) ?? .encoder }
}

extension FeatureReuse {
  /// Throws if a network with that many skip connections can't reuse so much, or if the features were kept for another reuse
  /// or of other pictures than `sample`, N×C×H×W.
  public func check(branches most: Int, of sample: Tensor, _ kept: KeptFeatures?) throws {
    if case .deep(let branches) = self, !(1...most).contains(branches) {
      throw UNetFault.branches(found: branches, most: most)
    }
    if let kept, kept.reuse != self || kept.input != sample.shape {
      throw UNetFault.features(found: kept.input, pictures: sample.shape)
    }
  }
}
