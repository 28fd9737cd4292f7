import Basics
import Tensors

/// An iteration of a loop that is underway.
struct Step: Sendable {
  var loop: String
  /// From 1.
  var number: Int
  var count: Int
}

/// A NaN or an infinity that a stage gives, and where it arose: the output, the layer of its network and the step.
struct NumberFault: Fault {
  private let output: String
  private let shape: [Int]
  private let index: [Int]
  private let value: Float
  /// The layer where it arose, if that is known.
  var layer: NumberCheck.Finding?
  private let steps: [Step]

  var cause: FaultCause { .data }

  /// Nil where all numbers are finite.
  ///
  /// - Parameters:
  ///   - values: a stage's outputs.
  ///   - steps: the loops underway, outermost first.
  init?(in values: [String: Value], of stage: StageWork, _ steps: [Step]) {
    for port in stage.type.declaration.outputs {
      for tensor in values[port.name].map(NumberFault.tensors) ?? [] where !tensor.isFinite {
        guard let (index, value) = tensor.firstNonFinite else { continue }
        (output, shape, self.index, self.value) = (port.name, tensor.shape, index, value)
        self.steps = steps
        return
      }
    }
    return nil
  }

  var description: String {
    var text = "output '\(output)', \(Tensor.text(shape)), holds \(value.isNaN ? "NaN" : "an infinity") at \(index)"
    if let layer {
      text +=
        "; it arose in layer \(layer.layer) of its network, \(layer.kind), whose result is \(Tensor.text(layer.shape))"
    }
    for step in steps.reversed() { text += "; step \(step.number) of \(step.count) of loop '\(step.loop)'" }
    return text
  }

  /// The tensors that a value holds.
  private static func tensors(_ value: Value) -> [Tensor] {
    switch value {
    case .image(let tensor), .mask(let tensor), .tensor(let tensor): [tensor]
    case .estimate(let estimate): [estimate.noise] + (estimate.variance.map { [$0] } ?? [])
    case .condition(let condition): [condition.embedding]
    case .list(let values): values.flatMap(tensors)
    case .object(let members): members.flatMap { tensors($0.value) }
    default: []
    }
  }
}
