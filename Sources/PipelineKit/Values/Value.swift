public import Tensors

/// A value at a port.
public indirect enum Value: Sendable {
  /// A picture, N×C×H×W.
  case image(Tensor)
  /// A mask: a weight from 0 to 1 for each pixel.
  case mask(Tensor)
  /// Numbers of any shape.
  case tensor(Tensor)
  /// A noise estimate.
  case estimate(Estimate)
  /// A prompt's encoding or a class.
  case condition(Condition)
  /// A loaded model.
  case model(any Model)
  /// A point on a noise schedule.
  case timestep(Timestep)
  /// A walk along a noise schedule.
  case timesteps([Timestep])
  /// A random generator.
  case generator(Generator)
  /// A real number.
  case number(Double)
  /// A whole number up to `Int.max`.
  case integer(Int)
  /// An integer above `Int.max`, up to 2^64 − 1, such as a seed.
  case unsigned(UInt64)
  /// Text.
  case text(String)
  /// True or false.
  case flag(Bool)
  /// A path, whose kind is text.
  case path(Path)
  /// A value of a kind that a package adds.
  case custom(any CustomValue)
  /// Any number of values.
  case list([Value])
  /// Values under names that the user chooses, in the file's order.
  case object([(name: String, value: Value)])

  /// The kind of this value. An empty list's elements have no kind, so it fits any list.
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
    case .timestep(let timestep): "timestep \(timestep.text)"
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

  /// This value with whole numbers, such as 1e3 or 1.0, as integers, also inside lists.
  var withWholeNumbers: Value {
    switch self {
    case .number(let number): abs(number) < 0x1p53 ? Int(exactly: number).map(Value.integer) ?? self : self
    case .list(let elements): .list(elements.map(\.withWholeNumbers))
    default: self
    }
  }

  /// A kind that all `kinds` fit into.
  static func common(_ kinds: [Kind]) -> Kind {
    var known: Set<Kind> = []
    let kinds = kinds.filter { known.insert($0).inserted }
    return kinds.first { kind in kinds.allSatisfy(kind.accepts) } ?? .oneOf(kinds)
  }
}
