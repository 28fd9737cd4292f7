import Tensors

/// A 2-D convolution with a square kernel; `padding` defaults to what keeps the size.
public struct Conv2d: Sendable {
  /// Weights outputs × inputs × K × K, and a bias.
  public let convolution: Convolution
  let kernel: Int

  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int? = nil, _ weights: Weights
  ) throws {
    self.kernel = kernel
    convolution = Convolution(
      weight: try weights("weight", [outputs, inputs, kernel, kernel]), bias: try weights("bias", [outputs]),
      stride: stride, padding: padding ?? (kernel - 1) / 2)
  }

  /// N×inputs×H×W to N×outputs×H′×W′.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    Profile.measure("convolution \(kernel)×\(kernel)") { convolution(x) }
  }
}
