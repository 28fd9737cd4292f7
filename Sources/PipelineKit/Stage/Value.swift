public import Tensors

/// A value on its way from one port to another.
public indirect enum Value: Sendable {
  case image(Tensor)
  case mask(Tensor)
  case tensor(Tensor)
  case estimate(Estimate)
  case condition(Condition)
  case model(any Model)
  case timestep(Timestep)
  case timesteps([Timestep])
  case generator(Generator)
  case number(Double)
  case integer(Int)
  /// An integer beyond `Int.max`, up to 2^64 − 1: a seed.
  case unsigned(UInt64)
  case text(String)
  case flag(Bool)
  case path(Path)
  /// Of a kind that a package adds.
  case custom(any CustomValue)
  case list([Value])
  case object([(name: String, value: Value)])

  /// What kind of value this is. An empty list is a list of nothing, which fits any list.
  public var kind: Kind {
    switch self {
    case .image: .image
    case .mask: .mask
    case .tensor: .tensor
    case .estimate: .estimate
    case .condition: .condition
    case .model: .model
    case .timestep: .timestep
    case .timesteps: .timesteps
    case .generator: .generator
    case .number: .number
    case .integer, .unsigned: .integer
    case .text, .path: .text
    case .flag: .flag
    case .custom(let value): .custom(type(of: value).kindName)
    case .list(let elements): .list(Value.common(elements.map(\.kind)))
    case .object(let members): .object(Value.common(members.map(\.value.kind)))
    }
  }

  /// The value in a few words: its kind, and a shape, number or length.
  var summary: String {
    switch self {
    case .image(let tensor), .mask(let tensor), .tensor(let tensor): "\(kind) \(tensor.shapeText)"
    case .estimate(let estimate):
      "estimate \(estimate.noise.shapeText)\(estimate.variance == nil ? "" : " with variance")"
    case .condition(let condition): "condition \(condition.embedding.shapeText)"
    case .model(let model): "model \(model.name)"
    case .timestep(let timestep): "timestep \(timestep.value)"
    case .timesteps(let timesteps): "\(timesteps.count) timesteps"
    case .generator(let generator): "generator \(generator.given)"
    case .number(let number): "\(number)"
    case .integer(let integer): "\(integer)"
    case .unsigned(let integer): "\(integer)"
    case .flag(let flag): "\(flag)"
    case .text(let text): "'\(text)'"
    case .path(let path): "'\(path.text)'"
    case .custom(let value): "\(kind)" + (value.shape.map { " \(Tensor.text($0))" } ?? "")
    case .list(let elements): "a list of \(elements.count)"
    case .object(let members): "\(members.count) names"
    }
  }

  /// The same with whole numbers, such as 1e3 or 1.0, as integers, in lists too.
  var withWholeNumbers: Value {
    switch self {
    case .number(let number): abs(number) < 0x1p53 ? Int(exactly: number).map(Value.integer) ?? self : self
    case .list(let elements): .list(elements.map(\.withWholeNumbers))
    default: self
    }
  }

  /// One kind that all `kinds` fit into.
  static func common(_ kinds: [Kind]) -> Kind {
    var known: Set<Kind> = []
    let kinds = kinds.filter { known.insert($0).inserted }
    return kinds.first { kind in kinds.allSatisfy(kind.accepts) } ?? .oneOf(kinds)
  }
}
