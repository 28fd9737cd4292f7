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

  /// What a layer reads of a normalisation.
  public enum Input: Sendable {
    /// Its result.
    case stored(Tensor)
    /// All from which the layer makes it, a channel at a time.
    case made(GroupNormalisation, doubled: Bool)
  }

  /// What the layer reads of a normalisation, with every pixel of its result repeated twice along both axes where it is
  /// `doubled`. Where each layer's result is looked at, it is stored.
  public func input(_ x: GroupNormalisation, doubled: Bool = false) -> Input {
    if NumberCheck.current?.isLooking != true, convolution.makes(x, doubled: doubled) {
      return .made(x, doubled: doubled)
    }
    let result = Profile.measure("normalisation and activation") { x.tensor }
    return .stored(doubled ? Profile.measure("up- and downsampling") { result.upsampledNearest() } : result)
  }

  /// The same of a normalisation's result.
  public func callAsFunction(_ input: Input, plus other: Tensor? = nil) -> Tensor {
    switch input {
    case .stored(let x): self(x, plus: other)
    case .made(let x, let doubled):
      Profile.measure("convolution \(kernel)×\(kernel)") { convolution(x, doubled: doubled, plus: other) }
    }
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
