import PipelineKit
import Tensors

/// Tensors under names in a safetensors file, Float32. An estimate is written as `name` and `name.variance`.
public struct WriteTensor: Stage {
  static let tensors = Input<NamedTensors>("tensors", "names, each with a tensor, an image, a condition or an estimate")
  static let to = Input<Path>("to", "the safetensors file to write", path: .writes)
  public static let declaration = Declaration(
    "write-tensor", "Writes tensors to a safetensors file.", inputs: [tensors, to], outputs: [])

  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let fault = inputs.names(in: Self.tensors).flatMap(Self.fault)
    return (fault.map { [Problem("\($0)", port: Self.tensors)] } ?? []) + inputs.writingProblems(Self.to)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let path = try inputs[Self.to].resolved
    try self(inputs[Self.tensors], to: path)
    context.wrote(path)
    return Outputs()
  }

  /// What keeps tensors of these names from being written, or nil.
  private static func fault(_ names: [String]) -> (any Fault)? {
    names.isEmpty ? TensorFileFault.nothingToWrite : SafeTensors.fault(inNames: names)
  }

  public func callAsFunction(_ tensors: NamedTensors, to path: String) throws {
    if let fault = Self.fault(tensors.all.map(\.name)) { throw fault }
    try SafeTensors.write(tensors.all, to: path)
  }
}

/// Tensors under names, in the order given.
public struct NamedTensors: PortValue, ExpressibleByDictionaryLiteral {
  public private(set) var all: [(name: String, tensor: Tensor)] = []

  public init(dictionaryLiteral elements: (String, Tensor)...) { for (name, tensor) in elements { add(tensor, name) } }

  public mutating func add(_ tensor: Tensor, _ name: String) { all.append((name, tensor)) }

  /// Adds the noise as `name` and the variance, if there is one, as `name.variance`.
  public mutating func add(_ estimate: Estimate, _ name: String) {
    add(estimate.noise, name)
    if let variance = estimate.variance { add(variance, name + ".variance") }
  }

  public static var kind: Kind { .object(.oneOf([.tensor, .estimate])) }

  public init?(_ value: Value) {
    guard case .object(let members) = value else { return nil }
    for (name, value) in members {
      if let estimate = Estimate(value) {
        add(estimate, name)
      } else if let tensor = Tensor(value) {
        add(tensor, name)
      } else {
        return nil
      }
    }
  }

  public func value(as kind: Kind) -> Value { .object(all.map { ($0.name, .tensor($0.tensor)) }) }
}
