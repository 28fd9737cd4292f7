public import Basics
public import PipelineKit
import Tensors

/// The sum of images or estimates: Σ ε. The variance is the mean of theirs, or none if one of them has none.
public struct Add: Stage {
  static let inputs = Input<[Filterable]>("inputs", "images, or estimates, all of the same shape")
  static let sum = Output<Filterable>("output", "their sum", sameAs: "inputs")
  public static let declaration = Declaration(
    "add", "The sum of images, or of estimates' noise; variances are averaged.", inputs: [inputs], outputs: [sum])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    KnownOutputs(sum, shape: inputs.elements(self.inputs)?.first?.shape)
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] { FilterFault.problems(Self.inputs, inputs) }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.sum, self(inputs[Self.inputs]))
  }

  /// The sum of the inputs. Throws if there are none, or if their shapes differ.
  public func callAsFunction<P: HasPixels>(_ inputs: P...) throws -> P { try self(inputs) }

  /// The sum of the inputs. Throws if there are none, or if their shapes or kinds differ.
  public func callAsFunction<P: HasPixels>(_ inputs: [P]) throws -> P {
    P(try Self.sum(of: inputs.map(\.filterable)))
  }

  /// The sum of at least one value of one kind and shape.
  static func sum(of inputs: [Filterable]) throws -> Filterable {
    guard let first = inputs.first else { throw FilterFault.nothing(port: "inputs") }
    for (index, input) in inputs.enumerated() {
      try FilterFault.requireSameKind("inputs[\(index)]", input, "inputs[0]", first)
      try StageFault.requireSame("inputs[\(index)]", input.pixels.shape, "inputs[0]", first.pixels.shape)
    }
    let noise = inputs.dropFirst().reduce(first.pixels) { $0 + $1.pixels }
    guard case .estimate = first else { return .image(noise) }
    return .estimate(Estimate(noise: noise, variance: Estimate.meanVariance(inputs.map(\.estimate))))
  }
}

/// An error in the inputs that a filter combines.
public enum FilterFault: Fault {
  /// A list without elements.
  case nothing(port: String)
  /// An image where another input is an estimate, or the reverse.
  case mixedKinds(port: String, isEstimate: Bool, other: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .nothing(let port): "'\(port)' is an empty list; expected at least one image or estimate"
    case .mixedKinds(let port, let isEstimate, let other):
      isEstimate
        ? "'\(port)' is an estimate but '\(other)' an image" : "'\(port)' is an image but '\(other)' an estimate"
    }
  }

  /// Reports an empty list, or shapes that differ.
  static func problems(_ port: Input<[Filterable]>, _ inputs: KnownInputs) -> [Problem] {
    if inputs.known(port)?.isEmpty == true || inputs.elements(port)?.isEmpty == true {
      return [Problem("\(nothing(port: port.port.name))", port: port)]
    }
    guard let elements = inputs.elements(port), let first = elements[0].shape else { return [] }
    for (index, element) in elements.enumerated() {
      guard let shape = element.shape, shape != first else { continue }
      let name = port.port.name
      let fault = StageFault.shapesDiffer(
        port: "\(name)[\(index)]", shape: shape, other: "\(name)[0]", otherShape: first)
      return [Problem(fault.description, port: port)]
    }
    return []
  }

  /// Throws unless both are images, or both estimates.
  static func requireSameKind(_ port: String, _ a: Filterable, _ other: String, _ b: Filterable) throws {
    switch (a, b) {
    case (.image, .image), (.estimate, .estimate): break
    case (.estimate, .image): throw FilterFault.mixedKinds(port: port, isEstimate: true, other: other)
    case (.image, .estimate): throw FilterFault.mixedKinds(port: port, isEstimate: false, other: other)
    }
  }
}
