import Basics
import Logging
public import PipelineKit
public import Tensors

/// Writes named tensors to a safetensors file as Float32. An estimate is written as `name` and `name.variance`. The
/// file's metadata store its provenance, as a picture's texts do.
public struct WriteTensor: Stage {
  static let tensors = Input<NamedTensors>("tensors", "names, each with a tensor, an image, a condition or an estimate")
  static let to = Input<Path>("to", "a name that ends in .safetensors", path: .writes)
  public static let declaration = Declaration(
    "write-tensor", "Writes tensors to a safetensors file.", inputs: [tensors, to], outputs: [], effects: [.writes])

  /// Makes the stage, which has no settings.
  public init() {}

  public func problems(_ inputs: KnownInputs) -> [Problem] {
    let fault = inputs.names(in: Self.tensors).flatMap(Self.fault)
    return (fault.map { [Problem("\($0)", port: Self.tensors)] } ?? []) + nameProblems(inputs)
  }

  private func nameProblems(_ inputs: KnownInputs) -> [Problem] {
    guard let path = inputs.known(Self.to) else { return [] }
    do { try Self.checkEnding(of: path.text) } catch { return [Problem(error, port: Self.to)] }
    return inputs.writingProblems(Self.to)
  }

  public static func cost(_ inputs: KnownInputs) -> StageCost {
    guard let members = inputs.members(tensors), members.allSatisfy({ $0.known.shape != nil }) else {
      return StageCost(isUnknown: true)
    }
    let bytes = members.reduce(0.0) { $0 + $1.known.shape!.reduce(4.0) { $0 * Double($1) } }
    return StageCost(working: bytes, written: bytes + 4096)
  }

  public static func maker(of path: String) -> String? {
    (try? SafeTensors(path: path)).flatMap { file in pipelineName(in: file.metadata.map { ($0.key, $0.value) }) }
  }

  public func run(_ inputs: Inputs, in context: Context) throws -> Outputs {
    let (tensors, path) = (try inputs[Self.tensors], try inputs[Self.to])
    try Self.check(tensors, path.text)
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
    try context.write([(path, SafeTensors.encoded(tensors.all, metadata: metadata))])
    return Outputs()
  }

  /// Writes tensors to `path` as Float32. Throws if there are none, if a name is refused, or if `path` doesn't end in
  /// `.safetensors`.
  public func callAsFunction(_ tensors: NamedTensors, to path: String) throws {
    try Self.check(tensors, path)
    try SafeTensors.write(tensors.all, to: path)
  }

  private static func check(_ tensors: NamedTensors, _ path: String) throws {
    try checkEnding(of: path)
    if let fault = fault(tensors.all.map(\.name)) { throw fault }
  }

  /// The reason why tensors of these names can't be written, or nil.
  private static func fault(_ names: [String]) -> (any Fault)? {
    names.isEmpty ? TensorFileFault.nothingToWrite : SafeTensors.fault(inNames: names)
  }

  /// Other extensions are refused: the file's content comes from tensors, and other programs could interpret it.
  private static func checkEnding(of path: String) throws {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard name.lowercased().hasSuffix(".safetensors"), name.utf8.count > ".safetensors".utf8.count else {
      throw TensorFileFault.ending(path: path)
    }
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
