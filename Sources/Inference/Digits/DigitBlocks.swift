import Tensors

/// 3×3 convolution, batch norm, GELU; with stride 2 it halves the picture.
struct DigitConv: Sendable {
  let conv: Conv2d
  let norm: BatchNorm

  init(_ inputs: Int, _ outputs: Int, stride: Int = 1, _ weights: Weights) throws {
    conv = try Conv2d(inputs, outputs, kernel: 3, stride: stride, weights["conv"])
    norm = try BatchNorm(outputs, weights["norm"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { norm(conv(x), activation: .gelu) }
}

/// Two `DigitConv` in sequence.
struct DigitConvBlock: Sendable {
  let first, second: DigitConv

  init(_ inputs: Int, _ outputs: Int, _ weights: Weights) throws {
    first = try DigitConv(inputs, outputs, weights["first"])
    second = try DigitConv(outputs, outputs, weights["second"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { second(first(x)) }
}

/// Halves the picture, then applies a block.
struct DigitDownBlock: Sendable {
  let down: DigitConv
  let block: DigitConvBlock

  init(_ inputs: Int, _ outputs: Int, _ weights: Weights) throws {
    down = try DigitConv(inputs, outputs, stride: 2, weights["down"])
    block = try DigitConvBlock(outputs, outputs, weights["block"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { block(down(x)) }
}

/// Transposed convolution, batch norm, GELU: kernel 4, stride 2, padding 1 doubles the picture, kernel and stride 7
/// make one pixel into 7×7.
struct DigitUpConv: Sendable {
  let conv: TransposedConv2d
  let norm: BatchNorm

  init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, padding: Int, _ weights: Weights) throws {
    conv = try TransposedConv2d(inputs, outputs, kernel: kernel, stride: stride, padding: padding, weights["conv"])
    norm = try BatchNorm(outputs, weights["norm"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { norm(conv(x), activation: .gelu) }
}

/// Doubles the picture, then applies a block.
struct DigitUpBlock: Sendable {
  let up: DigitUpConv
  let block: DigitConvBlock

  init(_ inputs: Int, _ outputs: Int, _ weights: Weights) throws {
    up = try DigitUpConv(inputs, outputs, kernel: 4, stride: 2, padding: 1, weights["up"])
    block = try DigitConvBlock(outputs, outputs, weights["block"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { block(up(x)) }
}

/// Linear, GELU, linear: the embedding of a time or a class.
struct DigitFullBlock: Sendable {
  let first, second: Linear

  init(_ inputs: Int, _ outputs: Int, _ weights: Weights) throws {
    first = try Linear(inputs, outputs, weights["first"])
    second = try Linear(outputs, outputs, weights["second"])
  }

  func callAsFunction(_ x: Tensor) -> Tensor { second(Activation.gelu(first(x))) }
}

/// The embeddings of a condition for the deep and for the shallow level.
struct DigitCondition: Sendable {
  let deep, shallow: DigitFullBlock

  init(_ inputs: Int, _ channels: Int, _ weights: Weights) throws {
    deep = try DigitFullBlock(inputs, 2 * channels, weights["deep"])
    shallow = try DigitFullBlock(inputs, channels, weights["shallow"])
  }
}
