import Tensors

/// What can be wrong with a stage's inputs once values are there.
public enum StageFault: Fault {
  case missingInput(port: String)
  case wrongKind(port: String, expected: Kind, found: Kind)
  case wrongShape(port: String, expected: String, found: [Int])
  /// Two inputs whose shapes must agree.
  case shapesDiffer(port: String, shape: [Int], other: String, otherShape: [Int])
  /// A number outside of what its port takes.
  case outOfRange(port: String, expected: String, found: String)
  /// A model that lacks an ability: `model` can't `ability`.
  case unable(model: String, ability: String)
  /// Anything else, in words that say what was expected and found.
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
    case .unable(let model, let ability): "model '\(model)' can't \(ability)"
    case .other(let message, _): message
    }
  }

  /// Throws unless the two shapes are equal.
  public static func requireSame(_ port: String, _ shape: [Int], _ other: String, _ otherShape: [Int]) throws {
    guard shape == otherShape else {
      throw StageFault.shapesDiffer(port: port, shape: shape, other: other, otherShape: otherShape)
    }
  }
}
