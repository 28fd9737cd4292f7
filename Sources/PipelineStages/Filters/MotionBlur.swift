import Foundation
public import PipelineKit
import Tensors

/// A picture or an estimate blurred along a line, or with `rest` what the blur takes away. Together they make motion hybrids
/// (factorized diffusion, Geng et al. 2024): a picture that looks like another one when it moves.
///
/// Each pixel becomes the mean of as many points as the line is long, one pixel apart and centred on it, interpolated
/// linearly; edges are reflected about the outermost pixel. For an estimate, only the noise is filtered.
public struct MotionBlur: Stage {
  static let input = Input<Filterable>("input", "what to filter; of an estimate, the noise")
  static let length = Input<Int>(
    "length", "the line's length in pixels of the input", in: 1...4096,
    default: .computed("height / 2 − 3: 29 at 64 px") { length(height: try $0[input].pixels.nchw.h) })
  /// 0 is along the rows, 90 along the columns.
  public static let angle = Input<Double>(
    "angle", "the line's angle in degrees: 0 is along the rows, 90 along the columns, 45 rises to the right",
    in: -360...360, default: 45)
  /// Whether to give x − blurred in place of the blurred input.
  public static let rest = Input<Bool>(
    "rest", "whether to give what the blur takes away, x − blurred, in place of it", default: false)
  static let filtered = Output<Filterable>("output", "the blurred input, or the rest", sameAs: "input")
  public static let declaration = Declaration(
    "motion-blur", "A blur along a line. With 'rest', what it takes away.",
    inputs: [input, length, angle, rest], outputs: [filtered])

  private static func length(height: Int) -> Int { max(1, height / 2 - 3) }

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(filtered, shape: inputs.imageShape(input))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let shape = inputs.imageShape(Self.input), let length = inputs.known(Self.length) else { return [] }
    do { try Self.require(length, shape) } catch { return [Problem(error, port: Self.length)] }
    return []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(
      Self.filtered,
      self(
        inputs[Self.input], length: inputs[Self.length], angle: inputs[Self.angle], rest: inputs[Self.rest]))
  }

  /// The input blurred along a line of `length` pixels (by default height / 2 − 3) at `angle` degrees, or with `rest` what
  /// is left without it. Throws if half of the line is longer than the picture, whose edges are reflected.
  public func callAsFunction<P: HasPixels>(
    _ input: P, length: Int? = nil, angle: Double = Self.angle.defaultValue, rest: Bool = Self.rest.defaultValue
  ) throws -> P {
    try input.mapNoise { image in
      let length = length ?? Self.length(height: image.nchw.h)
      try Self.require(length, image.shape)
      let blurred = Self.blurred(image, length, angle)
      return rest ? image - blurred : blurred
    }
  }

  private static func require(_ length: Int, _ shape: [Int]) throws {
    let most = 2 * min(shape[2], shape[3]) - 1
    guard length <= most else {
      throw StageFault.outOfRange(
        port: "length",
        expected: "at most \(max(0, most)) on an image of \(shape[2])×\(shape[3]), whose edges are reflected",
        found: "\(length)")
    }
  }

  private static func blurred(_ image: Tensor, _ length: Int, _ angle: Double) -> Tensor {
    let (n, c, height, width) = image.nchw
    let radians = angle * .pi / 180
    let offsets = (0..<length).map { index -> (y: Double, x: Double) in
      let distance = Double(index) - Double(length - 1) / 2
      // Rows count downwards, so a line that rises to the right has a falling row.
      return (-distance * sin(radians), distance * cos(radians))
    }
    func reflected(_ index: Int, _ count: Int) -> Int {
      if count == 1 { return 0 }
      let period = 2 * (count - 1)
      let place = ((index % period) + period) % period
      return place < count ? place : period - place
    }
    let values = image.values
    var out = [Float](repeating: 0, count: values.count)
    for plane in 0..<(n * c) {
      let base = plane * height * width
      for y in 0..<height {
        for x in 0..<width {
          var sum: Float = 0
          for offset in offsets {
            let (fy, fx) = (Double(y) + offset.y, Double(x) + offset.x)
            let (y0, x0) = (Int(fy.rounded(.down)), Int(fx.rounded(.down)))
            let (wy, wx) = (Float(fy - Double(y0)), Float(fx - Double(x0)))
            func pixel(_ row: Int, _ column: Int) -> Float {
              values[base + reflected(row, height) * width + reflected(column, width)]
            }
            sum +=
              (1 - wy) * ((1 - wx) * pixel(y0, x0) + wx * pixel(y0, x0 + 1))
              + wy * ((1 - wx) * pixel(y0 + 1, x0) + wx * pixel(y0 + 1, x0 + 1))
          }
          out[base + y * width + x] = sum / Float(length)
        }
      }
    }
    return Tensor(image.shape, out)
  }
}
