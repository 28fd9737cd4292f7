/// A value of a kind that a package adds: a depth map, an embedding. Ports of its type take only it; registering the
/// type makes the kind's word known to files.
///
///     struct DepthMap: CustomValue {
///       static let kindName = "depth-map"
///       var metres: Tensor
///       var shape: [Int]? { metres.shape }
///     }
public protocol CustomValue: PortValue {
  /// The kind's word in files: lower case, with hyphens.
  static var kindName: String { get }
  /// The shape of its content; nil if it has none. `runner check` uses it.
  var shape: [Int]? { get }
}

extension CustomValue {
  public var shape: [Int]? { nil }
  public static var kind: Kind { .custom(kindName) }
  public init?(_ value: Value) {
    guard case .custom(let any) = value, let own = any as? Self else { return nil }
    self = own
  }
  public func value(as kind: Kind) -> Value { .custom(self) }
}
