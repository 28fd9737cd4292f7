public import PipelineKit
public import Tensors

/// A mask with soft edges: a Gaussian blur with reflected edges.
public struct FeatherMask: Stage {
  static let mask = Input<Tensor>("mask", "N×1×H×W, 0…1", kind: .mask)
  /// The Gaussian's standard deviation in pixels of the mask.
  public static let sigma = Input<Double>(
    "sigma", "the Gaussian's standard deviation in pixels of the mask", in: 0.1...1000, default: 2)
  static let soft = Output<Tensor>("mask", "the mask with soft edges", kind: .mask)
  public static let declaration = Declaration(
    "feather-mask", "A mask with soft edges.", inputs: [mask, sigma], outputs: [soft])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs { KnownOutputs(soft, shape: inputs.shape(mask)) }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.soft, self(inputs[Self.mask], sigma: inputs[Self.sigma]))
  }

  /// The mask blurred in a window of 8σ + 1 pixels, or of as many as the mask can reflect.
  public func callAsFunction(_ mask: Tensor, sigma: Double = Self.sigma.defaultValue) throws -> Tensor {
    let most = 2 * min(mask.shape[2], mask.shape[3]) - 1
    if most < 1 { return mask }
    let kernel = min(2 * Int((4 * sigma).rounded(.up)) + 1, most)
    return try LowPass()(mask, sigma: sigma, kernel: kernel)
  }
}
