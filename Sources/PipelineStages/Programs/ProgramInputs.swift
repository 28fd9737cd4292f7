public import PipelineKit
import Tensors

/// What a program gets, under names: tensors, and texts that hold numbers, texts and flags.
public struct ProgramInputs: PortValue, ExpressibleByDictionaryLiteral {
  /// The tensors; an estimate is one or two of them.
  public private(set) var tensors: NamedTensors = [:]
  /// Numbers, texts and flags as texts, by their names. A timestep is its number.
  public private(set) var texts: [String: String] = [:]
  /// All names, in the order in which they were added.
  private(set) var names: [String] = []

  /// Makes inputs from names and values. Values that a program can't get are left out.
  public init(dictionaryLiteral elements: (String, Value)...) { for (name, value) in elements { _ = add(value, name) } }

  public static var kind: Kind { .object(.oneOf([.tensor, .estimate, .number, .text, .flag, .timestep])) }

  public init?(_ value: Value) {
    guard case .object(let members) = value else { return nil }
    for (name, value) in members where !add(value, name) { return nil }
  }

  public func value(as kind: Kind) -> Value {
    .object(tensors.all.map { ($0.name, .tensor($0.tensor)) } + texts.map { ($0.key, .text($0.value)) })
  }

  /// The shapes of the tensors, by their names.
  var shapes: [String: [Int]] { tensors.all.reduce(into: [:]) { $0[$1.name] = $1.tensor.shape } }

  /// Adds a value; false if a program can't get it.
  private mutating func add(_ value: Value, _ name: String) -> Bool {
    switch value {
    case .estimate(let estimate): tensors.add(estimate, name)
    case .number(let number): texts[name] = "\(number)"
    case .integer(let number): texts[name] = "\(number)"
    case .unsigned(let number): texts[name] = "\(number)"
    case .flag(let flag): texts[name] = "\(flag)"
    case .text(let text): texts[name] = text
    case .path(let path): texts[name] = path.text
    case .timestep(let timestep): texts[name] = timestep.text
    default:
      guard let tensor = Tensor(value) else { return false }
      tensors.add(tensor, name)
    }
    names.append(name)
    return true
  }
}
