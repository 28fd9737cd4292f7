import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct BlurTests {
  /// The definition: a two-dimensional window over the reflected image, in double precision.
  func naive(_ image: Tensor, kernel: Int, sigma: Double) -> Tensor {
    let (n, c, h, w) = image.nchw
    let half = kernel / 2
    let weights = (-half...half).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = weights.reduce(0, +)
    func reflect(_ i: Int, _ n: Int) -> Int { i < 0 ? -i : i >= n ? 2 * n - 2 - i : i }
    var result = image
    for i in 0..<n {
      for j in 0..<c {
        for y in 0..<h {
          for x in 0..<w {
            var total = 0.0
            for a in 0..<kernel {
              for b in 0..<kernel {
                let value = image[i, j, reflect(y + a - half, h), reflect(x + b - half, w)]
                total += weights[a] * weights[b] * Double(value)
              }
            }
            result[i, j, y, x] = Float(total / (sum * sum))
          }
        }
      }
    }
    return result
  }

  @Test func agreesWithTheDefinition() {
    let generator = Generator(seed: 5)
    for (height, width) in [(1, 1), (2, 3), (5, 9), (8, 8), (13, 7)] {
      let image = generator.normal([2, 2, height, width])
      for kernel in stride(from: 1, through: 2 * min(height, width) - 1, by: 2) {
        for sigma in [Float(0.3), 1, 4.5] {
          let blurred = image.gaussianBlurred(kernel: kernel, sigma: sigma)
          let expected = naive(image, kernel: kernel, sigma: Double(sigma))
          #expect(blurred.maximumDifference(from: expected) < 2e-6, "\(height)×\(width), \(kernel), \(sigma)")
        }
      }
    }
  }

  @Test func agreesWithTorchvision() throws {
    let file = try SafeTensors(path: Fixtures.path("reference/cases/gaussian-blur.safetensors"))
    let image = try file.tensor("image")
    for (kernel, sigma) in [(33, Float(2)), (5, 1), (9, 3.5)] {
      let expected = try file.tensor("k\(kernel).s\(sigma)")
      let difference = image.gaussianBlurred(kernel: kernel, sigma: sigma).maximumDifference(from: expected)
      #expect(difference < 1e-6)
    }
  }

  @Test func isTheSameOnAnyNumberOfThreads() {
    let image = Generator(seed: 1).normal([2, 3, 20, 30])
    let one = Parallel.withThreads(1) { image.gaussianBlurred(kernel: 9, sigma: 2) }
    for threads in [2, 3, 16] {
      #expect(Parallel.withThreads(threads) { image.gaussianBlurred(kernel: 9, sigma: 2) } == one)
    }
  }

  @Test func weightsSumToOne() {
    for kernel in [1, 3, 33] {
      let weights = Tensor.gaussianWeights(kernel: kernel, sigma: 2)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
      #expect(weights == weights.reversed())
    }
  }
}
