public import Tensors

/// How a picture fills a frame of another shape.
public enum Fit: String, Sendable, CaseIterable {
  /// Fills the frame and cuts the excess off evenly on two sides.
  case cover
  /// Shows the whole picture, with bars on two sides.
  case contain
  /// Fills the frame with the whole picture, changing its proportions.
  case stretch
}

/// The size that pictures get, and how they are fitted to it.
public struct Frame: Sendable {
  /// Height in pixels; at least 1.
  public var height: Int
  /// Width in pixels; at least 1.
  public var width: Int
  /// How a picture with other proportions fills the frame.
  public var fit: Fit
  /// How pixels are resampled.
  public var method: Interpolation
  /// The value of the bars beside a contained picture, −1…1.
  public var bars: Float

  /// Makes a frame; `fitted` checks its size.
  public init(height: Int, width: Int, _ fit: Fit, _ method: Interpolation, bars: Float) {
    (self.height, self.width, self.fit, self.method, self.bars) = (height, width, fit, method, bars)
  }

  /// The visible part of a picture, and the size that it is resized to.
  struct Part: Equatable {
    var rows: Range<Int>
    var columns: Range<Int>
    var height: Int
    var width: Int
  }

  /// The visible part of a picture of h × w pixels.
  func part(ofHeight h: Int, width w: Int) -> Part {
    switch fit {
    case .stretch: return Part(rows: 0..<h, columns: 0..<w, height: height, width: width)
    case .cover:
      let across = min(w, Self.proportion(h, width, height))
      let down = min(h, Self.proportion(w, height, width))
      let (x, y) = ((w - across) / 2, (h - down) / 2)
      return Part(rows: y..<y + down, columns: x..<x + across, height: height, width: width)
    case .contain:
      return Part(
        rows: 0..<h, columns: 0..<w, height: min(height, Self.proportion(width, h, w)),
        width: min(width, Self.proportion(height, w, h)))
    }
  }

  /// length · a / b to the nearest whole number, at least 1.
  private static func proportion(_ length: Int, _ a: Int, _ b: Int) -> Int {
    max(1, Int((Double(length) * Double(a) / Double(b)).rounded()))
  }
}

extension Tensor {
  /// The pictures N×C×H×W fitted to a frame: N×C×height×width. Traps for a frame below 1 and for pictures without
  /// pixels.
  public func fitted(_ frame: Frame) -> Tensor {
    let (_, _, h, w) = nchw
    let part = frame.part(ofHeight: h, width: w)
    let seen =
      (part.rows, part.columns) == (0..<h, 0..<w) ? self : slice(axis: 2, part.rows).slice(axis: 3, part.columns)
    return seen.resized(height: part.height, width: part.width, frame.method).withBars(frame)
  }

  /// The pictures in the middle of the frame, with bars around them.
  func withBars(_ frame: Frame) -> Tensor {
    padded(axis: 2, to: frame.height, with: frame.bars).padded(axis: 3, to: frame.width, with: frame.bars)
  }

  /// The tensor in the middle of one with the given length on `axis`.
  private func padded(axis: Int, to length: Int, with value: Float) -> Tensor {
    let missing = length - shape[axis]
    if missing <= 0 { return self }
    var (before, after) = (shape, shape)
    before[axis] = missing / 2
    after[axis] = missing - missing / 2
    return .concatenated([Tensor(before, repeating: value), self, Tensor(after, repeating: value)], axis: axis)
  }
}
