public import Tensors

/// The network that classifies digits: the downward path of a `DigitUNet` and a linear layer. It evaluates generated
/// digits.
public struct DigitClassifier: Sendable {
  /// Height and width in pixels of the pictures that it reads.
  public static let side = 28

  /// The options that the network was made with.
  public let configuration: DigitConfiguration
  let enter: DigitConvBlock
  let down1, down2: DigitDownBlock
  let last: Linear

  /// Makes the network; `c` must have classes. Throws where a weight is missing or has another shape.
  public init(_ c: DigitConfiguration, _ weights: Weights) throws {
    configuration = c
    let d = c.channels
    enter = try DigitConvBlock(1, d, weights["enter"])
    down1 = try DigitDownBlock(d, d, weights["down1"])
    down2 = try DigitDownBlock(d, 2 * d, weights["down2"])
    last = try Linear(2 * d, c.classes ?? 1, weights["last"])
  }

  /// Maps N×1×28×28 to N×classes: the logarithms of the classes' probabilities, plus an arbitrary constant for each
  /// picture.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let flat = Activation.gelu(down2(down1(enter(x))).averagePooled(by: 7))
    return last(flat.reshaped([x.shape[0], 2 * configuration.channels]))
  }

  /// The most likely class of each picture.
  public func classes(of x: Tensor) -> [Int] {
    let logits = self(x)
    let count = logits.shape[1]
    return (0..<x.shape[0]).map { row in (0..<count).max { logits[row, $0] < logits[row, $1] } ?? 0 }
  }
}
