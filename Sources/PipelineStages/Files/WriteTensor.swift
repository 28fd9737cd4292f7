import Basics
import Logging
public import PipelineKit
public import Tensors

/// Writes named tensors as Float32 to a safetensors file, or to one that PyTorch reads as a dictionary. An estimate is
/// written as `name` and `name.variance`. The file's metadata store its provenance, as a picture's texts do.
public struct WriteTensor: Stage {
  static let tensors = Input<NamedTensors>("tensors", "names, each with a tensor, an image, a condition or an estimate")
  static let to = Input<Path>("to", "a name that ends in .safetensors, .pth or .pt", path: .writes)
  public static let declaration = Declaration(
    "write-tensor", "Writes tensors to a safetensors or PyTorch file.", inputs: [tensors, to], outputs: [],
    effects: [.writes])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    // A name that isn't known yet, or is wrong, is told of below; what the tensors are called is wrong for any format.
    let format = inputs.known(Self.to).flatMap { TensorFormat(of: $0.text) } ?? .safeTensors
    let fault = inputs.names(in: Self.tensors).flatMap { Self.fault($0, format) } ?? sizeFault(inputs, format)
    return (fault.map { [Problem("\($0)", port: Self.tensors)] } ?? []) + nameProblems(inputs)
  }

  private func sizeFault(_ inputs: KnownInputs, _ format: TensorFormat) -> (any Fault)? {
    guard format == .pyTorch, let members = inputs.members(Self.tensors) else { return nil }
    return PyTorchFile.fault(inSizes: members.compactMap { $0.known.shape.flatMap(TensorSize.count) })
  }

  private func nameProblems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.to) else { return [] }
    do { _ = try Self.format(of: path.text) } catch { return [Problem(error, port: Self.to)] }
    return inputs.writingProblems(Self.to)
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let members = inputs.members(tensors), members.allSatisfy({ $0.known.shape != nil }) else {
      return StageCost(isUnknown: true)
    }
    let sizes = members.map { $0.known.shape!.reduce(4.0) { $0 * Double($1) } }
    let bytes = sizes.reduce(0, +)
    // A PyTorch file is put together from the bytes of one tensor after the other.
    let isPyTorch = inputs.known(to).flatMap { TensorFormat(of: $0.text) } == .pyTorch
    return StageCost(working: bytes + (isPyTorch ? sizes.max() ?? 0 : 0), written: bytes + 4096)
  }

  public static func maker(of path: String) -> String? {
    (try? TensorFormat.open(path)).flatMap { file in pipelineName(in: file.metadata.map { ($0.key, $0.value) }) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (tensors, path) = (try inputs[Self.tensors], try inputs[Self.to])
    let format = try Self.checked(tensors, path.text)
    for (name, tensor) in tensors.all {
      let values = tensor.values
      let (nan, infinite) = (values.count(where: \.isNaN), values.count(where: \.isInfinite))
      let odd = [nan > 0 ? "\(nan) not a number (NaN)" : nil, infinite > 0 ? "\(infinite) infinite" : nil]
        .compactMap(\.self)
      if odd.isEmpty { continue }
      context.log.warning(
        "\(path.text): of the \(values.count) values of '\(name)', \(odd.joined(separator: " and ")): written as they are"
      )
    }
    let metadata: [String: String] = try context.provenance().reduce(into: [:]) { $0[$1.name] = $1.text }
    try context.write([(path, format.encoded(tensors.all, metadata: metadata))])
    return Outputs()
  }

  /// Writes tensors to `path` as Float32. Throws if there are none, if a name is refused, or if the ending of `path` is
  /// that of no `TensorFormat`.
  public func callAsFunction(_ tensors: NamedTensors, to path: String) throws {
    try AtomicFile.write(Self.checked(tensors, path).encoded(tensors.all), to: path)
  }

  /// The format to write in. Throws where these tensors can't be written.
  private static func checked(_ tensors: NamedTensors, _ path: String) throws -> TensorFormat {
    let format = try format(of: path)
    if let fault = fault(tensors.all.map(\.name), format) { throw fault }
    return format
  }

  /// The reason why tensors of these names can't be written, or nil.
  private static func fault(_ names: [String], _ format: TensorFormat) -> (any Fault)? {
    names.isEmpty ? TensorFileFault.nothingToWrite : format.fault(inNames: names)
  }

  /// Other extensions are refused: the file's content comes from tensors, and other programs could interpret it.
  private static func format(of path: String) throws -> TensorFormat {
    guard let format = TensorFormat(of: path) else { throw TensorFileFault.ending(path: path) }
    return format
  }
}

/// Named tensors in the order in which they were added.
public struct NamedTensors: PortValue, ExpressibleByDictionaryLiteral {
  /// The tensors; an estimate is one or two of them.
  public private(set) var all: [(name: String, tensor: Tensor)] = []

  /// Makes a list from names and tensors; names are checked only when it is written.
  public init(dictionaryLiteral elements: (String, Tensor)...) { for (name, tensor) in elements { add(tensor, name) } }

  /// Adds a tensor; its name is checked only when the list is written.
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
