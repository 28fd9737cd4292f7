import Tensors

/// How pixels of another grid are worked out from those of a picture. Each method takes a row to another length by a
/// weighted sum of neighbours; a picture is its rows' and then its columns' sum. The numbers are those of PyTorch's
/// `interpolate`.
public enum Interpolation: Sendable, Hashable {
  /// The pixel whose area contains the new one's upper left corner (`nearest`).
  case nearest
  /// The mean of all pixels that the new one touches (`area`, adaptive average pooling).
  case area
  /// Between the two neighbours. With `alignCorners` the outermost pixels' centres stay in place, otherwise their edges.
  case bilinear(alignCorners: Bool = false)
  /// Keys' cubic through four neighbours, a = −0.75.
  case bicubic(alignCorners: Bool = false)
  /// A triangle as wide as the new pixels are, so that shrinking leaves no aliases (`antialias=True`; Pillow's BILINEAR).
  case smoothBilinear
  /// Keys' cubic, a = −0.5, as wide as the new pixels are (`antialias=True`; Pillow's BICUBIC).
  case smoothBicubic
}

extension Tensor {
  /// The pictures N×C×H×W on another grid, N×C×height×width. Traps for a size below 1 and for pictures without pixels.
  public func resized(height: Int, width: Int, _ method: Interpolation) -> Tensor {
    let (n, c, h, w) = nchw
    precondition(height > 0 && width > 0 && h > 0 && w > 0, "can't resize \(shapeText) to \(height)×\(width)")
    let planes = n * c
    let source = values
    var rows = [Float](repeating: 0, count: planes * h * width)
    let across = method.windows(from: w, to: width)
    for row in 0..<planes * h {
      for (x, window) in across.enumerated() {
        var sum: Float = 0
        for (k, weight) in window.weights.enumerated() { sum += weight * source[row * w + window.first + k] }
        rows[row * width + x] = sum
      }
    }
    var result = [Float](repeating: 0, count: planes * height * width)
    let down = method.windows(from: h, to: height)
    for plane in 0..<planes {
      for (y, window) in down.enumerated() {
        let to = (plane * height + y) * width
        for (k, weight) in window.weights.enumerated() {
          let from = (plane * h + window.first + k) * width
          for x in 0..<width { result[to + x] += weight * rows[from + x] }
        }
      }
    }
    return Tensor([n, c, height, width], result)
  }
}

/// The neighbours that a new pixel is the sum of, and their weights.
package struct InterpolationWindow: Equatable {
  package var first: Int
  package var weights: [Float]

  /// `weights` for pixels from `start` on; what lies outside of 0..<length counts for the pixel at the edge.
  package init(start: Int, weights: [Float], length: Int) {
    first = min(max(start, 0), length - 1)
    let last = min(max(start + weights.count - 1, 0), length - 1)
    self.weights = [Float](repeating: 0, count: last - first + 1)
    for (k, weight) in weights.enumerated() { self.weights[min(max(start + k, 0), length - 1) - first] += weight }
  }
}

extension Interpolation {
  /// One window for each of `new` pixels made from `old`. In single precision throughout, as PyTorch works them out.
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
      case .smoothBilinear:
        return Interpolation.smooth(i, old, ratio, reach: 1) { max(1 - abs($0), 0) }
      case .smoothBicubic:
        return Interpolation.smooth(i, old, ratio, reach: 2) { Interpolation.cubic($0, a: -0.5) }
      }
    }
  }

  /// The window of a filter of `reach` that grows with the new pixels, cut off at the edges and made to sum to 1.
  private static func smooth(
    _ i: Int, _ old: Int, _ ratio: Float, reach: Float, _ filter: (Float) -> Float
  ) -> InterpolationWindow {
    let stretch = max(ratio, 1)
    let center = ratio * (Float(i) + 0.5)
    let start = min(max(Int(center - reach * stretch + 0.5), 0), old - 1)
    let end = max(min(Int(center + reach * stretch + 0.5), old), start + 1)
    let weights = (start..<end).map { filter((Float($0) - center + 0.5) / stretch) }
    let sum = weights.reduce(0, +)
    return .init(start: start, weights: weights.map { $0 / sum }, length: old)
  }

  /// Keys' cubic convolution kernel (1981, eq. 15, for a = −0.5).
  private static func cubic(_ distance: Float, a: Float) -> Float {
    let x = abs(distance)
    if x <= 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0
  }
}
