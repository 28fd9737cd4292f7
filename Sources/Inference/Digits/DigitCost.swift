/// The cost of evaluating a part of a `DigitUNet`.
public struct DigitCost: Sendable {
  /// The share of a whole evaluation's multiplications that is left, 0…1.
  public let share: Double
  /// Numbers that are kept for each pixel.
  private let keptPerPixel: Double

  fileprivate init(share: Double, keptPerPixel: Double) { (self.share, self.keptPerPixel) = (share, keptPerPixel) }

  /// How many numbers are kept for one picture.
  public func kept(height: Int, width: Int) -> Int { Int((keptPerPixel * Double(height * width)).rounded()) }
}

extension DigitUNet {
  /// The cost of an evaluation that takes over features. Convolutions are counted.
  public static func cost(_ c: DigitConfiguration, reusing reuse: FeatureReuse) -> DigitCost {
    let d = Double(c.channels)
    /// Two 3×3 convolutions.
    func block(_ inputs: Double, _ outputs: Double) -> Double { 9 * (inputs * outputs + outputs * outputs) }
    // Multiplications for each pixel of the picture: the second and third levels have a quarter and a sixteenth of its
    // pixels, and a transposed convolution of kernel 4 and stride 2 takes 4 weights for a pixel.
    let down = [block(1, d), (9 * d * d + block(d, d)) / 4, (9 * d * 2 * d + block(2 * d, 2 * d)) / 16]
    let up = [
      2 * d * 2 * d / 16 + (4 * 4 * d * d + block(d, d)) / 4, 4 * 2 * d * d + block(d, d), block(2 * d, d),
    ]
    let last = 9 * d
    let all = down.reduce(0, +) + up.reduce(last, +)
    // The picture pooled by 7, and the maps before the upward path's other parts.
    let flat = 2 * d / (16 * 49)
    switch reuse {
    case .encoder:
      return DigitCost(share: up.reduce(last, +) / all, keptPerPixel: flat + d + d / 4 + 2 * d / 16)
    case .deep(let branches):
      let work = down.prefix(branches).reduce(0, +) + up.suffix(branches).reduce(last, +)
      return DigitCost(share: work / all, keptPerPixel: [d, d / 4, flat][branches - 1])
    }
  }
}
