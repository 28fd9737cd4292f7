public import Basics
import Tensors

/// An error in a stage's inputs, found when their values exist.
public enum StageFault: Fault {
  /// A required input without a value.
  case missingInput(port: String)
  /// A value of a kind that the port doesn't take.
  case wrongKind(port: String, expected: Kind, found: Kind)
  /// A shape that the port doesn't take; `expected` describes what it takes.
  case wrongShape(port: String, expected: String, found: [Int])
  /// Two inputs whose shapes should be equal but aren't.
  case shapesDiffer(port: String, shape: [Int], other: String, otherShape: [Int])
  /// A number, or a number of elements, outside of its port's range.
  case outOfRange(port: String, expected: String, found: String)
  /// An output larger than a tensor may be.
  case tooLarge(output: String, shape: [Int])
  /// A model without the ability that the stage needs: `model` can't `ability`.
  case unable(model: String, ability: String)
  /// Any other error; the text says what was expected and found.
  case other(String, cause: FaultCause = .data)

  public var cause: FaultCause {
    if case .other(_, let cause) = self { return cause }
    return .data
  }

  public var description: String {
    switch self {
    case .missingInput(let port): "input '\(port)' is missing"
    case .wrongKind(let port, let expected, let found): "'\(port)' takes \(expected), found \(found)"
    case .wrongShape(let port, let expected, let found):
      "'\(port)' takes \(expected), found \(Tensor.text(found))"
    case .shapesDiffer(let port, let shape, let other, let otherShape):
      "'\(port)' is \(Tensor.text(shape)) but '\(other)' is \(Tensor.text(otherShape))"
    case .outOfRange(let port, let expected, let found): "'\(port)' takes \(expected), found \(found)"
    case .tooLarge(let output, let shape):
      "'\(output)' would be \(Tensor.text(shape)), which is \(StageFault.product(shape)) numbers; "
        + "a tensor has at most \(TensorSize.largest)"
    case .unable(let model, let ability): "model '\(model)' can't \(ability)"
    case .other(let message, _): message
    }
  }

  /// The product of the axes in words; it may exceed the range of Int.
  private static func product(_ shape: [Int]) -> String {
    let product = shape.reduce(1.0) { $0 * Double($1) }
    return product < 1e15 ? "\(Int(product))" : "\(product)"
  }

  /// A fault for a shape that isn't an image's N×C×H×W; nil if it is one.
  static func image(_ shape: [Int], port: String) -> StageFault? {
    if shape.count != 4 { return .wrongShape(port: port, expected: "N×C×H×W", found: shape) }
    return shape.contains(0) ? .wrongShape(port: port, expected: "N×C×H×W, none of them 0", found: shape) : nil
  }

  /// A fault for a shape that isn't an encoded prompt's N×L×D.
  static func condition(_ shape: [Int], port: String) -> StageFault {
    .wrongShape(port: port, expected: shape.count == 3 ? "N×L×D, none of them 0" : "N×L×D", found: shape)
  }

  /// A fault for an input that got no pictures.
  public static func noPictures(port: some InputPort) -> StageFault {
    .outOfRange(port: port.port.name, expected: "at least one picture", found: "none")
  }

  /// Throws if a tensor of this shape would be too large.
  public static func requireSize(_ output: String, _ shape: [Int]) throws {
    if TensorSize.count(of: shape) == nil { throw StageFault.tooLarge(output: output, shape: shape) }
  }

  /// Throws unless the two shapes are equal.
  public static func requireSame(_ port: String, _ shape: [Int], _ other: String, _ otherShape: [Int]) throws {
    guard shape == otherShape else {
      throw StageFault.shapesDiffer(port: port, shape: shape, other: other, otherShape: otherShape)
    }
  }
}
