import Basics
import Images
import Tensors
import TestSupport

/// The fixtures' pictures, as make_pictures.py works them out.
enum Pictures {
  static let width = 13
  static let height = 11

  /// A sample of `depth` bits.
  static func sample(_ x: Int, _ y: Int, _ c: Int, depth: Int) -> Int {
    (x * 3701 + y * 5903 + c * 8311 + x * y * 1013) % (1 << depth)
  }

  /// A picture whose value at x, y, c is `value(x, y, c)`, 0…1 from black to white.
  static func picture(
    _ channels: Int, width: Int = width, height: Int = height, _ value: (_ x: Int, _ y: Int, _ c: Int) -> Double
  ) -> Tensor {
    var values: [Float] = []
    for c in 0..<channels {
      for y in 0..<height {
        for x in 0..<width { values.append(Float(2 * value(x, y, c) - 1)) }
      }
    }
    return Tensor([1, channels, height, width], values)
  }

  /// The picture of `sample`s. With `alpha`, the channel after the last is opacity.
  static func samples(depth: Int, channels: Int, alpha: Bool = false) -> Tensor {
    let largest = Double(1 << depth - 1)
    return picture(channels) { x, y, c in
      let value = Double(sample(x, y, c, depth: depth)) / largest
      let opacity = alpha ? Double(sample(x, y, channels, depth: depth)) / largest : 1
      return opacity * value + 1 - opacity
    }
  }

  /// A picture of reproducible noise in steps of 8 bits.
  static func noise(_ channels: Int, width: Int, height: Int, seed: UInt64) -> Tensor {
    var state = seed &* 6_364_136_223_846_793_005 &+ 1
    var values: [Float] = []
    for _ in 0..<channels * width * height {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values.append(Float(Double(state >> 56) / 127.5 - 1))
    }
    return Tensor([1, channels, height, width], values)
  }

  static func path(_ name: String) -> String { Fixtures.path("pictures/" + name) }

  static func bytes(_ name: String) throws -> [UInt8] { try FileFault.contents(of: path(name)) }
}

/// What an expression throws, as a user reads it; nil if it doesn't.
func message(_ body: () throws -> Any) -> String? {
  do {
    _ = try body()
    return nil
  } catch { return "\(error)" }
}
