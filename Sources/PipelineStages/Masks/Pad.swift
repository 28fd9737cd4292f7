public import PipelineKit
public import Tensors

/// A picture on a larger canvas, and the mask of what is new: for outpainting.
public struct Pad: Stage {
  /// What a call gives.
  public struct Result: Sendable, Equatable {
    /// The larger picture, N×C×H′×W′.
    public var image: Tensor
    /// 1×1×H′×W′: 1 where there was no picture.
    public var mask: Tensor
  }

  static let image = Input<Tensor>("image", "N×C×H×W", kind: .image)
  static let by = Input<[Int]>("by", "how many pixels to add: [left, top, right, bottom], each at least 0")
  /// The value of what is new.
  public static let value = Input<Double>(
    "value", "the value of what is new: −1 black, 1 white", in: -1...1, default: 0)
  static let padded = Output<Tensor>("image", "the larger picture", kind: .image)
  static let mask = Output<Tensor>("mask", "1 where there was no picture", kind: .mask)
  public static let declaration = Declaration(
    "pad", "A picture on a larger canvas, and the mask of what is new.", inputs: [image, by, value],
    outputs: [padded, mask])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    guard let shape = inputs.imageShape(image), let by = inputs.known(by), (try? require(by)) != nil else {
      return KnownOutputs()
    }
    let (height, width) = (shape[2] + by[1] + by[3], shape[3] + by[0] + by[2])
    var outputs = KnownOutputs(padded, shape: [shape[0], shape[1], height, width], decidedBy: Self.by)
    outputs[mask] = Known(shape: [1, 1, height, width])
    return outputs
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let by = inputs.known(Self.by) else { return [] }
    do { try Self.require(by) } catch { return [Problem(error, port: Self.by)] }
    return []
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let result = try self(inputs[Self.image], by: inputs[Self.by], value: inputs[Self.value])
    var outputs = Outputs(Self.padded, result.image)
    outputs[Self.mask] = result.mask
    return outputs
  }

  /// The picture with `by` (left, top, right, bottom) pixels of `value` around it. Throws for other than four numbers of
  /// 0 … 100,000.
  public func callAsFunction(
    _ image: Tensor, by: [Int], value: Double = Self.value.defaultValue
  ) throws -> Result {
    try Self.require(by)
    let (n, c, height, width) = image.nchw
    let (newHeight, newWidth) = (height + by[1] + by[3], width + by[0] + by[2])
    var out = [Float](repeating: Float(value), count: n * c * newHeight * newWidth)
    var mask = [Float](repeating: 1, count: newHeight * newWidth)
    let values = image.values
    for plane in 0..<(n * c) {
      for y in 0..<height {
        let (from, to) = ((plane * height + y) * width, (plane * newHeight + y + by[1]) * newWidth + by[0])
        out.replaceSubrange(to..<(to + width), with: values[from..<(from + width)])
      }
    }
    for y in 0..<height {
      let start = (y + by[1]) * newWidth + by[0]
      mask.replaceSubrange(start..<(start + width), with: repeatElement(0, count: width))
    }
    return Result(image: Tensor([n, c, newHeight, newWidth], out), mask: Tensor([1, 1, newHeight, newWidth], mask))
  }

  private static func require(_ by: [Int]) throws {
    guard by.count == 4, by.allSatisfy({ (0...100_000).contains($0) }) else {
      throw StageFault.outOfRange(
        port: "by", expected: "[left, top, right, bottom], each from 0 to 100000",
        found: "[\(by.map(String.init).joined(separator: ", "))]")
    }
  }
}
