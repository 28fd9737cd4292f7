import Foundation

extension Tensor {
  /// The weights of a Gaussian with standard deviation `sigma` at `kernel` whole pixels centred on 0, normalised to
  /// sum 1.
  public static func gaussianWeights(kernel: Int, sigma: Float) -> [Float] {
    let half = Float(kernel - 1) / 2
    let weights = (0..<kernel).map { exp(-0.5 * pow((Float($0) - half) / sigma, 2)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// Whether `gaussianBlurred` accepts an odd `kernel` for these lengths: reflection needs `kernel / 2` further
  /// pixels.
  public static func canReflect(kernel: Int, height: Int, width: Int) -> Bool { kernel / 2 < min(height, width) }

  /// The image N×C×H×W convolved with a Gaussian, its edges continued by reflection about the outermost pixel, as
  /// torchvision's `gaussian_blur` does it. One pass along each axis; O(N·C·H·W·kernel).
  ///
  /// - Parameters:
  ///   - kernel: the number of pixels in the window along each axis; odd, and at most 2·min(H, W) − 1.
  ///   - sigma: the standard deviation in pixels; greater than 0.
  public func gaussianBlurred(kernel: Int, sigma: Float) -> Tensor {
    let (n, c, height, width) = nchw
    precondition(kernel % 2 == 1 && sigma > 0, "kernel \(kernel) must be odd and sigma \(sigma) positive")
    precondition(Tensor.canReflect(kernel: kernel, height: height, width: width), "kernel \(kernel) on \(shapeText)")
    let blur = SeparableFilter(weights: Tensor.gaussianWeights(kernel: kernel, sigma: sigma))
    return Tensor(shape) { out in
      values.withUnsafeBufferPointer { image in
        nonisolated(unsafe) let (out, image) = (out, image)
        Parallel.forEach(n * c) { plane in
          let pixels = plane * height * width..<(plane + 1) * height * width
          blur.apply(
            UnsafeBufferPointer(rebasing: image[pixels]), height, width,
            to: UnsafeMutableBufferPointer(rebasing: out[pixels]))
        }
      }
    }
  }
}

/// One odd window of weights along both axes of a plane.
private struct SeparableFilter {
  var weights: [Float]

  /// Filters an H×W plane into `out`, which need not be initialised.
  func apply(
    _ plane: UnsafeBufferPointer<Float>, _ height: Int, _ width: Int, to out: UnsafeMutableBufferPointer<Float>
  ) {
    let half = weights.count / 2
    var padded = [Float](repeating: 0, count: width + 2 * half)
    var rows = [Float](repeating: 0, count: height * width)
    rows.withUnsafeMutableBufferPointer { rows in
      for y in 0..<height {
        for x in -half..<(width + half) { padded[x + half] = plane[y * width + reflected(x, width)] }
        padded.withUnsafeBufferPointer { padded in
          for (k, weight) in weights.enumerated() {
            add(weight, padded.baseAddress! + k, to: rows.baseAddress! + y * width, width)
          }
        }
      }
      out.initialize(repeating: 0)
      for y in 0..<height {
        for (k, weight) in weights.enumerated() {
          let source = reflected(y + k - half, height) * width
          add(weight, rows.baseAddress! + source, to: out.baseAddress! + y * width, width)
        }
      }
    }
  }

  /// sums += weight · source, element by element. Plain pointers let the compiler generate SIMD code.
  private func add(
    _ weight: Float, _ source: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, _ length: Int
  ) {
    for x in 0..<length { sums[x] += weight * source[x] }
  }

  /// The index in 0 ..< length that mirrors `index` about the outermost one.
  private func reflected(_ index: Int, _ length: Int) -> Int {
    index < 0 ? -index : index >= length ? 2 * (length - 1) - index : index
  }
}
