public import Tensors

/// A UNet for digits of 28×28 pixels, trained from scratch: a denoiser, or, with time, an estimator of noise, which
/// may also be conditioned on classes.
public struct DigitUNet: Sendable {
  /// Heights and widths must be multiples of this: halved twice, then pooled by 7.
  public static let divisor = 28
  /// The number of its skip connections.
  public static let branches = 3

  /// The options that the network was made with.
  public let configuration: DigitConfiguration
  let enter: DigitConvBlock
  let down1, down2: DigitDownBlock
  let unflatten: DigitUpConv
  let up1, up2: DigitUpBlock
  let leave: DigitConvBlock
  let last: Conv2d
  let time, classes: DigitCondition?

  /// Makes the network; throws where a weight is missing or has another shape.
  public init(_ c: DigitConfiguration, _ weights: Weights) throws {
    configuration = c
    let d = c.channels
    enter = try DigitConvBlock(1, d, weights["enter"])
    down1 = try DigitDownBlock(d, d, weights["down1"])
    down2 = try DigitDownBlock(d, 2 * d, weights["down2"])
    unflatten = try DigitUpConv(2 * d, 2 * d, kernel: 7, stride: 7, padding: 0, weights["unflatten"])
    up1 = try DigitUpBlock(4 * d, d, weights["up1"])
    up2 = try DigitUpBlock(2 * d, d, weights["up2"])
    leave = try DigitConvBlock(2 * d, d, weights["leave"])
    last = try Conv2d(d, 1, kernel: 3, weights["last"])
    time = c.takesTime ? try DigitCondition(1, d, weights["time"]) : nil
    classes = try c.classes.map { try DigitCondition($0, d, weights["class"]) }
  }

  /// The numbers that must exist at the same time for one picture: the last block's input (two maps of all channels),
  /// its result, and the maps that the input was made of.
  public static func activations(_ c: DigitConfiguration, height: Int, width: Int) -> Int {
    5 * c.channels * height * width
  }

  /// Maps N×1×H×W to the same shape; H and W must be multiples of `divisor`.
  ///
  /// - Parameters:
  ///   - time: t/T for each picture, N×1, where the network takes time.
  ///   - oneHot: N×classes, 1 at each picture's class, or zeros for no class; where the network takes classes.
  public func callAsFunction(_ x: Tensor, time t: Tensor? = nil, oneHot: Tensor? = nil) -> Tensor {
    self(x, time: t, oneHot: oneHot, reusing: nil).output
  }

  /// Maps N×1×H×W to the same shape with the whole network, or with the part of it that doesn't take over features of an
  /// earlier evaluation. Traps for features of other pictures, or for more than `branches` branches.
  ///
  /// - Parameters:
  ///   - reuse: what to keep for later evaluations; nil for nothing.
  ///   - kept: what an earlier evaluation with the same `reuse` kept of the same pictures; nil to evaluate the whole network.
  public func callAsFunction(
    _ x: Tensor, time t: Tensor? = nil, oneHot: Tensor? = nil, reusing reuse: FeatureReuse?, kept: KeptFeatures? = nil
  ) -> (output: Tensor, kept: KeptFeatures?) {
    precondition(
      (t == nil) == (time == nil) && (oneHot == nil) == (classes == nil), "time and class as the network takes them")
    func conditioned(_ x: Tensor, _ place: KeyPath<DigitCondition, DigitFullBlock>) -> Tensor {
      if time == nil && classes == nil { return x }
      return x.modulated(
        scale: classes.map { $0[keyPath: place](oneHot!) }, shift: time.map { $0[keyPath: place](t!) })
    }
    let path = UNetPath(
      down: [{ enter($0) }, { down1($0) }, { down2($0) }],
      lowest: { Activation.gelu($0.averagePooled(by: 7)) },
      up: [
        { flat, quarter in
          let deep = conditioned(unflatten(flat), \.deep)
          return conditioned(up1(.concatenated([deep, quarter], axis: 1)), \.shallow)
        },
        { up, half in up2(.concatenated([up, half], axis: 1)) },
        { top, full in leave(.concatenated([top, full], axis: 1)) },
      ])
    let (result, features) = path(x, reusing: reuse, kept: kept)
    return (last(result), features)
  }
}
