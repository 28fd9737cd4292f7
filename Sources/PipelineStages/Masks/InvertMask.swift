public import PipelineKit
public import Tensors

/// A mask that repaints what another keeps: 1 − m.
public struct InvertMask: Stage {
  static let mask = Input<Tensor>("mask", "N×1×H×W, 0…1", kind: .mask)
  static let inverted = Output<Tensor>("mask", "1 − mask", kind: .mask)
  public static let declaration = Declaration(
    "invert-mask", "A mask that repaints what another keeps.", inputs: [mask], outputs: [inverted])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(inverted, shape: inputs.shape(mask))
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.inverted, self(inputs[Self.mask]))
  }

  /// 1 − mask.
  public func callAsFunction(_ mask: Tensor) -> Tensor { mask.map { 1 - $0 } }
}
