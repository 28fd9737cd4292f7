public import PipelineKit
import Tensors

/// The low frequencies of a picture or an estimate: a Gaussian blur with reflected edges. With `HighPass` it makes
/// hybrids (Oliva et al. 2006; factorized diffusion, Geng et al. 2024): low(ε₁) + high(ε₂).
///
/// For an estimate, only the noise is filtered; the variance is kept.
public struct LowPass: Stage {
  static let input = Input<Filterable>("input", "what to filter; of an estimate, the noise")
  static let sigma = Input<Double>(
    "sigma", "the Gaussian's standard deviation, in pixels of the input", in: 0.01...10_000,
    default: .computed("height / 32: 2 at 64 px") { sigma(height: try $0[input].pixels.nchw.h) })
  static let kernel = Input<Int>(
    "kernel", "the width of its window, in pixels of the input; odd", in: 1...100_001,
    default: .computed("2 · (height / 4) + 1: 33 at 64 px") { kernel(height: try $0[input].pixels.nchw.h) })
  static let filtered = Output<Filterable>("output", "the low frequencies of the input", sameAs: "input")
  public static let declaration = Declaration(
    "low-pass", "The coarse part: a Gaussian blur with reflected edges.", inputs: [input, sigma, kernel],
    outputs: [filtered])

  /// The defaults for an image of that height.
  private static func sigma(height: Int) -> Double { Double(height) / 32 }
  private static func kernel(height: Int) -> Int { 2 * (height / 4) + 1 }

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(filtered, shape: inputs.imageShape(input))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] { Self.problems(inputs, inputs.imageShape(Self.input)) }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.filtered, self(inputs[Self.input], sigma: inputs[Self.sigma], kernel: inputs[Self.kernel]))
  }

  /// The input blurred; `sigma` and `kernel` are in pixels, by default height / 32 and 2 ⌊height / 4⌋ + 1. Throws if
  /// the kernel is even or too wide for the image, or `sigma` isn't positive.
  public func callAsFunction<P: HasPixels>(_ input: P, sigma: Double? = nil, kernel: Int? = nil) throws -> P {
    try input.mapNoise { try Self.blur($0, sigma: sigma, kernel: kernel) }
  }

  /// The largest number of products that a blur may take; this many take some minutes.
  private static let mostProducts = 1 << 40

  /// Problems with the kernel, as far as it and the input's shape are known.
  static func problems(_ inputs: KnownInputs, _ shape: [Int]?) -> [Problem] {
    guard !inputs.isGiven(Self.kernel) || inputs.known(Self.kernel) != nil else { return [] }
    do {
      if let shape {
        _ = try width(of: inputs.known(Self.kernel), shape)
      } else if let kernel = inputs.known(Self.kernel) {
        try requireOdd(kernel)
      }
    } catch { return [Problem(error, port: inputs.isGiven(Self.kernel) ? Self.kernel : nil)] }
    return []
  }

  private static func requireOdd(_ kernel: Int) throws {
    guard kernel > 0, kernel % 2 == 1 else {
      throw StageFault.outOfRange(port: "kernel", expected: "odd numbers", found: "\(kernel)")
    }
  }

  /// The kernel's width for an image N×C×H×W. Throws if the image can't take it.
  private static func width(of kernel: Int?, _ shape: [Int]) throws -> Int {
    let (height, width) = (shape[2], shape[3])
    let kernel = kernel ?? self.kernel(height: height)
    try requireOdd(kernel)
    guard Tensor.canReflect(kernel: kernel, height: height, width: width) else {
      throw StageFault.outOfRange(
        port: "kernel",
        expected: "at most \(max(0, 2 * min(height, width) - 1)) on an image of \(height)×\(width), "
          + "whose edges are reflected", found: "\(kernel)")
    }
    let most = mostProducts / max(1, 2 * shape.reduce(1, *))
    guard kernel <= most else {
      throw StageFault.outOfRange(
        port: "kernel", expected: "at most \(most) on \(Tensor.text(shape)), which takes minutes", found: "\(kernel)")
    }
    return kernel
  }

  /// The image N×C×H×W blurred, with the defaults and errors that both filters share.
  static func blur(_ image: Tensor, sigma: Double?, kernel: Int?) throws -> Tensor {
    let kernel = try width(of: kernel, image.shape)
    let sigma = Float(sigma ?? self.sigma(height: image.nchw.h))
    guard sigma > 0, sigma.isFinite else {
      throw StageFault.outOfRange(port: "sigma", expected: "numbers greater than 0", found: "\(sigma)")
    }
    return image.gaussianBlurred(kernel: kernel, sigma: sigma)
  }
}
