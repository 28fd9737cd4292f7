public import Tensors

/// A Swift type that ports take and give.
public protocol PortValue: Sendable {
  /// The kind of a port of this type, unless the port declares a narrower one.
  static var kind: Kind { get }
  /// The value as this type; nil if it doesn't fit.
  init?(_ value: Value)
  /// This as a value for a port of `kind`.
  func value(as kind: Kind) -> Value
}

extension Tensor: PortValue {
  public static var kind: Kind { .tensor }

  public init?(_ value: Value) {
    switch value {
    case .image(let t), .mask(let t), .tensor(let t): self = t
    case .condition(let c): self = c.embedding
    default: return nil
    }
  }

  public func value(as kind: Kind) -> Value {
    switch kind {
    case .image: .image(self)
    case .mask: .mask(self)
    default: .tensor(self)
    }
  }
}

extension Estimate: PortValue {
  public static var kind: Kind { .estimate }
  public init?(_ value: Value) {
    guard case .estimate(let estimate) = value else { return nil }
    self = estimate
  }
  public func value(as kind: Kind) -> Value { .estimate(self) }
}

extension Filterable: PortValue {
  public static var kind: Kind { .filterable }
  public init?(_ value: Value) {
    if case .estimate(let estimate) = value {
      self = .estimate(estimate)
    } else if let image = Tensor(value) {
      self = .image(image)
    } else {
      return nil
    }
  }
  public func value(as kind: Kind) -> Value {
    switch self {
    case .image(let image): .image(image)
    case .estimate(let estimate): .estimate(estimate)
    }
  }
}

extension Condition: PortValue {
  public static var kind: Kind { .condition }
  public init?(_ value: Value) {
    switch value {
    case .condition(let condition): self = condition
    case .tensor(let embedding) where embedding.rank == 3: self.init(embedding)
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value { .condition(self) }
}

extension Timestep: PortValue {
  public static var kind: Kind { .timestep }
  public init?(_ value: Value) {
    switch value {
    case .timestep(let timestep): self = timestep
    case .integer(let value): self.init(Double(value))
    case .number(let value): self.init(value)
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value { .timestep(self) }
}

extension Generator: PortValue {
  public static var kind: Kind { .generator }
  public init?(_ value: Value) {
    guard case .generator(let generator) = value else { return nil }
    self = generator
  }
  public func value(as kind: Kind) -> Value { .generator(self) }
}

extension Generator.Algorithm: Choice {}

/// A model as a port's value. (An existential can't conform to a protocol, so it is wrapped.)
public struct AnyModel: PortValue {
  /// The wrapped model.
  public var model: any Model
  /// Wraps a model.
  public init(_ model: any Model) { self.model = model }
  public static var kind: Kind { .model }
  public init?(_ value: Value) {
    guard case .model(let model) = value else { return nil }
    self.model = model
  }
  public func value(as kind: Kind) -> Value { .model(model) }
}

/// A value of any kind, for stages that only pass values on.
public struct AnyValue: PortValue {
  /// The wrapped value.
  public var value: Value
  /// Wraps a value.
  public init(_ value: Value) { self.value = value }
  public static var kind: Kind { .anything }
  public func value(as kind: Kind) -> Value { value }
}

extension Double: PortValue {
  public static var kind: Kind { .number }
  public init?(_ value: Value) {
    switch value {
    case .number(let number): self = number
    case .integer(let integer): self = Double(integer)
    case .unsigned(let integer): self = Double(integer)
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value { .number(self) }
}

extension Int: PortValue {
  public static var kind: Kind { .integer }
  public init?(_ value: Value) {
    guard case .integer(let integer) = value else { return nil }
    self = integer
  }
  public func value(as kind: Kind) -> Value { .integer(self) }
}

extension String: PortValue {
  public static var kind: Kind { .text }
  public init?(_ value: Value) {
    switch value {
    case .text(let text): self = text
    case .path(let path): self = path.text
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value { .text(self) }
}

extension Bool: PortValue {
  public static var kind: Kind { .flag }
  public init?(_ value: Value) {
    guard case .flag(let flag) = value else { return nil }
    self = flag
  }
  public func value(as kind: Kind) -> Value { .flag(self) }
}

extension Path: PortValue {
  public static var kind: Kind { .text }
  public init?(_ value: Value) {
    switch value {
    case .path(let path): self = path
    case .text(let text): self.init(text)
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value { .path(self) }
}

extension Array: PortValue where Element: PortValue {
  public static var kind: Kind { .list(Element.kind) }
  public init?(_ value: Value) {
    switch value {
    case .list(let values):
      let elements = values.compactMap { Element($0) }
      guard elements.count == values.count else { return nil }
      self = elements
    case .timesteps(let timesteps):
      self.init(.list(timesteps.map(Value.timestep)))
    default: return nil
    }
  }
  public func value(as kind: Kind) -> Value {
    if let timesteps = self as? [Timestep] { return .timesteps(timesteps) }
    return .list(map { $0.value(as: kind.element ?? Element.kind) })
  }
}
