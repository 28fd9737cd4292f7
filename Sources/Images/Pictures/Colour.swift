public import Tensors

/// The colour model of a picture.
public enum Colour: String, Sendable, CaseIterable {
  /// Red, green and blue: 3 channels.
  case rgb
  /// Brightness alone: 1 channel.
  case gray

  /// The number of channels.
  public var channels: Int { self == .rgb ? 3 : 1 }
}

extension Tensor {
  /// The pictures N×C×H×W, C = 1 or 3, in RGB (N×3×H×W; gray is repeated three times) or gray (N×1×H×W; luma by ITU-R
  /// BT.601, as in Pillow's "L"). Traps for another C.
  public func coloured(_ colour: Colour) -> Tensor {
    let c = nchw.c
    precondition(c == 1 || c == 3, "\(shapeText) is neither gray nor RGB")
    if c == colour.channels { return self }
    if colour == .rgb { return gathered(axis: 1, [0, 0, 0]) }
    let (r, g, b) = (slice(axis: 1, 0..<1), slice(axis: 1, 1..<2), slice(axis: 1, 2..<3))
    return 0.299 * r + 0.587 * g + 0.114 * b
  }
}
