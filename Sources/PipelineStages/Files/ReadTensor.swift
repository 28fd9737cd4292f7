public import Basics
import Foundation
public import PipelineKit
public import Tensors

/// Reads a tensor from a safetensors file, or from one that `torch.save` wrote. Ports for images take it, and with 3 axes also ports for conditions.
public struct ReadTensor: Stage {
  static let from = Input<Path>("from", "a safetensors file, or one of torch.save", path: .reads)
  static let name = OptionalInput<String>("name", "which of its tensors", otherwise: "the only one")
  static let tensor = Output<Tensor>("tensor", "the tensor, as Float32")
  public static let declaration = Declaration(
    "read-tensor", "A tensor of a safetensors or PyTorch file.", inputs: [from, name], outputs: [tensor])

  /// Makes the stage, which has no settings.
  public init() {}

  public static func foresee(_ inputs: KnownInputs) -> KnownOutputs {
    // A pipe can be read only once.
    guard let path = inputs.known(from)?.resolved, FileType(path) == .file, let file = try? TensorFormat.open(path),
      inputs.known(Self.name) != nil || !inputs.isGiven(Self.name),
      let name = try? choose(inputs.known(Self.name), of: file)
    else { return KnownOutputs() }
    return KnownOutputs(tensor, shape: file.shape(of: name))
  }

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.from)?.resolved else { return [] }
    do {
      let file = try TensorFormat.open(path)
      // A name that another stage computes can't be looked up yet.
      let name = inputs.known(Self.name)
      if name == nil, inputs.isGiven(Self.name) { return [] }
      do { _ = try Self.choose(name, of: file) } catch { return [problem(error, name == nil ? nil : Self.name)] }
      return []
    } catch {
      return [problem(error, Self.from)]
    }
  }

  private func problem(_ error: any Error, _ port: (any InputPort)?) -> Problem {
    Problem(error, port: port)
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    try Outputs(Self.tensor, self(from: inputs[Self.from].resolved, name: inputs[Self.name]))
  }

  /// Reads the tensor of that name as Float32; without a name, the file's only one. Throws if there is no such tensor.
  public func callAsFunction(from path: String, name: String? = nil) throws -> Tensor {
    let file = try TensorFormat.open(path)
    return try file.tensor(Self.choose(name, of: file))
  }

  private static func choose(_ name: String?, of file: any TensorFile) throws -> String {
    if let name {
      try file.check(name)
      return name
    }
    guard file.names.count == 1 else { throw TensorFileFault.nameWanted(path: file.path, names: file.names) }
    try file.check(file.names[0])
    return file.names[0]
  }
}

/// An error in choosing or writing the tensors of a file.
public enum TensorFileFault: Fault {
  /// No name was given, and the file doesn't hold exactly one tensor; `names` are those that it holds.
  case nameWanted(path: String, names: [String])
  /// There are no tensors to write.
  case nothingToWrite
  /// A name to write to that doesn't have the ending of a `TensorFormat`.
  case ending(path: String)

  public var cause: FaultCause { .data }

  public var description: String {
    switch self {
    case .nameWanted(let path, let names):
      names.isEmpty ? "\(path): it holds no tensors" : "\(path): 'name' is needed: it holds \(listed(names))"
    case .nothingToWrite: "'tensors' names nothing to write"
    case .ending(let path): "\(path): expected a name that ends in .safetensors, .pth or .pt"
    }
  }
}
