import Basics
public import Tensors

/// How pictures are resampled to another grid. Each method maps a row to another length by weighted sums of
/// neighbours; a picture is resampled along its rows and then along its columns. The results are those of PyTorch's
/// `interpolate`.
public enum Interpolation: Sendable, Hashable {
  /// The pixel that contains the new pixel's upper left corner (`nearest`).
  case nearest
  /// The mean of all pixels that the new one touches (`area`, adaptive average pooling).
  case area
  /// Linear between the two neighbours. With `alignCorners` the centres of the outermost pixels stay in place,
  /// otherwise their edges.
  case bilinear(alignCorners: Bool = false)
  /// Keys' cubic through four neighbours, a = −0.75.
  case bicubic(alignCorners: Bool = false)
  /// A triangle that scales with the new pixels, so that shrinking causes no aliasing (`antialias=True`; Pillow's
  /// BILINEAR).
  case smoothBilinear
  /// Keys' cubic, a = −0.5, that scales with the new pixels (`antialias=True`; Pillow's BICUBIC).
  case smoothBicubic
}

extension Tensor {
  /// The pictures N×C×H×W resampled to N×C×height×width. Traps for a size below 1 and for pictures without pixels.
  public func resized(height: Int, width: Int, _ method: Interpolation) -> Tensor {
    let (n, c, h, w) = nchw
    precondition(height > 0 && width > 0 && h > 0 && w > 0, "can't resize \(shapeText) to \(height)×\(width)")
    // With the same size, no method changes a pixel.
    if (height, width) == (h, w) { return self }
    var picture = WindowedPicture(
      n, c, across: method.windows(from: w, to: width), down: method.windows(from: h, to: height))
    picture.add(self, from: 0)
    return picture.result
  }
}

extension Interpolation {
  /// One window for each of `new` pixels made from `old`, computed in single precision, like PyTorch.
  package func windows(from old: Int, to new: Int) -> [InterpolationWindow] {
    let ratio = Float(old) / Float(new)
    let cornerRatio = new > 1 ? Float(old - 1) / Float(new - 1) : 0
    func position(_ i: Int, _ alignCorners: Bool) -> Float {
      alignCorners ? cornerRatio * Float(i) : ratio * (Float(i) + 0.5) - 0.5
    }
    return (0..<new).map { i in
      switch self {
      case .nearest:
        return .init(start: min(Int(Float(i) * ratio), old - 1), weights: [1], length: old)
      case .area:
        let start = i * old / new
        let count = ((i + 1) * old + new - 1) / new - start
        return .init(start: start, weights: [Float](repeating: 1 / Float(count), count: count), length: old)
      case .bilinear(let alignCorners):
        let x = max(position(i, alignCorners), 0)
        let start = min(Int(x), old - 1)
        let t = min(x - Float(start), 1)
        return .init(start: start, weights: [1 - t, t], length: old)
      case .bicubic(let alignCorners):
        let x = position(i, alignCorners)
        let start = min(Int(x.rounded(.down)), old - 1)
        let t = min(max(x - Float(start), 0), 1)
        let weights = [t + 1, t, 1 - t, 2 - t].map { Interpolation.cubic($0, a: -0.75) }
        return .init(start: start - 1, weights: weights, length: old)
      case .smoothBilinear, .smoothBicubic:
        return smooth(ratio * (Float(i) + 0.5), within: 0..<old, ratio)
      }
    }
  }

  /// Whether the filter scales with the new pixels.
  var isSmooth: Bool { self == .smoothBilinear || self == .smoothBicubic }

  /// One window for each of `new` pixels made from the part `old` of a picture, by a smooth method, where the picture
  /// was decoded `divisor` times smaller; windows count the pixels of the smaller picture.
  func windows(from old: Range<Int>, dividedBy divisor: Int, to new: Int) -> [InterpolationWindow] {
    if divisor == 1 {
      return windows(from: old.count, to: new).map { .init(first: old.lowerBound + $0.first, weights: $0.weights) }
    }
    let smaller = old.lowerBound / divisor..<(old.upperBound + divisor - 1) / divisor
    let start = Float(old.lowerBound) / Float(divisor)
    let ratio = Float(old.count) / Float(divisor) / Float(new)
    return (0..<new).map { smooth(start + ratio * (Float($0) + 0.5), within: smaller, ratio) }
  }

  /// The window of a smooth filter around `center`, cut off at the edges of `old` and normalised to sum 1. `ratio` is
  /// the length of the new pixels.
  private func smooth(_ center: Float, within old: Range<Int>, _ ratio: Float) -> InterpolationWindow {
    let (stretch, reach): (Float, Float) = (max(ratio, 1), self == .smoothBilinear ? 1 : 2)
    let start = min(max(Int(center - reach * stretch + 0.5), old.lowerBound), old.upperBound - 1)
    let end = max(min(Int(center + reach * stretch + 0.5), old.upperBound), start + 1)
    let weights = (start..<end).map { i in
      let distance = (Float(i) - center + 0.5) / stretch
      return self == .smoothBilinear ? max(1 - abs(distance), 0) : Interpolation.cubic(distance, a: -0.5)
    }
    let sum = weights.reduce(0, +)
    return .init(first: start, weights: weights.map { $0 / sum })
  }

  /// Keys' cubic convolution kernel (1981, eq. 15, for a = −0.5).
  private static func cubic(_ distance: Float, a: Float) -> Float {
    let x = abs(distance)
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}
