public import PipelineKit
public import Tensors

/// One batch of pictures, or a list of batches, N×C×H×W.
public struct PictureList: PortValue {
  /// The batches, in their order.
  public var pictures: [Tensor]

  /// Makes a list; the stage that takes it checks the shapes.
  public init(_ pictures: [Tensor]) { self.pictures = pictures }

  public static var kind: Kind { .oneOf([.image, .list(.image)]) }

  /// Takes a batch or a list of batches; nil for other values.
  public init?(_ value: Value) {
    guard case .list(let elements) = value else {
      guard let picture = Tensor(value) else { return nil }
      self.init([picture])
      return
    }
    let pictures = elements.compactMap { Tensor($0) }
    guard pictures.count == elements.count else { return nil }
    self.init(pictures)
  }

  public func value(as kind: Kind) -> Value {
    pictures.count == 1 ? .image(pictures[0]) : .list(pictures.map(Value.image))
  }

  /// The shapes of the batches; nil unless all are known.
  static func shapes(_ known: Known) -> [[Int]]? {
    guard let elements = known.elements else { return known.shape.map { [$0] } }
    let shapes = elements.compactMap(\.shape)
    return shapes.count == elements.count ? shapes : nil
  }
}
