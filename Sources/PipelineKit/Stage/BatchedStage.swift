/// A stage of which several runs cost less together than one after the other: where none waits for another, the graph
/// has them made as one.
public protocol BatchedStage: Stage {
  /// The inputs that runs must have from the same source to be made together, such as the model.
  static var sharedInputs: [any InputPort] { get }

  /// What `run` gives for each of the inputs, in their order. Where it throws, each run is made by itself, so that the
  /// error is told of the stage that it comes from.
  static func runTogether(_ runs: [Inputs], in context: Context) throws -> [Outputs]
}
