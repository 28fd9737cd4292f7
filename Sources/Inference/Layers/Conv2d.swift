public import Tensors

/// A 2-D convolution with a square kernel; the default `padding` keeps the size.
public struct Conv2d: Sendable {
  /// Weights outputs × inputs × K × K, and a bias.
  public let convolution: Convolution
  let kernel: Int

  /// Makes the layer from `weight` and `bias`; throws where they are missing or have another shape.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int? = nil, _ weights: Weights
  ) throws {
    self.kernel = kernel
    convolution = Convolution(
      weight: try weights("weight", [outputs, inputs, kernel, kernel]),
      bias: try weights("bias", [outputs], .drawn(fanIn: inputs * kernel * kernel)),
      stride: stride, padding: padding ?? (kernel - 1) / 2)
  }

  /// N×inputs×H×W to N×outputs×H′×W′, plus `other`, if there is one.
  public func callAsFunction(_ x: Tensor, plus other: Tensor? = nil) -> Tensor {
    Profile.measure("convolution \(kernel)×\(kernel)") { convolution(x, plus: other) }
  }

  /// The same of what a normalisation results in, with every pixel of it repeated twice along both axes where it is
  /// `doubled`.
  public func callAsFunction(_ x: GroupNormalisation, doubled: Bool = false, plus other: Tensor? = nil) -> Tensor {
    Profile.measure("convolution \(kernel)×\(kernel)") { convolution(x, doubled: doubled, plus: other) }
  }

  /// The same of two tensors' channels, those of `x` first.
  public func callAsFunction(joining x: Tensor, _ other: Tensor) -> Tensor {
    Profile.measure("convolution \(kernel)×\(kernel)") { convolution(joining: x, other) }
  }
}

/// A 2-D transposed convolution with a square kernel.
public struct TransposedConv2d: Sendable {
  /// Weights inputs × outputs × K × K, and a bias.
  public let convolution: TransposedConvolution

  /// Makes the layer from `weight` and `bias`; throws where they are missing or have another shape.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0, _ weights: Weights
  ) throws {
    // PyTorch computes the number of inputs from the second axis, here too.
    let start = WeightRole.drawn(fanIn: outputs * kernel * kernel)
    convolution = TransposedConvolution(
      weight: try weights("weight", [inputs, outputs, kernel, kernel], start),
      bias: try weights("bias", [outputs], start), stride: stride, padding: padding)
  }

  /// N×inputs×H×W to N×outputs×H′×W′, H′ = (H − 1)·stride − 2·padding + K.
  public func callAsFunction(_ x: Tensor) -> Tensor { convolution(x) }
}
