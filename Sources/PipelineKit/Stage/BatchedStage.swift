/// A stage whose runs are faster together than one after the other. The graph combines runs that don't depend on each
/// other.
public protocol BatchedStage: Stage {
  /// The inputs, such as the model, that runs must take from the same source to be combined.
  static var sharedInputs: [any InputPort] { get }

  /// The outputs for each of the inputs, in order. If it throws, each run is made by itself, so that the error is
  /// attributed to the right stage.
  static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs]
}
