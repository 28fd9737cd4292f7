import Inference
import PipelineKit

/// Which steps of a walk evaluate the whole network, and what the others take over.
extension EstimateNoise {
  /// What the inputs ask to reuse; nil for nothing.
  static func reuse(_ inputs: Inputs) throws -> FeatureReuse? {
    switch try inputs[reuse] {
    case .none: nil
    case .encoder: .encoder
    case .deep: .deep(branches: try inputs[branches])
    }
  }

  /// Whether a timestep is a key step.
  static func isKey(_ at: Timestep, _ inputs: Inputs) throws -> Bool {
    if let keys = try inputs[keys] { return keys.contains(at.index) }
    return try at.index % inputs[every] == 0
  }

  /// The same before the run; nil if it isn't known.
  static func isKey(_ at: Timestep, _ inputs: KnownInputs) -> Bool? {
    if inputs.isGiven(keys) { return inputs.known(keys)?.contains(at.index) }
    return inputs.known(every).map { $0 > 0 ? at.index % $0 == 0 : true }
  }

  /// What an evaluation that takes over features costs of a whole one, and how many numbers are kept for a picture; nil if
  /// nothing is reused, or if that isn't known.
  static func partCost(_ inputs: KnownInputs) -> (share: Double, kept: Int)? {
    guard let reuse = inputs.known(reuse), reuse != .none, let shape = inputs.imageShape(image),
      let parts = inputs.model(model)?.parts, let branches = inputs.known(branches),
      (1...parts.branches).contains(branches)
    else { return nil }
    return parts.cost(reuse == .deep ? branches : nil, shape[2], shape[3])
  }

  /// A problem if the model's network is known not to run in parts, or to have fewer branches.
  static func reuseProblems(_ inputs: KnownInputs, _ model: ModelFacts) -> [Problem] {
    guard inputs.isGiven(reuse), inputs.known(reuse) != Reuse.none, model.abilities != nil else { return [] }
    guard let parts = model.parts else { return [Problem(StageFault.noParts(model.name).description, port: reuse)] }
    guard let branches = inputs.known(branches), branches > parts.branches else { return [] }
    let fault = StageFault.outOfRange(
      port: "branches", expected: "1 to \(parts.branches), the skip connections of model '\(model.name)'",
      found: "\(branches)")
    return [Problem(fault.description, port: Self.branches)]
  }
}
