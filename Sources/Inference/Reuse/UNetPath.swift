import Tensors

/// A UNet as the parts between its skip connections, for one timestep and condition.
struct UNetPath {
  /// The downward path: each part makes a skip connection of the one above, the first of the input.
  var down: [(Tensor) -> Tensor]
  /// The lowest part.
  var lowest: (Tensor) -> Tensor
  /// The upward path: each part joins with a skip connection, the first with the lowest.
  var up: [(_ x: Tensor, _ skip: Tensor) -> Tensor]

  /// Runs all parts, or those that `kept` leaves.
  ///
  /// - Parameters:
  ///   - reuse: what to keep for later evaluations; nil for nothing. Traps for more branches than there are.
  ///   - kept: what an earlier evaluation of `reuse` kept; nil to run all parts.
  /// - Returns: the result of the upward path, and what is kept: `kept` itself where it was given.
  func callAsFunction(
    _ input: Tensor, reusing reuse: FeatureReuse? = nil, kept: KeptFeatures? = nil
  ) -> (result: Tensor, kept: KeptFeatures?) {
    /// The part of the upward path before which features are kept.
    let keeping: Int? = reuse.map { if case .deep(let branches) = $0 { down.count - branches } else { 0 } }
    var skips = kept?.skips ?? []
    var x = input
    // Skip connections that aren't kept are made; all of them for a whole evaluation.
    let made = kept == nil ? down.count : skips.isEmpty ? down.count - keeping! : 0
    for part in down.prefix(made) {
      x = part(x)
      skips.append(x)
    }
    x = kept?.deep ?? lowest(x)
    var kept = kept
    for index in (kept == nil ? 0 : keeping!)..<down.count {
      if index == keeping, kept == nil {
        kept = KeptFeatures(reuse!, of: input.shape, deep: x, skips: reuse == .encoder ? skips : [])
      }
      x = up[index](x, skips.removeLast())
    }
    return (x, kept)
  }
}
