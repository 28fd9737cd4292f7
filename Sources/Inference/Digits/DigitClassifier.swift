public import Tensors

/// The network that reads digits: a `DigitUNet`'s way down, and a linear layer. It judges what others draw.
public struct DigitClassifier: Sendable {
  /// Height and width of what it reads.
  public static let side = 28

  public let configuration: DigitConfiguration
  let enter: DigitConvBlock
  let down1, down2: DigitDownBlock
  let last: Linear

  /// `c` must have classes.
  public init(_ c: DigitConfiguration, _ weights: Weights) throws {
    configuration = c
    let d = c.channels
    enter = try DigitConvBlock(1, d, weights["enter"])
    down1 = try DigitDownBlock(d, d, weights["down1"])
    down2 = try DigitDownBlock(d, 2 * d, weights["down2"])
    last = try Linear(2 * d, c.classes ?? 1, weights["last"])
  }

  /// N×1×28×28 to N×classes: for each picture the logarithms of the classes' probabilities, plus a number of its own.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let flat = Activation.gelu(down2(down1(enter(x))).averagePooled(by: 7))
    return last(flat.reshaped([x.shape[0], 2 * configuration.channels]))
  }

  /// The class that each picture is most likely of.
  public func classes(of x: Tensor) -> [Int] {
    let logits = self(x)
    let count = logits.shape[1]
    return (0..<x.shape[0]).map { row in (0..<count).max { logits[row, $0] < logits[row, $1] } ?? 0 }
  }
}
