import Tensors

/// How a picture fills a frame of another shape.
public enum Fit: String, Sendable, CaseIterable {
  /// Fills the frame; what sticks out on two sides is cut off evenly.
  case cover
  /// Shows all of the picture, with bars on two sides.
  case contain
  /// Fills the frame with all of the picture, changing its proportions.
  case stretch
}

extension Tensor {
  /// The pictures N×C×H×W in a frame of the given size, N×C×height×width. `bars` is the value beside a contained one.
  /// Traps for a size below 1 and for pictures without pixels.
  public func fitted(height: Int, width: Int, _ fit: Fit, _ method: Interpolation, bars: Float) -> Tensor {
    let (_, _, h, w) = nchw
    switch fit {
    case .stretch:
      return resized(height: height, width: width, method)
    case .cover:
      let across = min(w, Tensor.proportion(h, width, height))
      let down = min(h, Tensor.proportion(w, height, width))
      let (x, y) = ((w - across) / 2, (h - down) / 2)
      let part = slice(axis: 2, y..<(y + down)).slice(axis: 3, x..<(x + across))
      return part.resized(height: height, width: width, method)
    case .contain:
      let across = min(width, Tensor.proportion(height, w, h))
      let down = min(height, Tensor.proportion(width, h, w))
      return resized(height: down, width: across, method)
        .padded(axis: 2, to: height, with: bars).padded(axis: 3, to: width, with: bars)
    }
  }

  /// length · a / b to the nearest whole number, at least 1.
  private static func proportion(_ length: Int, _ a: Int, _ b: Int) -> Int {
    max(1, Int((Double(length) * Double(a) / Double(b)).rounded()))
  }

  /// The tensor in the middle of one that is `length` long on `axis`.
  private func padded(axis: Int, to length: Int, with value: Float) -> Tensor {
    let missing = length - shape[axis]
    if missing <= 0 { return self }
    var (before, after) = (shape, shape)
    before[axis] = missing / 2
    after[axis] = missing - missing / 2
    return .concatenated([Tensor(before, repeating: value), self, Tensor(after, repeating: value)], axis: axis)
  }
}
